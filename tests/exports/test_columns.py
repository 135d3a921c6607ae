"""The columns of each form: written, read back, and as docs/exports.md tells them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

import cnevents
from cnevents import Document, export
from cnevents.exports.tables import ACLED, GDELT, POLECAT
from cnevents.ontology.types import load_types

PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
MORE = [
    "示威者4日在广东示威。",
    "三名士兵4日在利沃夫被打死，另有五人受伤，两人被捕。",
    "教师和学生4日在首尔示威。",
    "据路透社报道，微软总裁4日访问越南。",
    "阿布哈兹领导人4日访问莫斯科。",
    "俄军3日至5日袭击哈尔科夫。",
]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ANY = re.compile(r".+")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """The reports of the merging gold, the samples, and what neither tells."""
    extractor = cnevents.load()
    gold = (ROOT / "tests" / "merging" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [(row["doc_id"], row["text"], row["published"]) for row in map(json.loads, gold)]
    rows += [
        (path.name, path.read_text(encoding="utf-8"), "2025-03-05") for path in sorted(SAMPLES.glob("*.txt"))
    ]
    rows += [(f"more{number}", text, "2025-03-05") for number, text in enumerate(MORE)]
    return [extractor.extract(text, published=day, doc_id=name) for name, text, day in rows]


def read_back(documents: list[Document], to: str) -> list[dict[str, str]]:
    """The rows of a table."""
    stream = io.StringIO()
    done = export(documents, to=to, output=stream)
    stream.seek(0)
    rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == done.rows > 20
    return rows


def empty(rows: list[dict[str, str]]) -> set[str]:
    """The columns that no row fills."""
    return {name for name in rows[0] if not any(row[name] for row in rows)}


# The page


def table_after(heading: str) -> list[tuple[str, str]]:
    """The first two cells of the rows of the table below a heading."""
    blocks = PAGE.split(f"## {heading}\n", 1)[1].split("\n\n")
    rows = next(block for block in blocks if block.lstrip().startswith("|")).strip().splitlines()[2:]
    return [(cells[0].strip(), cells[1].strip()) for cells in (row.strip("|").split("|") for row in rows)]


def test_the_page_has_the_columns_of_polecat_in_their_order() -> None:
    assert tuple(name for name, _ in table_after("POLECAT, column by column")) == POLECAT


def test_the_page_tells_which_columns_of_polecat_stay_empty(documents: list[Document]) -> None:
    told = {name for name, source in table_after("POLECAT, column by column") if source == "—"}
    assert told == empty(read_back(documents, "polecat"))


def test_the_columns_of_gdelt_that_stay_empty(documents: list[Document]) -> None:
    geo = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
    kinds = ("KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type3Code")
    sides = ("Actor1", "Actor2")
    assert empty(read_back(documents, "cameo")) - {"Actor2Type2Code"} == {
        *(f"{side}Geo_{name}" for side in sides for name in geo),
        *(f"{side}{name}" for side in sides for name in kinds),
        "AvgTone", "ActionGeo_ADM1Code", "ActionGeo_FeatureID",
    }  # fmt: skip


def test_the_columns_of_acled_that_stay_empty(documents: list[Document]) -> None:
    assert empty(read_back(documents, "acled-like")) - {"assoc_actor_2"} == {
        "interaction", "iso", "region", "admin1", "admin2", "admin3", "geo_precision", "source_scale", "tags",
    }  # fmt: skip


def test_the_page_names_every_field_of_plover(documents: list[Document]) -> None:
    stream = io.StringIO()
    export(documents, to="plover", output=stream)
    used = {name for line in stream.getvalue().splitlines() for name in json.loads(line)}
    rows = table_after("PLOVER, field by field")
    assert used - {"comment"} == {name for cell, _ in rows for name in re.findall(r"`(\w+)`", cell)}


# What stands in the cells

SHAPES: dict[str, dict[str, re.Pattern[str]]] = {
    "polecat": {
        "Event Date": ISO_DAY, "Publication Date": ISO_DAY, "Intensity": NUMBER, "Latitude": NUMBER,
        "Longitude": NUMBER, "Quad Code": re.compile("[1-4]"), "Country": re.compile("[A-Z]{3}"),
        "Actor Country": re.compile("[A-Z]{3}(; [A-Z]{3})*"), "Language": re.compile("zh"),
        "Actor Sectors": re.compile("[A-Z]{3}(; [A-Z]{3})*"), "Contexts": re.compile("[a-z_]+(; [a-z_]+)*"),
        "Event ID": re.compile("[0-9a-f]{16}"), "Version": re.compile("cnevents-.* plover-2021"),
    },
    "cameo": {
        "SQLDATE": re.compile(r"\d{8}"), "MonthYear": re.compile(r"\d{6}"), "Year": re.compile(r"\d{4}"),
        "FractionDate": re.compile(r"\d{4}\.\d+"), "EventCode": re.compile(r"\d{3,4}"),
        "EventBaseCode": re.compile(r"\d{3}"), "EventRootCode": re.compile("(0[1-9]|1[0-9]|20)"),
        "QuadClass": re.compile("[1-4]"), "GoldsteinScale": NUMBER, "ActionGeo_Lat": NUMBER,
        "ActionGeo_Type": re.compile("[14]"), "Actor1Code": re.compile("([A-Z]{3})+"),
        "Actor1CountryCode": re.compile("[A-Z]{3}"), "DATEADDED": re.compile(r"\d{8}"),
        "NumArticles": re.compile("1"), "SOURCEURL": ANY,
    },
    "acled-like": {
        "event_date": ISO_DAY, "year": re.compile(r"\d{4}"), "time_precision": re.compile("[123]"),
        "fatalities": re.compile(r"\d+"), "latitude": NUMBER, "country": re.compile("[A-Z]{3}"),
        "civilian_targeting": re.compile("Civilians targeted"), "timestamp": ISO_DAY,
        "disorder_type": re.compile("Political violence|Demonstrations|Strategic developments"),
    },
}  # fmt: skip


@pytest.mark.parametrize("to", SHAPES)
def test_every_cell_has_the_shape_of_its_column(documents: list[Document], to: str) -> None:
    rows = read_back(documents, to)
    wrong = [
        (name, row[name])
        for row in rows
        for name, shape in SHAPES[to].items()
        if row[name] and not shape.fullmatch(row[name])
    ]
    assert wrong == []
    assert [name for name in SHAPES[to] if not any(row[name] for row in rows)] == []


def whole(value: object) -> str:
    """A value as a cell."""
    return "" if value is None else str(value)


ROUND: dict[str, tuple[tuple[str, ...], str, Callable[[Any], dict[str, str]]]] = {
    "polecat": (
        POLECAT,
        "Event ID",
        lambda event: {
            "Event Type": event.plover.type,
            "Event Mode": whole(event.plover.mode),
            "Intensity": whole(event.plover.intensity),
            "Contexts": "; ".join(event.plover.context),
            "Raw Placename": event.place.span.text if event.place else "",
        },
    ),
    "cameo": (
        GDELT,
        "GLOBALEVENTID",
        lambda event: {"ActionGeo_FullName": event.place.name if event.place else ""},
    ),
    "acled-like": (
        ACLED,
        "event_id_cnty",
        lambda event: {
            "notes": event.trigger.text,
            "location": event.place.name if event.place else "",
            "year": event.when.days()[0].strftime("%Y") if event.when and event.when.days() else "2025",
        },
    ),
}


@pytest.mark.parametrize("to", ROUND)
def test_what_is_read_back_is_what_the_record_says(documents: list[Document], to: str) -> None:
    columns, name, said = ROUND[to]
    events = {event.event_id: event for document in documents for event in document.events}
    rows = read_back(documents, to)
    assert {tuple(row) for row in rows} == {columns}
    for row in rows:
        expected = said(events[row[name].partition("-")[0]])
        assert {column: row[column] for column in expected} == expected


def test_plover_read_back(documents: list[Document]) -> None:
    stream = io.StringIO()
    done = export(documents, to="plover", output=stream)
    found = [json.loads(line) for line in stream.getvalue().splitlines()]
    events = {event.event_id: event for document in documents for event in document.events}
    assert len(found) == done.rows
    for one in found:
        event = events[one["id"]]
        assert one["event"] == [event.plover.type]
        assert load_types()[one["event"][0]].in_plover
        assert (one["event_scale"], one["context"]) == (event.plover.intensity, list(event.plover.context))
        assert [who["identifier_text"] for who in one["actor"]] == [who.name for who in event.actors]
        assert one["text_info"] == {"start": event.trigger.start, "end": event.trigger.end}
        assert dt.date.fromisoformat(one["date"]) <= dt.date.fromisoformat(one.get("enddate", one["date"]))
