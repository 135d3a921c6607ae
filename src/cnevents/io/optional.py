"""Packages that only some need: imported when they are used, with the line to run where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cnevents.errors import UsageError


def need(module: str, extra: str) -> Any:
    """The module; raises UsageError (E401) where its package is not installed.

    >>> need("json", "all").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError("E401", package=module.partition(".")[0], extra=extra) from error
