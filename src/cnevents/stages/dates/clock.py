"""Clock times: from hours and parts of the day to moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from cnevents.stages.dates.value import DAYPARTS, Value

_AFTER_NOON = frozenset({"afternoon", "evening", "night", "late"})


def hour_of(fields: dict[str, Any], daypart: str | None) -> int:
    """The hour from 0 to 24 that a spoken hour means in its part of the day.

    >>> hour_of({"hour": 8}, "night"), hour_of({"hour": 12}, "dawn"), hour_of({"hour": 1}, "noon")
    (20, 0, 13)
    """
    hour = int(fields["hour"])
    if daypart in _AFTER_NOON and 0 < hour < 12:
        return hour if daypart == "late" and hour < 6 else hour + 12
    if daypart in ("night", "late") and hour == 12:
        return 24
    if daypart == "noon" and hour < 4:
        return hour + 12
    return 0 if daypart == "dawn" and hour == 12 else hour


def at_clock(day: date, fields: dict[str, Any], daypart: str | None) -> Value:
    """The moment that a clock time names on a day, or the span of a part of the day."""
    if "hour" not in fields:
        first, last = DAYPARTS[str(daypart)]
        start = datetime.combine(day, time())
        return Value(start + timedelta(hours=first), start + timedelta(hours=last), "hour", True)
    hour = hour_of(fields, daypart)
    minute = int(fields.get("minute", 15 * fields["quarters"] if "quarters" in fields else 0))
    second = int(fields.get("second", 0))
    try:
        begin = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute, seconds=second)
        if "hour_end" in fields:
            last = hour_of({"hour": fields["hour_end"]}, daypart)
            if last < hour:  # 晚上11至1时, 上午11至1时: what comes next on the clock's face
                last = int(fields["hour_end"]) + (12 if hour < 12 else 24)
            minutes = 30 if "half_end" in fields else int(fields.get("minute_end", 0))
            until = datetime.combine(day, time()) + timedelta(hours=last, minutes=minutes)
            return Value(begin, until if until > begin else until + timedelta(days=1), "hour")
        precision = (
            "second"
            if "second" in fields
            else "minute"
            if "minute" in fields or "quarters" in fields
            else "hour"
        )
        return Value(begin, begin + timedelta(minutes=1), precision)
    except OverflowError:
        return Value(invalid=True)
