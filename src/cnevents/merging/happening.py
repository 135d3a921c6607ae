"""What many reports of one happening are put together to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from cnevents.records import (
    SCHEMA_VERSION,
    Context,
    EntityType,
    EventType,
    Modality,
    Polarity,
    Record,
    Share,
)

Number = Annotated[int, Field(ge=0)]


class Report(Record):
    """One record of one document: where the happening is told, and what is said there.

    Attributes:
        event_id, doc_id: Of the record. published: The day of its document, where it is known.
        press: Who published it, where the caller told.
        origin: Whose word it is: the deepest source that it names, else its press, else the document.
        reprint: True where an earlier document has the same text.
        polarity, modality: As it is told there.
    """

    event_id: str
    doc_id: str | None = None
    published: dt.date | None = None
    press: str | None = None
    origin: str
    reprint: bool = False
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    sources: tuple[str, ...] = ()
    confidence: Share = 0.5


class Party(Record):
    """A participant, and how many reports name it in this role."""

    id: str
    name: str
    type: EntityType | None = None
    state: str | None = None
    sector: str | None = None
    code: str | None = None
    reports: Number = 1


class Day(Record):
    """A time that reports give: `end` exclusive, and how many give it."""

    start: dt.date
    end: dt.date
    reports: Number = 1


class Tally(Record):
    """A number over all reports that give one.

    Attributes:
        low, high: The least and the most that any report gives.
        best: What the latest report gives; of several of one day, what most give.
        reports: How many give a number.
    """

    what: str
    low: int
    best: int
    high: int
    reports: Number = 1


class Standing(Record):
    """How many reports assert it, deny it, announce it or hold it possible."""

    asserted: Number = 0
    denied: Number = 0
    planned: Number = 0
    possible: Number = 0

    @property
    def disputed(self) -> bool:
        """True where one report asserts what another denies."""
        return self.asserted > 0 and self.denied > 0


class Happening(Record):
    """One happening, by all its reports.

    Attributes:
        happening_id: Made of its earliest report: later reports leave it as it is.
        type, mode, frame: What most reports call it.
        contexts: All contexts of its reports.
        cameo, intensity: Of the frame that most reports have.
        actors, recipients: All that are named, the most named first.
        start, end: The day that most reports give (end exclusive), or None.
        days: All times that are given, the most frequent first.
        places: All places that are given, the most frequent first.
        counts: Numbers of people over all reports.
        standing: What reports say of whether it took place.
        first_report, last_report: Days of the documents, None where none has one.
        documents: How many documents tell it. origins: How many independent sources they go back to.
        confidence: The highest of the reports.
        reports: All of them, by day.
    """

    schema_version: str = SCHEMA_VERSION
    happening_id: str
    type: EventType
    mode: str | None = None
    frame: str
    contexts: tuple[Context, ...] = ()
    cameo: str | None = None
    intensity: float | None = None
    plover: str | None = None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    days: tuple[Day, ...] = ()
    places: tuple[Party, ...] = ()
    counts: tuple[Tally, ...] = ()
    standing: Standing = Standing()
    first_report: dt.date | None = None
    last_report: dt.date | None = None
    documents: Number = 1
    origins: Number = 1
    confidence: Share = 0.5
    reports: tuple[Report, ...] = ()

    def disagreements(self) -> tuple[str, ...]:
        """On what its reports differ: standing, day, place, or what is counted.

        >>> Happening(happening_id="h", type="CONSULT", frame="meet").disagreements()
        ()
        """
        told = [
            ("standing", self.standing.disputed),
            ("day", len(self.days) > 1),
            ("place", len(self.places) > 1),
            *((tally.what, tally.low != tally.high) for tally in self.counts),
        ]
        return tuple(name for name, differs in told if differs)


class Happenings(tuple[Happening, ...]):
    """The happenings of `merge`, by day, and how many records went into them.

    Attributes:
        records: Records that were handed in.
        duplicates: Those among them that stood there twice (same id, same document) and count once.
    """

    records: int
    duplicates: int

    def __new__(cls, found: Iterator[Happening], records: int, duplicates: int) -> Happenings:
        """Keep the happenings and the two counts."""
        made = super().__new__(cls, found)
        made.records, made.duplicates = records, duplicates
        return made

    def __repr__(self) -> str:
        return f"Happenings of {self.records} records: {len(self)}"
