"""phrases: names, offices and groups put together; what anaphors mean."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from stage_cases import analyse, cases, read, same, words

from cnevents.analysis import Analysis, Phrase
from cnevents.api import Extractor
from cnevents.lexicon import load_lexicon
from cnevents.lexicon.home import guess_home
from cnevents.resources import read_tsv

FIELDS = ("kind", "state", "sector", "office", "acts")


def phrase_of(analysis: Analysis, wanted: str, at: int = 0) -> Phrase:
    """The phrase number `at` that covers exactly `wanted`."""
    shown = [words(analysis, phrase) for phrase in analysis.phrases]
    found = [phrase for phrase in analysis.phrases if words(analysis, phrase) == wanted]
    assert len(found) > at, shown
    return found[at]


def matched(expected: list[str], found: tuple[str, ...]) -> bool:
    """Are these the same ids in any order?"""
    return len(expected) == len(found) and all(any(same(one, got) for got in found) for one in expected)


@pytest.mark.parametrize("case", [case for case in cases("phrases") if "phrase" in case.values[0]])
def test_a_phrase_and_what_it_means(case: dict[str, Any]) -> None:
    analysis = read(case)
    phrase = phrase_of(analysis, case["phrase"])
    found = {field: getattr(phrase, field) for field in FIELDS if field in case}
    assert found == {field: case[field] for field in found}
    assert matched(case.get("ids", list(phrase.ids)), phrase.ids), phrase.ids
    assert not set(case.get("not_ids", ())) & set(phrase.ids), phrase.ids
    assert analysis.text[phrase.head_start : phrase.head_end] == case.get(
        "head", analysis.text[phrase.head_start : phrase.head_end]
    )


@pytest.mark.parametrize("case", [case for case in cases("phrases") if "apart" in case.values[0]])
def test_phrases_that_stand_on_their_own(case: dict[str, Any]) -> None:
    analysis = read(case)
    found = {name: list(phrase_of(analysis, name).ids) for name in case["apart"]}
    assert found == case["apart"]
    assert len({phrase_of(analysis, name).coordinated for name in case["apart"]} - {-1}) == 1


@pytest.mark.parametrize("case", [case for case in cases("phrases") if "none" in case.values[0]])
def test_what_is_no_phrase(case: dict[str, Any]) -> None:
    analysis = read(case)
    assert not {words(analysis, phrase) for phrase in analysis.phrases} & set(case["none"])


@pytest.mark.parametrize("case", [case for case in cases("anaphora") if "anaphor" in case.values[0]])
def test_what_an_anaphor_means(case: dict[str, Any]) -> None:
    analysis = read(case)
    phrase = phrase_of(analysis, case["anaphor"], case.get("at", 0))
    assert phrase.unresolved == case.get("unresolved", False), phrase.ids
    assert case.get("unresolved") or matched(case["ids"], phrase.ids), phrase.ids


@pytest.mark.parametrize("case", [case for case in cases("anaphora") if "none" in case.values[0]])
def test_what_is_no_anaphor(case: dict[str, Any]) -> None:
    assert [phrase.anaphor for phrase in read(case).phrases if phrase.anaphor in case["none"]] == []


def test_an_anaphor_keeps_its_words() -> None:
    phrase = phrase_of(analyse("土耳其与希腊外长15日会面，两国宣布互派大使。"), "两国")
    assert phrase.anaphor == "两国"
    assert analyse("土耳其与希腊外长15日会面。").phrases[0].anaphor == ""


@pytest.mark.parametrize(
    ("text", "home"),
    [("行政院長15日視察災區。", "TWN"), ("新华社记者15日报道。", "CHN"), ("地震15日发生。", "CHN")],
)
def test_whose_press_it_is(text: str, home: str) -> None:
    assert guess_home(text) == home


def test_the_caller_may_say_whose_press_it_is() -> None:
    analysis = Extractor(home="SGP", tagger=None).analyse("我国外长15日访问河内。", until="phrases")
    assert phrase_of(analysis, "我国外长").ids == ("SGP",)


def test_phrases_stand_in_order_and_do_not_overlap() -> None:
    phrases = analyse(
        "法国总统马克龙、德国总理默茨和波兰总理图斯克15日在基辅会见乌克兰总统泽连斯基。"
    ).phrases
    assert all(left.end <= right.start for left, right in itertools.pairwise(phrases))
    assert all(phrase.start <= phrase.head_start < phrase.head_end <= phrase.end for phrase in phrases)


G7 = ("USA", "CAN", "FRA", "DEU", "ITA", "JPN", "GBR")
BY_NAME = "美国、加拿大、法国、德国、意大利、日本和英国外长"


@pytest.mark.parametrize(
    "text", [f"G7外长15日批评伊朗。声明由{BY_NAME}发表。", f"{BY_NAME}15日会面。七国集团批评伊朗。"]
)
def test_a_bloc_is_its_members_where_the_text_lists_them(text: str) -> None:
    bloc = phrase_of(analyse(text), "七国集团" if "七国集团" in text else "G7外长")
    assert (bloc.ids, bloc.kind) == (G7, "state")


@pytest.mark.parametrize(
    "text",
    [
        "七国集团外长15日批评伊朗。",
        "七国集团外长15日批评伊朗。声明由美国、加拿大和法国外长发表。",
        f"七国集团批评伊朗\n七国集团外长15日会面。\n法国爆发罢工\n{BY_NAME}批评罢工。",
    ],
)
def test_a_bloc_whose_members_its_story_does_not_list_is_itself(text: str) -> None:
    assert {phrase.ids for phrase in analyse(text).phrases if "七国集团" in phrase.ids} == {("七国集团",)}


def test_the_tables_of_heads_and_of_blocs_are_in_order() -> None:
    heads = read_tsv("names/heads.tsv")
    words = [row["word"] for row in heads]
    assert len(words) == len(set(words))
    assert min(map(len, words)) > 1
    assert {row["alone"] for row in heads} == {"yes", "no"}
    describing = [row["word"] for row in read_tsv("grammar/describing.tsv")]
    assert len(describing) == len(set(describing))
    lexicon = load_lexicon()
    names = {entry.id for entries in lexicon.entries.values() for entry in entries}
    for row in read_tsv("grammar/blocs.tsv"):
        assert row["bloc"] in names
        assert set(row["members"].split("|")) <= set(lexicon.states)
