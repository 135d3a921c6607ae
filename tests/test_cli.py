"""The command line as a user meets it: output, exit status, and no traceback whatever comes in."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

import cnevents
from cnevents.cli import main

Run = Callable[..., tuple[int, str, str]]
VISIT = str(SAMPLES / "visit.txt")
TEXT = "韩国外长3月4日访问越南。"


def failures(err: str) -> list[tuple[int | None, str]]:
    return [(record["line"], record["code"]) for record in map(json.loads, err.splitlines())]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Put bytes on standard input."""

    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return put


def test_extract_prints_one_event_a_line(run: Run) -> None:
    status, out, err = run("extract", VISIT, "--published", "2025-04-16")
    events = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert {event["doc_id"] for event in events} == {VISIT}
    assert "CONSULT" in {event["type"] for event in events}


def test_extract_prints_whole_documents(run: Run) -> None:
    _, out, _ = run("extract", VISIT, VISIT, "--documents")
    documents = [json.loads(line) for line in out.splitlines()]
    assert len(documents) == 2
    assert documents[0]["text"] == Path(VISIT).read_text(encoding="utf-8")
    assert documents[0]["entities"]


def test_extract_prints_a_json_array(run: Run) -> None:
    _, out, _ = run("extract", VISIT, "--format", "json")
    assert {event["schema_version"] for event in json.loads(out)} == {"1.1"}


