"""The other reading of an expression whose year, month or week was not said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.resolve import resolve
from cnevents.stages.dates.value import Moment, Value
from cnevents.text.calendars import add_months

_SAID = frozenset(
    {"year", "era", "roc", "year2", "year_rel", "year_ref", "month_rel", "month_ref", "week_rel"}
)


def other_reading(
    fields: dict[str, Any], value: Value, anchor: Anchor
) -> tuple[Moment | None, Moment | None] | None:
    """The second likeliest interval: the year, month or week on the other side of the day of publication."""
    begin, today = value.begin, anchor.today
    if today is None or not isinstance(begin, date) or fields.keys() & _SAID:
        return None
    ahead = 1 if (begin.year, begin.month, begin.day) <= (today.year, today.month, today.day) else -1
    if "month" in fields or "festival" in fields:
        year = today.year if begin.year != today.year else begin.year + ahead
        other = resolve({**fields, "year": year}, anchor)
    elif "day" in fields:
        near = today if (begin.year, begin.month) != (today.year, today.month) else add_months(begin, ahead)
        if near is None:
            return None
        other = resolve({**fields, "year": near.year, "month": near.month}, anchor)
    elif "weekday" in fields and value.until is not None:
        week = timedelta(days=7 * ahead)
        return begin + week, value.until + week
    else:
        return None
    return (other.begin, other.until) if other.begin is not None and not other.invalid else None
