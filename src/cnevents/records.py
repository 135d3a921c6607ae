"""The records that leave cnevents: typed, strict, frozen, traceable to characters of the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self, SupportsIndex, overload

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cnevents.vocabulary import Context as Context
from cnevents.vocabulary import EntityType as EntityType
from cnevents.vocabulary import EventType as EventType
from cnevents.vocabulary import Modality as Modality
from cnevents.vocabulary import Polarity as Polarity
from cnevents.vocabulary import Quad as Quad

SCHEMA_VERSION = "1.1"


def _day(value: Any) -> Any:
    """A day written as ISO is a day, not its midnight: what was written is read back as it was."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value


Moment = Annotated[dt.datetime | dt.date, BeforeValidator(_day)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """What all records share: unknown fields are refused, values cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Record):
    """Characters of the caller's text: `text == source[start:end]`, in Unicode code points."""

    start: int = Field(ge=0, description="offset of the first character")
    end: int = Field(ge=0, description="offset after the last character")
    text: str

    def __str__(self) -> str:
        return self.text


class TimeSpan(Record):
    """An interval of time and the words that name it.

    Attributes:
        start: First day or moment; None where the interval is open or unresolved.
        end: The day or moment after the last, exclusive.
        precision: day, ten-day, week, month, season, quarter, half, year, decade, century, hour, minute.
        original: The words in the text; None where the time was carried over from context.
        anchor: What it was resolved by, such as ``published:2025-09-01``.
        approximate: True for 前后, 左右, 约, 初, 底.
        inferred: True where a part (year, month, day) comes from context.
    """

    start: Moment | None = None
    end: Moment | None = None
    precision: str = "day"
    original: Span | None = None
    anchor: str = ""
    approximate: bool = False
    inferred: bool = False

    def days(self) -> tuple[dt.date, dt.date] | None:
        """The interval in whole days, end exclusive, or None where an end is unknown."""
        if self.start is None or self.end is None:
            return None
        first = self.start.date() if isinstance(self.start, dt.datetime) else self.start
        last = self.end.date() if isinstance(self.end, dt.datetime) else self.end
        midnight = not isinstance(self.end, dt.datetime) or self.end.time() == dt.time()
        return first, last if midnight and last > first else last + dt.timedelta(days=1)


class DateMention(Record):
    """A time expression of the text.

    Attributes:
        span: The whole expression, clock time included (2日凌晨).
        date_span: Its calendar words alone (2日); empty where it has none (8时30分).
        kind: date, range, duration, set or time.
        start: First day or moment; None where open or unresolved.
        end: Exclusive end; None where open or unresolved.
        precision: As in `TimeSpan`.
        timex: TIMEX3 value. edtf: Extended Date/Time Format value.
        approximate, inferred, anchor: As in `TimeSpan`.
        rule: The resource file and rule that read it.
        invalid: True for a date that no calendar has (2月30日).
        alternatives: Other readings as (start, end), likelier first.
        days: The interval in whole days that an event on it bears, end exclusive; None for durations,
            sets and what is unresolved.
    """

    span: Span
    date_span: Span
    kind: Literal["date", "range", "duration", "set", "time"]
    start: Moment | None = None
    end: Moment | None = None
    precision: str = "day"
    timex: str = ""
    edtf: str = ""
    approximate: bool = False
    inferred: bool = False
    anchor: str = ""
    rule: str = ""
    invalid: bool = False
    alternatives: tuple[tuple[Moment | None, Moment | None], ...] = ()
    days: tuple[dt.date, dt.date] | None = None


class Entity(Record):
    """A person, state, organisation, place, named event or document, with all its mentions.

    Attributes:
        id: ISO 3166-1 alpha-3 code of a state (KOS, EUR, UNO besides), else the usual Simplified name.
        name: The usual name in Simplified characters.
        names: All names that the text has for it, as written.
        state: Code of the state that it belongs to, or None.
        sector: PLOVER sector code, or None.
        kind: The finer class that the tables give (capital, sea, party, ministry, summit), or None.
        latitude, longitude: Degrees north and east of a PLACE that the tables know, of a large one of its
            middle or chief town; else None.
        mentions: Where it is named.
    """

    id: str
    type: EntityType
    name: str
    names: tuple[str, ...] = ()
    state: str | None = None
    sector: str | None = None
    kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    mentions: tuple[Span, ...] = ()


class Participant(Record):
    """Who takes part in an event.

    Attributes:
        id: The entity's id, or the words themselves (Simplified) for an unnamed group.
        type: As in `Entity`; None for an unnamed group.
        name: The usual name in Simplified characters.
        span: The words in the text.
        state, sector: As in `Entity`.
        code: PLOVER's actor code: a state's, UNO, EUR, IGO, NGO, IMG or MNC; None where nothing tells it.
        office: The office named beside a person (总统), or None.
        anaphor: The words that were resolved (两国, 他), or None.
        unresolved: True where it is an anaphor that nothing fits.
        inherited: True where it is the subject of an earlier clause.
    """

    id: str
    type: EntityType | None = None
    name: str
    span: Span
    state: str | None = None
    sector: str | None = None
    code: str | None = None
    office: str | None = None
    anaphor: str | None = None
    unresolved: bool = False
    inherited: bool = False


class Other(Record):
    """A participant that is neither actor nor recipient: mediator, host, instrument, target, …"""

    role: str
    participant: Participant


class Source(Record):
    """Who says so. `Event.sources` is a chain: each source cites the next."""

    id: str
    name: str
    span: Span


class Evidence(Record):
    """Why a field says what it says: the words, what they decided, the rule (file:line)."""

    field: str
    span: Span
    rule: str = ""


class Count(Record):
    """How many were killed, injured, missing, arrested or took part."""

    what: str
    low: int | None = None
    best: int | None = None
    high: int | None = None
    span: Span


class Plover(Record):
    """PLOVER's own reading: a planned visit is AGREE, a planned attack THREATEN, a denied act nothing.

    Attributes:
        type, mode: By the manual of 2021; None where PLOVER leaves the act out.
        context: What the story is about: the contexts of the act and those that two sentences speak of.
        quad, intensity: Of this reading, by type and mode.
    """

    type: str | None
    mode: str | None = None
    context: tuple[Context, ...] = ()
    quad: Quad | None = None
    intensity: float | None = None


class Event(Record):
    """One happening on one date: who did what to whom, when, where, by whose word.

    Attributes:
        event_id: Derived from the content, so that a second run gives the same.
        type: One of PLOVER's 16 types or of our six (STATEMENT … DISASTER).
        mode: PLOVER's mode, or None.
        frame: The finer name: visit, phone_call, air_strike.
        contexts: PLOVER contexts of the act and its sentence, such as military, diplomatic.
        cameo: CAMEO code of the act as told. goldstein: Its Goldstein score, -10 to 10.
        quad: PLOVER's quad class. intensity: PLOVER's score of type and mode, -10 to 10.
        plover: PLOVER's own reading, plans and denials by its rules.
        coder, codebook: Which version coded it, after which manual.
        trigger: The word that tells it. mentions: All spans that tell it.
        when: When it happened, or None where the text does not tell.
        place: Where, or None.
        polarity: negative where it is denied or did not happen.
        modality: actual, future (planned) or hypothetical.
        sources: Who says so; empty where the text speaks for itself.
        confidence: 0 to 1.
        evidence: The cue behind each decision.
    """

    schema_version: str = SCHEMA_VERSION
    event_id: str
    doc_id: str | None = None
    type: EventType
    mode: str | None = None
    frame: str
    contexts: tuple[Context, ...] = ()
    cameo: str | None = None
    goldstein: float | None = None
    quad: Quad = "neutral"
    intensity: float | None = None
    plover: Plover
    coder: str = ""
    codebook: str = ""
    trigger: Span
    mentions: tuple[Span, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    others: tuple[Other, ...] = ()
    when: TimeSpan | None = None
    place: Participant | None = None
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    sources: tuple[Source, ...] = ()
    counts: tuple[Count, ...] = ()
    confidence: Share = 0.5
    evidence: tuple[Evidence, ...] = ()

    def _repr_html_(self) -> str:
        from cnevents.viz.notebook import event_html

        return event_html(self)


class EventList(tuple[Event, ...]):
    """An immutable list of `Event` that shows itself as a table.

    Attributes:
        documents: The documents that the events were read from, where they are at hand: for the text that
            a notebook shows beside the table, and the sentences in pictures. A slice keeps them.

    >>> EventList()
    EventList of 0 events
    """

    documents: tuple[Document, ...]

    def __new__(cls, events: Iterable[Event] = (), documents: Iterable[Document] = ()) -> Self:
        """Make a list of events; `documents` are the texts that they were read from."""
        made = super().__new__(cls, events)
        made.documents = tuple(documents)
        return made

    @overload
    def __getitem__(self, index: SupportsIndex) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> EventList: ...

    def __getitem__(self, index: SupportsIndex | slice) -> Event | EventList:
        if isinstance(index, slice):
            return EventList(super().__getitem__(index), self.documents)
        return super().__getitem__(index)

    def __repr__(self) -> str:
        return f"EventList of {len(self)} events"

    def __str__(self) -> str:
        from cnevents.io.table import plain_table

        return plain_table(self)

    def _repr_html_(self) -> str:
        from cnevents.viz.notebook import events_html

        return events_html(self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The records as plain JSON-ready dictionaries."""
        return [event.model_dump(mode="json") for event in self]

    def to_dataframe(self, library: str = "pandas") -> Any:
        """A data frame of pandas or of polars, one row an event, participants joined by "; ".

        Args:
            library: "pandas" or "polars".

        Raises:
            InputError: E105 for another library.
            UsageError: E401 where the library is not installed.
        """
        from cnevents.io.frames import to_dataframe

        return to_dataframe(self, library)

    def to_networkx(self) -> Any:
        """A directed multigraph of networkx: actors and recipients, an edge for each pair of an event.

        Raises UsageError (E401) where networkx is not installed.
        """
        from cnevents.io.graphs import to_networkx

        return to_networkx(self)


class Article(Record):
    """A text to read, with what is known about it.

    Attributes:
        text: The article as published; offsets of all records count its characters.
        doc_id: The caller's name for it.
        published: Day of publication, which relative dates are resolved by.
    """

    text: str
    doc_id: str | None = None
    published: dt.date | None = None


class Document(Record):
    """All that was read out of one text."""

    schema_version: str = SCHEMA_VERSION
    doc_id: str | None = None
    published: dt.date | None = None
    text: str
    entities: tuple[Entity, ...] = ()
    dates: tuple[DateMention, ...] = ()
    events: tuple[Event, ...] = ()

    def _repr_html_(self) -> str:
        from cnevents.viz.notebook import document_html

        return document_html(self)

    def mentions(self) -> Iterator[tuple[Span, Entity]]:
        """Each mention of each entity, in the order of the text.

        >>> list(Document(text="无").mentions())
        []
        """
        pairs = [(span, entity) for entity in self.entities for span in entity.mentions]
        return iter(sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end)))


class Failure(Record):
    """A document of a stream that could not be read: the others go on."""

    doc_id: str | None = None
    source: str
    line: int | None = None
    code: str
    message: str
    hint: str
