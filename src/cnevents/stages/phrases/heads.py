"""People and bodies that no table names, by the word that they end with: 卡车司机, 特勤人员, 渔业团体."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import ahocorasick_rs

from cnevents.analysis import Analysis
from cnevents.resources import read_tsv
from cnevents.stages.grammar import grammar_words, pattern
from cnevents.stages.phrases.units import Unit, number_before
from cnevents.stages.readings import load_triggers
from cnevents.stages.segment import attributes

MODIFIERS = 2  # words in front of a head that belong to it
LONGEST = 4  # characters of a word in front of a head
OWN = ("group", "office")


@cache
def _heads() -> tuple[ahocorasick_rs.AhoCorasick, list[dict[str, str]]]:
    rows = read_tsv("names/heads.tsv")
    return ahocorasick_rs.AhoCorasick([row["word"] for row in rows]), rows


@cache
def _needy() -> frozenset[str]:
    """Heads that tell of nobody without a word or a number before them (人员)."""
    return frozenset(row["word"] for row in _heads()[1] if row["alone"] == "no")


class HeadFinder:
    """Finds nouns for people by their heads, with the words that describe them."""

    def __init__(self, analysis: Analysis, units: Sequence[Unit]) -> None:
        self._text, self._tokens = analysis.folded, analysis.tokens
        self._starts = [token.start for token in self._tokens]
        self._borders = frozenset(self._starts)
        self._of: dict[int, Unit] = {at: unit for unit in units for at in range(unit.start, unit.end)}
        automaton, rows = _heads()
        found = automaton.find_matches_as_indexes(self._text, overlapping=True)
        self._rows: dict[int, dict[str, str]] = {}
        for index, _, end in sorted(found, key=lambda match: match[1], reverse=True):
            self._rows[end] = rows[index]  # the longest that ends there

    def find(self) -> tuple[list[Unit], list[Unit]]:
        """New units, and those that became parts of them."""
        found: list[Unit] = []
        parts: list[Unit] = []
        for number in range(len(self._tokens) - 1, -1, -1):
            unit = self._head(number)
            if unit is None or (found and found[-1].start < unit.end):
                continue
            start, absorbed = self._before(bisect_left(self._starts, unit.start))
            if start == unit.start and (unit.start in self._of or self._depends(unit)):
                continue
            if unit.start in self._of:
                parts.append(unit)
            parts += absorbed
            words = self._text[start : unit.end]
            found.append(Unit(start, unit.end, "group", (words,), unit.state, unit.sector, rule=unit.rule))
        return found, parts

    def _head(self, number: int) -> Unit | None:
        """The unit whose head this token is."""
        token = self._tokens[number]
        last = self._of.get(token.end - 1)
        if last is not None:
            return last if last.end == token.end and not last.state and self._plain(last) else None
        row = self._rows.get(token.end)
        if row is None or pattern("matter").match(self._text, token.end):
            return None
        start = min(token.start, token.end - len(row["word"]))
        if start not in self._borders or any(at in self._of for at in range(start, token.end)):
            return None
        words = self._text[start : token.end]
        return Unit(start, token.end, "group", (words,), "", row["sector"], rule=row["_at"])

    def _depends(self, unit: Unit) -> bool:
        """Is it a word like 人员 with neither a word nor a number before it?"""
        return unit.ids[0] in _needy() and number_before(self._text, unit.start) == unit.start

    def _plain(self, unit: Unit) -> bool:
        """Is it a word for people who have no name and speak for no state?"""
        if unit.mention >= 0 or unit.equipment or unit.stands_for_state:
            return False
        if pattern("people").fullmatch(self._text, unit.start, unit.end):
            return False
        before = self._of.get(unit.start - 1)
        borne = before is not None and before.kind == "person"  # 马克龙|总统|亲属
        return unit.kind in OWN and unit.start in self._borders and not borne

    def _before(self, number: int) -> tuple[int, list[Unit]]:
        """Where the words that describe the head begin, and the units among them."""
        start, absorbed = self._tokens[number].start, []
        for token in reversed(self._tokens[max(0, number - MODIFIERS) : number]):
            unit = self._of.get(token.start)
            if unit is not None and (unit.start, unit.end) == (token.start, token.end) and self._plain(unit):
                absorbed.append(unit)
            elif unit is not None or not _describes(token.text):
                break
            start = token.start
        return start, absorbed


@cache
def _describing() -> frozenset[str]:
    return frozenset(row["word"] for row in read_tsv("grammar/describing.tsv"))


def _describes(word: str) -> bool:
    """Is it a word that describes people: a noun or one of the table, and nothing that tells an event?"""
    if word in _describing():
        return True
    if not 2 <= len(word) <= LONGEST or word not in attributes():
        return False
    if word in grammar_words() or word in load_triggers().readings:
        return False
    return pattern("every").fullmatch(word) is None


def with_heads(analysis: Analysis, units: Sequence[Unit]) -> list[Unit]:
    """The units with those that heads make, in the order of the text."""
    found, parts = HeadFinder(analysis, units).find()
    gone = {id(unit) for unit in parts}
    return sorted([*(unit for unit in units if id(unit) not in gone), *found], key=lambda unit: unit.start)
