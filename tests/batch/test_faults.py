"""Whatever happens to a run: after it is resumed nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from corpora import articles, write_jsonl, written
from deadly import DeadlyPlan, StillbornPlan

import cnevents
from cnevents.batch.run import resume_run
from cnevents.errors import RunError

SETTINGS: dict[str, Any] = {"workers": 1, "progress": False, "shard_documents": 10}
INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
SCRIPT = """
import sys, cnevents
if __name__ == "__main__":
    cnevents.run_batch(sys.argv[1], output=sys.argv[2], workers=2, shard_documents=10)
"""
LIMITED = """
import resource, sys, cnevents
if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    try:
        cnevents.run_batch(sys.argv[1], output=sys.argv[2], workers=1, shard_documents=10)
    except cnevents.CneventsError as error:
        print(error)
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("corpus") / "a.jsonl", articles(240))


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run writes."""
    run = cnevents.run_batch(corpus, output=tmp_path_factory.mktemp("run") / "run", **SETTINGS)
    assert run.status().documents == 240
    return written(run.path)


def begin(script: Path, corpus: Path, run: Path, code: str = SCRIPT, *more: str) -> subprocess.Popen[str]:
    """A run in a process group of its own, which Ctrl-C stops even where the tests run in the background."""
    script.write_text(INTERRUPTIBLE + code, encoding="utf-8")
    command = [sys.executable, str(script), str(corpus), str(run), *more]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def until(run: Path, shards: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many shards have their marker."""
    while len(list((run / "shards").glob("*.json"))) < shards and process.poll() is None:
        time.sleep(0.005)


def living(group: int) -> bool:
    """Is any process of the group there? One that nobody has waited for yet does not count."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pgid=,stat="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return any(line.split()[0] == str(group) and line.split()[1][0] != "Z" for line in listed)


def ended(group: int) -> bool:
    """Are all processes of the group gone, some seconds later if need be?"""
    limit = time.monotonic() + 20
    while living(group) and time.monotonic() < limit:
        time.sleep(0.05)
    return not living(group)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL and process groups are POSIX")
@pytest.mark.parametrize(
    ("whole_group", "moments"),
    [pytest.param(True, (0, 1, 8), id="all processes"), pytest.param(False, (5,), id="the parent alone")],
)
def test_killed_at_any_moment(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, whole_group: bool, moments: tuple[int, ...]
) -> None:
    run = tmp_path / "run"
    for shards in moments:
        process = begin(tmp_path / "main.py", corpus, run)
        until(run, shards, process)
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    assert ended(process.pid)
    resumed = cnevents.run_batch(corpus, output=run, **SETTINGS)
    assert written(run) == expected
    assert resumed.status(hashes=True).damaged == 0
    assert [path.name for path in run.rglob("*.tmp")] == []


@pytest.mark.skipif(os.name != "posix", reason="limits of the size of files are POSIX")
@pytest.mark.parametrize("limit", [20_000, 600])
def test_full_disk(corpus: Path, expected: dict[str, bytes], tmp_path: Path, limit: int) -> None:
    run = tmp_path / "run"
    process = begin(tmp_path / "main.py", corpus, run, LIMITED, str(limit))
    out, _ = process.communicate(timeout=60)
    assert re.search(r"\[E504\].*File too large.*cnevents resume", out)
    assert process.returncode == 0
    assert [path.name for path in run.rglob("*.tmp")] == []
    cnevents.run_batch(corpus, output=run, **SETTINGS)
    assert written(run) == expected


@pytest.mark.skipif(os.name != "posix", reason="SIGINT to a group is POSIX")
def test_ctrl_c_stops_and_says_how_to_go_on(corpus: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    run = tmp_path / "run"
    process = begin(tmp_path / "main.py", corpus, run)
    until(run, 2, process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert f"stopped; go on with: cnevents resume {run}\n" in err
    assert err.count("Traceback") == 1  # of the caller's own KeyboardInterrupt, and none of a worker
    assert ended(process.pid)
    resume_run(run, workers=1, progress=False)
    assert written(run) == expected


def test_a_worker_that_dies_once_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = articles(12)
    rows[5]["text"] += "DIE ONCE"
    path = write_jsonl(tmp_path / "a.jsonl", rows)
    calm = cnevents.run_batch(path, output=tmp_path / "calm", **SETTINGS)
    monkeypatch.setattr("cnevents.batch.run.WriterPlan", DeadlyPlan)
    run = cnevents.run_batch(path, output=tmp_path / "run", **SETTINGS)
    assert written(run.path) == written(calm.path)
    assert run.status().failures == 0


def test_documents_that_kill_workers_become_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = articles(12)
    rows[3]["text"] += "DIE ALWAYS"
    rows[7]["text"] += "DIE ALWAYS"
    path = write_jsonl(tmp_path / "a.jsonl", rows)
    monkeypatch.setattr("cnevents.batch.run.WriterPlan", DeadlyPlan)
    run = cnevents.run_batch(path, output=tmp_path / "run", **{**SETTINGS, "workers": 2})
    assert [(one.doc_id, one.line, one.code) for one in run.failures()] == [
        ("d3", 4, "E506"),
        ("d7", 8, "E506"),
    ]
    assert "exit status 7" in next(run.failures()).message
    read = [row["doc_id"] for row in run.documents().to_pylist() if row["code"] is None]
    assert read == ["d0", "d1", "d2", "d4", "d5", "d6", "d8", "d9", "d10", "d11"]


def test_workers_that_never_live_end_the_run(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cnevents.batch.run.WriterPlan", StillbornPlan)
    with pytest.raises(RunError, match=r"E505.*exit status 9"):
        cnevents.run_batch(corpus, output=tmp_path / "run", **SETTINGS)


def test_a_script_without_its_guard_is_told(corpus: Path, tmp_path: Path) -> None:
    code = SCRIPT.replace('if __name__ == "__main__":', "if True:")
    process = begin(tmp_path / "main.py", corpus, tmp_path / "run", code)
    _, err = process.communicate(timeout=60)
    assert "E505" in err
    assert "if __name__ == '__main__':" in err


def test_a_model_that_is_damaged_ends_the_run(corpus: Path, tmp_path: Path) -> None:
    weights = tmp_path / "weights.json"
    weights.write_text("{}", encoding="utf-8")
    with pytest.raises(cnevents.CneventsError, match="E305"):
        cnevents.run_batch(corpus, output=tmp_path / "run", scorer=str(weights), **SETTINGS)
