"""Clauses inside a coverb's phrase: 联合国对|俄罗斯空袭基辅|表示谴责.

Whoever stands right behind 对 or 就 does what the inner verb says; the subject of the clause reacts to
it. With nobody there (对|拘捕|表示关注) the text does not tell who did it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cnevents.analysis import Analysis, Item
from cnevents.stages.clauses import SPEECH, chain_of
from cnevents.stages.grammar import pattern

REACTS = frozenset({"report", "hold"})
ADVERBS = 6  # characters between the inner subject and its verb
MEETS = frozenset({"CONSULT"})
TELLS = frozenset({"announce", "report"})


def embedded_subject(items: list[Item], at: int, analysis: Analysis) -> list[Item] | None:
    """The subject of the inner verb at `at`, empty where none is told; None where it is no inner verb.

    It is one where the clause goes on with a reaction, or where whoever stands behind the coverb
    announces something or has a coverb of its own (对美国宣布加税, 针对美国|对华|加税).
    """
    opened = _opened(items, at)
    if opened is None:
        return None
    near = items[opened + 1]
    between = items[opened + 2 : at]
    if opened + 1 < at and (near.kind != "P" or near.possessor or near.end > items[at].start):
        return None
    if items[at].start - items[at - 1].end > ADVERBS:
        return None  # 就|深化中泰关系|达成共识: what is between is the matter
    if any(item.kind == "V" or item.function in ("de", "and", "light", "by") for item in between):
        return None
    if pattern("matter_end").search(analysis.folded, items[opened].end, items[at].start):
        return None  # 就军机飞越一事|向俄方提出抗议
    own = any(item.function in TELLS or (item.kind == "W" and item.function == "to") for item in between)
    if not (
        own
        or _reaction(items[at + 1 :], items[opened], items[at].end, analysis)
        or _uttered(items[at], analysis)
    ):
        return None
    return chain_of(items, opened + 1, analysis) if opened + 1 < at else []


def _opened(items: list[Item], at: int) -> int | None:
    """Index of the first 对 or 就 before the verb with no other verb between."""
    found = None
    for index in range(at - 1, -1, -1):
        if items[index].kind == "V" or items[index].function in ("conj", "report"):
            break
        if items[index].kind == "W" and pattern("embeds").fullmatch(items[index].text):
            found = index
    return found


def _reaction(behind: Sequence[Item], opener: Item, end: int, analysis: Analysis) -> bool:
    """表示谴责, 召开会议: does the clause go on with what its own subject says or does about it?"""
    last = behind[0].start if behind and behind[0].start == end else -1
    for item in behind:
        if item.function in ("conj", "de", "cause"):
            return False
        if item.function in REACTS or pattern("expresses").fullmatch(item.text):
            return True
        if item.kind == "V" and item.start == last:
            return False  # 发起反倾销|调查
        if item.kind == "V":
            kind, form = analysis.candidates[item.ref].type, analysis.candidates[item.ref].form
            return form != "n" and (kind in SPEECH or (opener.function == "about" and kind in MEETS))
    return False


def _uttered(verb: Item, analysis: Analysis) -> bool:
    """遇刺|表示悲痛: a word for uttering, right behind the inner verb, that begins no item of its own."""
    return pattern("expresses").match(analysis.folded, verb.end) is not None
