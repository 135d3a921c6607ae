"""HanLP's documents in all their forms, written by hand: no HanLP is needed here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from cnevents.analysis import RoleHint
from cnevents.errors import UsageError
from cnevents.integrations.hanlp import Adapted, adapt
from cnevents.integrations.hanlp.labels import PKU, STANFORD, UNIVERSAL
from cnevents.text.folding import fold

TEXT = "法国总统马克龙3日访问中国。他将会见联合国秘书长。"
FIRST = ["法国", "总统", "马克龙", "3日", "访问", "中国", "。"]
SECOND = ["他", "将", "会见", "联合国", "秘书长", "。"]
NAMES = [
    [
        ("法国", "LOCATION", 0, 1),
        ("马克龙", "PERSON", 2, 3),
        ("3日", "DATE", 3, 4),
        ("中国", "LOCATION", 5, 6),
    ],
    [("联合国", "ORGANIZATION", 3, 4)],
]
FOUND = [("法国", "PLACE"), ("马克龙", "PERSON"), ("中国", "PLACE"), ("联合国", "ORGANIZATION")]


def as_json(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it comes back from JSON: lists for tuples."""
    result: dict[str, Any] = json.loads(json.dumps(document))
    return result


def names(found: Adapted, text: str = TEXT) -> list[tuple[str, str]]:
    return [(text[hint.start : hint.end], hint.type) for hint in found.names]


def roles(found: Adapted, text: str) -> list[tuple[str, str, str, str]]:
    return [
        (text[r.verb_start : r.verb_end], r.role, text[r.start : r.end], r.source.partition(":")[2])
        for r in found.roles
    ]


NESTED = {"tok": [FIRST, SECOND], "ner": NAMES}
BARE = [[piece[:2] for piece in row] for row in NAMES]
FLAT = {"tok": FIRST + SECOND, "ner": [*NAMES[0], ("联合国", "ORG", 10, 11)]}
PKU_NAMES = [
    [("法国", "ns", 0, 1), ("马克龙", "nr", 2, 3), ("中国", "ns", 5, 6)],
    [("联合国", "nt", 3, 4)],
]
ONTONOTES = [
    [("法国", "GPE", 0, 1), ("马克龙", "PERSON", 2, 3), ("3日", "DATE", 3, 4), ("中国", "GPE", 5, 6)],
    [("联合国", "ORG", 3, 4)],
]
BOTH = {"tok/coarse": [["法国总统"], []], "tok/fine": [FIRST, SECOND], "ner/pku": [[], []], "ner/msra": NAMES}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(NESTED, id="nested, tuples"),
        pytest.param(as_json(NESTED), id="nested, lists"),
        pytest.param({"tok": [FIRST, SECOND], "ner": BARE}, id="nested, no offsets"),
        pytest.param({"tok": [FLAT["tok"]], "ner": [FLAT["ner"]]}, id="nested, one sentence"),
        pytest.param({"tok": FIRST + SECOND, "ner": BARE[0] + BARE[1]}, id="flat, no offsets"),
        pytest.param(FLAT, id="flat, tuples"),
        pytest.param(as_json(FLAT), id="flat, lists"),
        pytest.param({"tok/fine": [FIRST, SECOND], "ner/msra": NAMES}, id="tok/fine, ner/msra"),
        pytest.param({"tok/coarse": [FIRST, SECOND], "ner/pku": PKU_NAMES}, id="tok/coarse, ner/pku"),
        pytest.param({"tok/fine": [FIRST, SECOND], "ner/ontonotes": ONTONOTES}, id="ner/ontonotes"),
        pytest.param({"tok": [FIRST, SECOND], "ner/mine": NAMES}, id="ner of another name"),
        pytest.param(BOTH, id="fine before coarse, msra before pku"),
    ],
)
def test_names_of_every_form(document: dict[str, Any]) -> None:
    assert names(adapt(document, TEXT)) == FOUND


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param([["法国", "总统"], ["访问"]], ["法国", "总统", "访问"], id="nested"),
        pytest.param(["法国", "总统", "访问"], ["法国", "总统", "访问"], id="flat"),
        pytest.param(
            [[("法国", 0, 2), ("总统", 2, 4)], [["访问", 0, 2]]],
            ["法国", "总统", "访问"],
            id="nested, offsets",
        ),
        pytest.param([("法国", 0, 2), ["总统", 2, 4]], ["法国", "总统"], id="flat, offsets"),
        pytest.param([["法国"], [], ["总统"]], ["法国", "总统"], id="an empty sentence"),
        pytest.param([], [], id="nothing"),
        pytest.param([[]], [], id="nothing in a sentence"),
    ],
)
def test_tokens_of_every_form(tokens: list[Any], expected: list[str]) -> None:
    assert [token.text for token in adapt({"tok": tokens}, "".join(expected)).tokens] == expected


