"""triggers: the words of the tables, gated by conditions, names, titles and borders of words."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from stage_cases import analyse, candidate, cases, read, same, words

from cnevents.stages.readings import HEADLINE, TriggerLexicon

GATES = ("left", "right", "not_left", "not_right", "near", "not_near")


@pytest.mark.parametrize("case", cases("triggers"))
def test_candidates(case: dict[str, Any]) -> None:
    analysis = read(case)
    frames = {word: candidate(analysis, word)[1].frame for word in case.get("frames", {})}
    assert frames == case.get("frames", {})
    types = {word: candidate(analysis, word)[1].type for word in case.get("types", {})}
    assert all(same(wanted, types[word]) for word, wanted in case.get("types", {}).items()), types
    found = [words(analysis, one) for one in analysis.candidates]
    assert [word for word in case.get("without", []) if any(word in one for one in found)] == []


def row(word: str, frame: str, form: str = "v", **gates: str) -> dict[str, str]:
    """A row of a trigger table."""
    cells = dict.fromkeys(GATES, "") | gates
    return {"word": word, "frame": frame, "form": form, "_at": f"t:{word}:{frame}"} | cells


def frame_of(rows: list[dict[str, str]], before: str, word: str, after: str, headline: bool = False) -> str:
    """The frame of `word` between two stretches of text: "" for none, "-" for a row that blocks."""
    closed = () if headline else (HEADLINE,)
    reading = TriggerLexicon(rows).read(word, before, after, before + word + after, closed)
    return "" if reading is None else "-" if reading.frame is None else reading.frame.name


GATED: list[tuple[str, dict[str, str], str, str, bool]] = [
    # name, conditions, what stands before, what stands after, does the gate open
    ("no condition", {}, "", "", True),
    ("left holds", {"left": "正式"}, "两国正式", "", True),
    ("left must end at the word", {"left": "正式"}, "两国正式就此", "", False),
    ("left with alternatives", {"left": "正式|秘密"}, "两国秘密", "", True),
    ("right holds", {"right": "协议"}, "", "协议后", True),
    ("right must begin at the word", {"right": "协议"}, "", "新协议", False),
    ("right looks further where it says so", {"right": "[^，]{0,4}协议"}, "", "新协议", True),
    ("not_left blocks", {"not_left": "拒绝"}, "他拒绝", "", False),
    ("not_left elsewhere does not", {"not_left": "拒绝"}, "拒绝后他", "", True),
    ("not_right blocks", {"not_right": "者|书"}, "", "书", False),
    ("not_right elsewhere does not", {"not_right": "者|书"}, "", "协议书", True),
    ("near anywhere in the sentence", {"near": "军"}, "军队昨天在山区", "", True),
    ("near behind the word", {"near": "军"}, "", "后全军撤离", True),
    ("near is missing", {"near": "军"}, "", "后离开", False),
    ("not_near blocks", {"not_near": "比赛"}, "比赛中他", "", False),
    ("all conditions must hold", {"left": "正式", "near": "军"}, "正式", "", False),
]


@pytest.mark.parametrize(
    ("gates", "before", "after", "opens"), [g[1:] for g in GATED], ids=[g[0] for g in GATED]
)
def test_a_row_and_its_conditions(gates: dict[str, str], before: str, after: str, opens: bool) -> None:
    assert frame_of([row("签署", "sign_agreement", **gates)], before, "签署", after) == (
        "sign_agreement" if opens else ""
    )


def test_rows_with_more_conditions_are_tried_first() -> None:
    rows = [row("驱逐", "deport"), row("驱逐", "expel_diplomats", right=".{0,6}外交官", not_left="被")]
    assert frame_of(rows, "", "驱逐", "三名外交官") == "expel_diplomats"
    assert frame_of(rows, "", "驱逐", "三名移民") == "deport"


def test_a_block_closes_the_word() -> None:
    rows = [row("支持", "-", right="率"), row("支持", "support")]
    assert frame_of(rows, "", "支持", "率下降") == "-"
    assert frame_of(rows, "", "支持", "停火") == "support"


def test_a_headline_form_counts_in_headlines_alone() -> None:
    rows = [row("访", "visit", form="t")]
    assert frame_of(rows, "法总统", "访", "越", headline=True) == "visit"
    assert frame_of(rows, "法总统", "访", "越") == ""


def test_matches_are_longest_first() -> None:
    lexicon = TriggerLexicon([row("军演", "exercise"), row("联合军演", "joint_exercise")])
    assert [word for _, _, word in lexicon.matches("两国联合军演")] == ["联合军演", "军演"]


def test_candidates_stand_in_order_and_do_not_overlap() -> None:
    found = analyse("韩国外长15日访问河内，与越南外长会谈后签署联合声明，并宣布建立战略伙伴关系。").candidates
    assert [one.start for one in found] == sorted({one.start for one in found})
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_a_candidate_lies_in_its_clause() -> None:
    analysis = analyse("据报道，总统抵达首都，会见外长；双方签署协议。")
    assert all(
        analysis.clauses[one.clause].start <= one.start < one.end <= analysis.clauses[one.clause].end
        for one in analysis.candidates
    )
    assert all(one.rule.startswith("frames/triggers_") for one in analysis.candidates)
