"""`cnevents batch|status|failed|resume` as a user meets them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from corpora import articles, write_jsonl

import cnevents
from cnevents.batch.progress import Count, Display
from cnevents.batch.shards import Shard, marker_path
from cnevents.io.jsonl import Item

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [{"nr": row["doc_id"], "body": row["text"]} for row in articles(10)]
    return write_jsonl(tmp_path_factory.mktemp("corpus") / "a.jsonl", [*rows, {"nr": "x", "body": ""}])


@pytest.fixture(scope="module")
def finished(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run") / "run"
    settings = {"text": "body", "doc_id": "nr", "day": "2025-03-04", "shard_documents": 4}
    cnevents.run_batch(corpus, output=path, workers=1, progress=False, **settings)
    return path


def test_batch_takes_fields_day_and_shards(
    run: Command, corpus: Path, finished: Path, tmp_path: Path
) -> None:
    options = [
        "--text-field",
        "body",
        "--id-field",
        "nr",
        "--published",
        "2025-03-04",
        "--shard-documents",
        "4",
    ]
    status, out, err = run("batch", str(corpus), "-o", str(tmp_path / "run"), "-w", "1", *options)
    assert (status, err) == (1, "")
    assert out.splitlines()[0] == f"{tmp_path / 'run'}: finished"
    assert re.findall(r"(?:documents|failed) +(\d+)", out) == ["11", "1"]
    found = cnevents.read_run(tmp_path / "run")
    assert found.manifest == cnevents.read_run(finished).manifest
    assert found.documents()["published"].to_pylist()[0].isoformat() == "2025-03-04"


def test_status_of_a_finished_run(run: Command, finished: Path) -> None:
    status, out, _ = run("status", str(finished), "--json", "--verify")
    figures = json.loads(out)
    assert (status, figures["finished"], figures["shards"], figures["failures"]) == (0, True, 3, 1)


def test_failed_prints_the_failures(run: Command, finished: Path) -> None:
    status, out, _ = run("failed", str(finished))
    assert status == 0
    assert [(one["doc_id"], one["code"]) for one in map(json.loads, out.splitlines())] == [("x", "E107")]
    assert run("failed", str(finished), "--counts") == (0, "E107 1\n", "")


def test_status_and_resume_of_a_run_that_was_stopped(run: Command, finished: Path) -> None:
    marker_path(finished, 1).unlink()
    (finished / "summary.json").unlink()
    status, out, _ = run("status", str(finished))
    assert (status, out.splitlines()[0]) == (
        1,
        f"{finished}: not finished; go on with: cnevents resume {finished}",
    )
    status, out, _ = run("resume", str(finished), "--workers", "1", "--quiet")
    assert (status, out.splitlines()[0]) == (1, f"{finished}: finished")
    assert marker_path(finished, 1).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("status", "."), "E501", 2),
        (("resume", "nowhere"), "E501", 2),
        (("failed", "nowhere"), "E501", 2),
        (("batch", "nowhere/*.jsonl", "-o", "run"), "E201", 2),
        (("batch", "."), "E109", 2),
    ],
)
def test_wrong_use(run: Command, arguments: tuple[str, ...], code: str, expected: int) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (expected, "")
    assert err.startswith(f"error {code}: ")


def test_first_failure_ends_with_status_1(run: Command, corpus: Path, tmp_path: Path) -> None:
    options = ["--text-field", "body", "--id-field", "nr", "--on-error", "raise", "-w", "1"]
    status, _, err = run("batch", str(corpus), "-o", str(tmp_path / "run"), *options)
    assert status == 1
    assert err.startswith("error E507: document x of ")


SHARDS = [Shard(number, tuple(Item("一", "a") for _ in range(10)), 100) for number in range(4)]


def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Ten seconds after the begin: one shard was there, one is read, half of another."""
    clock = iter([100.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock, 110.0))
    found = Count(400)
    found.skip(SHARDS[0])
    for shard in SHARDS[1:3]:
        found.take(shard)
        found.started(shard.number, 5)
    found.finish(1)
    return found


def test_progress_counts_documents_and_tells_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count(monkeypatch).line() == "25 documents, 62%, 2 a second, 0:00:10 to go"


def test_nothing_is_known_at_the_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Count(400).line().startswith("0 documents, 0%")
    assert Count(400).left() is None


def test_lines_come_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    found = count(monkeypatch)
    moment = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: moment[0])
    stream = io.StringIO()
    with Display(found, stream) as display:
        display.refresh()
        assert stream.getvalue() == ""
        moment[0] = 31.0
        display.refresh()
        display.refresh()
    assert stream.getvalue().count("documents") == 1


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    with Display(count(monkeypatch), stream) as display:
        display.refresh()
    assert "25 documents" in stream.getvalue()
