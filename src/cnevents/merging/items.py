"""Records as merging needs them: small, with days as numbers, so that a million fit into memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from cnevents.checks import check_records
from cnevents.records import Document, Event, Participant

Press = Mapping[str, str] | Callable[[str], str | None] | None
Published = Mapping[str, dt.date] | None


class Who(NamedTuple):
    """A participant or a place."""

    id: str
    type: str | None
    name: str
    state: str | None
    sector: str | None
    code: str | None

    @property
    def known(self) -> bool:
        """Is it something with a name, or of a state? 三人 is neither."""
        return self.type is not None or self.state is not None


@dataclass(slots=True)
class Item:
    """One record.

    Attributes:
        days: First day and the day after the last as ordinals, or None. exact: The text gives the day itself.
        published: Ordinal, or None. origin: As in `Report`.
        counts: What, low, best, high.
    """

    event_id: str
    doc_id: str | None
    type: str
    mode: str | None
    frame: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    place: Who | None
    days: tuple[int, int] | None
    exact: bool
    published: int | None
    press: str | None
    sources: tuple[str, ...]
    polarity: str
    modality: str
    contexts: tuple[str, ...]
    counts: tuple[tuple[str, int | None, int | None, int | None], ...]
    confidence: float
    plover: str | None

    @property
    def key(self) -> tuple[str, str]:
        """What tells a record from all others."""
        return self.event_id, self.doc_id or ""

    @property
    def origin(self) -> str:
        """Whose word it is, as far as the record tells."""
        return (self.sources[-1] if self.sources else None) or self.press or self.doc_id or self.event_id


class Itemizer:
    """Makes items; equal participants are kept once."""

    def __init__(self, published: Published = None, press: Press = None) -> None:
        self._published = published or {}
        self._press = press
        self._known: dict[Any, Any] = {}

    def items(self, records: Iterable[Event | Document]) -> Iterator[Item]:
        """The items of events, and of the events of documents, which bring their day.

        Raises InputError: E111 for a record of another schema version, E112 for what is no record.
        """
        for record in check_records(records):
            if isinstance(record, Event):
                yield self.item(record)
            else:
                yield from (self.item(event, record.published) for event in record.events)

    def item(self, event: Event, published: dt.date | None = None) -> Item:
        """The item of an event; `published` is the day of its document, where that is at hand."""
        day = published or self._published.get(event.doc_id or "")
        return Item(
            event.event_id,
            event.doc_id,
            event.type,
            event.mode,
            event.frame,
            self._all(event.actors),
            self._all(event.recipients),
            self._who(event.place) if event.place is not None else None,
            _days(event),
            event.when is not None and not event.when.approximate,
            day.toordinal() if day is not None else None,
            self._of_press(event.doc_id),
            self._keep(tuple(source.id for source in event.sources)),
            event.polarity,
            event.modality,
            self._keep(tuple(event.contexts)),
            tuple((count.what, count.low, count.best, count.high) for count in event.counts),
            event.confidence,
            event.plover.type,
        )

    def _of_press(self, doc_id: str | None) -> str | None:
        if doc_id is None or self._press is None:
            return None
        return self._press.get(doc_id) if isinstance(self._press, Mapping) else self._press(doc_id)

    def _all(self, participants: Iterable[Participant]) -> tuple[Who, ...]:
        found = {one.id: self._who(one) for one in participants if not one.unresolved}
        return self._keep(tuple(found[name] for name in sorted(found)))  # type: ignore[no-any-return]

    def _who(self, one: Participant) -> Who:
        return self._keep(  # type: ignore[no-any-return]
            Who(one.id, one.type, one.name, one.state, one.sector, one.code)
        )

    def _keep(self, value: Any) -> Any:
        return self._known.setdefault(value, value)


def _days(event: Event) -> tuple[int, int] | None:
    """First day and the day after the last; a time whose end lies before its start is turned round."""
    when = event.when
    if when is None or when.start is None or when.end is None:
        return None
    first, last = _date(when.start).toordinal(), _date(when.end).toordinal()
    if last < first:
        return last, first + 1
    days = when.days()
    return (days[0].toordinal(), days[1].toordinal()) if days is not None else None


def _date(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
