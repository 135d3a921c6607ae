"""TIMEX3 values and Extended Date/Time Format strings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cnevents.stages.dates.value import Moment, Value, amount

_CODES = {
    "year": ("Y", 1), "month": ("M", 1), "week": ("W", 1), "day": ("D", 1), "hour": ("TH", 1),
    "minute": ("TM", 1), "second": ("TS", 1), "quarter": ("M", 3), "half": ("M", 6), "decade": ("Y", 10),
    "century": ("Y", 100), "workday": ("D", 1), "quarterhour": ("TM", 15),
}  # fmt: skip


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def duration_timex(fields: dict[str, Any]) -> str:
    """The ISO duration of a span: 三年半 is P42M, 8天20小时 P8DT20H."""
    totals: dict[str, float] = {}
    for part in (fields, *fields.get("more", ())):
        code, factor = _CODES[part["unit"]]
        totals[code] = totals.get(code, 0) + amount(part) * factor
    if totals.keys() == {"Y"} and totals["Y"] != int(totals["Y"]):
        totals = {"M": totals["Y"] * 12}
    days = "".join(f"{_number(totals[code])}{code}" for code in "YMWD" if code in totals)
    clock = "".join(f"{_number(totals[code])}{code[1]}" for code in ("TH", "TM", "TS") if code in totals)
    return f"P{days}" + (f"T{clock}" if clock else "")


def set_timex(fields: dict[str, Any]) -> str:
    """How often a set comes round: 每周三 P1W, 每两年 P2Y."""
    return str(fields["set"]) if isinstance(fields.get("set"), str) else duration_timex({"n": 1, **fields})


def set_edtf(fields: dict[str, Any]) -> str:
    """The days of a set with X for what varies: 每年9月 is XXXX-09; empty where EDTF cannot say it."""
    month = f"{fields['month']:02d}" if "month" in fields else "XX"
    if "day" in fields:
        return f"XXXX-{month}-{fields['day']:02d}"
    return f"XXXX-{month}" if "month" in fields else ""


def _stamp(moment: Moment, precision: str) -> str:
    if isinstance(moment, datetime):
        return moment.strftime("%Y-%m-%dT%H:%M:%S" if precision == "second" else "%Y-%m-%dT%H:%M")
    return moment.isoformat()


def value_timex(value: Value) -> str:
    """The TIMEX3 value of an interval."""
    begin, until, precision = value.begin, value.until, value.precision
    if begin is None:
        return ""
    if isinstance(begin, datetime):
        return _stamp(begin, precision)
    year = f"{begin.year:04d}"
    if until is not None and not isinstance(until, datetime):
        days = (until - begin).days
        if days == 1:
            return begin.isoformat()
        if begin.day == until.day == 1:
            months = 12 * (until.year - begin.year) + until.month - begin.month
            named = {1: f"{year}-{begin.month:02d}", 12: year, 120: year[:3], 1200: year[:2]}
            if months == 3 and begin.month % 3 == 1 and precision == "quarter":
                return f"{year}-Q{begin.month // 3 + 1}"
            if months == 6 and begin.month in (1, 7):
                return f"{year}-H{1 + begin.month // 7}"
            if months in named and (months == 1 or begin.month == 1):
                return named[months]
        if days == 7 and begin.isoweekday() == 1:
            iso = begin.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}"
    return f"{begin.isoformat()}/{_last(until)}"


def value_edtf(value: Value, timex: str) -> str:
    """The interval in EDTF, `~` for approximate; open ends are `..`. `timex` is its TIMEX3 value."""
    begin, until = value.begin, value.until
    if begin is None and until is None:
        return ""
    mark = "~" if value.approximate else ""
    if isinstance(begin, datetime):
        return _stamp(begin, "second") + mark
    if begin is not None and until is not None and not isinstance(until, datetime):
        if (until - begin).days == 1:
            return begin.isoformat() + mark
        if "/" not in timex and not any(letter in timex for letter in "QHW"):
            return timex.ljust(4, "X") + mark
    return f"{begin.isoformat() if begin else '..'}/{_last(until)}{mark}"


def _last(until: Moment | None) -> str:
    if until is None:
        return ".."
    if isinstance(until, datetime):
        return until.isoformat()
    return (until - timedelta(days=1)).isoformat()


def day_of(moment: Moment) -> date:
    """The calendar day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment
