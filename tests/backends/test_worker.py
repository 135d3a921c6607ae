"""The Arrow worker, and processes of this machine around it."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from articles import COLUMNS, RECORDS, articles, expected

import cnevents
from cnevents.backends import local
from cnevents.backends.worker import NESTED, Plan, output_schema
from cnevents.errors import InputError, UsageError

FAILED = {"4": "E107", "13": "E106", "20": "E101"}


def test_worker_gives_the_records_of_the_extractor(extractor: cnevents.Extractor) -> None:
    rows = articles().to_pylist()
    found = [
        event.event_id
        for row in rows
        if str(row["id"]) not in FAILED
        for event in extractor.extract(row["body"], published=row["day"], doc_id=str(row["id"])).events
    ]
    assert [row["event_id"] for row in expected("events")] == found


def test_worker_says_which_articles_failed() -> None:
    assert {row["doc_id"]: row["code"] for row in expected("documents") if row["code"]} == FAILED


@pytest.mark.parametrize("name", NESTED)
def test_nested_records_are_those_of_the_tables(name: str) -> None:
    flat = [record for row in expected("all") for record in row[name]]
    assert flat == expected(name)
    assert flat


@pytest.mark.parametrize("records", RECORDS)
def test_nothing_gives_an_empty_batch(records: str) -> None:
    batch = Plan(records=records).build()(pa.RecordBatch.from_pylist([], pa.schema([("text", pa.string())])))
    assert (batch.num_rows, batch.schema) == (0, output_schema(records))


@pytest.mark.parametrize(("workers", "rows"), [(1, 256), (2, 4)])
@pytest.mark.parametrize("records", ["events", "all"])
def test_processes_give_the_same_in_the_same_order(workers: int, rows: int, records: str) -> None:
    reader = local.extract(articles(), **COLUMNS, records=records, workers=workers, rows=rows)
    assert reader.read_all().to_pylist() == expected(records)


def test_frames_can_be_handed_in() -> None:
    reader = local.extract(articles().to_pandas().astype({"day": "object"}), **COLUMNS, workers=1)
    assert reader.read_all().to_pylist() == expected("events")


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"text": "words"}, "words"),
        ({"records": "verbs"}, "verbs"),
        ({"workers": 0}, "workers"),
        ({"rows": -1}, "rows"),
        ({"colour": "red"}, "colour"),
        ({"segmenter": "spaces"}, "spaces"),
    ],
)
def test_wrong_arguments(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        local.extract(articles(), **{**COLUMNS, **settings})


def test_data_that_is_no_table() -> None:
    with pytest.raises(InputError, match="E105"):
        local.extract([{"text": "一"}])


@pytest.mark.parametrize(("name", "module"), [("ray", "ray.data"), ("spark", "pyspark.sql.pandas.types")])
def test_a_backend_that_is_not_installed_says_what_to_run(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(UsageError, match=rf'pip install "cnevents\[{name}\]"'):
        getattr(cnevents.backends, name).extract(None)


def test_unknown_backend() -> None:
    with pytest.raises(AttributeError, match="dask"):
        cnevents.backends.dask  # noqa: B018
