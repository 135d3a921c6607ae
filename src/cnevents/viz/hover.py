"""What is said of an event where the pointer rests on it."""

from __future__ import annotations

from collections.abc import Iterable

from cnevents.io.table import COLUMNS, event_cells
from cnevents.records import Event
from cnevents.viz.told import Told

EXAMPLES = 3


def cells(event: Event) -> dict[str, str]:
    """An event as column → text, as the table of records has it."""
    return dict(zip(COLUMNS, event_cells(event), strict=True))


def lines(event: Event) -> list[str]:
    """An event as lines of a card; empty fields are left out."""
    said = cells(event)
    kind, words = said.pop("type"), said.pop("words")
    rest = [f"{name}: {text}" for name, text in said.items() if text]
    return [f"{words} — {kind}", *rest, f"{event.quad} · confidence {event.confidence:.2f}"]


def datum(told: Told) -> dict[str, str]:
    """The fields of a tooltip over one event."""
    return {**cells(told.event), "sentence": told.sentence, "document": told.doc_id}


def examples(stories: Iterable[Told]) -> str:
    """A few sentences of many events, the surest first, or their words where there is no text."""
    ordered = sorted(stories, key=lambda told: -told.event.confidence)
    said = dict.fromkeys(told.sentence or told.event.trigger.text for told in ordered)
    return " ‖ ".join(list(said)[:EXAMPLES])


def counted(values: Iterable[str], most: int = 4) -> str:
    """The most frequent values with their numbers.

    >>> counted(["CONSULT", "AID", "CONSULT"])
    'CONSULT 2, AID 1'
    """
    from collections import Counter

    found = Counter(values).most_common()
    more = f", {len(found) - most} more" if len(found) > most else ""
    return ", ".join(f"{value} {count}" for value, count in found[:most]) + more
