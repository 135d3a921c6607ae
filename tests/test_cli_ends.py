"""How commands end that need no article: terminals, full disks, interrupts, tables, schemas."""

from __future__ import annotations

import io
import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES

import cnevents
from cnevents.cli.writers import JsonWriter, LineWriter, TableWriter, make_writer

Run = Callable[..., tuple[int, str, str]]
TOLD = "美国总统25日未访问北京。俄罗斯将制裁[bold]乌克兰[/bold]。"
READER = cnevents.load()
FULL = Path("/dev/full")  # Linux: every write says that there is no room


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


@pytest.mark.skipif(not FULL.exists(), reason="/dev/full is Linux's own")
def test_a_full_disk_is_told_with_the_file(run: Run) -> None:
    status, _, err = run("schema", "event", "--output", str(FULL))
    assert status == 1
    assert err.startswith("error E205: cannot write /dev/full: No space left on device\n")


def test_a_folder_that_is_missing_is_told_with_the_file(run: Run, tmp_path: Path) -> None:
    status, _, err = run("schema", "event", "--output", str(tmp_path / "none" / "schema.json"))
    assert status == 2
    assert "E205" in err
    assert "none" in err


def test_standard_output_that_is_full(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cnevents.cli.schema.json_schema", full)
    status, _, err = run("schema", "event")
    assert status == 1
    assert "E205: cannot write standard output: No space left on device" in err


def test_an_interrupt_has_the_status_of_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cnevents.cli.schema.json_schema", interrupt)
    assert run("schema", "event") == (130, "", "")


def test_a_defect_of_ours_is_told_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: Any) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("cnevents.cli.schema.json_schema", defect)
    status, out, err = run("schema", "event")
    assert (status, out) == (1, "")
    assert err.startswith("error E901: cnevents failed on this text: ZeroDivisionError: division by zero")
    assert "Traceback" not in err


@pytest.mark.parametrize("record", ["event", "document"])
def test_the_schema_of_a_record_is_printed_and_written(run: Run, tmp_path: Path, record: str) -> None:
    status, out, _ = run("schema", record)
    assert status == 0
    assert json.loads(out)["title"] == record.capitalize()
    file = tmp_path / "schema.json"
    assert run("schema", record, "--output", str(file))[:2] == (0, "")
    assert file.read_text(encoding="utf-8") == out


def test_a_schema_of_nothing_is_wrong_use(run: Run) -> None:
    status, _, err = run("schema", "newspaper")
    assert status == 2
    assert "error E105: 'newspaper'" in err


def test_the_module_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cnevents", "schema", "event"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("cnevents.cli", run_name="__main__")
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Event"


@pytest.mark.parametrize(
    ("stream", "form", "documents", "kind"),
    [
        (Terminal(), None, False, TableWriter),
        (Terminal(), None, True, LineWriter),
        (io.StringIO(), None, False, LineWriter),
        (Terminal(), "json", False, JsonWriter),
        (io.StringIO(), "table", False, TableWriter),
    ],
)
def test_what_is_printed_where(
    stream: io.StringIO, form: str | None, documents: bool, kind: type[Any]
) -> None:
    assert type(make_writer(stream, form, documents)) is kind


def printed(stream: io.StringIO, text: str, **options: str) -> str:
    with make_writer(stream, "table", False) as writer:
        writer.add(READER.extract(text, **options))
    return stream.getvalue()


def test_a_terminal_shows_events_in_rows_and_brackets_as_they_are() -> None:
    shown = printed(Terminal(), TOLD, published="2025-10-26", doc_id="d1")
    assert shown.splitlines()[0].rstrip() == "\x1b[1md1 (2025-10-26)\x1b[0m"  # bold
    assert "\x1b[31mnegative" in shown  # red
    assert "\x1b[34mfuture" in shown  # blue
    assert printed(Terminal(), "天气很好。").strip() == "no events"


def test_a_file_shows_the_same_events_without_colour() -> None:
    shown = printed(io.StringIO(), TOLD, published="2025-10-26")
    assert shown.splitlines()[0] == "2025-10-26"
    assert "\x1b" not in shown


