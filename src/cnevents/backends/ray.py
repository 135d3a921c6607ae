"""Extraction over a Ray dataset with a pool of actors.

```py
dataset = ray.data.read_parquet("articles/")
events = cnevents.backends.ray.extract(dataset, text="body", doc_id="id", published="date", actors=64)
events.write_parquet("events/")
```
"""

from __future__ import annotations

from typing import Any

from cnevents.backends.worker import Plan
from cnevents.io.optional import need

ROWS = 256  # articles that an actor gets at once


class Actor:
    """One worker; its extractor is built when Ray makes the actor."""

    def __init__(self, plan: Plan) -> None:
        """Build the worker."""
        self._worker = plan.build()

    def __call__(self, articles: Any) -> Any:
        """The records of a `pyarrow.Table` of articles."""
        pa = need("pyarrow", "parquet")
        parts = [self._worker(batch) for batch in articles.to_batches()] or [
            self._worker(_empty(pa, articles))
        ]
        return pa.Table.from_batches(parts)


def _empty(pa: Any, articles: Any) -> Any:
    return pa.RecordBatch.from_pylist([], schema=articles.schema)


def extract(
    dataset: Any,
    *,
    text: str = "text",
    doc_id: str | None = None,
    published: str | None = None,
    records: str = "events",
    actors: int | tuple[int, int] = 1,
    rows: int = ROWS,
    **options: Any,
) -> Any:
    """The records of articles, as a Ray dataset that is computed when it is used.

    Args:
        dataset: A `ray.data.Dataset` of articles.
        text, doc_id, published: Names of columns; None where there is none.
        records: "events", "entities", "dates", "documents", or "all" for documents with lists of those.
        actors: How many actors, each with one core, or the least and the most.
        rows: Articles that an actor gets at once.
        **options: Of the extractor, see `cnevents.load`.

    Raises:
        InputError: E104 or E105 for an argument that cannot be used.
        UsageError: E401 without Ray.
    """
    data = need("ray.data", "ray")
    plan = Plan(text, doc_id, published, records, options).check(dataset.columns())
    size = (
        {"size": actors}
        if isinstance(actors, int)
        else dict(zip(("min_size", "max_size"), actors, strict=True))
    )
    return dataset.select_columns(plan.columns()).map_batches(
        Actor,
        fn_constructor_args=(plan,),
        batch_format="pyarrow",
        batch_size=rows,
        compute=data.ActorPoolStrategy(**size),
        num_cpus=1,
    )
