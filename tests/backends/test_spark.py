"""Spark on this machine gives what one worker gives: `make test-spark`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from articles import COLUMNS, articles, expected

from cnevents import backends
from cnevents.backends.worker import output_schema
from cnevents.errors import InputError

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: make test-spark")
# Spark warns of its own ways, and its processes talk over sockets of this machine.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.loopback]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "4")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark: Any) -> Any:
    schema = "id long, body string, day date, other double"
    rows = [tuple(row.values()) for row in articles().to_pylist()]
    return spark.createDataFrame(rows, schema).repartitionByRange(2, "id")


def rows_of(found: Any, records: str) -> list[dict[str, Any]]:
    """The rows in Python's form, as Arrow gives them."""
    rows = [row.asDict(recursive=True) for row in found.collect()]
    return pa.Table.from_pylist(rows, schema=output_schema(records)).to_pylist()


@pytest.mark.parametrize("records", ["events", "entities", "dates", "documents", "all"])
def test_spark_gives_the_same(frame: Any, records: str) -> None:
    found = backends.spark.extract(frame, **COLUMNS, records=records)
    assert rows_of(found, records) == expected(records)


def test_nested_records_explode(frame: Any) -> None:
    from pyspark.sql import functions

    nested = backends.spark.extract(frame, **COLUMNS, records="all")
    kinds = nested.select(functions.explode("events").alias("event")).select("event.type", "event.event_id")
    assert [tuple(row) for row in kinds.collect()] == [
        (row["type"], row["event_id"]) for row in expected("events")
    ]


def test_wrong_column(frame: Any) -> None:
    with pytest.raises(InputError, match="E105"):
        backends.spark.extract(frame, text="words")
