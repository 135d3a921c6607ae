"""Events as a data frame of pandas or polars, one row an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cnevents.errors import InputError
from cnevents.io.optional import need
from cnevents.records import Event, Participant

COLUMNS = (
    "event_id", "doc_id", "type", "mode", "frame", "quad", "cameo", "intensity", "trigger", "start", "end",
    "actors", "actor_ids", "actor_states", "recipients", "recipient_ids", "recipient_states",
    "date_start", "date_end", "date_precision", "place", "polarity", "modality", "sources", "confidence",
)  # fmt: skip
PLAIN = (
    "event_id", "doc_id", "type", "mode", "frame", "quad", "cameo", "intensity",
    "polarity", "modality", "confidence",
)  # fmt: skip


LIBRARIES = ("pandas", "polars")


def to_dataframe(events: Iterable[Event], library: str = "pandas") -> Any:
    """A data frame with `COLUMNS`, several participants joined by "; ", dates as ISO strings, end exclusive.

    Args:
        events: One row each.
        library: "pandas" or "polars".

    Raises:
        InputError: E105 for another library.
        UsageError: E401 where the library is not installed.
    """
    if library not in LIBRARIES:
        raise InputError("E105", value=library, name="library", options=", ".join(LIBRARIES))
    module = need(library, library)
    rows = [event_row(event) for event in events]
    if library == "pandas":
        return module.DataFrame(rows, columns=list(COLUMNS))
    types = {
        **dict.fromkeys(COLUMNS, module.String),
        **dict.fromkeys(("start", "end"), module.Int64),
        **dict.fromkeys(("intensity", "confidence"), module.Float64),
    }
    return module.DataFrame(rows, schema=types)


def event_row(event: Event) -> dict[str, Any]:
    """An event as one flat row."""
    days = event.when.days() if event.when else None
    return {
        **{name: getattr(event, name) for name in PLAIN},
        "trigger": event.trigger.text,
        "start": event.trigger.start,
        "end": event.trigger.end,
        **_side("actor", event.actors),
        **_side("recipient", event.recipients),
        "date_start": days[0].isoformat() if days else None,
        "date_end": days[1].isoformat() if days else None,
        "date_precision": event.when.precision if event.when else None,
        "place": event.place.name if event.place else None,
        "sources": "; ".join(source.name for source in event.sources),
    }


def _side(role: str, people: Iterable[Participant]) -> dict[str, str]:
    people = list(people)
    return {
        f"{role}s": "; ".join(one.name for one in people),
        f"{role}_ids": "; ".join(one.id for one in people),
        f"{role}_states": "; ".join(one.state or "" for one in people),
    }
