"""Runs over corpora: shards, their files and markers, worker processes, what was done and what failed."""
