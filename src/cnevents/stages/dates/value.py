"""An interval of the calendar with what is known of it, and the arithmetic of months, days and parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cnevents.text.calendars import DAY, add_days, add_months, make_date

Moment = date | datetime
Fields = dict[str, Any]
MONTHS_OF = {"year": 12, "quarter": 3, "month": 1, "half": 6, "decade": 120, "century": 1200}
SECONDS_OF = {"hour": 3600, "minute": 60, "second": 1, "quarterhour": 900}
# Part of the day: from hour, to hour. 凌晨 belongs to the day that begins, 深夜 to the one that ends.
DAYPARTS = {"dawn": (0, 6), "early": (5, 8), "morning": (6, 10), "forenoon": (6, 12), "noon": (11, 13),
            "afternoon": (12, 18), "evening": (17, 20), "night": (18, 24), "late": (22, 24)}  # fmt: skip


@dataclass(slots=True)
class Value:
    """An interval with what is known of it."""

    begin: Moment | None = None
    until: Moment | None = None
    precision: str = "day"
    approximate: bool = False
    inferred: bool = False
    anchor: str = ""
    invalid: bool = False


def months_from(year: int, month: int, count: int, precision: str) -> Value:
    """The interval of `count` months from a month on."""
    begin = make_date(year, month, 1)
    until = add_months(begin, count) if begin else None
    return Value(begin, until, precision, invalid=begin is None)


def day_value(day: date | None) -> Value:
    """The interval of one day; invalid where there is none."""
    if day is None:
        return Value(invalid=True)
    return Value(day, add_days(day, 1))


def narrow(value: Value, part: str | None) -> Value:
    """A part of a span: 年初 is the first two months, 年底 the last two, 月初 and 月底 are ten days."""
    begin, until = value.begin, value.until
    if begin is None or until is None or part is None:
        return value
    months = {"year": (2, 5, 3), "half": (2, 2, 2), "century": (120, 480, 240), "decade": (36, 36, 48)}.get(
        value.precision
    )
    if months:
        edge, middle, width = months
        if part in ("first_half", "second_half"):
            half = add_months(begin, (until.year - begin.year) * 6)
            begin, until = (begin, half) if part == "first_half" else (half, until)
        elif part == "start":
            until = add_months(begin, edge)
        elif part == "end":
            begin = add_months(until, -edge)
        else:
            begin = add_months(begin, middle)
            until = add_months(begin, width) if begin else None
    elif part == "start":
        until = begin + 10 * DAY
    elif part == "end":
        begin = until - 10 * DAY
    else:
        begin, until = begin + 10 * DAY, begin + 20 * DAY
    return Value(begin, until, value.precision, True, value.inferred, value.anchor)


def amount(fields: Fields) -> float:
    """How many units the fields name (三年半 is 3.5)."""
    number = 0.5 if "half_n" in fields else float(fields.get("n", 1))
    return number + 0.5 if "plus_half" in fields else number


def shift(base: Moment, unit: str, number: float) -> Moment | None:
    """`base` moved by a number of units; parts of months are days."""
    try:
        if unit in SECONDS_OF:
            moment = base if isinstance(base, datetime) else datetime.combine(base, time())
            return moment + timedelta(seconds=SECONDS_OF[unit] * number)
        if unit in MONTHS_OF:
            months = MONTHS_OF[unit] * number
            moved = add_months(base, int(months))
            return moved + timedelta(days=round(30 * (months - int(months)))) if moved else None
        return base + timedelta(days=(7 if unit == "week" else 1) * number)
    except OverflowError:
        return None
