"""Spark on this machine gives what one worker gives: `make test-spark`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from articles import COLUMNS, articles, expected
from synthetic import reports

from cnevents import backends, merge
from cnevents.backends.worker import output_schema
from cnevents.errors import InputError
from cnevents.io.arrow import Row, to_batch

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


# Merging: the same happenings as in one process, from events that lie in several partitions.


def test_spark_merges_the_same(spark: Any) -> None:
    documents = list(reports(400, seed=4, days=20))
    days = {one.doc_id: one.published for one in documents}
    rows = [
        row | {"published": days[row["doc_id"]]}
        for row in to_batch([Row(one) for one in documents], "events").to_pylist()
    ]
    kind = pa.schema([*output_schema("events"), ("published", pa.date32())])
    events = spark.createDataFrame(pa.Table.from_pylist(rows + rows[:30], schema=kind)).repartition(3)
    found = backends.spark.merge(events, published="published").collect()
    whole = {one.happening_id: one for one in merge(documents)}
    assert {row.happening_id: row.happening for row in found} == {
        name: one.model_dump_json() for name, one in whole.items()
    }
    assert sum(row.reports for row in found) == len(rows)
    assert {row.start for row in found} == {one.start for one in whole.values()}


def test_spark_merges_what_it_extracted(frame: Any) -> None:
    events = backends.spark.extract(frame, **COLUMNS)
    found = backends.spark.merge(events).collect()
    assert sum(row.reports for row in found) == events.count() > 0


def test_spark_refuses_events_of_another_version(spark: Any) -> None:
    (row,) = to_batch([Row(one) for one in reports(1)], "events").to_pylist()
    old = pa.Table.from_pylist([row | {"schema_version": "0.9"}], schema=output_schema("events"))
    with pytest.raises(Exception, match="E111"):
        backends.spark.merge(spark.createDataFrame(old)).collect()


def test_no_such_column_to_merge_by(frame: Any) -> None:
    with pytest.raises(InputError, match="E105"):
        backends.spark.merge(backends.spark.extract(frame, **COLUMNS), published="day_of_report")
