"""The chooser of roles: its file is checked, what it adds and leaves out is said, and its work is bounded."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import cnevents
from cnevents.analysis import Analysis
from cnevents.errors import CneventsError
from cnevents.stages.choose import load_chooser, read_chooser
from cnevents.stages.choose.features import NEARBY, Scene, describe
from cnevents.stages.choose.model import AT_ONCE, FEATURES, MODEL
from cnevents.stages.choose.stage import ADDED, KEPT
from cnevents.tagger.location import model_path
from cnevents.tagger.stored import write_stored

REPELLED = "乌克兰军方称，乌军击退了俄军在多方向发动的进攻。"
EXERCISE = "泰国海军与印度海军周三在安达曼海举行联合军演。"


@cache
def extractor() -> cnevents.Extractor:
    return cnevents.load()


def before(text: str) -> Analysis:
    return extractor().analyse(text, published="2025-03-05", until="assemble")


def after(text: str) -> Analysis:
    return extractor().analyse(text, published="2025-03-05")


def parties(analysis: Analysis) -> dict[str, tuple[list[tuple[str, ...]], list[tuple[str, ...]]]]:
    return {
        analysis.text[one.candidate.start : one.candidate.end]: (
            [phrase.ids for phrase in one.roles.actors],
            [phrase.ids for phrase in one.roles.recipients],
        )
        for one in analysis.happenings
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    source = model_path(MODEL)
    for name in ("model.npz", "model.json"):
        shutil.copy(source.parent / name, tmp_path / name)
    return tmp_path / "model.npz"


def test_it_is_small_and_described() -> None:
    path = model_path(MODEL)
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert path.stat().st_size == about["bytes"] < 10_000_000
    assert about["features"] == FEATURES
    assert {"name", "sha256", "happenings", "choices"} <= set(about)


def test_who_repels_an_attack_did_not_make_it() -> None:
    assert parties(before(REPELLED))["进攻"] == ([("乌军",)], [("俄军",)])
    assert parties(after(REPELLED))["进攻"] == ([("俄军",)], [("乌军",)])


def test_what_it_says_otherwise_is_kept_as_evidence() -> None:
    attack = next(one for one in after(REPELLED).happenings if one.candidate.start == REPELLED.index("进攻"))
    cues = [(REPELLED[cue.start : cue.end], cue.kind, cue.rule) for cue in attack.roles.cues]
    said = [(words, field, rule.split(":")[0]) for words, field, rule in cues if "chooser" in rule]
    assert sorted(said) == [
        ("乌军", "actors", "left out by the chooser"),
        ("乌军", "recipients", "added by the chooser"),
        ("俄军", "actors", "added by the chooser"),
        ("俄军", "recipients", "left out by the chooser"),
    ]
    values = [float(rule.split(":")[1]) for _, _, rule in cues if "chooser" in rule]
    assert all(value >= ADDED or value <= KEPT for value in values)
    assert "added by the chooser" in str(cnevents.explain(REPELLED, published="2025-03-05"))


def test_plain_sentences_stay_as_the_grammar_read_them() -> None:
    assert parties(before(EXERCISE)) == parties(after(EXERCISE))
    assert not [cue for one in after(EXERCISE).happenings for cue in one.roles.cues if "chooser" in cue.rule]


def test_events_that_one_trigger_tells_stay_apart() -> None:
    found = after("挪威首相3日在奥斯陆分别会见了智利外长、秘鲁外长和加拿大外长。").happenings
    others = [sorted(i for phrase in one.roles.actors for i in phrase.ids) for one in found]
    assert others == [["CHL", "NOR"], ["NOR", "PER"], ["CAN", "NOR"]]


def test_without_the_scorer_nothing_is_looked_over() -> None:
    alone = cnevents.load(scorer=None)
    assert [stage.name for stage in alone.pipeline.stages][-1] == "assemble"
    assert [stage.name for stage in extractor().pipeline.stages][-1] == "choose"


def test_no_feature_names_a_participant() -> None:
    text = "法国总统马克龙5日在北京会见中国外长王毅。"
    analysis = before(text)
    scene = Scene(analysis)
    rows = [
        name
        for one in analysis.happenings
        for row in describe(scene, one, scene.choices(one))
        for name in row
    ]
    assert len(rows) > 100
    assert not [name for name in rows if any(who in name for who in ("马克龙", "王毅", "FRA", "CHN"))]
    assert not [name for name in rows if "\n" in name]


def test_what_part_somebody_has_in_the_rest_of_the_story() -> None:
    text = (
        "法国空袭伊朗\n法国15日宣布制裁伊朗。德国总理批评法国。\n日本访问团抵达首尔\n法国外长15日访问首尔。"
    )
    analysis = before(text)
    story = Scene(analysis).story
    sanction = next(one for one in analysis.happenings if one.candidate.type == "SANCTION")
    accuse = next(one for one in analysis.happenings if one.candidate.type == "ACCUSE")
    names = story.beside(accuse).names(["FRA"], "R")
    assert names[:5] == (
        "same type=",
        "same type=,type=ACCUSE",
        "anywhere=A",
        "headline=A",
        "sentence before=A",
    )
    assert names[5:] == tuple(f"{name},given=R" for name in names[:5])
    assert story.beside(sanction).names(["FRA"], "A")[2] == "anywhere=AR"  # who strikes and is accused
    assert story.beside(accuse).names(["KOR"], "-")[2] == "anywhere="  # another story's does not


def test_likelihoods_sum_to_one_and_do_not_depend_on_the_neighbours() -> None:
    analysis = before(REPELLED)
    scene, chooser = Scene(analysis), load_chooser()
    rows = [row for one in analysis.happenings for row in describe(scene, one, scene.choices(one))]
    together = chooser.likelihoods(rows)
    assert together.shape == (len(rows), 3)
    assert np.allclose(together.sum(axis=1), 1.0, atol=1e-5)
    assert np.allclose(together, np.concatenate([chooser.likelihoods([row]) for row in rows]), atol=1e-4)
    many = chooser.likelihoods(rows * (AT_ONCE // len(rows) + 2))
    assert np.allclose(many[: len(rows)], together, atol=1e-4)
    assert chooser.likelihoods([]).shape == (0, 3)
    assert chooser.likelihoods([["no such feature"]]).shape == (1, 3)


def test_a_list_of_names_is_bounded() -> None:
    states = "、".join(["泰国", "印度", "法国", "智利", "秘鲁", "挪威", "加拿大", "越南", "韩国", "日本"] * 4)
    analysis = before(f"{states}外长发表声明，谴责导弹袭击，要求停火。")
    scene = Scene(analysis)
    for one in analysis.happenings:
        given = len(one.roles.actors) + len(one.roles.recipients) + len(one.status.sources)
        assert len(scene.choices(one)) <= NEARBY + given


@pytest.mark.parametrize("left_out", ["features", "vectors", "hidden.weights", "output.bias"])
def test_arrays_that_are_left_out_are_noticed(copy: Path, left_out: str) -> None:
    with np.load(copy) as stored:
        arrays = {name: stored[name] for name in stored.files if name != left_out}
    write_stored(copy, arrays, {"features": FEATURES})
    with pytest.raises(CneventsError, match=left_out) as caught:
        read_chooser(copy)
    assert caught.value.code == "E305"


def test_features_that_do_not_fit_the_rows_are_noticed(copy: Path) -> None:
    with np.load(copy) as stored:
        arrays = {name: stored[name] for name in stored.files}
    write_stored(copy, {**arrays, "vectors": arrays["vectors"][:-1]}, {"features": FEATURES})
    with pytest.raises(CneventsError, match="rows") as caught:
        read_chooser(copy)
    assert caught.value.code == "E305"
