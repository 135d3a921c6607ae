"""`cnevents merge` and reading records back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT

import cnevents
from cnevents.cli import main
from cnevents.errors import CneventsError
from cnevents.io.records import Records, read_records
from cnevents.records import Failure

GOLD = ROOT / "tests" / "merging" / "gold.jsonl"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """The records of the first and the third report of the gold."""
    path = tmp_path / "records.jsonl"
    extractor = cnevents.load()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()[:3:2]]
    documents = [
        extractor.extract(row["text"], published=row["published"], doc_id=row["doc_id"]) for row in rows
    ]
    path.write_text("".join(one.model_dump_json() + "\n" for one in documents), encoding="utf-8")
    return path


def test_merge_of_a_file(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", str(lines)]) == 0
    printed = capsys.readouterr()
    (one,) = [json.loads(line) for line in printed.out.splitlines()]
    assert (one["frame"], one["documents"], one["first_report"]) == ("visit", 2, "2025-05-26")
    # The first report tells the visit twice (抵達, 進行國事訪問), as two records of its own.
    assert printed.err == "3 records, 0 of them twice: 1 happenings\n"


def test_merge_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="runs need the extra parquet")
    run = tmp_path / "run"
    cnevents.run_batch(GOLD, output=run, workers=1, progress=False)
    assert main(["merge", str(run), "--output", str(tmp_path / "out.jsonl")]) == 0
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert sum(len(row["reports"]) for row in rows) == len(list(read_records(run)))
    assert {row["first_report"] is None for row in rows} == {False}
    assert "happenings" in capsys.readouterr().err


def test_a_run_without_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="runs need the extra parquet")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    cnevents.run_batch(tmp_path / "empty.jsonl", output=tmp_path / "run", workers=1, progress=False)
    assert main(["merge", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().err == "0 records, 0 of them twice: 0 happenings\n"


def test_lines_that_are_no_records_are_reported_and_the_others_merged(
    lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lines.open("a", encoding="utf-8") as stream:
        stream.write('{"a": 1}\nnot json\n{"schema_version": "1.1", "event_id": 3}\n')
    assert main(["merge", str(lines)]) == 1
    printed = capsys.readouterr()
    assert [json.loads(line)["code"] for line in printed.err.splitlines()[:3]] == ["E211", "E202", "E211"]
    assert len(printed.out.splitlines()) == 1
    with pytest.raises(CneventsError) as caught:
        list(read_records(lines))
    assert caught.value.code == "E211"


def test_records_of_another_version(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines.write_text(lines.read_text("utf-8").replace('"1.1"', '"1.0"', 1), encoding="utf-8")
    assert main(["merge", str(lines)]) == 2
    assert capsys.readouterr().err.startswith("error E111: record 1 has schema version 1.0")


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", str(tmp_path / "nothing.jsonl")]) == 2
    assert capsys.readouterr().err.startswith("error E201")


def test_failures_stand_for_bad_lines(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("[]\n\n", encoding="utf-8")
    assert [type(one) for one in Records(path)] == [Failure]


def test_evaluate_merge_prints_both_readings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate-merge", str(GOLD)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("extracted records\nreports 60, happenings 20")
    assert "\ngold records\n" in printed


def test_a_gold_line_without_its_trigger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc_id": "a", "text": "x", "events": [{"trigger": "y"}]}\n', encoding="utf-8")
    assert main(["evaluate-merge", str(path)]) == 2
    assert capsys.readouterr().err.startswith("error E207")
