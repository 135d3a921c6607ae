"""A trained tagger for names that nobody listed: persons, organisations and places in folded text.

Importing this package is cheap: numpy and the model are read on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnevents.tagger.decode import TagSpan
    from cnevents.tagger.location import model_path
    from cnevents.tagger.tagger import Tagger

__all__ = ["TagSpan", "Tagger", "model_path"]

_HOMES = {"TagSpan": "decode", "model_path": "location", "Tagger": "tagger"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
