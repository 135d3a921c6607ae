"""A run from a corpus to records: the same whatever the number of workers, and continued where it was."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from corpora import articles, write_csv, write_jsonl, written

import cnevents
from cnevents.batch.files import only_one
from cnevents.batch.run import resume_run
from cnevents.batch.shards import marker_path, part
from cnevents.cli import main
from cnevents.errors import CneventsError, InputError, RunError
from cnevents.io.arrow import schema

BAD = [
    {"doc_id": "empty", "text": " "},
    {"doc_id": "latin", "text": "No Chinese here at all."},
    {"body": "x"},
]
SETTINGS: dict[str, Any] = {"workers": 1, "progress": False, "shard_documents": 8}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty articles and three that fail, in two files."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = articles(40)
    write_jsonl(folder / "a.jsonl.gz", [*rows[:25], *BAD])
    write_csv(folder / "b.csv", rows[25:])
    return folder


@pytest.fixture(scope="module")
def done(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> cnevents.Run:
    """The corpus, read by one worker."""
    return cnevents.run_batch(corpus, output=tmp_path_factory.mktemp("run") / "run", **SETTINGS)


def test_run_reads_every_document_once(done: cnevents.Run) -> None:
    status = done.status(hashes=True)
    assert (status.finished, status.shards, status.damaged) == (True, 6, 0)
    assert (status.documents, status.failures) == (43, 3)
    rows = done.documents().to_pylist()
    assert sorted(row["doc_id"] for row in rows if row["code"] is None) == sorted(f"d{i}" for i in range(40))


def test_failures_are_named(done: cnevents.Run, corpus: Path) -> None:
    source = str(corpus / "a.jsonl.gz")
    found = [(one.doc_id, one.source, one.line, one.code) for one in done.failures()]
    assert found == [
        ("empty", source, 26, "E107"),
        ("latin", source, 27, "E106"),
        (f"{source}:28", source, 28, "E203"),
    ]
    lines = (done.path / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["E107", "E106", "E203"]


def test_two_workers_write_the_same_bytes(done: cnevents.Run, corpus: Path, tmp_path: Path) -> None:
    second = cnevents.run_batch(corpus, output=tmp_path / "run", **{**SETTINGS, "workers": 2})
    assert written(second.path) == written(done.path)
    assert second.manifest == done.manifest


def test_records_are_those_that_extract_prints(
    done: cnevents.Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", articles(8))
    assert main(["extract", str(path)]) == 0
    assert (done.path / part("records", 0)).read_text(encoding="utf-8") == capsys.readouterr().out


def test_tables_have_the_fixed_schema(done: cnevents.Run) -> None:
    assert done.events().schema == schema("events")
    assert done.entities(columns=["id"]).column_names == ["id"]
    status = done.status()
    assert (done.events().num_rows, done.entities().num_rows, done.dates().num_rows) == (
        status.events,
        status.entities,
        status.dates,
    )
    assert [event.event_id for event in done.records()] == done.events()["event_id"].to_pylist()


def test_results_open_in_pandas(done: cnevents.Run) -> None:
    frame = done.to_pandas()
    assert len(frame) == done.status().events
    assert set(frame[frame.doc_id == "d0"].type) == {
        event.type for event in done.records() if event.doc_id == "d0"
    }


def test_results_open_in_polars(done: cnevents.Run) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed: make venv")
    frame = done.to_polars()
    first = frame.filter(polars.col("doc_id") == "d0").row(0, named=True)
    assert first["trigger"]["text"] == next(done.records()).trigger.text


def test_results_open_in_duckdb(done: cnevents.Run) -> None:
    pytest.importorskip("duckdb", reason="duckdb is not installed: make venv")
    sql = """
        SELECT count(*) FROM events JOIN documents USING (doc_id)
        WHERE list_contains([a.id FOR a IN actors], 'USA')
    """
    expected = sum(any(actor.id == "USA" for actor in event.actors) for event in done.records())
    assert done.query(sql).fetchall() == [(expected,)]
    assert expected > 0


def test_duckdb_reads_the_files_themselves(done: cnevents.Run) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: make venv")
    sql = f"SELECT count(*), min(date_start) < DATE '2026-01-01' FROM '{done.path}/events/*.parquet'"
    assert duckdb.sql(sql).fetchall() == [(done.status().events, True)]


def test_query_of_the_page_runs(done: cnevents.Run) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: make venv")
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    sql = page.partition("```sql\n")[2].partition("```")[0].replace("run/events", f"{done.path}/events")
    found = sum(
        len(event.actors) * len(event.recipients)
        for event in done.records()
        if (event.type, event.polarity, event.modality) == ("ASSAULT", "positive", "actual")
    )
    rows = duckdb.sql(sql).fetchall()
    assert sum(row[3] for row in rows) == found > 0


def test_a_finished_run_is_left_alone(done: cnevents.Run, corpus: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.path.rglob("*")}
    cnevents.run_batch(corpus, output=done.path, **SETTINGS)
    assert {path: path.stat().st_mtime_ns for path in done.path.rglob("*")} == before


@pytest.fixture
def copy(done: cnevents.Run, tmp_path: Path) -> Path:
    """A copy of the finished run, to be damaged."""
    return Path(shutil.copytree(done.path, tmp_path / "copy"))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        (cut_off, part("events", 2)),
        (flip, part("records", 2)),
        (os.unlink, part("dates", 2)),
        (cut_off, "shards/000002.json"),
    ],
)
def test_a_damaged_shard_is_read_again(done: cnevents.Run, copy: Path, damage: Any, name: str) -> None:
    damage(copy / name)
    resumed = resume_run(copy, workers=1, progress=False)
    assert written(copy) == written(done.path)
    assert resumed.status(hashes=True).damaged == 0
    kept = marker_path(copy, 1).stat().st_mtime_ns
    assert kept == marker_path(done.path, 1).stat().st_mtime_ns


def test_status_sees_the_damage(copy: Path) -> None:
    flip(copy / part("dates", 1))
    cut_off(copy / part("events", 2))
    status = cnevents.read_run(copy)
    assert (status.status().damaged, status.status(hashes=True).damaged) == (1, 2)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"min_confidence": 0.9}, "options.min_confidence: null before, 0.9 now"),
        ({"tagger": None}, 'options.tagger: "default" before, null now'),
        ({"day": "2024-01-01"}, 'published: null before, "2024-01-01" now'),
        ({"shard_documents": 9}, "shards.documents: 8 before, 9 now"),
        ({"text": "body"}, 'fields.text: ["text"] before, ["body"] now'),
    ],
)
def test_another_configuration_is_refused(
    done: cnevents.Run, corpus: Path, change: dict[str, Any], named: str
) -> None:
    with pytest.raises(RunError, match="E502") as caught:
        cnevents.run_batch(corpus, output=done.path, **{**SETTINGS, **change})
    assert named in caught.value.message


def test_other_versions_and_tables_are_refused(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_bytes())
    manifest["configuration"]["versions"]["jieba"] = "0.1"
    manifest["configuration"]["lexicon"]["packaged"] = "0" * 64
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RunError, match="E502") as caught:
        resume_run(copy, progress=False)
    assert [line.split(":")[0].strip() for line in caught.value.details["differences"].splitlines()] == [
        "lexicon.packaged",
        "versions.jieba",
    ]


def test_other_input_is_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", articles(1))
    cnevents.run_batch(path, output=tmp_path / "run", **SETTINGS)
    write_jsonl(path, articles(2))
    with pytest.raises(RunError, match="its bytes have changed"):
        resume_run(tmp_path / "run", progress=False)
    more = write_jsonl(tmp_path / "b.jsonl", articles(1))
    with pytest.raises(RunError, match="not among the inputs before"):
        cnevents.run_batch([path, more], output=tmp_path / "run", **SETTINGS)


def test_an_overlay_is_part_of_the_configuration(tmp_path: Path) -> None:
    names = tmp_path / "my" / "names"
    names.mkdir(parents=True)
    (names / "people.tsv").write_text("name\tstate\tsector\n艾小例\tCHE\tGOV\n", encoding="utf-8")
    path = write_jsonl(tmp_path / "a.jsonl", [{"text": "瑞士部长艾小例4日访问越南。", "doc_id": "1"}])
    settings = {**SETTINGS, "lexicon": tmp_path / "my"}
    run = cnevents.run_batch(path, output=tmp_path / "run", **settings)
    assert "艾小例" in run.entities()["name"].to_pylist()
    (names / "people.tsv").write_text("name\tstate\tsector\n艾小例\tAUT\tGOV\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"lexicon\.own"):
        cnevents.run_batch(path, output=tmp_path / "run", **settings)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"workers": 0}, "E105"),
        ({"shard_documents": 0}, "E105"),
        ({"on_error": "ignore"}, "E105"),
        ({"day": "soon"}, "E103"),
        ({"colour": "red"}, "E104"),
        ({"segmenter": str.split}, "E105"),
        ({"tagger": "nowhere"}, "E201"),
    ],
)
def test_wrong_arguments_write_nothing(
    corpus: Path, tmp_path: Path, settings: dict[str, Any], code: str
) -> None:
    with pytest.raises(CneventsError) as caught:
        cnevents.run_batch(corpus, output=tmp_path / "run", **{"progress": False, **settings})
    assert caught.value.code == code
    assert not (tmp_path / "run").exists()


def test_a_folder_with_other_files_is_not_written_into(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(RunError, match="holds other files"):
        cnevents.run_batch(corpus, output=tmp_path, progress=False)
    with pytest.raises(RunError, match="is a file"):
        cnevents.run_batch(corpus, output=tmp_path / "thesis.doc", progress=False)


def test_a_run_is_not_continued_unasked(done: cnevents.Run, corpus: Path) -> None:
    with pytest.raises(RunError, match="holds a run"):
        cnevents.run_batch(corpus, output=done.path, resume=False, **SETTINGS)


def test_a_run_has_one_process(done: cnevents.Run, corpus: Path) -> None:
    pytest.importorskip("fcntl", reason="files cannot be held on this system")
    with only_one(done.path / "manifest.json"), pytest.raises(RunError, match="another process works on it"):
        resume_run(done.path, progress=False)


def test_nothing_in_a_line_ends_the_run(tmp_path: Path) -> None:
    lines = [
        rb'{"text": "\ud800\u56fd", "id": "\udfff"}',
        b'{"text": "' + "法国总统".encode() + b'", "id": {"a": [1]}, "date": [2]}',
        r'{"text": "\u2028法国总统3日访问北京。\u0000", "id": 7, "date": "2025-03-04"}'.encode(),
        b'{"text": null}',
        b'{"text": "\xff"}',
        b"[" * 100_000,
        b'{"text": "' + "国".encode() * 1_000_001 + b'"}',
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    run = cnevents.run_batch(path, output=tmp_path / "run", **SETTINGS)
    codes = run.documents()["code"].to_pylist()
    assert codes == ["E108", "E103", None, "E208", "E204", "E202", "E102"]
    assert run.events()["doc_id"].to_pylist() == ["7"]


def test_first_failure_ends_the_run_where_that_is_asked_for(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="E507") as caught:
        cnevents.run_batch(corpus, output=tmp_path / "run", on_error="raise", **SETTINGS)
    assert (caught.value.details["doc_id"], caught.value.details["failed"]) == ("empty", "E107")
    assert cnevents.read_run(tmp_path / "run").status().shards == 3


def test_reading_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="E501"):
        cnevents.read_run(tmp_path)
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    (tmp_path / "inputs.jsonl").touch()
    with pytest.raises(RunError, match="damaged"):
        cnevents.read_run(tmp_path)


def test_a_run_without_documents(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    run = cnevents.run_batch(tmp_path / "a.jsonl", output=tmp_path / "run", **SETTINGS)
    assert (run.status().finished, run.events().num_rows, list(run.failures())) == (True, 0, [])


def test_table_that_is_not_there(done: cnevents.Run) -> None:
    with pytest.raises(InputError, match="E105"):
        done.table("verbs")
