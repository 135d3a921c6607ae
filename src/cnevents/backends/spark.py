"""Extraction over a Spark data frame, with `mapInArrow`.

```py
frame = spark.read.parquet("articles/")
events = cnevents.backends.spark.extract(frame, text="body", doc_id="id", published="date")
events.write.parquet("events/")
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from cnevents.backends.worker import ArrowWorker, Plan, output_schema
from cnevents.io.optional import need

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
