"""What the extractor found, in the plain form that is scored and that `--predictions` writes."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from cnevents.records import DateMention, Document, Event, Participant, Source


class PredictedRecord(BaseModel):
    """What all predicted records share."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Place(PredictedRecord):
    """Offsets of a trigger."""

    start: int
    end: int


class Names(PredictedRecord):
    """Everything that a participant, place or source is known by: id, usual name, words in the text."""

    names: tuple[str, ...]


class PredictedEntity(PredictedRecord):
    """A name in the text; `id` holds all that it may be called."""

    start: int
    end: int
    type: str
    id: tuple[str, ...]


class PredictedDate(PredictedRecord):
    """A calendar expression and its days, end exclusive; None where they are unknown."""

    start: int
    end: int
    value: tuple[str, str] | None


class PredictedEvent(PredictedRecord):
    """An event record, reduced to what is scored."""

    type: str
    trigger: Place
    actors: tuple[Names, ...] = ()
    recipients: tuple[Names, ...] = ()
    date: tuple[str, str] | None = None
    place: Names | None = None
    source: Names | None = None
    polarity: str = "positive"
    modality: str = "actual"


class Prediction(PredictedRecord):
    """All that was found in one document."""

    doc_id: str
    entities: tuple[PredictedEntity, ...] = ()
    dates: tuple[PredictedDate, ...] = ()
    events: tuple[PredictedEvent, ...] = ()


def predict(document: Document, doc_id: str) -> Prediction:
    """Reduce a `Document` to what is scored.

    >>> predict(Document(text="无"), "d1").model_dump_json()
    '{"doc_id":"d1","entities":[],"dates":[],"events":[]}'
    """
    entities = [
        PredictedEntity(
            start=span.start, end=span.end, type=entity.type, id=_names(entity.id, entity.name, span.text)
        )
        for span, entity in document.mentions()
    ]
    # Durations and sets name no place on the calendar; gold does not mark them.
    dates = [_date(mention) for mention in document.dates if mention.days is not None]
    events = tuple(map(_event, document.events))
    return Prediction(doc_id=doc_id, entities=tuple(entities), dates=tuple(dates), events=events)


def _date(mention: DateMention) -> PredictedDate:
    span = mention.date_span
    return PredictedDate(start=span.start, end=span.end, value=_iso(mention.days))


def _event(event: Event) -> PredictedEvent:
    return PredictedEvent(
        type=event.type,
        trigger=Place(start=event.trigger.start, end=event.trigger.end),
        actors=tuple(map(_known_by, event.actors)),
        recipients=tuple(map(_known_by, event.recipients)),
        date=_iso(event.when.days()) if event.when else None,
        place=_known_by(event.place) if event.place else None,
        # The chain begins with whom the text has it from; who is cited by him stands behind.
        source=_known_by(event.sources[0]) if event.sources else None,
        polarity=event.polarity,
        modality=event.modality,
    )


def _known_by(who: Participant | Source) -> Names:
    # Never the state's code beside a person: a person is not his state.
    return Names(names=_names(who.id, who.name, who.span.text))


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _iso(days: tuple[dt.date, dt.date] | None) -> tuple[str, str] | None:
    return (days[0].isoformat(), days[1].isoformat()) if days else None
