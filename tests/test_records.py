"""The records: strict, frozen, traceable to characters, the same after a round trip through JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import SAMPLES
from pydantic import ValidationError

import cnevents
from cnevents.records import Document, Event, EventList, Plover, Span, TimeSpan

NAMES = sorted(path.name.removesuffix(".txt") for path in SAMPLES.glob("*.txt"))
EVENT = Event(
    event_id="0",
    type="CONSULT",
    frame="meet",
    plover=Plover(type="CONSULT"),
    trigger=Span(start=0, end=2, text="会谈"),
)


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span in a dumped record, however deep."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from spans(part)


@pytest.fixture(scope="session")
def document(
    extractor: cnevents.Extractor, sample: Callable[[str], dict[str, Any]]
) -> Callable[[str], Document]:
    """What is read out of a sample."""

    def read(name: str) -> Document:
        gold = sample(name)
        return extractor.extract(gold["text"], published=gold["published"], doc_id=name)

    return read


@pytest.mark.parametrize("name", NAMES)
def test_every_span_is_in_the_text(name: str, document: Callable[[str], Document]) -> None:
    read = document(name)
    found = list(spans(json.loads(read.model_dump_json())))
    assert found
    assert [one for one in found if read.text[one["start"] : one["end"]] != one["text"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_record_survives_json(name: str, document: Callable[[str], Document]) -> None:
    read = document(name)
    assert Document.model_validate_json(read.model_dump_json()) == read


@pytest.mark.parametrize("name", NAMES)
def test_second_run_gives_the_same(name: str, document: Callable[[str], Document]) -> None:
    assert document(name).model_dump_json() == document(name).model_dump_json()


@pytest.mark.parametrize("name", NAMES)
def test_ids_of_events_are_their_own(name: str, document: Callable[[str], Document]) -> None:
    ids = [event.event_id for event in document(name).events]
    assert len(ids) == len(set(ids))


def test_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Event.model_validate({**EVENT.model_dump(), "mood": "good"})


def test_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        EVENT.type = "AID"


def test_type_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="CONSULT"):
        Event.model_validate({**EVENT.model_dump(), "type": "PARTY"})


def test_list_of_events_shows_itself() -> None:
    events = EventList([EVENT])
    assert repr(events) == "EventList of 1 events"
    assert "CONSULT meet" in str(events)
    assert "<td" in events._repr_html_()
    assert events.to_dicts()[0]["trigger"] == {"start": 0, "end": 2, "text": "会谈"}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (dt.date(2025, 1, 1), dt.date(2025, 1, 2), (dt.date(2025, 1, 1), dt.date(2025, 1, 2))),
        (
            dt.datetime(2025, 1, 1, 17),
            dt.datetime(2025, 1, 1, 18),
            (dt.date(2025, 1, 1), dt.date(2025, 1, 2)),
        ),
        (dt.datetime(2025, 1, 1, 18), dt.datetime(2025, 1, 2), (dt.date(2025, 1, 1), dt.date(2025, 1, 2))),
        (None, dt.date(2025, 1, 2), None),
    ],
)
def test_days_of_a_time_span(start: Any, end: Any, expected: Any) -> None:
    assert TimeSpan(start=start, end=end).days() == expected
