"""Lunar dates, festivals, named periods, and spans counted from a day (三天前, 过去一周)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.feasts import feast_near, periods
from cnevents.stages.dates.value import (
    MONTHS_OF,
    SECONDS_OF,
    Fields,
    Moment,
    Value,
    amount,
    day_value,
    months_from,
    shift,
)
from cnevents.stages.dates.years import year_of_fields, year_value
from cnevents.text.calendars import DAY, add_days, add_months, lunar_month, lunar_to_date


def lunar_value(fields: Fields, anchor: Anchor) -> Value:
    """农历正月初一: a day or month of the lunar calendar."""
    year, inferred, source = year_of_fields(fields, anchor)
    month, leap = fields.get("lunar_month", fields.get("month")), bool(fields.get("leap"))
    number_of_day = fields.get("lunar_day", fields.get("day"))
    if month is None:
        return Value(precision="day")

    def of_year(number: int) -> tuple[date, date] | None:
        """Its days in a year of the lunar calendar; None where that has no such day."""
        if number_of_day is None:
            return lunar_month(number, month, leap)
        day = lunar_to_date(number, month, number_of_day, leap)
        return (day, day + DAY) if day else None

    if year is None:
        found, source = anchor.nearest(of_year)
    else:
        found = of_year(year)
    precision = "day" if number_of_day is not None else "month"
    if found is None:
        return Value(precision=precision, invalid=year is not None)
    return Value(found[0], found[1], precision, False, inferred, source)


def now_value(fields: Fields, anchor: Anchor) -> Value:
    """至今, 目前: the day of publication where a range ends there, else vague."""
    if anchor.range_end is None:
        return Value(precision="vague", anchor=anchor.published_name)
    return Value(
        anchor.today,
        add_days(anchor.today, 1) if anchor.today else None,
        "day",
        False,
        False,
        anchor.published_name,
    )


def festival_value(fields: Fields, anchor: Anchor) -> Value:
    """国庆, 除夕: the nearest feast of that name, or that of the year told."""
    year, inferred, source = year_of_fields(fields, anchor)
    day, where = feast_near(fields["festival"], year, anchor)
    value = day_value(day) if day else Value()
    value.inferred, value.anchor = inferred, source or where
    return value


def period_value(fields: Fields, anchor: Anchor) -> Value:
    """“十四五”期间: a period of the tables."""
    begin, until, precision = periods()[fields["period"]]
    return Value(begin, until, precision)


def offset_value(fields: Fields, anchor: Anchor) -> Value:
    """三天前, 两周后: so far from the anchor."""
    base, source = anchor.offset_base(fields)
    unit, number = fields["unit"], amount(fields) * fields["direction"]
    if unit in SECONDS_OF and anchor.moment is not None and base == anchor.today:
        moved: Moment | None = shift(anchor.moment, unit, number)
    elif unit in SECONDS_OF and base is not None and number * SECONDS_OF[unit] > -86400:
        return Value(base, add_days(base, 1), unit, True, False, source)
    else:
        moved = shift(base, unit, number) if base else None
    if moved is None:
        return Value(precision=unit, invalid=base is not None)
    if unit in SECONDS_OF:
        return Value(moved, moved + timedelta(minutes=1), unit, False, False, source)
    if unit == "month" or unit in ("quarter", "half"):
        value = months_from(moved.year, moved.month, 1, "month")
    elif unit in MONTHS_OF:
        value = months_from(moved.year, 1, 12, unit)
    else:
        value = day_value(moved)
    value.anchor = source
    return value


def window_value(fields: Fields, anchor: Anchor) -> Value:
    """过去十年, 未来三个月: a stretch up to the anchor or from it."""
    base, source = anchor.window_base()
    if base is None:
        return Value(precision=fields["unit"])
    unit, number = fields["unit"], amount(fields)
    if fields["towards"] < 0:
        moved = shift(base, unit, -number)
        begin = moved.date() if isinstance(moved, datetime) else moved
        if isinstance(moved, datetime):
            moment = anchor.moment if anchor.moment is not None and base == anchor.today else None
            if moment is not None:
                return Value(shift(moment, unit, -number), moment, unit, True, False, source)
            return Value(begin, add_days(base, 1), unit, True, False, source)
        return Value(begin, base, unit, True, False, source)
    if unit in SECONDS_OF and anchor.moment is not None and base == anchor.today:
        return Value(anchor.moment, shift(anchor.moment, unit, number), unit, True, False, source)
    moved = shift(base, unit, number)
    until = moved.date() if isinstance(moved, datetime) else moved
    if until == base:  # 未来三小时 is a part of the day
        until = add_days(base, 1)
    return Value(base, until, unit, True, False, source)


def previous_years(fields: Fields, anchor: Anchor) -> Value:
    """前三年: so many whole years before this one."""
    if anchor.today is None:
        return Value(precision="year")
    count = int(fields["previous_years"])
    value = months_from(max(1, anchor.today.year - count), 1, 12 * count, "year")
    value.anchor = anchor.published_name
    value.approximate = True
    return value


def same_period(fields: Fields, anchor: Anchor) -> Value:
    """上年同期: the span spoken of last, a year before."""
    if anchor.span is not None:
        begin, until = (add_months(day, 12 * fields["same_period"]) for day in anchor.span)
        return Value(begin, until, "month", False, True, f"last:{anchor.span[0]}")
    year = anchor.today.year + fields["same_period"] if anchor.today else None
    return year_value({}, anchor, year)
