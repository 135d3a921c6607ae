"""qualify: polarity, modality, aspect, what is no event of its own, and who says it."""

from __future__ import annotations

from typing import Any

import pytest
from stage_cases import analyse, candidate, cases, event, ids, read, same, words


@pytest.mark.parametrize("case", [case for case in cases("status") if "silent" in case.values[0]])
def test_no_event_of_its_own(case: dict[str, Any]) -> None:
    analysis = read(case)
    told = zip(analysis.candidates, analysis.statuses, strict=True)
    assert [
        one.frame for one, status in told if words(analysis, one) == case["word"] and not status.drop
    ] == []


@pytest.mark.parametrize("case", [case for case in cases("status") if "silent" not in case.values[0]])
def test_status(case: dict[str, Any]) -> None:
    analysis = read(case)
    number, _ = candidate(analysis, case["word"])
    status = analysis.statuses[number]
    assert bool(status.drop) == ("drop" in case), status.drop
    assert case.get("drop", "any") in ("any", status.drop)
    assert "drop" in case or status.polarity == case.get("polarity", "positive")
    assert "drop" in case or same(case.get("modality", "actual"), status.modality), status.modality
    assert case.get("aspect", status.aspect) == status.aspect


@pytest.mark.parametrize("case", cases("attribution"))
def test_sources(case: dict[str, Any]) -> None:
    found = ids(event(case).sources)
    assert len(found) == len(case["sources"]), found
    assert all(map(same, case["sources"], found)), found


def test_cues_are_kept_as_evidence() -> None:
    analysis = analyse("德国总理尚未同意访问印度。")
    number, _ = candidate(analysis, "同意")
    cues = [(analysis.text[cue.start : cue.end], cue.kind) for cue in analysis.statuses[number].cues]
    assert cues == [("尚未", "neg")]
    assert all(cue.rule.startswith("grammar/words.tsv:") for cue in analysis.statuses[number].cues)


def test_one_status_a_candidate() -> None:
    analysis = analyse("据报道，总统15日抵达首都，会见外长；双方没有签署协议。")
    assert len(analysis.statuses) == len(analysis.candidates)