STRUCTURES = [
    [
        [
            ("法国总统马克龙", "ARG0", 0, 3),
            ("3日", "ARGM-TMP", 3, 4),
            ("访问", "PRED", 4, 5),
            ("中国", "ARG1", 5, 6),
        ]
    ],
    [
        [
            ("他", "A0", 0, 1),
            ("将", "AM-ADV", 1, 2),
            ("会见", "PRED", 2, 3),
            ("联合国秘书长", "A1", 3, 5),
        ]
    ],
]
ARGUMENTS = [
    ("访问", "agent", "法国总统马克龙", "srl"),
    ("访问", "time", "3日", "srl"),
    ("访问", "patient", "中国", "srl"),
    ("会见", "agent", "他", "srl"),
    ("会见", "patient", "联合国秘书长", "srl"),
]


@pytest.mark.parametrize("as_read", [dict, as_json], ids=["tuples", "lists"])
def test_semantic_roles(as_read: Any) -> None:
    document = as_read({"tok": [FIRST, SECOND], "srl": STRUCTURES})
    assert roles(adapt(document, TEXT), TEXT) == ARGUMENTS


def test_semantic_roles_of_a_flat_document() -> None:
    document = {"tok": FIRST, "srl": STRUCTURES[0]}
    assert roles(adapt(document, TEXT[:14]), TEXT) == ARGUMENTS[:3]


def test_structure_without_offsets_or_without_a_verb_tells_nothing() -> None:
    structures = [[[piece[:2] for piece in STRUCTURES[0][0]]], [[("他", "ARG0", 0, 1)]]]
    assert adapt({"tok": [FIRST, SECOND], "srl": structures}, TEXT).roles == []


def test_no_predicates_in_a_sentence() -> None:
    assert adapt({"tok": [FIRST, SECOND], "srl": [[], []]}, TEXT).roles == []


# 法国 总统 马克龙 3日 访问 中国 。
HEADS = [3, 3, 5, 5, 0, 5, 5]
SCHEMES = {
    "dep": ["nn", "nn", "nsubj", "tmod", "root", "dobj", "punct"],
    "dep/pmt": ["ATT", "ATT", "SBV", "ADV", "HED", "VOB", "PUN"],
    "ud": ["nmod", "appos", "nsubj", "obl:tmod", "root", "obj", "punct"],
}


@dataclass
class Row:
    """A word of CoNLL, of which a parser by itself gives lists."""

    head: int
    deprel: str


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("dep", [("agent", "法国总统马克龙"), ("time", "3日"), ("patient", "中国")]),
        ("dep/pmt", [("agent", "法国总统马克龙"), ("patient", "中国")]),
        ("ud", [("agent", "法国总统马克龙"), ("time", "3日"), ("patient", "中国")]),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        lambda head, label: (head, label),
        lambda head, label: [head, label],
        lambda head, label: Row(head, label),
        lambda head, label: {"head": head, "deprel": label},
    ],
    ids=["tuples", "lists", "rows", "dicts"],
)
@pytest.mark.parametrize("flat", [False, True], ids=["nested", "flat"])
def test_dependencies_of_three_schemes(
    scheme: str, expected: list[tuple[str, str]], form: Any, flat: bool
) -> None:
    arcs = [form(head, label) for head, label in zip(HEADS, SCHEMES[scheme], strict=True)]
    document = {"tok": FIRST, scheme: arcs} if flat else {"tok": [FIRST], scheme: [arcs]}
    found = roles(adapt(document, TEXT[:14]), TEXT)
    assert found == [("访问", role, words, "dep") for role, words in expected]


