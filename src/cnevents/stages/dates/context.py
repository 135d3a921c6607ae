"""What stands around an expression: is it a date at all, is it approximate, which region speaks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from cnevents.resources import read_yaml

if TYPE_CHECKING:
    from cnevents.stages.dates.grammar import Expression

_CLOCK_ONLY = frozenset({"hour", "minute", "second", "quarters"})


@cache
def patterns() -> dict[str, Any]:
    """The patterns of context.yaml, compiled."""
    data = read_yaml("dates/context.yaml")
    compiled: dict[str, Any] = {
        name: re.compile(data[name]) for name in data if name not in ("not", "regions")
    }
    compiled["not"] = {
        rule: (re.compile(f"(?:{entry['before']})$") if "before" in entry else None,
               re.compile(entry["after"]) if "after" in entry else None,
               re.compile(entry["whole"]) if "whole" in entry else None)
        for rule, entry in data["not"].items()
    }  # fmt: skip
    compiled["regions"] = {region: re.compile(pattern) for region, pattern in data["regions"].items()}
    return compiled


def approximate_by(text: str, start: int, end: int) -> bool:
    """Whether 约 before or 前后 after makes the expression approximate."""
    known = patterns()
    return bool(
        known["approximate_after"].match(text, end)
        or known["approximate_before"].search(text[max(0, start - 3) : start])
    )


def region_of(text: str) -> str | None:
    """The region that a text's own words point to, or None."""
    counts = {region: len(pattern.findall(text)) for region, pattern in patterns()["regions"].items()}
    best = max(counts, key=lambda region: counts[region])
    return str(best) if counts[best] else None


def is_no_date(expression: Expression, text: str, start: int, end: int) -> bool:
    """Whether the words around show that this is no time expression (a house number, a score, a model)."""
    known = patterns()
    fields = expression.fields
    for name in expression.parts:
        entry = known["not"].get(name)
        if entry is not None:
            before, after, whole = entry
            if before is not None and before.search(text[max(0, start - 8) : start]):
                return True
            if after is not None and after.match(text, end):
                return True
            if whole is not None and whole.fullmatch(text, start, end):
                return True
    if "weak_day" in fields and not fields.keys() & {"month", "month_rel", "month_ref", "set"}:
        if known["day_number_before"].search(text[max(0, start - 6) : start]):
            return True
        return not text[start].isascii() or not known["day_number_after"].match(text, end)
    if fields.keys() == {"daypart"}:
        return expression.second is None
    if "hour" in fields and fields.keys() <= {"hour", "dot"}:
        if "dot" in fields and not text[start].isascii() and (end - start) < 3 and text[start] not in "零十":
            return True
        if known["hour_after"].match(text, end):
            return False
        return not known["hour_before"].search(text[max(0, start - 4) : start])
    return False
