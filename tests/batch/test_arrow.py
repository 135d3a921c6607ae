"""The Arrow schemas hold all that the records hold."""

from __future__ import annotations

import datetime as dt

import pytest
from corpora import TEXTS

import cnevents
from cnevents.errors import InputError
from cnevents.io.arrow import ADDED, TABLES, Row, date_of, event_lines, event_of, schema, to_batch
from cnevents.records import Count, DateMention, Document, Entity, Event, Failure, Record, Span, TimeSpan

FAILED = Failure(doc_id="x", source="a.jsonl", line=3, code="E107", message="empty", hint="fill it")


@pytest.fixture(scope="module")
def documents(extractor: cnevents.Extractor) -> list[Document]:
    return [extractor.extract(text, published="2025-03-04", doc_id=str(i)) for i, text in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def rows(documents: list[Document]) -> list[Row]:
    return [Row(FAILED, "a.jsonl", 3), *(Row(one, "b.jsonl", i) for i, one in enumerate(documents, 1))]


@pytest.mark.parametrize(
    ("table", "record", "besides"),
    [
        ("events", Event, set(ADDED)),
        ("entities", Entity, {"doc_id"}),
        ("dates", DateMention, {"doc_id", *ADDED}),
    ],
)
def test_schema_has_every_field_of_its_record(table: str, record: type[Record], besides: set[str]) -> None:
    assert set(schema(table).names) - besides == set(record.model_fields) - {"days"}


def test_events_come_back_as_they_were(documents: list[Document], rows: list[Row]) -> None:
    batch = to_batch(rows, "events")
    assert batch.schema == schema("events")
    assert [event_of(row) for row in batch.to_pylist()] == [e for one in documents for e in one.events]


def test_dates_come_back_as_they_were(documents: list[Document], rows: list[Row]) -> None:
    found = [date_of(row) for row in to_batch(rows, "dates").to_pylist()]
    assert found == [date for one in documents for date in one.dates]


def test_entities_come_back_as_they_were(documents: list[Document], rows: list[Row]) -> None:
    found = to_batch(rows, "entities").to_pylist()
    assert {row.pop("doc_id") for row in found} == {str(i) for i in range(12)}
    assert [Entity.model_validate(row) for row in found] == [e for one in documents for e in one.entities]


def test_rare_fields_of_an_event_come_back() -> None:
    span = Span(start=0, end=2, text="\x00\u2028")
    event = cnevents.extract_events("韩国外长3月4日访问越南。")[0].model_copy(
        update={
            "counts": (Count(what="killed", low=1, best=None, high=10**12, span=span),),
            "when": TimeSpan(
                start=dt.datetime(2025, 3, 4, 8, 30), end=dt.date(2025, 3, 5), precision="minute"
            ),
            "mode": None,
        }
    )
    batch = to_batch([Row(Document(text="", events=(event,)))], "events")
    assert [event_of(row) for row in batch.to_pylist()] == [event]
    assert batch.column("date_start").to_pylist() == [dt.date(2025, 3, 4)]


def test_documents_say_where_they_are_from_and_why_they_failed(rows: list[Row]) -> None:
    first, second = to_batch(rows, "documents").to_pylist()[:2]
    assert (first["source"], first["line"], first["code"], first["events"]) == ("a.jsonl", 3, "E107", None)
    assert (second["published"], second["characters"], second["code"]) == (
        dt.date(2025, 3, 4),
        len(TEXTS[0]),
        None,
    )


@pytest.mark.parametrize("table", TABLES)
def test_nothing_gives_an_empty_batch_of_the_same_schema(table: str) -> None:
    batch = to_batch([], table)
    assert (batch.num_rows, batch.schema) == (0, schema(table))


def test_lines_are_those_that_extract_prints(documents: list[Document], rows: list[Row]) -> None:
    assert event_lines(rows)[0] == documents[0].events[0].model_dump_json()


def test_unknown_table() -> None:
    with pytest.raises(InputError, match="E105"):
        schema("verbs")
