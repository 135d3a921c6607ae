"""Frames and what they mean in PLOVER, CAMEO, quad class and intensity."""
