"""cnevents: Chinese news into typed records of people, states, dates and political events.

>>> import cnevents
>>> text = "法国总统马克龙3日在北京会见中国国家主席习近平。"
>>> events = cnevents.extract_events(text, published="2024-05-04")
>>> events[0].type, [actor.id for actor in events[0].actors]
('CONSULT', ['马克龙', '习近平'])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnevents import backends, viz
    from cnevents.analysis import NameHint
    from cnevents.api import Extractor, extract_events, find_dates, load
    from cnevents.batch.results import Run, read_run
    from cnevents.batch.run import run_batch
    from cnevents.errors import CneventsError
    from cnevents.explanation import Explanation, explain
    from cnevents.exports.api import export
    from cnevents.io.records import read_records
    from cnevents.merging.api import merge
    from cnevents.merging.duck import merge_run
    from cnevents.merging.happening import Happening, Happenings
    from cnevents.merging.stories import Story, stories
    from cnevents.records import (
        Article,
        DateMention,
        Document,
        Entity,
        Event,
        EventList,
        Failure,
        Participant,
        Span,
        TimeSpan,
    )

__version__ = "0.1.0"

_HOMES = {
    "cnevents.analysis": ("NameHint",),
    "cnevents.api": ("Extractor", "extract_events", "find_dates", "load"),
    "cnevents.batch.results": ("Run", "read_run"),
    "cnevents.batch.run": ("run_batch",),
    "cnevents.explanation": ("Explanation", "explain"),
    "cnevents.errors": ("CneventsError",),
    "cnevents.exports.api": ("export",),
    "cnevents.io.records": ("read_records",),
    "cnevents.merging.api": ("merge",),
    "cnevents.merging.duck": ("merge_run",),
    "cnevents.merging.happening": ("Happening", "Happenings"),
    "cnevents.merging.stories": ("Story", "stories"),
    "cnevents.records": (
        "Article", "DateMention", "Document", "Entity", "Event", "EventList", "Failure", "Participant",
        "Span", "TimeSpan",
    ),
}  # fmt: skip
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022
    "extract_events", "load", "Extractor", "find_dates", "explain", "Explanation",
    "run_batch", "read_run", "Run", "backends",
    "merge", "merge_run", "Happening", "Happenings", "stories", "Story", "read_records", "export",
    "Article", "Document", "Event", "EventList", "Entity", "DateMention", "Participant", "Span", "TimeSpan",
    "Failure", "NameHint", "CneventsError", "viz", "__version__",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in ("backends", "viz"):
        return import_module(f"cnevents.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'cnevents' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
