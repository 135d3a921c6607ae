"""Chunking: state + office + name → one phrase; 法国总统、德国总理 → two in one chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from cnevents.analysis import Phrase
from cnevents.resources import read_tsv
from cnevents.stages.grammar import grammar_words, pattern
from cnevents.stages.phrases.units import Unit, number_before
from cnevents.stages.readings import load_triggers
from cnevents.stages.segment import verbs


@cache
def _modifier() -> re.Pattern[str]:
    """Between a title and its bearer: 前, 新任, 一名, 数名高级 …, from `grammar/modifiers.tsv`."""
    words = "|".join(
        sorted((re.escape(row["word"]) for row in read_tsv("grammar/modifiers.tsv")), reverse=True)
    )
    return re.compile(rf"的?(?:{words}|[一二两三四五六七八九十百千\d])*")


_GLOSS = re.compile(r"[（(]\s*")
_AND = re.compile(r"\s*(?:、|等|和|与|及|，?以及|暨|同|跟|或|或者|兼)?\s*(?:[前新原]|时任|现任|候任|新任)?")
_TITLES_JOINED = frozenset({"、", "兼", "和", "及", "暨"})
POSTED = "驻"
SHARED = frozenset({"state", "office", "org", "body", "group"})  # what two states may share: 印|巴军队
_HEAVY = {"state": 1, "place": 1, "org": 2, "anaphor": 1, "office": 3, "body": 2, "group": 3, "person": 4}


def chunk(units: Sequence[Unit], folded: str) -> list[Phrase]:
    """Phrases in the order of the text, joined ones sharing their `coordinated` number."""
    phrases: list[Phrase] = []
    at = 0
    while at < len(units):
        used = _extend(units, at, folded)
        phrases.append(_phrase(units[at:used], folded))
        at = used
    _mark_chains(phrases, folded)
    return phrases


def _extend(units: Sequence[Unit], at: int, folded: str) -> int:
    """Index after the last unit that belongs to the phrase which begins at `at`."""
    last = at + 1
    while last < len(units):
        left, right = units[last - 1], units[last]
        gap = folded[left.end : right.start]
        if right.kind == "group" and any(unit.kind == "person" for unit in units[at:last]):
            break  # 马克龙总统|亲属
        if _is_gloss(left, right, gap):
            last += 1
        elif left.kind == "person":
            if gap or right.kind != "office":
                break
            last += 1
        elif _continues(left, right, gap):
            last += 1
        elif gap == POSTED and _is_post(units, last):
            last += 2
        elif gap in _TITLES_JOINED and _same_bearer(units, at, last, folded):
            last += 1
        else:
            break
    return last


def _describes(gap: str) -> bool:
    """尼日尔|政变|军人: a short word between a state and its people that is no verb."""
    if len(gap) != 2 or not gap.isalpha():
        return False
    known = gap in grammar_words() or gap in load_triggers().readings or gap in verbs()
    return not known and not any(character in grammar_words() for character in gap)


def _is_people(unit: Unit) -> bool:
    return unit.kind == "group" or (unit.kind == "office" and not unit.stands_for_state)


def _is_post(units: Sequence[Unit], at: int) -> bool:
    """巴|驻|印|武官, 美国驻华大使: a state, where its people are posted, and their office."""
    left, right = units[at - 1], units[at]
    follow = units[at + 1] if at + 1 < len(units) else None
    near = follow is not None and follow.start - right.end <= 2 and follow.kind == "office"
    return left.kind == "state" and right.kind in ("state", "place") and near


def _continues(left: Unit, right: Unit, gap: str) -> bool:
    """Title to bearer (美国前|总统), or state to its people (中国|籍|黑客, 尼日尔|政变|军人)."""
    if _modifier().fullmatch(gap) and _fits(left, right, gap):
        return True
    if left.kind != "state":
        return False
    of_origin = _is_people(right) and pattern("origin").fullmatch(gap) is not None
    return of_origin or (right.kind == "group" and _describes(gap))


def _is_gloss(left: Unit, right: Unit, gap: str) -> bool:
    return bool(_GLOSS.fullmatch(gap)) and left.mention >= 0 and right.mention >= 0 and left.ids == right.ids


def _fits(left: Unit, right: Unit, gap: str) -> bool:
    """Can `right` follow `left` inside one phrase?"""
    if gap.startswith("的") and left.kind in ("office", "group"):
        return False
    if right.kind in ("anaphor", "state"):
        return False
    if left.kind in ("group", "person"):
        return False
    if right.kind == "place":
        return left.kind in ("state", "place")
    if right.kind == "org":
        return left.kind in ("state", "anaphor", "place", "org") and not gap
    if gap.startswith("的"):
        return right.kind in ("group", "office") and len(gap) > 1
    return True


def _same_bearer(units: Sequence[Unit], at: int, last: int, folded: str) -> bool:
    """Is what follows “、” one more title of the same person (no other state or name begins there)?"""
    if units[last - 1].kind != "office" or units[last].kind == "state":
        return False
    follow = last
    while follow + 1 < len(units):
        gap = folded[units[follow].end : units[follow + 1].start]
        listed = (
            gap in _TITLES_JOINED and units[follow].kind == "office" and units[follow + 1].kind != "state"
        )
        if units[follow].kind == "person" or not (listed or _modifier().fullmatch(gap)):
            break
        follow += 1
    tail = units[last : follow + 1]
    bearer = tail[-1].kind == "person" and any(unit.kind == "office" for unit in tail)
    states = {unit.state for unit in units[at:last] if unit.state}
    return bearer and all(not unit.state or not states or unit.state in states for unit in tail[:-1])


def _phrase(units: Sequence[Unit], folded: str) -> Phrase:
    heaviest = max(_HEAVY[unit.kind] for unit in units)
    heads = [unit for unit in units if _HEAVY[unit.kind] == heaviest]
    head = next(unit for unit in heads if unit.ids == heads[-1].ids)
    posted = any(folded[left.end : right.start] == POSTED for left, right in pairwise(units))
    order = units if posted else list(reversed(units))
    state = next((unit.state for unit in order if unit.state), "")
    anaphors = [unit for unit in units if unit.kind == "anaphor"]
    office = "|".join(dict.fromkeys(unit.office for unit in units if unit.office))
    start, end = units[0].start, units[-1].end
    phrase = Phrase(
        start,
        end,
        head.start,
        head.end,
        head.ids,
        head.kind,
        state if posted else head.state or state,
        head.sector,
        office,
        mention=head.mention,
        rule=head.rule,
        acts=head.kind != "place" or head.capital,
    )
    if anaphors:
        phrase.anaphor = folded[anaphors[0].start : anaphors[0].end]
    orgs = [unit for unit in units if unit.kind == "org"]
    if head.kind == "office" and not orgs and (not head.stands_for_state or _former(folded, units)):
        phrase.kind = "group" if state else "office"
        phrase.start = number_before(folded, start)
        phrase.ids = (folded[phrase.start : end],)
    elif head.kind == "office":
        _stand_in(phrase, head, orgs)
        phrase.head_start = orgs[-1].start if orgs else phrase.head_start
    elif head.kind == "body" and start < head.start:
        phrase.ids = orgs[-1].ids if orgs and head.sector == "MIL" else (folded[start:end],)
    elif head.kind == "group":
        owners = [unit for unit in units if unit.kind in ("state", "org")]
        if head.equipment and owners:
            phrase.ids, phrase.kind, phrase.mention = owners[-1].ids, owners[-1].kind, owners[-1].mention
        elif head.equipment:
            phrase.kind = "equipment"
        else:
            phrase.start = number_before(folded, start)
            phrase.ids = (folded[phrase.start : end],)
    return phrase


def _former(folded: str, units: Sequence[Unit]) -> bool:
    """前美国大使: who was in office once does not speak for the state."""
    gaps = [folded[left.end : right.start] for left, right in pairwise(units)]
    return any(
        mark in gap
        for gap in (*gaps, folded[max(0, units[0].start - 1) : units[0].start])
        for mark in _past()
    )


@cache
def _past() -> tuple[str, ...]:
    return tuple(row["word"] for row in read_tsv("grammar/modifiers.tsv") if row["kind"] == "past")


def _stand_in(phrase: Phrase, head: Unit, orgs: Sequence[Unit]) -> None:
    """An unnamed official stands for the body named before the office, else for the state."""
    if orgs:
        phrase.ids, phrase.mention = orgs[-1].ids, orgs[-1].mention
        phrase.state = phrase.state or orgs[-1].state
        phrase.sector = orgs[-1].sector or phrase.sector
    elif phrase.state:
        phrase.ids = (phrase.state,)


def _mark_chains(phrases: list[Phrase], folded: str) -> None:
    chain = -1
    for left, right in pairwise(phrases):
        gap = folded[left.end : right.start]
        short_forms = gap == "" and left.kind == "state" and right.kind in SHARED
        if short_forms or (gap.strip() and _AND.fullmatch(gap)):
            if left.coordinated < 0:
                chain += 1
                left.coordinated = chain
            right.coordinated = left.coordinated
