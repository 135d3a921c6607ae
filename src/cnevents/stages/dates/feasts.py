"""Festivals and named periods: from the tables to days."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from cnevents.resources import read_tsv
from cnevents.stages.dates.anchor import Anchor
from cnevents.text.calendars import (
    DAY,
    add_days,
    easter,
    islamic_day,
    lunar_to_date,
    make_date,
    nth_weekday,
    solar_term,
)

_NTH = re.compile(r"W(\d+)-(-?\d+)-(\d)(?:\+(\d+))?")


@cache
def _feasts() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Name → its rules, each with the regions where it holds."""
    feasts: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in read_tsv("dates/festivals.tsv"):
        for name in row["name"].split("|"):
            feasts.setdefault(name, []).append(
                (row["rule"], frozenset(filter(None, row["region"].split("|"))))
            )
    return feasts


@cache
def periods() -> dict[str, tuple[date, date, str]]:
    """Name → first day, exclusive end and precision of each named period."""
    return {
        name: (date.fromisoformat(row["begin"]), date.fromisoformat(row["until"]), row["precision"])
        for row in read_tsv("dates/periods.tsv")
        for name in row["word"].split("|")
    }


def feast_day(rule: str, year: int) -> date | None:
    """The day that a festival's rule gives in a year.

    >>> feast_day("L8-15", 2024), feast_day("W5-2-7", 2024), feast_day("E-2", 2024)
    (datetime.date(2024, 9, 17), datetime.date(2024, 5, 12), datetime.date(2024, 3, 29))
    """
    if rule[0] == "L":
        month, day = map(int, rule[1:].split("-"))
        if month == 12:  # 2024年除夕 is the eve of the year that begins in 2024
            early = lunar_to_date(year - 1, month, day)
            if early is not None and early.year == year:
                return early
        return lunar_to_date(year, month, day)
    if rule[0] == "T":
        index, _, back = rule[1:].partition("-")
        term = solar_term(year, int(index))
        return add_days(term, -int(back or 0)) if term else None
    if rule[0] == "H":
        month, day = map(int, rule[1:].split("-"))
        return islamic_day(year, month, day)
    if rule[0] == "E":
        return add_days(easter(year), int(rule[1:]))
    if match := _NTH.fullmatch(rule):
        month, number, weekday, plus = (int(group or 0) for group in match.groups())
        day_found = nth_weekday(year, month, number, weekday)
        return day_found + plus * DAY if day_found else None
    month, day = map(int, rule.split("-"))
    return make_date(year, month, day)


def feast_near(name: str, year: int | None, anchor: Anchor) -> tuple[date | None, str]:
    """The festival's day in `year`, or the one nearest to the anchor, with the anchor's name."""
    rules = _feasts()[name]
    region = anchor.region
    rule = next((rule for rule, where in rules if region in where), None) or rules[0][0]
    if year is not None:
        return feast_day(rule, year), ""

    def of_year(number: int) -> tuple[date, date] | None:
        """The day of the feast in a year, as an interval."""
        day = feast_day(rule, number)
        return (day, day + DAY) if day else None

    found, source = anchor.nearest(of_year)
    return (found[0] if found else None), source
