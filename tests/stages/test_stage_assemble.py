"""assemble: what becomes one record, how many were hurt, how sure it is, and ids that stay."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from stage_cases import analyse, cases, differences, document, event

import cnevents
from cnevents.errors import ResourceError
from cnevents.stages.assemble.confidence import features
from cnevents.stages.scorer import Scorer, load_scorer
from cnevents.tagger import model_path
from cnevents.text.folding import fold

TOLD = "据法新社报道，以色列军队15日对加沙发动空袭，造成35人死亡。联合国谴责以色列。普京将访问平壤。"


@pytest.mark.parametrize("case", cases("merging"))
def test_records(case: dict[str, Any]) -> None:
    found = Counter(one.type for one in document(case).events)
    assert {kind: found[kind] for kind in case["records"]} == case["records"]
    assert "word" not in case or differences(case, event(case)) == {}


@pytest.mark.parametrize("case", cases("counts"))
def test_counts(case: dict[str, Any]) -> None:
    assert differences(case, event(case)) == {}


def test_ids_stay_over_runs_and_extractors() -> None:
    first = cnevents.load().extract(TOLD, published="2025-03-20").events
    again = cnevents.load().extract(TOLD, published="2025-03-20").events
    assert [one.event_id for one in first] == [one.event_id for one in again]
    assert len({one.event_id for one in first}) == len(first) >= 3


def test_ids_depend_on_the_text_and_not_on_the_name_of_the_document() -> None:
    first = cnevents.extract_events(TOLD, published="2025-03-20", doc_id="a")
    other = cnevents.extract_events(TOLD, published="2025-03-20", doc_id="b")
    longer = cnevents.extract_events(TOLD + "会议结束。", published="2025-03-20")
    assert [one.event_id for one in first] == [one.event_id for one in other]
    assert not {one.event_id for one in first} & {one.event_id for one in longer}


def test_a_score_is_the_logistic_of_the_weights() -> None:
    scorer = Scorer({"a": 1.0, "b": -1.0}, bias=0.0, threshold=0.5)
    assert scorer.score(["a", "b"]) == 0.5
    assert scorer.score(["a"]) > 0.7 > 0.3 > scorer.score(["b", "unknown"])


def test_reasons_are_the_weights_that_moved_most() -> None:
    scorer = Scorer({"a": 0.1, "b": -2.0, "c": 1.0}, bias=0.0, threshold=0.5)
    assert scorer.reasons(["a", "b", "c", "d"], 2) == [("b", -2.0), ("c", 1.0)]


def test_features_name_nobody() -> None:
    analysis = analyse(TOLD)
    names = [name for happening in analysis.happenings for name in features(analysis, happening)]
    assert names
    assert not [
        name for name in names if any(who in name for who in ("ISR", "以色列", "普京", "加沙", "UNO"))
    ]


def weights_file(folder: Path, **weights: float) -> Path:
    """A file of weights by which a record gets .5, save those that have a feature named here."""
    file = folder / "weights.json"
    content = {
        "weights": {f"type={kind}": weight for kind, weight in weights.items()},
        "bias": 0,
        "threshold": 0.4,
    }
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_weights_file_of_the_callers_own(tmp_path: Path) -> None:
    found = (
        cnevents.load(scorer=weights_file(tmp_path, ACCUSE=2)).extract(TOLD, published="2025-03-20").events
    )
    assert {one.confidence for one in found if one.type != "ACCUSE"} == {0.5}
    assert {one.confidence for one in found if one.type == "ACCUSE"} == {0.881}  # 1 / (1 + exp(-2))


def test_records_below_the_threshold_are_left_out(tmp_path: Path) -> None:
    file = weights_file(tmp_path, ACCUSE=2, ASSAULT=-2)
    by_file = cnevents.load(scorer=file).extract(TOLD, published="2025-03-20").events
    sure = cnevents.load(scorer=file, min_confidence=0.7).extract(TOLD, published="2025-03-20").events
    assert {"ACCUSE", "CONSULT"} <= {one.type for one in by_file}
    assert "ASSAULT" not in {one.type for one in by_file}
    assert {one.type for one in sure} == {"ACCUSE"}


@pytest.mark.parametrize(("content", "code"), [(None, "E304"), ("[]", "E305"), ("{", "E305")])
def test_a_weights_file_that_cannot_be_read(tmp_path: Path, content: str | None, code: str) -> None:
    file = tmp_path / "weights.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError) as raised:
        load_scorer(file)
    assert raised.value.code == code


def packaged_weights(folder: Path) -> Path:
    """A copy of the packaged weights with their hash."""
    for name in ("weights.json", "weights.sha256"):
        shutil.copy(model_path(f"events/{name}"), folder / name)
    return folder / "weights.json"


def test_a_copy_of_the_packaged_weights_is_the_packaged_scorer(tmp_path: Path) -> None:
    assert load_scorer(packaged_weights(tmp_path)) == load_scorer()


def test_a_damaged_digit_of_the_weights_is_noticed(tmp_path: Path) -> None:
    file = packaged_weights(tmp_path)
    content = file.read_text(encoding="utf-8")
    assert content.count('"bias": -') == 1
    file.write_text(content.replace('"bias": -', '"bias": -7'), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"weights\.json is damaged: its SHA-256") as raised:
        cnevents.load(scorer=file).extract(TOLD)
    assert raised.value.code == "E305"


@pytest.mark.parametrize("content", [b"", b"0" * 64, "不".encode()])
def test_a_damaged_hash_of_the_weights_is_noticed(tmp_path: Path, content: bytes) -> None:
    file = packaged_weights(tmp_path)
    file.with_suffix(".sha256").write_bytes(content)
    with pytest.raises(ResourceError) as raised:
        load_scorer(file)
    assert raised.value.code == "E305"


@pytest.mark.parametrize("missing", ["weights.json", "weights.sha256"])
def test_the_packaged_weights_need_their_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    file = packaged_weights(tmp_path)
    (tmp_path / missing).unlink()
    monkeypatch.setattr("cnevents.stages.scorer.model_path", lambda name: file)
    with pytest.raises(ResourceError, match=missing) as raised:
        load_scorer.__wrapped__()
    assert raised.value.code == "E304"


def spans(record: Any) -> list[dict[str, Any]]:
    """All spans inside a record, however deep."""
    if isinstance(record, dict):
        own = [record] if set(record) == {"start", "end", "text"} else []
        return own + [span for value in record.values() for span in spans(value)]
    return [span for value in record for span in spans(value)] if isinstance(record, list) else []


TEXTS = sorted(
    {case.values[0]["text"] for name in ("roles", "times", "merging", "attribution") for case in cases(name)}
)


@pytest.mark.parametrize("text", TEXTS, ids=[text[:16].replace("\n", " ") for text in TEXTS])
def test_offsets(text: str) -> None:
    record = document({"text": text}).model_dump()
    for span in spans(json.loads(json.dumps(record, default=str))):
        assert text[span["start"] : span["end"]] == span["text"]
        assert 0 <= span["start"] < span["end"] <= len(text)


def test_offsets_are_the_callers_own() -> None:
    text = "\u3000\u3000（中央社首爾15日電）「北韓」今天試射飛彈\U0001f680。總統１５日表示譴責。"
    found = document({"text": text})
    assert found.events
    assert fold(text) != text
    assert all(text[one.trigger.start : one.trigger.end] == one.trigger.text for one in found.events)
