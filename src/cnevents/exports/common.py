"""What the forms share: days, places, sectors, and what is known of the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cnevents.ontology.actors import plover_sectors
from cnevents.records import Event, Participant
from cnevents.resources import read_tsv

QUADS = {
    "verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """The document that a record comes from.

    Attributes:
        published: Its day. people, organisations, places: Who and what it names.
    """

    published: dt.date | None = None
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Spot(NamedTuple):
    """Where a place lies: degrees north and east, and its kind, as far as the tables know."""

    latitude: float | None
    longitude: float | None
    kind: str


@cache
def _spots() -> dict[str, Spot]:
    return {
        row["name"]: Spot(
            float(row["lat"]) if row["lat"] else None,
            float(row["lon"]) if row["lon"] else None,
            row["kind"],
        )
        for row in read_tsv("names/places.tsv")
    }


def spot(place: Participant) -> Spot:
    """Where a place lies.

    >>> from cnevents.records import Span
    >>> spot(Participant(id="无此地", name="无此地", span=Span(start=0, end=0, text="")))
    Spot(latitude=None, longitude=None, kind='')
    """
    return _spots().get(place.id, Spot(None, None, ""))


def days(event: Event, story: Story) -> tuple[dt.date, dt.date] | None:
    """First and last day (inclusive) of the event; the day of publication where the text gives none."""
    found = event.when.days() if event.when is not None else None
    if found is not None:
        return found[0], max(found[0], found[1] - dt.timedelta(days=1))
    return (story.published, story.published) if story.published is not None else None


def plover_days(event: Event, story: Story) -> tuple[dt.date, dt.date] | str:
    """First and last day of an event that PLOVER has, or why it has no line there."""
    if event.plover.type is None:
        return "not in PLOVER"
    return days(event, story) or "no day"


def sectors(who: Participant) -> tuple[str, ...]:
    """PLOVER's sectors of a participant, the primary one first."""
    return plover_sectors(who.state, who.sector)


def number_of(event: Event, what: str) -> int | None:
    """The best number of a count, or the one that is there; None where nothing is counted."""
    for count in event.counts:
        if count.what == what:
            known = (count.best, count.low, count.high)
            return next((number for number in known if number is not None), None)
    return None


def joined(values: Iterable[str | None]) -> str:
    """Values in one cell: each once, no empty ones."""
    return "; ".join(dict.fromkeys(value for value in values if value))
