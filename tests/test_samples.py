"""The samples are well annotated, and the extractor finds most of what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import SAMPLES

import cnevents
from cnevents.evaluation import Report, predict, score
from cnevents.evaluation.annotation import build_gold
from cnevents.text.folding import fold

NAMES = sorted(path.name.removesuffix(".txt") for path in SAMPLES.glob("*.txt"))
# Raise a floor when the extractor has passed it for good; never lower one without saying why in CHANGELOG.md.
FLOORS = {
    "entities": 0.90, "states": 0.95, "dates+value": 0.94, "typed events": 0.80, "roles": 0.65,
    "records": 0.35,
}  # fmt: skip


def test_there_are_twelve_in_both_scripts(sample: Callable[[str], dict[str, Any]]) -> None:
    assert sorted(sample(name)["script"] for name in NAMES) == ["Hans"] * 6 + ["Hant"] * 6


@pytest.mark.parametrize("name", NAMES)
def test_annotation_is_well_formed(name: str, sample: Callable[[str], dict[str, Any]]) -> None:
    gold = build_gold(sample(name))
    assert gold.problems == []
    assert gold.document.events


@pytest.mark.parametrize("name", NAMES)
def test_annotation_is_of_the_text(name: str, sample: Callable[[str], dict[str, Any]]) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    assert sample(name)["text"] + "\n" == text
    assert 120 <= len(text) <= 300


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_codes_or_simplified_names(name: str, sample: Callable[[str], dict[str, Any]]) -> None:
    ids = {entity["id"] for entity in sample(name)["entities"]}
    assert {fold(identity) for identity in ids} == ids
    assert {
        e["id"]
        for e in sample(name)["entities"]
        if e["type"] == "STATE" and not re.match("[A-Z]{3}$", e["id"])
    } == set()


@pytest.mark.parametrize(
    ("annotation", "problem"),
    [
        ({"entities": [{"text": "丙", "type": "STATE", "id": "C"}]}, "'丙' is not in the text"),
        (
            {"dates": [{"text": "甲", "start": "2025-01-01", "end": "2025-01-02"}]},
            "'甲' stands 2 times: give 'in'",
        ),
        (
            {"dates": [{"text": "乙", "start": "2025-01-02", "end": "2025-01-02"}]},
            "'乙' has an empty interval",
        ),
        (
            {"events": [{"in": "甲访", "trigger": "乙", "type": "AID"}]},
            "'乙' does not stand 1 times in '甲访'",
        ),
        ({"events": [{"in": "丙", "trigger": "丙", "type": "AID"}]}, "'丙' stands 0 times in the text"),
    ],
)
def test_faults_of_an_annotation_are_named(annotation: dict[str, Any], problem: str) -> None:
    assert problem in build_gold({"doc_id": "d", "text": "甲访乙。甲回国。", **annotation}).problems


@pytest.fixture(scope="module")
def report(extractor: cnevents.Extractor, sample: Callable[[str], dict[str, Any]]) -> Report:
    """The figures over all samples."""
    gold = {name: build_gold(sample(name)).document for name in NAMES}
    found = {
        name: predict(extractor.extract(one.text, published=one.published), name)
        for name, one in gold.items()
    }
    return score(gold, found)


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_extractor_reaches_the_floor(measure: str, floor: float, report: Report) -> None:
    assert report.scores[measure].f1 >= floor
