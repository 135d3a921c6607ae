"""Sentences with an actor and a known word that gave no record, each with the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import cnevents
from cnevents.analysis import Analysis, Candidate, Clause, Happening, Mention, Phrase, Roles, Sentence, Status
from cnevents.api import Extractor
from cnevents.missed import Missed, MissedWord, find_missed
from cnevents.records import Span

REASONS = [
    # text, word, its reason
    ("联合国秘书长希望访问越南。", "访问", "wish"),
    ("聯合國秘書長希望訪問越南。", "訪問", "wish"),
    ("法国应访问德国。", "访问", "modal"),
    ("这一袭击令法国震惊。", "袭击", "points back"),
    ("袭击发生时，法国总统在家。", "袭击", "no participant"),
    ("法国总统喜欢电影《空袭马德里》。", "空袭", "in a title"),
]


def of(text: str) -> tuple[Missed, ...]:
    """What was missed in a text."""
    missed = cnevents.explain(text, published="2025-03-20", missed=True).missed
    assert missed is not None
    return missed


@pytest.mark.parametrize(("text", "word", "reason"), REASONS, ids=[reason for _, _, reason in REASONS])
def test_reasons(text: str, word: str, reason: str) -> None:
    words = {one.span.text: one for missed in of(text) for one in missed.words}
    assert word in words, words
    assert words[word].reason == reason
    assert words[word].rule.startswith("frames/triggers_")


@pytest.mark.parametrize(
    "text",
    [
        "以色列军队15日空袭贝鲁特。",  # gave a record
        "天气很好，大家一起野餐。",  # nobody acts
        "美国是一个大国。",  # no word that is known
        "",
    ],
)
def test_what_is_not_missed(text: str) -> None:
    extractor = Extractor(check_language=False)
    assert text == "" or find_missed(extractor.analyse(text), 0.0) == []


def test_offsets_are_the_callers_own() -> None:
    text = "  聯合國秘書長希望訪問越南。\n這一襲擊令法國震驚。"
    found = of(text)
    assert [text[one.sentence.start : one.sentence.end] for one in found] == [
        one.sentence.text for one in found
    ]
    words = [word.span for one in found for word in one.words]
    assert [text[span.start : span.end] for span in words] == [span.text for span in words] != []


# One text by hand: 甲国打击乙国。 told in a clause of its own, so that every way to lose it can be shown.

TEXT = "法国打击乙国，打击丙国。"


def by_hand(**changes: object) -> Analysis:
    """An analysis of TEXT with two candidates of one type, and an actor."""
    analysis = Analysis(TEXT, TEXT)
    analysis.sentences = [Sentence(0, len(TEXT), 0, 0)]
    analysis.clauses = [Clause(0, 6, 0), Clause(7, 11, 0)]
    analysis.phrases = [Phrase(0, 2, 0, 2, ("FRA",), "state", "FRA")]
    analysis.candidates = [
        Candidate(2, 4, "attack", "ASSAULT", "", "t:1", 0, "v"),
        Candidate(7, 9, "attack", "ASSAULT", "", "t:2", 1, "v"),
    ]
    analysis.statuses = [Status(), Status()]
    for name, value in changes.items():
        setattr(analysis, name, value)
    return analysis


def happening(number: int, confidence: float, spans: list[tuple[int, int]]) -> Happening:
    candidate = by_hand().candidates[number]
    return Happening(candidate, Status(), Roles(), None, spans, confidence)


def reasons(analysis: Analysis, least: float = 0.5) -> list[str]:
    return [word.reason for missed in find_missed(analysis, least) for word in missed.words]


def test_dropped() -> None:
    analysis = by_hand(statuses=[Status(drop="content of REQUEST"), Status(drop="modal")])
    assert reasons(analysis) == ["content of REQUEST", "modal"]


def test_nobody_takes_part() -> None:
    assert reasons(by_hand()) == ["no participant", "no participant"]


def test_unsure_and_merged_into_what_is_unsure() -> None:
    analysis = by_hand()
    own = happening(0, 0.25, [(0, 6), (7, 11)])
    own.candidate = analysis.candidates[0]
    analysis.happenings = [own]
    assert reasons(analysis) == ["confidence 0.25 is below 0.50", "merged into “打击” [2:4]"]
    assert reasons(analysis, least=0.2) == []  # then there is a record


def test_the_press_and_tools_are_no_actors() -> None:
    press = Phrase(0, 2, 0, 2, ("法新社",), "org", "FRA", "JRN")
    tool = Phrase(0, 2, 0, 2, ("无人机",), "equipment")
    town = Phrase(0, 2, 0, 2, ("里昂",), "place", "FRA", acts=False)
    assert [reasons(by_hand(phrases=[one])) for one in (press, tool, town)] == [[], [], []]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("法国谈判的基础。", "gate closed by not_right"),
        ("法国文艺抨击展。", "gate closed by not_left"),
        ("法国支持率上升。", None),  # a word of its own, which tells nothing
    ],
)
def test_closed_gates(text: str, reason: str | None) -> None:
    analysis = by_hand(text=text, folded=text, candidates=[], statuses=[])
    analysis.sentences = [Sentence(0, len(text), 0, 0)]
    analysis.clauses = [Clause(0, len(text) - 1, 0)]
    assert reasons(analysis) == ([reason] if reason else [])


def test_a_name_covers_the_word() -> None:
    analysis = by_hand(candidates=[], statuses=[], mentions=[Mention(0, 6, "ORGANIZATION", "x")])
    assert reasons(analysis)[0] == "in the name 法国打击乙国"


def test_how_it_is_printed() -> None:
    word = MissedWord(Span(start=2, end=4, text="打击"), "attack", "modal", "t:1")
    assert str(Missed(Span(start=0, end=12, text=TEXT), (word,))) == (
        "法国打击乙国，打击丙国。 [0:12]\n   “打击” [2:4] attack: modal  t:1"
    )


def test_nothing_missed_is_said() -> None:
    assert str(cnevents.explain("以色列军队15日空袭贝鲁特。", missed=True)) == "nothing missed"
    assert cnevents.explain("以色列军队15日空袭贝鲁特。").missed is None


def test_the_command(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("联合国秘书长希望访问越南。\n以色列军队15日空袭贝鲁特。\n", encoding="utf-8")
    status, out, _ = run("explain", str(file), "--missed", "--published", "2025-03-20")
    assert status == 0
    assert out.startswith("联合国秘书长希望访问越南。 [0:13]\n")
    assert "visit: wish" in out
    assert "贝鲁特" not in out
