"""Months, weeks and days."""

from __future__ import annotations

from datetime import date

from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.value import Fields, Value, day_value, months_from, narrow
from cnevents.stages.dates.years import first_units, nth_week, year_of_fields
from cnevents.text.calendars import add_days, add_months, make_date, monday_of, month_length, nth_weekday


def month_value(fields: Fields, anchor: Anchor) -> Value:
    """Any expression that names a month: with its day, ten days, week, or alone."""
    year, inferred, source = year_of_fields(fields, anchor)
    month: int = fields["month"]
    last_month: int = fields.get("month_end") or month
    if year is None and "year_rel" not in fields and "year_ref" not in fields:
        year, source = anchor.year_of(last_month, fields.get("day"))
    if year is None:
        return Value(precision="day" if "day" in fields else "month", inferred=True)
    value = _inside_month(fields, year, month)
    value.inferred, value.anchor = inferred, source
    return value


def _inside_month(fields: Fields, year: int, month: int) -> Value:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return Value(precision="day" if "day" in fields else "month", invalid=True)
    if "day" in fields:
        value = day_value(make_date(year, month, fields["day"]))
        if "day_end" in fields and value.begin:
            value = _to_day(value, make_date(year, month, fields["day_end"]))
        return value
    if "xun" in fields or "half_month" in fields:
        return _ten_days(fields, year, month)
    if "week_number" in fields:
        return nth_week(date(year, month, 1), fields["week_number"])
    if "nth_day" in fields:
        length = month_length(year, month)
        return day_value(make_date(year, month, fields["nth_day"] % (length + 1)))
    if fields.keys() & {"first_days", "first_weeks"}:
        return first_units(date(year, month, 1), fields)
    if "nth" in fields:
        return day_value(nth_weekday(year, month, fields["nth"], fields["weekday"]))
    count = (fields.get("month_end", month) - month) % 12 + 1
    return narrow(months_from(year, month, count, "month"), fields.get("part"))


def _to_day(value: Value, last: date | None) -> Value:
    if last is None or value.begin is None:
        return Value(invalid=True)
    if last < value.begin and (later := add_months(last, 1)):
        last = later
    return Value(value.begin, add_days(last, 1))


def _ten_days(fields: Fields, year: int, month: int) -> Value:
    end = month_length(year, month)
    if "half_month" in fields:
        first, last = (1, 15) if fields["half_month"] == 1 else (16, end)
    else:
        first = 10 * fields["xun"] - 9
        last_part: int = fields["xun_end"] if "xun_end" in fields else fields["xun"]
        last = end if last_part == 3 else 10 * last_part
    begin = date(year, month, first)
    return Value(begin, add_days(begin, last - first + 1), "ten-day")


def relative_month(fields: Fields, anchor: Anchor) -> Value:
    """这个月, 上月, 同月: a month told from the anchor or from the month last spoken of."""
    if "month_rel" in fields:
        base, source = (
            anchor.compared_month() if fields["month_rel"] == -1 else (anchor.today, anchor.published_name)
        )
        step = fields["month_rel"]
    else:
        base, source = anchor.last_month()
        step = fields["month_ref"]
    begin = add_months(base.replace(day=1), step) if base else None
    if begin is None:
        return Value(precision="month", anchor=source)
    value = _inside_month(fields, begin.year, begin.month)
    value.anchor = source
    return value


def part_of_month(fields: Fields, anchor: Anchor) -> Value:
    """上旬, 月底 without a month: that spoken of last, or this one."""
    base, source = anchor.month_of_context(fields)
    if base is None:
        return Value(precision="ten-day", inferred=True)
    value = _inside_month(fields, base.year, base.month)
    value.inferred, value.anchor = True, source
    return value


def week_value(fields: Fields, anchor: Anchor) -> Value:
    """本周, 上周: the seven days from Monday."""
    if anchor.today is None:
        return Value(precision="week")
    monday = add_days(monday_of(anchor.today), 7 * fields["week_rel"])
    if monday is None:
        return Value(precision="week", invalid=True)
    if "weekday" in fields:
        value = day_value(add_days(monday, fields["weekday"] - 1))
    elif "weekend" in fields:
        value = Value(add_days(monday, 5), add_days(monday, 7), "weekend")
    else:
        value = Value(monday, add_days(monday, 7), "week")
    value.anchor = anchor.published_name
    return value


def weekday_value(fields: Fields, anchor: Anchor) -> Value:
    """周三, 上周五, 下周一: one day."""
    day, source = anchor.weekday(fields["weekday"])
    value = day_value(day) if day else Value()
    value.inferred, value.anchor = True, source
    return value


def weekend_value(fields: Fields, anchor: Anchor) -> Value:
    """本周末, 上周末: Saturday and Sunday."""
    day, source = anchor.weekday(6)
    return Value(day, add_days(day, 2), "weekend", False, True, source) if day else Value(precision="weekend")


def day_of_month(fields: Fields, anchor: Anchor) -> Value:
    """29日: a day whose month the anchor tells."""
    base, source = anchor.month_for_day(fields["day"])
    if base is None:
        return Value(inferred=True)
    value = _inside_month(fields, base.year, base.month)
    value.inferred, value.anchor = True, source
    return value


def relative_day(fields: Fields, anchor: Anchor) -> Value:
    """今天, 次日, 三天前: a day so many steps from the anchor or from the day last spoken of."""
    if "day_rel" in fields:
        base, source, step = anchor.today, anchor.published_name, fields["day_rel"]
    else:
        base, source = anchor.last_day()
        step = fields["day_ref"]
    value = day_value(add_days(base, step)) if base else Value()
    if "days" in fields and value.begin:
        value.until = add_days(value.begin, fields["days"])
    if fields.get("day_ref") == 0 and anchor.day_until is not None:
        value.until, value.approximate = anchor.day_until, True
    value.anchor = source
    return value
