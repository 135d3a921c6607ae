"""Extraction over Arrow data with processes of this machine.

```python
>>> import pyarrow as pa
>>> from cnevents.backends import local
>>> articles = pa.table({"id": ["1"], "body": ["法国总统3日访问北京。"], "date": ["2025-03-04"]})
>>> reader = local.extract(articles, text="body", doc_id="id", published="date", workers=1)
>>> reader.read_all()["date_start"].to_pylist()
[datetime.date(2025, 3, 3)]

```
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from cnevents.backends.worker import ArrowWorker, Plan, output_schema
from cnevents.batch.cores import cores
from cnevents.batch.pool import Done, Pool, Task
from cnevents.errors import InputError
from cnevents.io.optional import need

ROWS = 256  # articles that a worker gets at once
AHEAD = 4  # tasks a worker that may be done before the oldest one, and are held until then


@dataclass(frozen=True, slots=True)
class _Build:
    plan: Plan

    def __call__(self) -> ArrowWorker:
        need("pyarrow", "parquet").set_cpu_count(1)
        return self.plan.build()


def extract(
    data: Any,
    *,
    text: str = "text",
    doc_id: str | None = None,
    published: str | None = None,
    records: str = "events",
    workers: int | None = None,
    rows: int = ROWS,
    **options: Any,
) -> Any:
    """The records of articles, as a `pyarrow.RecordBatchReader` that reads on as it is read.

    The order is that of the articles, whatever the number of workers. A worker that dies is replaced; an
    article that kills two is left out, and is a failure in "documents" and "all". In a script the reader
    must be used below `if __name__ == "__main__":`.

    Args:
        data: A pyarrow table, batch, reader or anything with Arrow's stream interface: a frame of pandas
            or polars, a relation of DuckDB.
        text, doc_id, published: Names of columns; None where there is none.
        records: "events", "entities", "dates", "documents", or "all" for documents with lists of those.
        workers: Processes; None takes one for each core.
        rows: Articles that a worker gets at once.
        **options: Of the extractor, see `cnevents.load`.

    Raises:
        InputError: E104 or E105 for an argument that cannot be used.
        UsageError: E401 without pyarrow.
        RunError: E505, while reading, where no worker lives.
    """
    pa = need("pyarrow", "parquet")
    reader = _reader(pa, data)
    plan = Plan(text, doc_id, published, records, options).check(reader.schema.names)
    for name, value in (("workers", workers), ("rows", rows)):
        if value is not None and value < 1:
            raise InputError("E105", value=value, name=name, options="1 and more")
    return pa.RecordBatchReader.from_batches(
        output_schema(records), _in_order(plan, _tasks(reader, plan, rows), workers or cores())
    )


def _reader(pa: Any, data: Any) -> Any:
    if isinstance(data, pa.RecordBatch):
        data = pa.Table.from_batches([data])
    if not hasattr(data, "__arrow_c_stream__"):
        kinds = (
            "pyarrow.Table, pyarrow.RecordBatch, pyarrow.RecordBatchReader, frames with __arrow_c_stream__"
        )
        raise InputError("E105", value=type(data).__name__, name="data", options=kinds)
    return pa.RecordBatchReader.from_stream(data)


def _tasks(reader: Any, plan: Plan, rows: int) -> Iterator[Task]:
    number = 0
    for batch in reader:
        articles = batch.select(plan.columns())
        for first in range(0, batch.num_rows, rows):
            yield Task(number, articles.slice(first, rows))
            number += 1


def _in_order(plan: Plan, tasks: Iterator[Task], workers: int) -> Iterator[Any]:
    held: dict[int, Any] = {}
    due = 0
    pool = Pool(_Build(plan), workers, window=AHEAD * workers)
    with closing(pool.run(tasks)) as happenings:
        for one in happenings:
            if isinstance(one, Done):
                held[one.number] = one.value
            while due in held:
                yield held.pop(due)
                due += 1
