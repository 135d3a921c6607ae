"""The worker that all backends share: a record batch of articles in, a record batch of records out.

```python
>>> import pyarrow as pa
>>> from cnevents.backends.worker import Plan
>>> worker = Plan(text="body", doc_id="id").build()
>>> rows = [{"id": "1", "body": "法国总统3日访问北京。"}, {"id": "2", "body": ""}]
>>> articles = pa.RecordBatch.from_pylist(rows)
>>> worker(articles).column("type").to_pylist()
['CONSULT']

```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cnevents.api import Extractor, load
from cnevents.batch.pool import Tell
from cnevents.errors import InputError, RunError
from cnevents.io.arrow import TABLES, Row, event_lines, schema, to_batch
from cnevents.io.jsonl import Item, failure, read_item, whole
from cnevents.io.optional import need
from cnevents.io.tabular import plain_rows
from cnevents.records import Document, Failure

RECORDS = (*TABLES, "all")
NESTED = ("events", "entities", "dates")
CHUNK = 64  # documents whose records are held as objects


@cache
def output_schema(records: str) -> Any:
    """The Arrow schema of what a worker gives for a value of `RECORDS`.

    With "all" a row is a document, as in `documents`, and holds its events, entities and dates as lists.
    Raises InputError (E105) for another value.
    """
    if records not in RECORDS:
        raise InputError("E105", value=records, name="records", options=", ".join(RECORDS))
    if records != "all":
        return schema(records)
    pa = need("pyarrow", "parquet")
    lists = {name: pa.list_(pa.struct(list(schema(name)))) for name in NESTED}
    return pa.schema([pa.field(one.name, lists.get(one.name, one.type)) for one in schema("documents")])


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker needs to know; small and picklable, so that it travels and the extractor does not.

    Attributes:
        text, doc_id, published: The columns that hold them; None for a column that is not there.
        records: What to give: "events", "entities", "dates", "documents" or "all".
        options: Of the extractor.
    """

    text: str = "text"
    doc_id: str | None = None
    published: str | None = None
    records: str = "events"
    options: Mapping[str, Any] = field(default_factory=dict)

    def check(self, columns: Iterable[str] | None = None) -> Plan:
        """The plan itself.

        Raises InputError: E104 for an option that does not exist, E105 for a wrong value of one, of
        `records`, or for a column that is not among `columns`.
        """
        load(**self.options)
        output_schema(self.records)
        known = None if columns is None else list(columns)
        for name in ("text", "doc_id", "published"):
            column = getattr(self, name)
            if known is not None and column is not None and column not in known:
                raise InputError("E105", value=column, name=name, options=", ".join(known))
        return self

    def columns(self) -> list[str]:
        """The columns that are read."""
        return list(dict.fromkeys(name for name in (self.text, self.doc_id, self.published) if name))

    def build(self) -> ArrowWorker:
        """Build the extractor and the worker around it."""
        extractor = load(**self.options)
        _ = extractor.pipeline
        return ArrowWorker(self, extractor)


class ArrowWorker:
    """A pure function from articles to records; built once in each process or actor."""

    def __init__(self, plan: Plan, extractor: Extractor) -> None:
        """Keep the plan and the extractor."""
        self.plan = plan
        self.extractor = extractor

    def __call__(self, batch: Any, skip: Mapping[int, int] | None = None, started: Tell | None = None) -> Any:
        """The records of a `pyarrow.RecordBatch` of articles, in their order.

        A document that cannot be read gives no records; "documents" and "all" say why. `skip` and
        `started` are those of `cnevents.batch.pool.Handler`.
        """
        found = []
        for first in range(0, batch.num_rows, CHUNK):
            rows = []
            articles = batch.select(self.plan.columns()).slice(first, CHUNK)
            for index, article in enumerate(plain_rows(articles), first):
                if started is not None:
                    started(index)
                rows.append(Row(self._read(article, (skip or {}).get(index))))
            found.append(self._records(rows))
        if started is not None:
            started(None)
        return _joined(found, output_schema(self.plan.records))

    def _read(self, article: dict[str, Any], status: int | None) -> Document | Failure:
        plan = self.plan
        name = article[plan.doc_id] if plan.doc_id else None
        item = Item(
            article[plan.text],
            source="",
            doc_id=None if name is None else whole(str(name)),
            published=article[plan.published] if plan.published else None,
        )
        if status is not None:
            return failure(RunError("E506", status=status), "", doc_id=item.doc_id)
        return read_item(self.extractor, item, None)

    def _records(self, rows: list[Row]) -> Any:
        if self.plan.records != "all":
            return to_batch(rows, self.plan.records)
        pa = need("pyarrow", "parquet")
        lines = event_lines(rows)
        documents = to_batch(rows, "documents")
        columns = dict(zip(documents.schema.names, documents.columns, strict=True))
        for name in NESTED:
            columns[name] = _lists(columns[name], to_batch(rows, name, lines))
        return pa.RecordBatch.from_arrays(list(columns.values()), schema=output_schema("all"))


def _lists(counts: Any, records: Any) -> Any:
    """The records as one list a document, of the lengths `counts`."""
    pa = need("pyarrow", "parquet")
    offsets = [0]
    for count in counts.to_pylist():
        offsets.append(offsets[-1] + (count or 0))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), records.to_struct_array())


def _joined(batches: list[Any], kind: Any) -> Any:
    pa = need("pyarrow", "parquet")
    table = pa.Table.from_batches(batches, schema=kind).combine_chunks()
    parts = table.to_batches()
    return parts[0] if parts else pa.RecordBatch.from_pylist([], schema=kind)
