"""TIMEX3 values and Extended Date/Time Format strings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cnevents.stages.dates.value import Moment, Value, amount

_CODES = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S",
          "quarter": "M", "century": "Y", "decade": "Y", "half": "M"}  # fmt: skip
_FACTORS = {"quarter": 3, "half": 6, "century": 100, "decade": 10}


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def duration_timex(fields: dict[str, Any]) -> str:
    """The ISO duration of a span such as 三年半 (P3.5Y)."""
    total = amount(fields) * _FACTORS.get(fields["unit"], 1)
    clock = "T" if fields["unit"] in ("hour", "minute", "second") else ""
    code = _CODES[fields["unit"]]
    if code == "Y" and total != int(total):
        return f"P{_number(total * 12)}M"
    return f"P{clock}{_number(total)}{code}"


def set_timex(fields: dict[str, Any]) -> str:
    """The TIMEX3 value of a set: 每周三 is XXXX-WXX-3, 每两年 P2Y."""
    if isinstance(fields.get("set"), str):
        return str(fields["set"])
    if "weekday" in fields:
        return f"XXXX-WXX-{fields['weekday']}"
    if "day" in fields:
        month = f"{fields['month']:02d}" if "month" in fields else "XX"
        return f"XXXX-{month}-{fields['day']:02d}"
    if "month" in fields:
        return f"XXXX-{fields['month']:02d}"
    return duration_timex(fields)


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


def value_edtf(value: Value) -> str:
    """The interval in EDTF, `~` for approximate; open ends are `..`."""
    begin, until = value.begin, value.until
    if begin is None and until is None:
        return ""
    mark = "~" if value.approximate else ""
    if isinstance(begin, datetime):
        return _stamp(begin, "second") + mark
    if begin is not None and until is not None and not isinstance(until, datetime):
        if (until - begin).days == 1:
            return begin.isoformat() + mark
        timex = value_timex(value)
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
