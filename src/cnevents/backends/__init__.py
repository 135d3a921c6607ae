"""The same extraction on one machine, on Ray and on Spark: thin layers around one Arrow worker.

Each has `extract(data, text=..., doc_id=..., published=..., records="events")`: rows of articles in, rows of
records out, in the schema of `cnevents.io.arrow`. Ray and Spark are imported when their module is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnevents.backends import local, ray, spark

__all__ = ["local", "ray", "spark"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
