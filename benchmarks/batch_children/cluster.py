"""Seconds that a backend takes with two workers for a corpus, but for its first articles and all starting."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from cnevents import backends

COLUMNS = {"text": "text", "doc_id": "doc_id", "published": "published", "check_language": False}
PARTS = 16
FIRST = 256  # articles that make every worker start and read


def articles(path: Path) -> Any:
    """The corpus as one Arrow table."""
    with path.open(encoding="utf-8") as lines:
        return pa.Table.from_pylist([json.loads(line) for line in lines])


def with_local(table: Any) -> Callable[[], int]:
    """Two processes, which start with each call."""
    return lambda: int(backends.local.extract(table, **COLUMNS, workers=2, rows=64).read_all().num_rows)


def with_ray(table: Any) -> Callable[[], int]:
    """Two actors."""
    import ray

    ray.init(num_cpus=4, include_dashboard=False, logging_level="ERROR")  # two are for reading
    size = max(1, table.num_rows // PARTS)
    dataset = ray.data.from_arrow([table.slice(first, size) for first in range(0, table.num_rows, size)])
    return lambda: int(backends.ray.extract(dataset, **COLUMNS, actors=2, rows=64).materialize().count())


def with_spark(table: Any) -> Callable[[], int]:
    """Two cores of a local master."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": "64"}
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    frame = session.createDataFrame(table).repartition(PARTS).cache()
    frame.count()
    return lambda: int(backends.spark.extract(frame, **COLUMNS).count())


def main() -> None:
    """Time the whole corpus, less what the first articles take with the start of the workers."""
    name, path = sys.argv[1], Path(sys.argv[2])
    table = articles(path)
    make = {"local": with_local, "ray": with_ray, "spark": with_spark}[name]
    seconds = []
    for some in (table.slice(0, FIRST), table):
        count = make(some)
        begin = time.perf_counter()
        count()
        seconds.append(time.perf_counter() - begin)
        if name == "ray":
            import ray

            ray.shutdown()
    print(json.dumps({"start": seconds[0], "seconds": seconds[1] - seconds[0]}))


if __name__ == "__main__":
    main()
