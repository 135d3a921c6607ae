"""The learned second look at roles: off by default, explains itself, repeats itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cnevents.api import Extractor
from cnevents.errors import ResourceError
from cnevents.stages.arguments.learned import (
    LABELS,
    Limits,
    RoleScorer,
    choices,
    load_role_scorer,
    read_role_scorer,
    revise_roles,
)

TEXT = "挪威外交大臣周三在奥斯陆会见智利总统，随后丹麦军方击退了海盗的进攻。"
EVEN = (0.0, 0.0, 0.0)


def everyone(extractor: Extractor) -> list[tuple[list[str], list[str]]]:
    events = extractor.extract(TEXT, published="2025-03-05").events
    return [([a.id for a in event.actors], [r.id for r in event.recipients]) for event in events]


def write(path: Path, bias: tuple[float, float, float], limits: Limits) -> Path:
    names = ("drop", "add", "switch", "hold")
    content = {"weights": {}, "bias": bias, "limits": {name: getattr(limits, name) for name in names}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_packaged_weights_load() -> None:
    scorer = load_role_scorer()
    assert len(scorer.weights) > 500
    assert all(len(values) == len(LABELS) for values in scorer.weights.values())


def test_probabilities_sum_to_one_and_follow_the_weights() -> None:
    scorer = RoleScorer({"n any": (0.0, 2.0, -1.0)}, EVEN, Limits())
    assert sum(scorer.probabilities(["n any"])) == pytest.approx(1.0)
    none, actor, recipient = scorer.probabilities(["n any", "never seen"])
    assert actor > none > recipient
    assert scorer.reasons(["n any", "never seen"], "actor") == ["n any"]


def test_off_by_default() -> None:
    assert everyone(Extractor()) == everyone(Extractor(role_scorer=None))


def test_repeats_itself() -> None:
    assert everyone(Extractor(role_scorer="default")) == everyone(Extractor(role_scorer="default"))


def test_a_scorer_without_an_opinion_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "even.json", EVEN, Limits())
    assert everyone(Extractor(role_scorer=file)) == everyone(Extractor())


def test_changes_are_explained(tmp_path: Path) -> None:
    file = write(tmp_path / "none.json", (9.0, 0.0, 0.0), Limits())
    analysis = Extractor(role_scorer=file).analyse(TEXT, published="2025-03-05")
    assert not any(roles.actors for roles in analysis.roles)
    cues = [cue for roles in analysis.roles for cue in roles.cues if cue.kind == "learned role"]
    assert cues
    assert cues[0].rule.startswith("actor → none")


def test_nobody_comes_in_twice() -> None:
    extractor = Extractor(scorer=None)
    analysis = extractor.analyse("法国总统会见法国总统府的客人。", published="2025-03-05")
    eager = RoleScorer({}, (-9.0, 9.0, 0.0), Limits(hold=0.0))
    revise_roles(analysis, analysis.roles, eager)
    for roles in analysis.roles:
        ids = [phrase.ids for phrase in (*roles.actors, *roles.recipients)]
        assert len(ids) == len(set(ids))


def test_looks_at_a_bounded_number_of_phrases() -> None:
    names = "、".join(["法国", "德国", "挪威", "智利", "秘鲁"] * 100)
    analysis = Extractor(scorer=None).analyse(f"{names}谴责伊朗。", published="2025-03-05")
    offered = [len(choices(analysis, number, analysis.roles)) for number in range(len(analysis.candidates))]
    assert offered
    assert max(offered) <= 12


@pytest.mark.parametrize(
    "content", ["{}", "[]", "nothing", '{"weights": {"a": [1]}, "bias": [0,0,0], "limits": {}}']
)
def test_bad_weights_are_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError, match="E305"):
        load_role_scorer(file)


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="E304"):
        load_role_scorer(tmp_path / "absent.json")


def test_reads_what_training_writes() -> None:
    scorer = read_role_scorer({"weights": {"n any": [1, 2, 3]}, "bias": [0, 0, 0], "limits": {"add": 0.7}})
    assert scorer.weights["n any"] == (1.0, 2.0, 3.0)
    assert scorer.limits == Limits(add=0.7)