def test_semantic_roles_come_before_dependencies() -> None:
    arcs = [list(zip(HEADS, SCHEMES["dep"], strict=True))]
    document = {"tok": [FIRST], "srl": [STRUCTURES[0]], "dep": arcs}
    assert {hint.source for hint in adapt(document, TEXT[:14]).roles} == {"hanlp:srl"}


def test_dependencies_that_run_in_a_ring_end() -> None:
    found = adapt({"tok": [["甲", "乙"]], "dep": [[(2, "nsubj"), (1, "dobj")]]}, "甲乙")
    assert RoleHint(1, 2, 0, 2, "agent", "hanlp:dep") in found.roles


@pytest.mark.parametrize("label", sorted(STANFORD | PKU | UNIVERSAL))
def test_each_relation_gives_a_role(label: str) -> None:
    found = adapt({"tok": [["甲", "乙"]], "dep": [[(2, label), (0, "root")]]}, "甲乙")
    assert [(hint.start, hint.end) for hint in found.roles] == [(0, 1)]


@pytest.mark.parametrize(
    ("text", "tokens", "name", "place"),
    [
        ("法国 总统 马克龙 宣布", ["法国", "总统", "马克龙", "宣布"], ("马克龙", "PERSON", 2, 3), (6, 9)),
        ("ＮＡＴＯ　峰会", ["NATO", "峰会"], ("NATO", "ORGANIZATION", 0, 1), (0, 4)),
        ("\ufeff北 約", ["北", "约"], ("北约", "ORGANIZATION", 0, 2), (1, 4)),
    ],
    ids=["spaces", "widths", "a mark and traditional characters"],
)
def test_offsets_count_characters_of_the_text(
    text: str, tokens: list[str], name: tuple[Any, ...], place: tuple[int, int]
) -> None:
    found = adapt({"tok": [tokens], "ner": [[name]]}, fold(text))
    assert [(hint.start, hint.end) for hint in found.names] == [place]
    assert "".join(token.text for token in found.tokens) == fold(text)


def test_sentences_that_were_handed_in_hold_their_tokens() -> None:
    found = adapt({"tok": [["法国"], ["法国"]]}, "法国！法国", [(0, 3), (3, 5)])
    assert [(token.start, token.end) for token in found.tokens] == [(0, 2), (2, 3), (3, 5)]


@pytest.mark.parametrize(
    ("document", "options", "code"),
    [
        ({}, {}, "E423"),
        ({"ner": NAMES}, {}, "E423"),
        ({"tok": [FIRST, SECOND]}, {"need": ["ner"]}, "E423"),
        ({"tok": [["德国"], SECOND]}, {}, "E424"),
        ({"tok": [FIRST, SECOND], "ner": [[("德国", "LOCATION")], []]}, {}, "E424"),
        ({"tok": [FIRST, SECOND], "ner": [[("", "LOCATION")], []]}, {}, "E424"),
        ({"tok": [FIRST, SECOND], "ner": [[("中国", "LOCATION", 5, 9)], []]}, {}, "E424"),
        ({"tok": [[], []], "ner": [[("中国", "LOCATION", 0, 1)], []]}, {}, "E424"),
        ({"tok": [FIRST, SECOND]}, {"sentences": [(0, len(TEXT))]}, "E425"),
        ({"tok": [FIRST, SECOND], "ner": NAMES[:1]}, {}, "E425"),
        ({"tok": [FIRST, SECOND], "ner": [[("中国",)], []]}, {}, "E425"),
        ({"tok": [FIRST, SECOND], "dep": [[(0, "root")], []]}, {}, "E425"),
        ({"tok": [["甲"]], "dep": [[(4, "nsubj")]]}, {}, "E425"),
        ({"tok": [[("甲", 0, 1)], [7]]}, {}, "E425"),
        ({"tok": [[[["甲"]]]]}, {}, "E425"),
        ({"tok": 7}, {}, "E425"),
    ],
)
def test_document_that_cannot_be_used(document: Any, options: dict[str, Any], code: str) -> None:
    text = "甲" if document.get("tok") == [["甲"]] else TEXT
    with pytest.raises(UsageError) as caught:
        adapt(document, text, **options)
    assert caught.value.code == code


def test_error_names_the_task_and_those_that_are_there() -> None:
    with pytest.raises(UsageError, match=r"lacks the task ner; it has tok/fine, pos"):
        adapt({"tok/fine": [], "pos": []}, "", need=["ner"])