def test_extract_prints_an_empty_array(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "quiet.txt"
    path.write_text("天气很好。", encoding="utf-8")
    assert run("extract", str(path), "--format", "json") == (0, "[]\n", "")


def test_extract_prints_a_table(run: Run) -> None:
    _, out, _ = run("extract", VISIT, "--format", "table", "--published", "2025-04-16")
    assert out.splitlines()[0] == f"{VISIT} (2025-04-16)"
    assert out.splitlines()[1].split()[:4] == ["when", "type", "who", "whom"]


def test_table_is_the_default_on_a_terminal(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    _, out, _ = run("extract", VISIT, "--published", "2025-04-16")
    assert "CONSULT" in out
    assert '{"schema_version"' not in out


def test_output_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    assert run("extract", VISIT, "-o", str(path)) == (0, "", "")
    assert path.read_text(encoding="utf-8").startswith('{"schema_version"')


def test_text_from_standard_input(run: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(TEXT.encode())
    status, out, _ = run("extract", "-", "--published", "2025-03-05")
    event = json.loads(out)
    assert (status, event["doc_id"], event["when"]["start"]) == (0, None, "2025-03-04")


def test_json_lines_on_standard_input_are_known_by_their_brace(
    run: Run, stdin: Callable[[bytes], None]
) -> None:
    stdin(b"\n" + json.dumps({"text": TEXT, "id": 7, "date": "2024-03-05"}).encode())
    _, out, _ = run("extract", "-")
    event = json.loads(out)
    assert (event["doc_id"], event["when"]["start"]) == ("7", "2024-03-04")


def test_fields_of_json_lines_can_be_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    path.write_text(json.dumps({"body": TEXT, "day": "2023-03-05", "key": "a"}), encoding="utf-8")
    options = ("--text-field", "body", "--published-field", "day", "--id-field", "key")
    _, out, _ = run("extract", str(path), *options)
    event = json.loads(out)
    assert (event["doc_id"], event["when"]["start"]) == ("a", "2023-03-04")


def test_bad_lines_fail_alone(run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": TEXT}).encode(),
        b"{broken",
        b'{"body": "x"}',
        b'{"text": 5}',
        b'{"text": ""}',
        b'{"text": "' + TEXT.encode() + b'", "published": "soon"}',
        b'{"text": "nothing but English in this one"}',
        b'{"text": "' + b"\\ud800" + '外长"}'.encode(),
        b"\xff\xfe",
        b"[" * 100_000,
        b"",
        json.dumps({"text": TEXT, "id": "last"}).encode(),
    ]
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b"\n".join(lines))
    status, out, err = run("extract", str(path))
    assert status == 1
    assert [json.loads(line)["doc_id"] for line in out.splitlines()] == [f"{path}:1", "last"]
    assert failures(err) == [
        (2, "E202"), (3, "E203"), (4, "E208"), (5, "E107"), (6, "E103"), (7, "E106"), (8, "E108"),
        (9, "E204"), (10, "E202"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E107"),
        (b" \n\t", "E107"),
        (b"Only English here, not a single character of Chinese.", "E106"),
        ("首相はきのう、この問題について記者たちに説明しました。".encode(), "E106"),
        (TEXT.encode("gb18030"), "E204"),
        (("外" * 3_500_000).encode(), "E102"),
    ],
    ids=["empty", "blank", "English", "Japanese", "GB18030", "10 MB"],
)
def test_text_that_cannot_be_read_fails_with_its_code(
    data: bytes, code: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    status, out, err = run("extract", str(path), VISIT)
    assert status == 1
    assert out
    assert failures(err) == [(None, code)]


def test_nul_is_a_character_like_any_other(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nul.txt"
    path.write_bytes(b"\0" + TEXT.encode())
    status, out, _ = run("extract", str(path))
    assert status == 0
    assert json.loads(out)["trigger"]["start"] == TEXT.index("访问") + 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("extract",), "E109"),
        (("extract", "missing.txt"), "E201"),
        (("extract", VISIT, "missing.txt"), "E201"),
        (("extract", str(SAMPLES)), "E206"),
        (("extract", VISIT + "\0"), "E206"),
        (("extract", VISIT, "--publishd", "2025-01-01"), "E104"),
        (("extract", VISIT, "--published", "yesterday"), "E103"),
        (("extract", VISIT, "--published"), "E109"),
        (("extract", VISIT, "--format", "xml"), "E105"),
        (("extract", VISIT, "--format", "table", "--documents"), "E109"),
        (("extract", VISIT, "-o", "missing/out.jsonl"), "E205"),
        (("explain", "missing.txt"), "E201"),
        (("explain", VISIT, "--published", "2025-02-30"), "E103"),
        (("schema", "opinion"), "E105"),
        (("evaluate", "missing.jsonl"), "E201"),
        (("evaluate", VISIT), "E207"),
        (("improve",), "E109"),
        (("--loud",), "E104"),
        (("lexicon",), "E109"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_to_do(arguments: tuple[str, ...], code: str, run: Run) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert re.fullmatch(rf"error {code}: .+\n  .+\n", err, re.DOTALL)
    assert "Traceback" not in err


def test_defect_of_ours_has_a_code_and_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(cnevents.Extractor, "extract", broken)
    status, out, err = run("extract", VISIT)
    assert (status, out) == (1, "")
    assert failures(err) == [(None, "E901")]
    assert "ZeroDivisionError" in err


def test_explain_names_the_rule_of_every_record(run: Run) -> None:
    status, out, _ = run("explain", str(SAMPLES / "denial.txt"), "--published", "2025-02-14")
    assert status == 0
    assert out.startswith("1. ")
    assert "grammar/words.tsv:" in out
    assert "negative" in out


def test_explain_refuses_what_is_not_utf8(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gb.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    status, _, err = run("explain", str(path))
    assert status == 2
    assert err.startswith(f"error E204: {path} is not UTF-8: byte 0x")


def test_evaluate_prints_mistakes_and_types(run: Run) -> None:
    status, out, _ = run("evaluate", str(ROOT / "tests/gold/written_dev.jsonl"), "--errors", "--by-type")
    assert status == 0
    assert "\tentity missed\t" in out
    assert "over typed events found" in out
    assert "CONSULT  " in out


def test_evaluate_reports_a_document_that_fails(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc_id": "d", "text": "only English"}), encoding="utf-8")
    status, out, err = run("evaluate", str(path))
    assert status == 1
    assert failures(err) == [(None, "E106")]
    assert "typed events" in out


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"cnevents {cnevents.__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("extract", "-h"), ("lexicon", "--help")])
def test_help_needs_no_reader(arguments: tuple[str, ...], run: Run) -> None:
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: cnevents")


def test_broken_pipe_is_silent() -> None:
    extract = f"{sys.executable} -m cnevents.cli extract {VISIT} {VISIT} {VISIT}"
    command = f"{extract} | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{0\n", "")


def test_module_can_be_run(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cnevents.cli", "schema"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(done.stdout)["title"] == "Event"


def test_main_reads_the_arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cnevents", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("cnevents ")