def test_an_array_that_breaks_off_has_no_closing_bracket() -> None:
    stream = io.StringIO()
    writer = make_writer(stream, "json", False)
    writer.add(READER.extract(TOLD))
    writer.__exit__(KeyError, KeyError(), None)
    assert stream.getvalue().startswith("[\n{")
    assert not stream.getvalue().endswith("]\n")


def test_a_word_is_found_in_the_tables(run: Run) -> None:
    status, out, _ = run("lexicon", "find", "北韓")
    assert status == 0
    assert any(line.startswith("names/states.tsv:") for line in out.splitlines())
    assert run("lexicon", "find", "没有这样一个词") == (1, "", "")


def test_faults_of_a_users_tables_are_listed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "people.tsv").write_text("name\tstate\n艾小例\tUSA\n", encoding="utf-8")
    assert run("lexicon", "lint", "--folder", str(tmp_path)) == (0, "no faults\n", "")
    (folder / "people.tsv").write_text("name\tstate\n艾小例\tQQQ\n", encoding="utf-8")
    status, out, _ = run("lexicon", "lint", "--folder", str(tmp_path))
    assert status == 1
    assert out.splitlines() == [
        "names/people.tsv:2: the state 'QQQ' is not in names/states.tsv", "1 faults",
    ]  # fmt: skip
    status, _, err = run("lexicon", "lint", "--folder", str(tmp_path / "none"))
    assert status == 2
    assert "E201" in err


def test_a_row_is_added_to_a_users_table(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("lexicon", "add", str(tmp_path), "people", "name=艾小例", "state=USA")
    assert status == 0
    assert out.strip().endswith("people.tsv") or "people.tsv" in out
    found = cnevents.load(lexicon=[tmp_path]).extract("艾小例25日访问北京。").entities
    assert "艾小例" in [one.id for one in found]


def test_offices_that_ended_lately(run: Run) -> None:
    status, out, _ = run("lexicon", "stale", "--on", "2025-10-26")
    assert status == 0
    assert out


def test_what_was_not_understood_is_listed_with_its_failures(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    text = (SAMPLES / "visit.txt").read_text(encoding="utf-8")
    file.write_text(json.dumps({"text": text}) + "\n{broken\n", encoding="utf-8")
    status, out, err = run("lexicon", "worklist", str(file), "--least", "1")
    assert status == 1
    assert out.splitlines()[0] == "kind\tword\tcount\tdocuments\tdoc_id\texample"
    assert json.loads(err)["code"] == "E202"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--hanlp", "a", "--hanlp", "b"), "E105: 'a b' is not a value of --hanlp"),
        (("--segmenter", "words"), "E105: 'words' is not a value of segmenter"),
        (("--tagger", "hanlp"), "E421"),
    ],
)
def test_a_reader_that_cannot_be_made_is_wrong_use(run: Run, options: tuple[str, ...], said: str) -> None:
    status, out, err = run("extract", str(SAMPLES / "visit.txt"), *options)
    assert (status, out) == (2, "")
    assert said in err


def test_a_reader_without_the_tagger(run: Run) -> None:
    status, out, _ = run("extract", str(SAMPLES / "visit.txt"), "--tagger", "none")
    assert status == 0
    assert out


def test_the_service_gets_what_the_command_line_says(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("fastapi")
    given: list[Any] = []
    monkeypatch.setattr("cnevents.service.server.serve", lambda *arguments: given.append(arguments))
    monkeypatch.setenv("SECRET", "a-long-token")
    options = ("--port", "1", "--workers", "3", "--queue", "7", "--time-limit", "2", "--token-env", "SECRET")
    assert run("serve", *options, "--lexicon", str(tmp_path)) == (0, "", "")
    settings, host, port = given[0]
    assert (host, port) == ("127.0.0.1", 1)
    assert (settings.workers, settings.queue, settings.time_limit) == (3, 7, 2.0)
    assert settings.token == "a-long-token"
    assert settings.options == {"lexicon": (tmp_path,)}
