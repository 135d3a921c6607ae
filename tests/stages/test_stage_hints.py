"""Role hints: evidence for what the grammar left empty, and for nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from cnevents.analysis import Analysis, RoleHint
from cnevents.api import Extractor
from cnevents.build import build_document
from cnevents.explanation import Explanation
from cnevents.records import Document
from cnevents.text.folding import fold

EXTRACTOR = Extractor(scorer=None)
Hint = tuple[str, str, str]  # the predicate's words, the argument's words, the role
CLEFT = "昨天深夜谴责以色列的，正是法国和德国。"
STRUCK = "发动空袭的是以色列军队，加沙遭殃。"


def hint(text: str, words: Hint) -> RoleHint:
    """A hint by its words, which stand once in the text."""
    verb, argument, role = words
    low, high = text.index(verb), text.index(argument)
    return RoleHint(low, low + len(verb), high, high + len(argument), role, "hanlp:srl")


def read(text: str, *hints: Hint) -> Document:
    """The records of a text that a parser gave hints for."""
    analysis = Analysis(text, fold(text), dt.date(2025, 3, 20))
    analysis.role_hints = [hint(text, one) for one in hints]
    return build_document(EXTRACTOR.pipeline.run(analysis))


def who(document: Document) -> tuple[list[str], list[str]]:
    """The first record's actors and recipients."""
    event = document.events[0]
    return [one.id for one in event.actors], [one.id for one in event.recipients]


@pytest.mark.parametrize(
    ("text", "hints", "expected"),
    [
        pytest.param(CLEFT, [], ([], ["ISR"]), id="without hints"),
        pytest.param(CLEFT, [("谴责", "法国和德国", "agent")], (["FRA", "DEU"], ["ISR"]), id="two agents"),
        pytest.param(
            CLEFT, [("谴责", "正是法国和德国", "agent")], (["FRA", "DEU"], ["ISR"]), id="words before"
        ),
        pytest.param(CLEFT, [("谴责", "德国", "agent")], (["DEU"], ["ISR"]), id="one of two"),
        pytest.param(CLEFT, [("昨天", "德国", "agent")], ([], ["ISR"]), id="another predicate"),
        pytest.param(CLEFT, [("谴责", "德国", "time")], ([], ["ISR"]), id="a role of no participant"),
        pytest.param(CLEFT, [("谴责", "以色列", "agent")], ([], ["ISR"]), id="it has a part already"),
        pytest.param(
            CLEFT, [("谴责", "以色列的，正是", "agent")], ([], ["ISR"]), id="the head is no participant"
        ),
        pytest.param(CLEFT, [("谴责", "深夜", "agent")], ([], ["ISR"]), id="nobody in it"),
        pytest.param(
            CLEFT, [("谴责", "法国和", "agent"), ("谴责", "德国", "agent")], (["DEU"], ["ISR"]), id="cut off"
        ),
        pytest.param(CLEFT, [("谴责", "德国", "patient")], ([], ["ISR"]), id="the role is filled"),
        pytest.param(STRUCK, [], (["以军"], []), id="nobody struck"),
        pytest.param(STRUCK, [("空袭", "加沙", "patient")], (["以军"], ["PSE"]), id="a patient"),
        pytest.param(STRUCK, [("发动", "加沙", "patient")], (["以军"], ["PSE"]), id="of the light verb"),
        pytest.param(STRUCK, [("空袭", "加沙", "recipient")], (["以军"], ["PSE"]), id="a recipient"),
    ],
)
def test_hint_fills_what_is_empty(
    text: str, hints: list[Hint], expected: tuple[list[str], list[str]]
) -> None:
    assert who(read(text, *hints)) == expected


def test_passive_is_for_the_grammar() -> None:
    assert who(read("伊朗再度被谴责，俄罗斯也是。", ("谴责", "俄罗斯", "agent"))) == ([], ["IRN"])


def test_hint_leaves_what_is_dropped() -> None:
    text = "联合国秘书长希望访问越南。"
    assert read(text, ("访问", "联合国秘书长", "agent")) == read(text)


def test_explain_names_the_tool() -> None:
    shown = str(Explanation(read(CLEFT, ("谴责", "法国和德国", "agent"))))
    assert "because “法国和德国” [13:18]  hanlp:srl" in shown


def test_without_hints_nothing_is_said_of_them() -> None:
    assert "hanlp" not in str(Explanation(read(CLEFT)))
