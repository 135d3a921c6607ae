"""Exports: the shape of each form, what maps, what is left out and why."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

import cnevents
from cnevents import Document, export
from cnevents.cli import main
from cnevents.errors import CneventsError
from cnevents.exports.api import FORMS
from cnevents.exports.tables import ACLED, GDELT, POLECAT, acled_rows
from cnevents.ontology.cameo import load_cameo
from cnevents.ontology.frames import load_frames
from cnevents.resources import read_tsv

TEXTS = {
    "visit": "法国总统马克龙4日访问河内。",
    "call": "俄羅斯總統普丁4日與印度總理莫迪通電話。",
    "plan": "韩国总统将于下周访问河内。",
    "denied": "伊朗4日没有袭击以色列。",
    "strike": "乌克兰4日用无人机袭击莫斯科。",
    "march": "示威者4日在首尔示威。",
    "quake": "缅甸曼德勒4日发生地震。",
    "speech": "日本首相石破茂4日发表讲话。",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    extractor = cnevents.load()
    return {
        name: extractor.extract(text, published="2025-03-05", doc_id=name) for name, text in TEXTS.items()
    }


def rows(documents: list[Document], to: str) -> list[dict[str, str]]:
    """The rows of a table, read back."""
    stream = io.StringIO()
    export(documents, to=to, output=stream)
    stream.seek(0)
    return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def objects(documents: list[Document]) -> list[dict[str, object]]:
    """The objects of PLOVER's JSON Lines, read back."""
    stream = io.StringIO()
    export(documents, to="plover", output=stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


# Shapes


@pytest.mark.parametrize(
    ("columns", "number", "first", "last"),
    [
        (POLECAT, 40, "Event ID", "Version"),
        (GDELT, 58, "GLOBALEVENTID", "SOURCEURL"),
        (ACLED, 31, "event_id_cnty", "timestamp"),
    ],
)
def test_columns(columns: tuple[str, ...], number: int, first: str, last: str) -> None:
    assert (len(columns), len(set(columns)), columns[0], columns[-1]) == (number, number, first, last)


@pytest.mark.parametrize(("to", "columns"), [("polecat", POLECAT), ("cameo", GDELT), ("acled-like", ACLED)])
def test_every_row_has_every_column(
    documents: dict[str, Document], to: str, columns: tuple[str, ...]
) -> None:
    found = rows(list(documents.values()), to)
    assert found
    assert {tuple(row) for row in found} == {columns}
    assert [row for row in found if None in row.values()] == []


def test_records_are_all_accounted_for(documents: dict[str, Document]) -> None:
    total = sum(len(document.events) for document in documents.values())
    for to in ("plover", "polecat", "acled-like"):
        done = export(documents.values(), to=to, output=io.StringIO())
        assert done.records == total == done.rows + sum(done.left_out.values())


def test_records_of_cameo_are_all_accounted_for(documents: dict[str, Document]) -> None:
    stream = io.StringIO()
    done = export(documents.values(), to="cameo", output=stream)
    written = {line.partition("\t")[0].partition("-")[0] for line in stream.getvalue().splitlines()[1:]}
    assert len(written) + sum(done.left_out.values()) == done.records


# PLOVER


def test_plover_object(documents: dict[str, Document]) -> None:
    (found,) = objects([documents["visit"]])
    (event,) = documents["visit"].events
    assert found == {
        "id": event.event_id,
        "has_event": True,
        "date": "2025-03-04",
        "actor": [
            {"code": "FRA", "sector": "GOV", "entity_text": "马克龙", "identifier_text": "马克龙",
             "office": "总统"}
        ],
        "recipient": [{"code": "VNM", "entity_text": "河内", "identifier_text": "越南"}],
        "event": ["CONSULT"],
        "event_loc": {
            "extracted_place": "河内", "resolved_place": "河内", "lat": 21.02, "lon": 105.84,
            "country_code": "VNM",
        },
        "event_text": ["访问"],
        "quad_code": 1,
        "event_scale": 4.0,
        "mode": ["visit"],
        "context": ["diplomatic"],
        "text_info": {"start": 9, "end": 11},
        "cite_info": {
            "citation": "visit", "language": "zh", "coder": event.coder, "codebook": "plover-2021",
        },
        "coder": event.coder,
    }  # fmt: skip


def test_plover_reads_plans_and_leaves_denials_out(documents: dict[str, Document]) -> None:
    (plan,) = objects([documents["plan"]])
    assert (plan["event"], plan["mode"], plan["event_scale"]) == (["AGREE"], [], 2.5)
    done = export([documents["denied"], documents["speech"]], to="plover", output=io.StringIO())
    assert (done.rows, set(done.left_out)) == (0, {"not in PLOVER"})


# POLECAT


def test_polecat_row(documents: dict[str, Document]) -> None:
    (row,) = rows([documents["call"]], "polecat")
    assert (row["Event Type"], row["Event Mode"], row["Quad Code"]) == ("CONSULT", "phone", "1")
    assert (row["Actor Name"], row["Actor Country"]) == ("普京; 莫迪", "RUS; IND")
    assert (row["Event Date"], row["Publication Date"]) == ("2025-03-04", "2025-03-05")
    assert row["Story People"] == "普京; 莫迪"
    assert (row["Actor COW"], row["Wikipedia Actor ID"]) == ("", "")


# CAMEO


def test_a_call_is_two_rows_of_cameo(documents: dict[str, Document]) -> None:
    found = rows([documents["call"]], "cameo")
    assert [(row["Actor1Code"], row["EventCode"], row["Actor2Code"]) for row in found] == [
        ("RUSGOV", "041", "INDGOV"),
        ("INDGOV", "041", "RUSGOV"),
    ]
    assert len({row["GLOBALEVENTID"] for row in found}) == 2


def test_codes_of_cameo(documents: dict[str, Document]) -> None:
    (plan,) = rows([documents["plan"]], "cameo")
    assert (plan["EventCode"], plan["EventRootCode"], plan["QuadClass"]) == ("036", "03", "1")
    (strike,) = rows([documents["strike"]], "cameo")
    assert (strike["EventBaseCode"], strike["QuadClass"], strike["GoldsteinScale"]) == ("195", "4", "-10.0")
    assert all(row["EventCode"] in load_cameo() for row in rows(list(documents.values()), "cameo"))


# ACLED


def test_acled_row(documents: dict[str, Document]) -> None:
    (row,) = rows([documents["march"]], "acled-like")
    assert (row["event_type"], row["sub_event_type"], row["disorder_type"]) == (
        "Protests",
        "Peaceful protest",
        "Demonstrations",
    )
    assert (row["location"], row["country"], row["fatalities"]) == ("首尔", "KOR", "0")


def test_frames_of_the_table_of_acled() -> None:
    frames = [frame for row in read_tsv("ontology/acled.tsv") for frame in row["frames"].split("|")]
    assert set(frames) <= set(load_frames())
    assert len(frames) == len(set(frames))


def test_why_acled_leaves_out(documents: dict[str, Document]) -> None:
    done = export(documents.values(), to="acled-like", output=io.StringIO())
    assert set(done.left_out) == {"no kind of ACLED", "denied or not come to pass"}
    assert callable(acled_rows)


# Cells, days, files


def test_tabs_and_line_ends_stay_out_of_cells(documents: dict[str, Document]) -> None:
    (event,) = documents["visit"].events
    odd = event.model_copy(update={"doc_id": "a\tb\nc"})
    stream = io.StringIO()
    export([odd], to="polecat", output=stream)
    assert len(stream.getvalue().splitlines()) == 2
    assert "a b c" in stream.getvalue()


@pytest.mark.parametrize("to", FORMS)
def test_a_record_without_any_day_is_left_out(to: str, documents: dict[str, Document]) -> None:
    event = documents["march"].events[0].model_copy(update={"when": None})
    done = export([event], to=to, output=io.StringIO())
    assert (done.rows, dict(done.left_out)) == (0, {"no day": 1})


@pytest.mark.parametrize("to", FORMS)
def test_no_records(to: str) -> None:
    done = export([], to=to, output=io.StringIO())
    assert (done.records, done.rows, dict(done.left_out)) == (0, 0, {})


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: export([], to="xml", output=io.StringIO()), "E105"),
        (lambda: export(["x"], to="plover", output=io.StringIO()), "E112"),
        (lambda: export([], to="plover", output="/no/such/folder/x"), "E205"),
        (
            lambda: export([Document(text="x", schema_version="0.1")], to="plover", output=io.StringIO()),
            "E111",
        ),
    ],
)
def test_bad_input(call: Callable[[], object], code: str) -> None:
    with pytest.raises(CneventsError) as caught:
        call()
    assert caught.value.code == code


def test_export_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="runs need the extra parquet")
    run, out = tmp_path / "run", tmp_path / "out.tsv"
    cnevents.run_batch(ROOT / "tests" / "merging" / "gold.jsonl", output=run, workers=1, progress=False)
    assert main(["export", str(run), "--to", "polecat", "--output", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert f"{len(found):,} rows" in capsys.readouterr().err
    assert {row["Publication Date"] != "" for row in found} == {True}
    assert any("马克龙" in row["Story People"] for row in found)


@pytest.mark.parametrize("to", FORMS)
def test_export_of_an_empty_run(tmp_path: Path, capsys: pytest.CaptureFixture[str], to: str) -> None:
    pytest.importorskip("pyarrow", reason="runs need the extra parquet")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    cnevents.run_batch(tmp_path / "empty.jsonl", output=tmp_path / "run", workers=1, progress=False)
    out = tmp_path / "out"
    assert main(["export", str(tmp_path / "run"), "--to", to, "--output", str(out)]) == 0
    assert len(out.read_text("utf-8").splitlines()) == (0 if to == "plover" else 1)
    assert "0 rows" in capsys.readouterr().err


def test_an_unknown_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path), "--to", "xml"]) == 2
    assert capsys.readouterr().err.startswith("error E105")
