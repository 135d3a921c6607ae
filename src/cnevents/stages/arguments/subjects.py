"""Subjects: the one in the clause, else the one that carries over from the clause before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from cnevents.analysis import Analysis, Item
from cnevents.stages.clauses import PRESS, behind_dateline, chain_of, subject_of
from cnevents.stages.grammar import pattern
from cnevents.stages.segment import verbs

APPOSED = 4  # characters
LOSSES = frozenset({"pass_away", "missing"})  # frames of what befalls one person
CARRY = 4  # clauses without a subject of their own that a subject may be carried over


def is_dateline(items: list[Item]) -> bool:
    """Is this clause an agency's line at the head of a story (新华社北京1日电)?"""
    return bool(items) and items[-1].function == "dateline"


class Subjects:
    """The topic of every clause, computed once a text."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._clause_starts = [clause.start for clause in analysis.clauses]
        self._token_starts = [token.start for token in analysis.tokens]
        self._topics = [self._topic(items) for items in analysis.items]

    def _topic(self, items: list[Item]) -> list[Item]:
        """The first phrase of a clause that nothing governs; a date line has none."""
        items = items[behind_dateline(items) :]
        phrases = [item for item in items if item.kind == "P"]
        described = len(items) > 1 and items[-1].kind == "P" and items[-2].function == "de"
        if described and items[0].kind == "V" and items[-1].start == items[-2].end:
            return [items[-1]]  # 到访俄罗斯的中国国家主席，与普京会面
        if is_dateline(items) or (len(phrases) == len(items) == 1 and self._is_place(phrases[0])):
            return []
        for at, item in enumerate(items):
            if item.kind == "V" or (
                item.kind == "W" and item.function in ("light", "hold", "arise", "attend")
            ):
                return []
            if item.function == "verb":
                return []
            acts = item.kind == "P" and self._analysis.phrases[item.ref].acts
            if acts and not item.function and not item.possessor:
                only_tells = self._is_press(item) and any(later.function == "report" for later in items[at:])
                owned = at > 0 and items[at - 1].function == "branch"
                if only_tells or (not owned and self._is_object(item)):
                    return []
                return chain_of(items, self._apposed(items, at), self._analysis)
        return []

    def _apposed(self, items: list[Item], at: int) -> int:
        """武装派别|卡桑旅: a body or an office with a name behind it, but for a noun, is the name."""
        phrase = self._analysis.phrases[items[at].ref]
        after = items[at + 1] if at + 1 < len(items) else None
        if after is not None and self._is_person(items[at]) and after.kind == "P" and self._is_person(after):
            kin = pattern("kin").fullmatch(self._analysis.folded, items[at].end, after.start)
            return at + 1 if kin else at  # 陈纳德|遗孀|陈香梅
        for index in range(at + 1, min(at + 3, len(items))):
            item = items[index]
            if item.kind == "P" and phrase.kind in ("body", "office") and not item.function:
                return index if item.start - items[at].end <= APPOSED else at
            if item.function != "noun":
                break
        return at

    def _is_object(self, item: Item) -> bool:
        """坚定奉行一个中国原则: a clause that begins with a verb has no subject in front of it."""
        start = self._clause_starts[bisect_right(self._clause_starts, item.start) - 1]
        low, high = (bisect_left(self._token_starts, offset) for offset in (start, item.start))
        words = [token.text for token in self._analysis.tokens[low:high]]
        return bool(words) and words[-1] != "的" and any(word in verbs() for word in words)

    def _is_press(self, item: Item) -> bool:
        return self._analysis.phrases[item.ref].sector == PRESS

    def _is_place(self, item: Item) -> bool:
        return self._analysis.phrases[item.ref].kind == "place"

    def find(self, clause: int, at: int, passive: bool = False) -> tuple[list[Item], bool]:
        """The subject of what stands at `at` of a clause, and whether it was carried over."""
        items = self._analysis.items[clause]
        own = subject_of(items, at, self._analysis, passive)
        if own:
            return self._listed(clause, own), False
        if items[at].kind == "V" and self._analysis.candidates[items[at].ref].type == "CASUALTY":
            return self._one_person(clause, items[at]), False
        owner = self._owner_of_struck(items, at) if passive else []
        if owner:
            return owner, False
        carried = self.carried(clause)
        return carried, bool(carried)

    def _one_person(self, clause: int, verb: Item) -> list[Item]:
        """前总统的遗孀陈香梅，上月30日逝世: who died or is missing may stand in the clause before."""
        carried = self.carried(clause)
        alone = len(carried) == 1 and self._is_person(carried[0])
        return carried if alone and self._analysis.candidates[verb.ref].frame in LOSSES else []

    def _owner_of_struck(self, items: list[Item], at: int) -> list[Item]:
        """以色列北部的一个基地|遭…袭击: whose the thing is that the passive word tells of."""
        for index in range(at):
            item = items[index]
            if item.function == "by":
                return []
            if item.kind == "P" and item.possessor and not item.function:
                between = [later for later in items[index + 2 : at] if later.kind != "T"]
                return [item] if between and between[0].function == "by" else []
        return []

    def _listed(self, clause: int, own: list[Item]) -> list[Item]:
        """蔡奇，王毅等出席: persons in clauses of nothing but names belong to the list that follows."""
        items, clauses = self._analysis.items, self._analysis.clauses
        if own[0] is not items[clause][0] or not self._is_person(own[0]):
            return own
        before = clause - 1
        while before >= 0 and clauses[before].sentence == clauses[clause].sentence:
            names = [item for item in items[before] if item.kind == "P"]
            bare = all(item.kind == "P" or item.function in ("and", "de") for item in items[before])
            if not names or not bare or not all(map(self._is_person, names)):
                break
            own = names + own
            before -= 1
        return own

    def _is_person(self, item: Item) -> bool:
        return self._analysis.phrases[item.ref].kind == "person"

    def carried(self, clause: int) -> list[Item]:
        """The topic of the nearest clause before this one in the same sentence."""
        clauses = self._analysis.clauses
        for number in range(clause - 1, max(-1, clause - 1 - CARRY), -1):
            if clauses[number].sentence != clauses[clause].sentence:
                break
            if self._topics[number]:
                return self._topics[number]
        return []

    def following(self, clause: int) -> list[Item]:
        """与印度外长会谈后，斯里兰卡总统…: the topic of the next clause, for one that ends in 后 or 期间."""
        items, clauses = self._analysis.items[clause], self._analysis.clauses
        if not items or items[-1].function != "conj" or clause + 1 >= len(clauses):
            return []
        return self._topics[clause + 1] if clauses[clause + 1].sentence == clauses[clause].sentence else []
