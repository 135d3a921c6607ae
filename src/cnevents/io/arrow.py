"""Records in Arrow: one fixed schema for each, and the way there and back.

A row has the fields of the record under their own names, offsets and lists nested as they are. `date_start`
and `date_end` (end exclusive) are added as Arrow dates, so that a reader can count by day without parsing.

```python
>>> from cnevents.io.arrow import schema
>>> schema("documents").names[:4]
['doc_id', 'source', 'line', 'published']

```
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from cnevents.errors import InputError
from cnevents.io.optional import need
from cnevents.records import DateMention, Document, Entity, Event, Failure

TABLES = ("events", "entities", "dates", "documents")
ADDED = ("date_start", "date_end")
FORM = "2"  # of the schemas below; another number is another configuration of a run


class Row(NamedTuple):
    """A document as it was read, with its place in the input."""

    result: Document | Failure
    source: str = ""
    line: int | None = None


@cache
def _types() -> dict[str, Any]:
    """The nested types that the schemas share."""
    pa = need("pyarrow", "parquet")
    text, number, flag = pa.string(), pa.int32(), pa.bool_()
    span = pa.struct([("start", number), ("end", number), ("text", text)])
    who = pa.struct(
        [
            ("id", text), ("type", text), ("name", text), ("span", span), ("state", text), ("sector", text),
            ("code", text), ("office", text), ("anaphor", text), ("unresolved", flag), ("inherited", flag),
        ]
    )  # fmt: skip
    # A day and a moment are both ISO strings here: the record tells 2025-03-04 from 2025-03-04T00:00.
    when = pa.struct(
        [
            ("start", text), ("end", text), ("precision", text), ("original", span), ("anchor", text),
            ("approximate", flag), ("inferred", flag),
        ]
    )  # fmt: skip
    count = pa.struct(
        [("what", text), ("low", pa.int64()), ("best", pa.int64()), ("high", pa.int64()), ("span", span)]
    )
    return {
        "span": span,
        "who": who,
        "when": when,
        "count": count,
        "other": pa.struct([("role", text), ("participant", who)]),
        "source": pa.struct([("id", text), ("name", text), ("span", span)]),
        "evidence": pa.struct([("field", text), ("span", span), ("rule", text)]),
        "plover": pa.struct(
            [
                ("type", text),
                ("mode", text),
                ("context", pa.list_(text)),
                ("quad", text),
                ("intensity", pa.float64()),
            ]
        ),
    }


@cache
def schema(table: str) -> Any:
    """The Arrow schema of a table of `TABLES`.

    Raises InputError (E105) for another name, UsageError (E401) without pyarrow.
    """
    if table not in TABLES:
        raise InputError("E105", value=table, name="table", options=", ".join(TABLES))
    pa = need("pyarrow", "parquet")
    return pa.schema(_FIELDS[table](pa, _types()))


def _event_fields(pa: Any, kinds: dict[str, Any]) -> list[tuple[str, Any]]:
    text, many = pa.string(), pa.list_
    return [
        ("schema_version", text), ("event_id", text), ("doc_id", text), ("type", text), ("mode", text),
        ("frame", text), ("contexts", many(text)), ("cameo", text), ("goldstein", pa.float64()),
        ("quad", text), ("intensity", pa.float64()),
        ("plover", kinds["plover"]), ("coder", text), ("codebook", text),
        ("trigger", kinds["span"]), ("mentions", many(kinds["span"])),
        ("actors", many(kinds["who"])), ("recipients", many(kinds["who"])), ("others", many(kinds["other"])),
        ("date_start", pa.date32()), ("date_end", pa.date32()), ("when", kinds["when"]),
        ("place", kinds["who"]),
        ("polarity", text), ("modality", text), ("sources", many(kinds["source"])),
        ("counts", many(kinds["count"])), ("confidence", pa.float64()), ("evidence", many(kinds["evidence"])),
    ]  # fmt: skip


def _entity_fields(pa: Any, kinds: dict[str, Any]) -> list[tuple[str, Any]]:
    text = pa.string()
    return [
        ("doc_id", text), ("id", text), ("type", text), ("name", text), ("names", pa.list_(text)),
        ("state", text), ("sector", text), ("kind", text), ("latitude", pa.float64()),
        ("longitude", pa.float64()), ("mentions", pa.list_(kinds["span"])),
    ]  # fmt: skip


def _date_fields(pa: Any, kinds: dict[str, Any]) -> list[tuple[str, Any]]:
    text, flag = pa.string(), pa.bool_()
    return [
        ("doc_id", text), ("span", kinds["span"]), ("date_span", kinds["span"]), ("kind", text),
        ("start", text), ("end", text), ("precision", text), ("timex", text), ("edtf", text),
        ("approximate", flag), ("inferred", flag), ("anchor", text), ("rule", text), ("invalid", flag),
        ("alternatives", pa.list_(pa.list_(text))), ("date_start", pa.date32()), ("date_end", pa.date32()),
    ]  # fmt: skip


def _document_fields(pa: Any, kinds: dict[str, Any]) -> list[tuple[str, Any]]:
    text, number = pa.string(), pa.int32()
    return [
        ("doc_id", text), ("source", text), ("line", pa.int64()), ("published", pa.date32()),
        ("characters", number), ("events", number), ("entities", number), ("dates", number), ("code", text),
        ("message", text), ("hint", text),
    ]  # fmt: skip


_FIELDS = {
    "events": _event_fields,
    "entities": _entity_fields,
    "dates": _date_fields,
    "documents": _document_fields,
}


def event_of(row: dict[str, Any]) -> Event:
    """The event that a row of `events` stands for."""
    return Event.model_validate({name: row[name] for name in Event.model_fields})


def entity_row(entity: Entity, doc_id: str | None) -> dict[str, Any]:
    """An entity as a row of `entities`."""
    return {"doc_id": doc_id, **entity.model_dump(mode="json")}


def date_row(date: DateMention, doc_id: str | None) -> dict[str, Any]:
    """A time expression as a row of `dates`."""
    first, until = date.days or (None, None)
    row = date.model_dump(mode="json", exclude={"days"})
    return {"doc_id": doc_id, **row, "date_start": first, "date_end": until}


def date_of(row: dict[str, Any]) -> DateMention:
    """The time expression that a row of `dates` stands for."""
    days: tuple[dt.date, dt.date] | None = (row["date_start"], row["date_end"])
    names = DateMention.model_fields.keys() - {"days"}
    return DateMention.model_validate(
        {name: row[name] for name in names} | {"days": None if row["date_start"] is None else days}
    )


def document_row(row: Row) -> dict[str, Any]:
    """A document, or why it was not read, as a row of `documents`."""
    result = row.result
    place = {"doc_id": result.doc_id, "source": row.source, "line": row.line}
    if isinstance(result, Failure):
        return place | {"code": result.code, "message": result.message, "hint": result.hint}
    return place | {
        "published": result.published,
        "characters": len(result.text),
        "events": len(result.events),
        "entities": len(result.entities),
        "dates": len(result.dates),
    }


def event_lines(rows: Sequence[Row]) -> list[str]:
    """The events of documents as JSON, one string an event."""
    return [event.model_dump_json() for event in _events(rows)]


def _events(rows: Sequence[Row]) -> Iterator[Event]:
    return (event for row in rows if isinstance(row.result, Document) for event in row.result.events)


def to_batch(rows: Sequence[Row], table: str, lines: Sequence[str] | None = None) -> Any:
    """The rows that documents give in a table, as an Arrow record batch of its schema.

    `lines` are those of `event_lines`, for who has made them already.
    """
    if table == "events":
        return _event_batch(list(_events(rows)), event_lines(rows) if lines is None else lines)
    pa = need("pyarrow", "parquet")
    read = [row.result for row in rows if isinstance(row.result, Document)]
    if table == "entities":
        found = [entity_row(entity, one.doc_id) for one in read for entity in one.entities]
    elif table == "dates":
        found = [date_row(date, one.doc_id) for one in read for date in one.dates]
    else:
        found = [document_row(row) for row in rows]
    return pa.RecordBatch.from_pylist(found, schema=schema(table))


def _event_batch(events: Sequence[Event], lines: Sequence[str]) -> Any:
    """Arrow reads the JSON three times as fast as it takes dictionaries, and the JSON is needed anyway."""
    pa, pj = need("pyarrow", "parquet"), need("pyarrow.json", "parquet")
    whole = schema("events")
    if not events:
        return pa.RecordBatch.from_pylist([], schema=whole)
    data = "\n".join(lines).encode("utf-8")
    written = pa.schema([field for field in whole if field.name not in ADDED])
    table = pj.read_json(
        io.BytesIO(data),
        read_options=pj.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=pj.ParseOptions(explicit_schema=written, unexpected_field_behavior="error"),
    )
    days = [(event.when.days() if event.when else None) or (None, None) for event in events]
    columns = {name: table.column(name).combine_chunks() for name in written.names}
    columns.update(
        zip(ADDED, (pa.array(column, pa.date32()) for column in zip(*days, strict=True)), strict=True)
    )
    return pa.RecordBatch.from_arrays([columns[name] for name in whole.names], schema=whole)
