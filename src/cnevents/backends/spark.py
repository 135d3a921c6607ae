"""Extraction over a Spark data frame, and merging of what it gives, with `mapInArrow`.

```py
articles = spark.read.parquet("articles/")
events = cnevents.backends.spark.extract(articles, text="body", doc_id="id", published="date")
events.write.parquet("events/")

days = articles.select(articles.id.cast("string").alias("doc_id"), "date")
happenings = cnevents.backends.spark.merge(events.join(days, "doc_id", "left"), published="date")
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from cnevents.backends.worker import ArrowWorker, Plan, output_schema
from cnevents.errors import InputError
from cnevents.io.optional import need
from cnevents.merging.match import STALE, kins
from cnevents.merging.rows import FIELDS, SortedRows
from cnevents.records import SCHEMA_VERSION

ROWS = 1000  # happenings that are handed to Spark at once
MERGED = "happening_id string, start date, documents long, origins long, reports long, happening string"
_WORKERS: dict[str, ArrowWorker] = {}


def extract(
    frame: Any,
    *,
    text: str = "text",
    doc_id: str | None = None,
    published: str | None = None,
    records: str = "events",
    **options: Any,
) -> Any:
    """The records of articles, as a Spark data frame that is computed when it is used.

    Each Python process of an executor builds one extractor and keeps it for all tasks that it gets. There
    are as many tasks at once as the frame has partitions.

    Args:
        frame: A `pyspark.sql.DataFrame` of articles.
        text, doc_id, published: Names of columns; None where there is none.
        records: "events", "entities", "dates", "documents", or "all" for documents with lists of those.
        **options: Of the extractor, see `cnevents.load`.

    Raises:
        InputError: E104 or E105 for an argument that cannot be used.
        UsageError: E401 without PySpark.
    """
    types = need("pyspark.sql.pandas.types", "spark")
    plan = Plan(text, doc_id, published, records, options).check(frame.columns)
    kind = types.from_arrow_schema(output_schema(records))
    return frame.select(*plan.columns()).mapInArrow(partial(run_partition, plan), kind)


def run_partition(plan: Plan, batches: Iterable[Any]) -> Iterator[Any]:
    """The records of the batches of a partition; the worker outlives it."""
    key = repr(plan)
    if key not in _WORKERS:
        _WORKERS[key] = plan.build()
    for batch in batches:
        yield _WORKERS[key](batch)


def merge(frame: Any, *, published: str | None = None, press: str | None = None) -> Any:
    """The happenings of a Spark data frame of events, as `cnevents.merge` gives them.

    Spark brings the events of one kin of frames (访问, 抵达) into one partition and sorts them by day, on
    disk where they are many; a Python process holds the days around the present one. The largest kin has a
    sixth of the events of a news corpus, so more than some six cores are of no use.

    Args:
        frame: A `pyspark.sql.DataFrame` of events, as `extract` gives it.
        published, press: Names of columns with the day of publication and the press of the document.

    Returns:
        A data frame of `happening_id`, `start`, `documents`, `origins`, `reports` (how many records) and
        `happening`, the record as JSON.

    Raises:
        InputError: E105 for a column that is not there; E111, while it is computed, for events of another
            schema version.
        UsageError: E401 without PySpark.
    """
    fn = need("pyspark.sql.functions", "spark")
    named = {"published": published, "press": press}
    for name in filter(None, named.values()):
        if name not in frame.columns:
            raise InputError("E105", value=name, name="published or press", options=", ".join(frame.columns))
    kinds = fn.create_map(*(fn.lit(word) for pair in kins().items() for word in pair))
    told = {name: fn.col(column) if column else fn.lit(None) for name, column in named.items()}
    day = told["published"].cast("date")
    before = fn.when(fn.col("modality") == "actual", STALE).otherwise(0)
    first = fn.coalesce(fn.least("date_start", fn.date_sub("date_end", 1)), fn.date_sub(day, before))
    events = frame.select(
        "schema_version",
        *FIELDS,
        day.alias("published"),
        told["press"].cast("string").alias("press"),
        fn.coalesce(kinds[fn.col("frame")], "frame").alias("_kin"),
        first.alias("_first"),
    )
    order = ("_kin", fn.asc_nulls_last("_first"), "event_id", fn.coalesce("doc_id", fn.lit("")))
    return events.repartition("_kin").sortWithinPartitions(*order).mapInArrow(merge_partition, MERGED)


def merge_partition(batches: Iterable[Any]) -> Iterator[Any]:
    """The happenings of the sorted events of a partition."""
    pa = need("pyarrow", "parquet")
    found = iter(SortedRows(row for batch in batches for row in _of_this_version(batch)))
    while part := list(islice(found, ROWS)):
        yield pa.RecordBatch.from_pylist(
            [
                {
                    "happening_id": one.happening_id,
                    "start": one.start,
                    "documents": one.documents,
                    "origins": one.origins,
                    "reports": len(one.reports),
                    "happening": one.model_dump_json(),
                }
                for _, one in part
            ],
            schema=pa.schema(
                [
                    ("happening_id", pa.string()), ("start", pa.date32()), ("documents", pa.int64()),
                    ("origins", pa.int64()), ("reports", pa.int64()), ("happening", pa.string()),
                ]
            ),
        )  # fmt: skip


def _of_this_version(batch: Any) -> Iterator[dict[str, Any]]:
    for row in batch.to_pylist():
        if row["schema_version"] != SCHEMA_VERSION:
            raise InputError("E111", number=1, found=row["schema_version"], expected=SCHEMA_VERSION)
        yield row
