"""The report: one page on many events, from records in memory, in a file or in a run."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLES
from html_reading import Reading
from made import MEETING, STRIKE, document, event

from cnevents import viz
from cnevents.cli import main
from cnevents.errors import FileError, InputError, RunError
from cnevents.records import EventList
from cnevents.viz.files import read_records
from cnevents.viz.told import gather

Run = Callable[..., tuple[int, str, str]]
BOTH = document(MEETING, STRIKE)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text(BOTH.model_dump_json() + "\n\n" + event().model_dump_json() + "\n", encoding="utf-8")
    return path


def test_report_has_its_parts() -> None:
    page = Reading(viz.report(BOTH, title="三月 <b>"))
    assert page.faults == []
    assert page.fetched() == []
    assert page.all("h1")[0].text == "三月 <b>"
    heads = [one.text for one in page.all("h2")]
    assert heads == ["When: by type", "Who to whom", "Where", "Counts by type", "Latest records"]
    pictures = [one.attributes["data-picture"] for one in page.all("div", "picture")]
    assert pictures == ["timeline", "network", "map"]


def test_report_counts_and_lists_the_latest_first() -> None:
    page = Reading(viz.report([BOTH, event(day=None)]))
    assert [one.text for one in page.all("li")] == [
        "3events", "2actors", "1documents with events", "2025-03-04first day told", "2025-03-14last day told",
    ]  # fmt: skip
    (bars,) = page.all("table", "bars")
    assert bars.text == "CONSULT2ASSAULT1"
    assert [cell.text for cell in page.all("td", "when")] == ["2025-03-14", "2025-03-04", ""]
    sentences = [cell.text for cell in page.all("td", "sentence")]
    assert sentences[0] == "以色列14日空袭加沙<script>alert('刺')</script>，据报道。"
    (note,) = [one.text for one in page.all("p", "note") if "sentence" in one.text]
    assert note.startswith("1 record without a sentence")


def test_report_lists_as_many_as_asked_for() -> None:
    assert len(Reading(viz.report(BOTH, latest=1)).all("td", "when")) == 1
    with pytest.raises(InputError, match="E105"):
        viz.report(BOTH, latest=0)


def test_report_of_nothing_says_so() -> None:
    page = Reading(viz.report([]))
    assert [one.text for one in page.all("p")] == ["There is no event to show."]
    assert page.all("script") == []


def test_records_of_a_file_come_with_their_texts(lines: Path) -> None:
    found = read_records(lines)
    assert (found, found.documents) == (EventList([MEETING, STRIKE, event()]), (BOTH,))


def test_records_of_some_days(lines: Path) -> None:
    late = read_records(lines, since=dt.date(2025, 3, 10))
    early = read_records(lines, until=dt.date(2025, 3, 10))
    assert ([one.type for one in late], [one.type for one in early]) == (["ASSAULT"], ["CONSULT", "CONSULT"])


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"[1]", "E211", "line 1 of .*: no JSON object"),
        (b'{"event_id": "1"}', "E211", "type: Field required"),
        (b'{"text": 3}', "E211", "text: Input should be a valid string"),
        (b"{", "E211", "line 1"),
        (b"\xff", "E204", "line 1"),
    ],
)
def test_line_that_is_no_record(content: bytes, code: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(content)
    with pytest.raises(FileError, match=f"{code}.*{words}"):
        read_records(path)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a copy of two samples, with one document that could not be read."""
    folder = tmp_path_factory.mktemp("corpus")
    for name in ("visit", "air_strike"):
        shutil.copy(SAMPLES / f"{name}.txt", folder)
    (folder / "broken.jsonl").write_text("{\n", encoding="utf-8")
    assert main(["batch", str(folder), "--output", str(folder / "run"), "--workers", "1", "--quiet"]) == 1
    return folder


def test_run_is_read_with_the_texts_of_its_input(finished: Path) -> None:
    events = read_records(finished / "run")
    assert {one.doc_id for one in events} == {
        str(finished / f"{name}.txt") for name in ("visit", "air_strike")
    }
    assert all(one.sentence for one in gather(events))


def test_run_whose_input_has_moved_is_read_without_texts(finished: Path, tmp_path: Path, run: Run) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(finished / "run", moved / "run")
    lines = (moved / "run" / "inputs.jsonl").read_text(encoding="utf-8")
    (finished / "visit.txt").rename(finished / "elsewhere")
    try:
        told = gather(read_records(moved / "run"))
        status, page, _ = run("report", str(moved / "run"))
    finally:
        (finished / "elsewhere").rename(finished / "visit.txt")
    assert "visit.txt" in lines
    assert {bool(one.sentence) for one in told} == {True, False}
    assert (status, "without a sentence" in page) == (0, True)


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="E201"):
        read_records(tmp_path / "none.jsonl")
    with pytest.raises(RunError, match="E501"):
        read_records(tmp_path)


def test_command_writes_a_page(lines: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "report.html"
    status, out, err = run("report", str(lines), "-o", str(target), "--title", "三月")
    assert (status, out, err) == (0, "", "")
    assert Reading(target.read_text(encoding="utf-8")).all("h1")[0].text == "三月"
    assert "<h1>records.jsonl</h1>" in run("report", str(lines))[1]


def test_command_takes_some_days(lines: Path, run: Run) -> None:
    page = Reading(run("report", str(lines), "--since", "2025-03-10", "--until", "2025-04-01")[1])
    assert page.all("li")[0].text == "1events"


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [(["none.jsonl"], 2, "E201"), (["x", "--since", "soon"], 2, "E103"), ([], 2, "E109")],
)
def test_command_says_what_is_wrong(arguments: list[str], status: int, code: str, run: Run) -> None:
    assert run("report", *arguments)[0] == status
    assert f"error {code}" in run("report", *arguments)[2]


def test_what_extract_writes_is_read(run: Run, tmp_path: Path) -> None:
    path, source = tmp_path / "out.jsonl", SAMPLES / "visit.txt"
    run("extract", str(source), "--published", "2025-04-16", "-o", str(path))
    assert [one.frame for one in read_records(path)][:2] == ["arrive", "visit"]
    run("extract", str(source), "--published", "2025-04-16", "-o", str(path), "--documents")
    (found,) = read_records(path).documents
    assert found.text == source.read_text(encoding="utf-8")
