"""`cnevents evaluate` counts by the very definitions of the project's scorer."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT
from perturb import perturb

from cnevents.errors import FileError
from cnevents.evaluation import Prediction, read_gold, render, score
from cnevents.evaluation.names import agree, norm

GOLD = ROOT / "tests" / "gold" / "written_dev.jsonl"
MEETING: dict[str, Any] = {
    "doc_id": "d",
    "published": "2025-01-15",
    "text": "外长甲乙丙14日会见大使，并谴责袭击。",
    "entities": [{"start": 2, "end": 5, "type": "PERSON", "id": "甲乙丙"}],
    "dates": [{"start": 5, "end": 8, "value": ["2025-01-14", "2025-01-15"]}],
    "events": [
        {
            "type": "CONSULT",
            "trigger": {"start": 8, "end": 10},
            "mentions": [[0, 12]],
            "actors": ["甲乙丙"],
            "recipients": ["KOR"],
            "date": ["2025-01-14", "2025-01-15"],
        },
        {
            "type": "ACCUSE",
            "trigger": {"start": 14, "end": 16},
            "mentions": [[13, 18]],
            "actors": ["甲乙丙"],
            "weight": "minor",
        },
    ],
}
FOUND: dict[str, Any] = {
    "doc_id": "d",
    "entities": [{"start": 2, "end": 5, "type": "PERSON", "id": ["甲乙丙"]}],
    "dates": [{"start": 5, "end": 8, "value": None}],
    "events": [
        {
            "type": "CONSULT",
            "trigger": {"start": 8, "end": 10},
            "actors": [{"names": ["甲乙丙"]}, {"names": ["KOR"]}],
            "date": ["2025-01-14", "2025-01-15"],
        }
    ],
}


def gold_file(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def figures(folder: Path, found: dict[str, Any]) -> dict[str, Any]:
    gold = {one.doc_id: one for one in read_gold(gold_file(folder, json.dumps(MEETING)))}
    return score(gold, {"d": Prediction.model_validate(found)}).as_dict()


def test_meeting_without_host_counts_both_roles_as_one(tmp_path: Path) -> None:
    report = figures(tmp_path, FOUND)
    assert report["scores"]["records"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 1, "found": 1}
    assert report["scores"]["roles"]["f1"] == 1.0


def test_date_without_interval_is_found_but_has_no_value(tmp_path: Path) -> None:
    report = figures(tmp_path, FOUND)
    assert report["scores"]["dates"]["f1"] == 1.0
    assert report["scores"]["dates+value"]["f1"] == 0.0


def test_minor_event_costs_nothing(tmp_path: Path) -> None:
    extra = {"type": "ACCUSE", "trigger": {"start": 14, "end": 16}}
    report = figures(tmp_path, {**FOUND, "events": [*FOUND["events"], extra]})
    assert report["scores"]["typed events"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 1, "found": 1}


def test_wrong_type_is_found_but_not_typed(tmp_path: Path) -> None:
    report = figures(tmp_path, {**FOUND, "events": [{**FOUND["events"][0], "type": "AID"}]})
    assert report["scores"]["events"]["f1"] == 1.0
    assert report["scores"]["typed events"]["f1"] == 0.0
    assert report["by type"]["AID"]["found"] == 1


def test_person_is_not_his_state(tmp_path: Path) -> None:
    actors = [{"names": ["甲乙丙", "KOR"]}]
    report = figures(tmp_path, {**FOUND, "events": [{**FOUND["events"][0], "actors": actors}]})
    assert report["scores"]["roles"] == {"p": 1.0, "r": 0.5, "f1": 0.6667, "gold": 2, "found": 1}


def test_nothing_found_scores_nothing(tmp_path: Path) -> None:
    report = figures(tmp_path, {"doc_id": "d"})
    assert {row["f1"] for row in report["scores"].values()} == {0.0}
    assert report["over typed events found"]["date"] == {"right": None, "of": 0}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("国防部", "韩国国防部", True),
        ("朝鲜", "朝鲜劳动党", False),
        ("PRK", "PRK", True),
        ("EU", "EUR", False),
        ("美", "美国", False),
    ],
)
def test_names_agree(one: str, other: str, expected: bool) -> None:
    assert agree(norm(one), norm(other)) is expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[1]", "valid dictionary"),
        ('{"doc_id": "d"}', "text: Field required"),
        ('{"doc_id": "d", "text": "x", "events": [{"type": "PARTY"}]}', "events.0.type"),
    ],
)
def test_line_that_is_no_gold_is_named(line: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"E207.*line 2") as caught:
        list(read_gold(gold_file(tmp_path, json.dumps(MEETING), line)))
    assert reason in caught.value.message


def test_table_has_every_measure(tmp_path: Path) -> None:
    gold = {one.doc_id: one for one in read_gold(gold_file(tmp_path, json.dumps(MEETING)))}
    table = render(score(gold, {}), by_type=True)
    assert "typed events" in table
    assert "over typed events found" in table
    assert table.splitlines()[-1].startswith("CONSULT")


@pytest.fixture
def scorer(shared: Path) -> ModuleType:
    """The scorer that the project is measured by."""
    spec = importlib.util.spec_from_file_location("score_records", shared / "eval" / "score_records.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def both(scorer: ModuleType, gold: Path, predictions: list[dict[str, Any]]) -> tuple[Any, Any]:
    theirs = scorer.score(scorer.load(gold), {one["doc_id"]: one for one in predictions})
    documents = {one.doc_id: one for one in read_gold(gold)}
    ours = score(documents, {one["doc_id"]: Prediction.model_validate(one) for one in predictions})
    return ours.as_dict(), theirs


@pytest.mark.parametrize("seed", range(8))
def test_perturbed_gold_scores_the_same_as_by_the_scorer(scorer: ModuleType, seed: int) -> None:
    chance = random.Random(seed)
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    ours, theirs = both(scorer, GOLD, [perturb(json.loads(line), chance) for line in lines])
    assert ours == theirs


def test_our_predictions_score_the_same_as_by_the_scorer(
    scorer: ModuleType, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    path = tmp_path / "found.jsonl"
    status, out, err = run("evaluate", str(GOLD), "--predictions", str(path), "--json")
    assert (status, err) == (0, "")
    predictions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ours, theirs = both(scorer, GOLD, predictions)
    assert json.loads(out) == ours == theirs
