"""The writer of shards in this process, where workers run it in theirs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cnevents.backends.worker import Plan
from cnevents.batch import cores as counting
from cnevents.batch.files import file_digest, only_one, read_blocks, write_whole
from cnevents.batch.shards import Shard, is_whole, read_marker
from cnevents.batch.write import CHUNK, ShardWriter, WriterPlan
from cnevents.errors import RunError
from cnevents.io.jsonl import Item
from cnevents.io.optional import need
from cnevents.records import Failure

TOLD = "法国总统3日访问北京。"
BROKEN = Failure(
    source="a.jsonl", line=2, code="E202", message="line 2 of a.jsonl is not valid JSON", hint="Mend."
)


def writer(run: Path, *, stop: bool = False) -> ShardWriter:
    return WriterPlan(str(run), {}, "2025-03-04", stop)()


def item(line: int, text: str = TOLD) -> Item:
    return Item(text, source="a.jsonl", line=line, doc_id=f"d{line}")


def test_a_shard_is_written_whole_and_its_marker_last(tmp_path: Path) -> None:
    told: list[int | None] = []
    marker = writer(tmp_path)(Shard(7, (item(1), BROKEN, item(3)), 100), {}, told.append)
    assert told == [0, 1, 2, None]
    assert (marker.shard, marker.documents, marker.failures, marker.events) == (7, 3, 1, 2)
    assert marker.characters == 2 * len(TOLD)
    assert set(marker.files) == {
        f"{kind}/part-000007.{form}"
        for kind, form in (
            ("documents", "parquet"), ("events", "parquet"), ("entities", "parquet"), ("dates", "parquet"),
            ("records", "jsonl"), ("failures", "jsonl"),
        )
    }  # fmt: skip
    assert read_marker(tmp_path / "shards" / "000007.json") == marker
    assert is_whole(tmp_path, marker)
    lines = (tmp_path / "records" / "part-000007.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["doc_id"] for line in lines] == ["d1", "d3"]
    failed = (tmp_path / "failures" / "part-000007.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["code"] for line in failed] == ["E202"]


def test_a_shard_without_failures_has_no_file_of_them(tmp_path: Path) -> None:
    marker = writer(tmp_path)(Shard(0, (item(1),), 10), {}, lambda index: None)
    assert "failures/part-000000.jsonl" not in marker.files
    assert not (tmp_path / "failures").exists()


def test_documents_beyond_a_chunk_are_in_the_same_tables(tmp_path: Path) -> None:
    count = CHUNK + 2
    marker = writer(tmp_path)(Shard(0, tuple(map(item, range(1, count + 1))), 10), {}, lambda index: None)
    assert (marker.documents, marker.events) == (count, count)
    table = need("pyarrow.parquet", "parquet").read_table(tmp_path / "documents" / "part-000000.parquet")
    assert table.column("doc_id").to_pylist() == [f"d{line}" for line in range(1, count + 1)]


def test_a_document_that_killed_its_workers_is_a_failure_and_is_not_read(tmp_path: Path) -> None:
    marker = writer(tmp_path)(Shard(0, (item(1), item(2)), 10), {1: -9}, lambda index: None)
    assert (marker.failures, marker.events) == (1, 1)
    line = (tmp_path / "failures" / "part-000000.jsonl").read_text(encoding="utf-8")
    assert (json.loads(line)["code"], json.loads(line)["line"]) == ("E506", 2)
    assert "(exit status -9)" in line


@pytest.mark.parametrize(("broken", "name"), [(BROKEN, "on line 2"), (item(5, ""), "d5")])
def test_a_run_that_stops_names_the_document(tmp_path: Path, broken: Item | Failure, name: str) -> None:
    with pytest.raises(RunError, match=f"E507.*document {name} of a.jsonl") as raised:
        writer(tmp_path, stop=True)(Shard(0, (item(1), broken), 10), {}, lambda index: None)
    assert raised.value.code == "E507"
    assert list(tmp_path.rglob("*.*")) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(RunError, match="E504"):
        write_whole(tmp_path / "events" / "part", (b"x",))
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").write_bytes(b"")
    with pytest.raises(RunError, match=r"E504.*taken"):
        write_whole(tmp_path / "taken", (b"x",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events", "taken"]


def test_a_file_that_is_not_there_has_no_blocks(tmp_path: Path) -> None:
    assert list(read_blocks(tmp_path / "none")) == []
    (tmp_path / "one").write_bytes(b"abc")
    assert list(read_blocks(tmp_path / "one")) == [b"abc"]
    assert file_digest(tmp_path / "one") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_second_holder_of_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes(b"{}")
    with only_one(file) as first, only_one(file) as second:
        assert (first, second) == (True, False)
    with only_one(file) as again:
        assert again


def test_where_files_cannot_be_held_everyone_is_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes(b"{}")

    def refuse(*_: object) -> None:
        raise OSError("no locks on this network folder")

    monkeypatch.setattr("fcntl.flock", refuse)
    with only_one(file) as first, only_one(file) as second:
        assert (first, second) == (True, True)


def test_the_cores_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5}, raising=False)
    assert counting.cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert counting.cores() == 8
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert counting.cores() == 1


def test_a_worker_of_a_partition_is_built_once() -> None:
    pa = pytest.importorskip("pyarrow")
    from cnevents.backends import spark

    plan = Plan(text="body", doc_id="id")
    batch = pa.RecordBatch.from_pylist([{"id": "1", "body": TOLD}])
    spark._WORKERS.clear()
    first = list(spark.run_partition(plan, [batch, batch]))
    worker = spark._WORKERS[repr(plan)]
    again = list(spark.run_partition(plan, [batch]))
    assert spark._WORKERS[repr(plan)] is worker
    assert [part.column("type").to_pylist() for part in first + again] == [["CONSULT"]] * 3


def test_an_actor_reads_a_table_even_one_without_rows() -> None:
    pa = pytest.importorskip("pyarrow")
    from cnevents.backends.ray import Actor

    actor = Actor(Plan(text="body", doc_id="id"))
    articles = pa.table({"id": ["1"], "body": [TOLD]})
    assert actor(articles).column("type").to_pylist() == ["CONSULT"]
    nothing = actor(articles.slice(0, 0))
    assert nothing.num_rows == 0
    assert nothing.schema == actor(articles).schema
