"""Counts: how many were killed, injured, arrested or took part, with low, best and high."""

from __future__ import annotations

import re
from functools import cache

from cnevents.analysis import Analysis, Happening, Tally
from cnevents.resources import read_tsv
from cnevents.stages.grammar import pattern
from cnevents.text.numerals import parse_number

MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10000}


@cache
def _counted() -> dict[str, str]:
    return {row["frame"]: row["what"] for row in read_tsv("grammar/counts.tsv")}


@cache
def _bounds() -> dict[str, str]:
    return {row["word"]: row["bound"] for row in read_tsv("grammar/bounds.tsv")}


def count(happening: Happening, analysis: Analysis) -> list[Tally]:
    """The numbers of people in the victims' (or the crowd's) phrases of a happening."""
    what = _counted().get(happening.candidate.frame)
    if what is None:
        return []
    phrases = happening.roles.recipients or happening.roles.actors
    tallies = []
    for phrase in phrases:
        start = max(0, phrase.start - 3)
        match = pattern("amount").search(analysis.folded, start, phrase.end)
        tally = _tally(what, match) if match else None
        if tally is not None:
            tallies.append(tally)
    return tallies


def _tally(what: str, match: re.Match[str]) -> Tally | None:
    number = parse_number(match.group("number").replace(",", ""))
    if number is None:
        return None
    best = int(number)
    if match.group("vague"):
        unit = MULTIPLES.get(match.group("number"), best)
        return Tally(what, 2 * unit, None, 9 * unit + unit - 1, match.start(), match.end())
    bound = _bounds().get(match.group("before") or match.group("after") or "", "")
    low = None if bound in ("high", "about") else best
    high = None if bound in ("low", "about") else best
    return Tally(what, low, best, high, match.start(), match.end())
