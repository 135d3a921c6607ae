"""parse: each clause as a line of items – phrases, times, triggers and words that hold them together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cnevents.analysis import Analysis, Item
from cnevents.stages.clauses import SAYING, chain_of, guest_of
from cnevents.stages.grammar import grammar_words, pattern
from cnevents.stages.segment import verbs
from cnevents.text.sentences import find_glosses


class Parse:
    """Lays the layers of a clause side by side."""

    name = "parse"
    reads: tuple[str, ...] = ("clauses", "tokens", "phrases", "times", "candidates")
    writes: tuple[str, ...] = ("items",)

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """One list of items a clause, each in the order of the text."""
        words, folded = grammar_words(), analysis.folded
        items = []
        for number, candidate in enumerate(analysis.candidates):
            word = analysis.folded[candidate.start : candidate.end]
            function, rule = words.get(word, ("", ""))
            known = function if function in SAYING else ""
            items.append(Item("V", candidate.start, candidate.end, number, known, word, rule))
        items += [Item("T", t.date_start, t.end, number) for number, t in enumerate(analysis.times)]
        items += [Item("P", p.start, p.end, number) for number, p in enumerate(analysis.phrases)]
        items.sort(key=lambda item: (item.start, -item.end))
        taken = [(item.start, item.end) for item in items]
        heads = {phrase.start for phrase in analysis.phrases}
        for token in analysis.tokens:
            start, end = _free(token.start, token.end, taken)
            word = analysis.folded[start:end]
            entry = words.get(word)
            if entry is None and end in heads and word in verbs():
                entry = ("verb", "")
            if entry and start < end:
                items.append(Item("W", start, end, -1, entry[0], word, entry[1]))
        items.sort(key=lambda item: (item.start, -item.end))
        clauses = _by_clause(analysis, _outside(items, find_glosses(folded)))
        for clause in clauses:
            _as_verbs(clause, analysis)
            govern(clause, analysis)
            _close_matters(clause, analysis.folded)
            extend(clause, analysis)
            _bring_guests(clause, analysis)
        return {"items": clauses}


def _free(start: int, end: int, taken: list[tuple[int, int]]) -> tuple[int, int]:
    """The part of a word that no item covers (发表|声明, 韩正|在); empty where all is covered."""
    at = bisect_right(taken, (start, 1 << 60)) - 1
    for low, high in taken[max(0, at - 1) : at + 2]:
        if low < start < high < end:
            start = high
        elif low < end and start < high:
            end = max(start, low)
    return start, end


def _outside(items: list[Item], glosses: list[tuple[int, int]]) -> list[Item]:
    """Items but for words and names inside a gloss, which say again what stands before it; triggers stay."""
    starts = [start for start, _ in glosses]
    kept = []
    for item in items:
        at = bisect_right(starts, item.start) - 1
        if item.kind in "TV" or at < 0 or item.start >= glosses[at][1]:
            kept.append(item)
    return kept


def _by_clause(analysis: Analysis, items: Sequence[Item]) -> list[list[Item]]:
    clauses: list[list[Item]] = [[] for _ in analysis.clauses]
    starts = [clause.start for clause in analysis.clauses]
    for item in items:
        index = bisect_right(starts, item.start) - 1
        if index >= 0 and item.start < analysis.clauses[index].end:
            clauses[index].append(item)
    return clauses


COVERBS = frozenset(
    {
        "with",
        "to",
        "by",
        "agent",
        "at",
        "toward",
        "from",
        "ba",
        "about",
        "for",
        "means",
        "cite",
        "give",
        "cause",
        "behalf",
        "without",
    }
)
MATTERS = {
    "about": "matter_end",
    "because": "hence",
    "means": "pretext",
}  # what opens a clause within one, and what closes it
RELATIVE_REACH = 6  # items that a relative clause may have
EXTENDED = frozenset({"to", "by", "ba", "with"})
HEADS = frozenset({"light", "hold", "arise"})  # light verbs, which a noun for what is done follows
CLOSERS = HEADS | {
    "conj",
    "report",
    "announce",
    "deny",
    "future",
    "neg",
    "modal",
    "to",
    "with",
    "by",
    "ba",
    "about",
}
INSIDE = frozenset({"at", "from", "toward"})  # coverbs that stand inside relative clauses
GIVEN_TO = frozenset({"for", "give", "behalf"})
LISTED = frozenset({"to", "with", "by", "at", "ba", "behalf"})  # coverbs that hold over a list of phrases
QUOTED = ("", "“", "‘", "《")  # between 将 and the name that it brings
COVERB_REACH = 10  # characters of modifiers between a coverb and its phrase


def _as_verbs(items: list[Item], analysis: Analysis) -> None:
    """总统今天|代表|人民祝贺: a noun for an office is a verb where a phrase follows and none precedes."""
    for at, item in enumerate(items[:-1]):
        follows = items[at + 1]
        if item.text == "将" and pattern("brought").match(analysis.folded, item.end):
            item.function = "ba"
        closes = follows.kind == "V" and follows.start == item.end and at + 2 == len(items)
        if item.function == "report" and closes and analysis.candidates[follows.ref].form in ("n", "vn"):
            item.function = "light"
        if item.kind != "P" or follows.kind != "P" or analysis.phrases[item.ref].kind != "office":
            continue
        word = analysis.folded[item.start : item.end]
        function, rule = grammar_words().get(word, ("", ""))
        alone = at == 0 or items[at - 1].end < item.start or items[at - 1].kind == "T"
        if function in COVERBS and alone and items[at + 1].start == item.end:
            items[at] = Item("W", item.start, item.end, -1, function, word, rule)


def govern(items: list[Item], analysis: Analysis) -> None:
    """Write down which coverb governs each phrase of a clause, and which phrases 的 follows.

    A phrase right after a verb that is no trigger is that verb's ("verb").
    """
    folded = analysis.folded
    for at, item in enumerate(items):
        if item.kind != "P":
            continue
        after = items[at + 1] if at + 1 < len(items) else None
        item.possessor = after is not None and _follows_owner(item, after, folded)
        before = items[at - 1] if at else None
        if _is_goal(items[:at], item, analysis):
            item.function = "toward"
            continue
        if before is not None and before.kind == "V" and before.end == item.start and at >= 2:
            before = _before_attribute(items, at) or before
        if before is not None and before.function == "aspect" and at >= 2:
            before = items[at - 2]
        if before is None:
            continue
        if _invites(items, at):
            item.function = "host"
            continue
        if before.kind == "W" and before.function == "and":
            if at < 2 or items[at - 2].kind != "P":
                free = before.text != "、" and not any(other.kind == "V" for other in items[:at])
                item.function = "with" if free and _reaches(folded[before.end : item.start]) else ""
                continue
            item.function = items[at - 2].function if items[at - 2].function in LISTED else ""
            if not _joined(items[at - 2], item, analysis):
                continue
            before = items[at - 2]
        if before.kind == "P":
            if _joined(before, item, analysis):
                item.function = before.function
        elif before.function == "going" and before.end == item.start and _is_where(before, item, analysis):
            item.function = "at"
        elif before.text == "将" and folded[before.end : item.start] in QUOTED:
            before.function = item.function = "ba"
        elif before.function == "verb":
            item.function = _described(items, at, analysis) or "verb"
        elif before.function in COVERBS and _brings(before, item, folded):
            beside = before.end == item.start
            beside = beside or pattern("kind_of_place").fullmatch(folded, before.end, item.start) is not None
            if not beside and relative_head(items, at) is not None:
                continue
            item.function = "scene" if _is_scene(before, items, at, analysis) else before.function
        elif before.function == "de" and _counts(folded[before.end : item.start]):
            item.function = _around_relative(items, at - 1)


def _is_goal(before: list[Item], item: Item, analysis: Analysis) -> bool:
    """来|华|出席: one character for a state behind a verb of travel that no trigger stands before."""
    if item.end - item.start > 1 or analysis.phrases[item.ref].kind != "state":
        return False
    free = not any(other.kind == "V" or other.end == item.start for other in before)
    return free and pattern("travels").fullmatch(analysis.folded, item.start - 1, item.start) is not None


def _follows_owner(item: Item, after: Item, folded: str) -> bool:
    """X|的, X|下属: does `after` make the phrase before it an owner?"""
    gap = folded[item.end : after.start]
    return (after.function == "de" and _owns(gap)) or (after.function == "branch" and not gap.strip("）)"))


def _owns(gap: str) -> bool:
    """伊拉克|北部|的营地: nothing between an owner and 的, or a part of the owner."""
    return not gap or pattern("part_of_land").fullmatch(gap) is not None


def _counts(gap: str) -> bool:
    """的|两艘|驱逐舰: nothing, or a number."""
    return not gap or pattern("counted").fullmatch(gap) is not None


def _around_relative(items: list[Item], de: int) -> str:
    """向领取物资的民众开火: the coverb before a relative clause governs the noun after it.

    One that has a phrase of its own does so where 和 joins the two (向埃拉特以及在红海航行的军舰).
    """
    for at in range(de - 1, max(-1, de - 1 - RELATIVE_REACH), -1):
        item = items[at]
        if item.kind == "W" and item.function in COVERBS and item.function != "by":
            taken = items[at + 1].kind == "P" and items[at + 1].start == item.end
            acts = any(mid.kind == "V" or mid.function == "verb" for mid in items[at + 1 : de])
            if item.function in INSIDE and (taken or acts):
                continue
            if any(left.kind == "V" and right.function == "aspect" for left, right in pairwise(items[at:de])):
                return ""  # 使用导弹打击了位于前线的乌军: the verb is the clause's own
            joined = any(mid.function == "and" for mid in items[at + 1 : de])
            return "" if taken and not joined else item.function
    return ""


def relative_head(items: list[Item], at: int) -> int | None:
    """来华访问的法国总统: index of the noun that a relative clause beginning at `at` belongs to, or None."""
    verb = False
    for index in range(at + 1, min(at + 1 + RELATIVE_REACH, len(items) - 1)):
        item = items[index]
        verb = verb or item.kind == "V" or item.function in ("light", "hold", "arise", "attend")
        if item.function == "de":
            head = items[index + 1]
            return index + 1 if verb and head.kind == "P" and head.start == item.end else None
        if item.function in ("conj", "report", "announce"):
            return None
    return None


def _is_scene(coverb: Item, items: list[Item], at: int, analysis: Analysis) -> bool:
    """在特朗普祝贺俄罗斯时, 在以军空袭中: what 在 brings is a clause with a subject, not a place."""
    kind = analysis.phrases[items[at].ref].kind
    if coverb.function != "at" or kind in ("place", "anaphor"):
        return False
    verb = items[at + 1] if at + 1 < len(items) else None
    if kind == "person" or verb is None:
        return kind == "person"
    if verb.kind == "V" and any(item.function == "within" for item in items[at + 2 : at + 3]):
        return verb.start - items[at].end <= 1  # 领袖在|以军空袭|中身亡
    closed = any(item.function in ("conj", "within") for item in items[at + 2 :])
    if any(item.kind == "P" and not item.function and not item.possessor for item in items[:at]):
        return False
    return verb.kind == "V" and verb.start == items[at].end and closed


def _close_matters(items: list[Item], folded: str) -> None:
    """就|政府部署警卫队|一事提起诉讼, 因|中国买油|而威胁: whoever it names does nothing outside of it."""
    words = (at for at, item in enumerate(items) if item.kind == "W" and item.function in MATTERS)
    opened = next((at for at in words if not pattern("whole_reason").fullmatch(items[at].text)), None)
    if opened is None:
        return
    closed = pattern(MATTERS[items[opened].function]).search(folded, items[opened].end, items[-1].end)
    if closed is None:
        return
    for item in items[opened + 1 :]:
        if item.kind == "P" and item.function in ("", "about", "because") and item.end <= closed.start():
            item.function = "matter"


def extend(items: list[Item], analysis: Analysis) -> None:
    """对黎巴嫩南部的真主党目标实施打击: a coverb holds up to its verb, and the last phrase is its head."""
    for at, coverb in enumerate(items):
        if coverb.kind != "W" or coverb.function not in EXTENDED:
            continue
        if at + 1 < len(items) and items[at + 1].function == "dem":
            continue
        end = at + 1
        while end < len(items) and items[end].kind != "V" and not _closes(items[end]):
            end += 1
        closed = end < len(items) and (items[end].kind == "V" or items[end].function in HEADS)
        phrases = [item for item in items[at + 1 : end] if item.kind == "P"]
        if len(phrases) < 2 or not closed or phrases[0].function != coverb.function:
            continue
        if any(item.function not in ("", coverb.function) for item in phrases):
            continue
        head = phrases[-1]
        for item in phrases:
            if head.function == "" and not _joined(item, head, analysis):
                item.function = "of"
        head.function = coverb.function


def _bring_guests(items: list[Item], analysis: Analysis) -> None:
    """同来华访问的柬埔寨首相会谈: the coverb in front of a visit governs the guest behind it."""
    for at in range(len(items)):
        guest = guest_of(items, at, analysis)
        if guest is not None and items[at - 1].kind == "W":
            for member in chain_of(items, guest, analysis):
                member.function = items[at - 1].function


def _closes(item: Item) -> bool:
    return item.kind == "W" and item.function in CLOSERS


def _before_attribute(items: list[Item], at: int) -> Item | None:
    """向|阵亡|官兵: the coverb that a verb stands between, as what describes the noun."""
    coverb, verb = items[at - 2], items[at - 1]
    return coverb if coverb.function in COVERBS and coverb.end == verb.start else None


def _described(items: list[Item], at: int, analysis: Analysis) -> str:
    """为|阵亡|官兵: the function of a coverb that a verb stands behind, as what describes a group."""
    coverb, verb = items[at - 2] if at >= 2 else None, items[at - 1]
    if coverb is None or coverb.function not in GIVEN_TO or coverb.end != verb.start:
        return ""
    return coverb.function if analysis.phrases[items[at].ref].kind in ("group", "office") else ""


def _is_where(going: Item, item: Item, analysis: Analysis) -> bool:
    """正在|喀土穆, 正在|法国访问: after these words a place is where it goes on; 正在 itself ends in 在."""
    ends_in_at = grammar_words().get(going.text[-1], ("", ""))[0] == "at"
    kinds = ("place", "state") if ends_in_at else ("place",)
    return analysis.phrases[item.ref].kind in kinds


def _reaches(gap: str) -> bool:
    return not gap or gap.endswith("的") or len(gap) <= COVERB_REACH // 2


def _invites(items: list[Item], at: int) -> bool:
    """应|普京|邀请: who invites is not who comes."""
    if at + 1 >= len(items) or items[at - 1].function != "modal":
        return False
    return items[at + 1].function == "pivot" and items[at + 1].start == items[at].end


def _brings(coverb: Item, item: Item, folded: str) -> bool:
    """向|3000亿美元|中国商品: is the phrase near enough, or only what it is worth between?"""
    gap = folded[coverb.end : item.start]
    worth = coverb.function in EXTENDED and pattern("worth").fullmatch(gap) is not None
    return worth or _reaches(gap)


def _joined(left: Item, right: Item, analysis: Analysis) -> bool:
    chain = analysis.phrases[left.ref].coordinated
    return chain >= 0 and chain == analysis.phrases[right.ref].coordinated
