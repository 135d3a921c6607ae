"""Names that other tools found are weighed like the tagger's: they add, and never overrule the tables."""

from __future__ import annotations

import pytest

from cnevents import Extractor, NameHint
from cnevents.errors import InputError
from cnevents.stages.entities.hints import best_first

UNKNOWN = "青禾合作社宣布罢工。"
STATE = "日本央行行长周三表示，朝鲜试射导弹。"


@pytest.fixture(scope="module")
def tables() -> Extractor:
    """Without the tagger nothing but tables, patterns and hints gives names."""
    return Extractor(tagger=None)


def names(extractor: Extractor, text: str, *hints: NameHint) -> list[tuple[str, str]]:
    document = extractor.extract(text, published="2025-03-05", names=hints)
    return [(span.text, entity.type) for span, entity in document.mentions()]


@pytest.mark.parametrize("which", ["tables", "extractor"])
def test_hint_adds_a_name_that_takes_part(which: str, request: pytest.FixtureRequest) -> None:
    reader: Extractor = request.getfixturevalue(which)
    assert names(reader, UNKNOWN) == []
    hint = NameHint(0, 5, "ORGANIZATION", "other")
    assert names(reader, UNKNOWN, hint) == [("青禾合作社", "ORGANIZATION")]
    events = reader.extract(UNKNOWN, names=[hint]).events
    assert next(actor.id for event in events for actor in event.actors) == "青禾合作社"


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [(11, 13, "PERSON"), (12, 15, "PLACE"), (11, 12, "PLACE"), (0, 8, "PERSON")],
    ids=["another type", "across words", "one character", "longer person"],
)
def test_hint_does_not_overrule_the_tables(tables: Extractor, start: int, end: int, kind: str) -> None:
    assert STATE[11:13] == "朝鲜"
    assert names(tables, STATE, NameHint(start, end, kind, "other")) == names(tables, STATE)


def test_hint_that_repeats_the_tables_changes_nothing(tables: Extractor) -> None:
    hint = NameHint(11, 13, "PLACE", "other")
    assert tables.extract(STATE, names=[hint]) == tables.extract(STATE)


def test_what_follows_a_state_is_taken(tables: Extractor) -> None:
    text = "法国阿让代尔附近发生爆炸。"
    found = names(tables, text, NameHint(0, 6, "PLACE", "other"))
    assert found == [("法国", "STATE"), ("阿让代尔", "PLACE")]


def test_name_of_a_hint_is_found_again_later(tables: Extractor) -> None:
    text = "记者采访了谷雨青。谷雨青说，双方没有会谈。"
    found = names(tables, text, NameHint(5, 8, "PERSON", "other"))
    assert found.count(("谷雨青", "PERSON")) == 2


def test_rule_of_a_mention_names_the_tool(tables: Extractor) -> None:
    hint = NameHint(0, 5, "ORGANIZATION", "other")
    assert [m.rule for m in tables.analyse(UNKNOWN, names=[hint]).mentions] == ["hint:other"]


def test_unsure_hint_is_no_evidence(tables: Extractor) -> None:
    assert names(tables, UNKNOWN, NameHint(0, 5, "ORGANIZATION", "other", 0.5)) == []


def test_surest_of_two_hints_wins(tables: Extractor) -> None:
    sure, unsure = NameHint(0, 5, "ORGANIZATION", "a"), NameHint(0, 2, "PERSON", "b", 0.9)
    assert names(tables, UNKNOWN, unsure, sure) == [("青禾合作社", "ORGANIZATION")]
    assert best_first([unsure, sure]) == [sure, unsure]


@pytest.mark.parametrize(
    ("hint", "reason"),
    [
        (NameHint(3, 3, "PLACE", "x"), r"\[3:3\]"),
        (NameHint(-1, 2, "PLACE", "x"), r"\[-1:2\]"),
        (NameHint(0, 99, "PLACE", "x"), "10 characters"),
        (NameHint(0, 5, "GPE", "x"), "'GPE' is not one of PERSON, ORGANIZATION, PLACE"),
        (NameHint(0, 5, "PLACE", "x", 7.0), "score of 7.0"),
        (NameHint(0, 5, "PLACE", "x", float("nan")), "score of nan"),
    ],
)
def test_hint_that_cannot_be_used_is_refused(tables: Extractor, hint: NameHint, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        tables.extract(UNKNOWN, names=[NameHint(0, 5, "PLACE", "x"), hint])
    assert caught.value.code == "E110"
    assert caught.value.details["number"] == 1
