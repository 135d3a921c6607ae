"""A trained tagger for names that nobody listed: persons, organisations and places in folded text."""

from __future__ import annotations

from cnevents.tagger.decode import TagSpan
from cnevents.tagger.location import model_path
from cnevents.tagger.tagger import Tagger

__all__ = ["TagSpan", "Tagger", "model_path"]
