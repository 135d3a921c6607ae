"""From the fields of an expression to an interval of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.feasts import feast_near
from cnevents.text.calendars import (
    DAY,
    add_days,
    add_months,
    lunar_month,
    lunar_to_date,
    make_date,
    monday_of,
    month_length,
    nth_weekday,
)

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


def _year(fields: Fields, anchor: Anchor) -> tuple[int | None, bool, str]:
    """The year that the fields name: the year, whether it was inferred, and from what."""
    if "year" in fields:
        return fields["year"], False, ""
    if "era" in fields:
        return fields["era"] + fields["era_year"], False, ""
    if "roc" in fields:
        return 1911 + fields["roc"], True, ""
    if "year2" in fields:
        short = fields["year2"]
        if "weak_year" in fields and anchor.region == "TW":
            return 1911 + short, True, ""
        return (2000 if short <= anchor.short_year_limit else 1900) + short, True, ""
    if "year_rel" in fields:
        return (anchor.today.year + fields["year_rel"], False, anchor.published_name) if anchor.today else (None, True, "")
    if "year_ref" in fields:
        year, name = anchor.last_year(near="near" in fields)
        return (year + fields["year_ref"] if year else None), False, name
    return None, True, ""


def resolve(fields: Fields, anchor: Anchor) -> Value:
    """The value of an expression's calendar words, its clock time left out."""
    for name, reader in _READERS:
        if name in fields:
            return reader(fields, anchor)
    year, inferred, source = _year(fields, anchor)
    value = _year_value(fields, anchor, year)
    value.inferred |= inferred
    value.anchor = value.anchor or source
    return value


def _year_value(fields: Fields, anchor: Anchor, year: int | None) -> Value:
    if year is None:
        return Value(precision="year")
    if not 1 <= year <= 9999:
        return Value(precision="year", invalid=True)
    if "fiscal" in fields:
        month, offset = anchor.fiscal_year()
        return months_from(year + offset, month, 12, "year")
    if "nth_day" in fields:
        return day_value(add_days(date(year + (fields["nth_day"] < 0), 1, 1), fields["nth_day"] - (fields["nth_day"] > 0)))
    if "week_number" in fields:
        return _nth_week(date(year, 1, 1), fields["week_number"])
    if fields.keys() & {"first_days", "first_weeks"}:
        return _first(date(year, 1, 1), fields)
    last = fields.get("year_end", year + fields.get("years", 1) - 1)
    value = months_from(year, 1, 12 * max(1, last - year + 1), "year")
    return narrow(value, fields.get("part")) if "part" in fields else value


def narrow(value: Value, part: str | None) -> Value:
    """年初 is the first two months, 年底 the last two; 月初 and 月底 ten days; of longer spans a part of a tenth to a third."""
    begin, until = value.begin, value.until
    if begin is None or until is None or part is None:
        return value
    months = {"year": (2, 5, 3), "half": (2, 2, 2), "century": (120, 480, 240), "decade": (36, 36, 48)}.get(value.precision)
    if months:
        edge, middle, width = months
        if part == "start":
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


def _half(fields: Fields, anchor: Anchor) -> Value:
    year, inferred, source = _year(fields, anchor)
    if year is None and not ("year_rel" in fields or "year_ref" in fields):
        year, source = anchor.year_of_context()
    if year is None:
        return Value(precision="quarter")
    if "half" in fields:
        value = months_from(year, 1 if fields["half"] == 1 else 7, 6, "half")
    elif "quarter" in fields:
        first = fields["quarter"]
        if "year" not in fields and inferred and anchor.today and source == anchor.published_name:
            year -= int(date(year, 3 * first - 2, 1) > anchor.today + timedelta(days=100))
        count = max(1, fields.get("quarter_end", first) - first + 1)
        value = months_from(year, 3 * first - 2, 3 * count, "quarter")
    elif "season" in fields:
        value = months_from(year, 3 * fields["season"], 3, "season")
    else:
        count = min(fields.get("first_months", 0) or fields.get("last_months", 0) or 3 * fields["first_quarters"], 12)
        value = months_from(year, 13 - count if "last_months" in fields else 1, count, "month")
    value.inferred, value.anchor = inferred, source
    return narrow(value, fields.get("part"))


def _quarter_rel(fields: Fields, anchor: Anchor) -> Value:
    if anchor.today is None:
        return Value(precision="quarter")
    begin = add_months(date(anchor.today.year, (anchor.today.month - 1) // 3 * 3 + 1, 1), 3 * fields["quarter_rel"])
    value = months_from(begin.year, begin.month, 3, "quarter") if begin else Value(invalid=True)
    value.anchor = anchor.published_name
    return narrow(value, fields.get("part"))


def _decade(fields: Fields, anchor: Anchor) -> Value:
    inferred, source = False, ""
    if "decade_year" in fields:
        year = fields["decade_year"]
    else:
        if "century" in fields:
            base = 100 * (fields["century"] - 1)
        elif "century_rel" in fields and anchor.today:
            base, source = 100 * (anchor.today.year // 100 + fields["century_rel"]), anchor.published_name
        else:
            base, inferred = (1900 if fields["decade"] >= 30 else 2000), True
        year = base + fields["decade"]
    value = months_from(year, 1, 120, "decade")
    value.inferred, value.anchor = inferred, source
    return narrow(value, fields.get("part"))


def _century(fields: Fields, anchor: Anchor) -> Value:
    if "century" in fields:
        base, source = 100 * (fields["century"] - 1), ""
    elif anchor.today:
        base, source = 100 * (anchor.today.year // 100 + fields["century_rel"]), anchor.published_name
    else:
        return Value(precision="century")
    part = fields.get("part")
    if part in ("start", "end"):
        value = months_from(max(1, base if part == "start" else base + 90), 1, 120, "decade")
        value.approximate = True
    else:
        value = narrow(months_from(max(1, base), 1, 1200, "century"), part)
    value.anchor = source
    return value


def _month(fields: Fields, anchor: Anchor) -> Value:
    """Any expression that names a month: with its day, ten days, week, or alone."""
    year, inferred, source = _year(fields, anchor)
    month = fields["month"]
    if year is None and "year_rel" not in fields and "year_ref" not in fields:
        year, source = anchor.year_of(fields.get("month_end", month), fields.get("day"))
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
        return _nth_week(date(year, month, 1), fields["week_number"])
    if "nth_day" in fields:
        length = month_length(year, month)
        return day_value(make_date(year, month, fields["nth_day"] % (length + 1)))
    if fields.keys() & {"first_days", "first_weeks"}:
        return _first(date(year, month, 1), fields)
    if "nth" in fields:
        return day_value(nth_weekday(year, month, fields["nth"], fields["weekday"]))
    count = (fields.get("month_end", month) - month) % 12 + 1
    return narrow(months_from(year, month, count, "month"), fields.get("part"))


def _first(begin: date, fields: Fields) -> Value:
    """The first days or weeks of a month or a year."""
    if "first_days" in fields:
        return Value(begin, add_days(begin, fields["first_days"]), "day")
    first = _nth_week(begin, 1)
    return Value(first.begin, add_days(first.begin, 7 * fields["first_weeks"]), "week") if first.begin else first


def _nth_week(first: date, number: int) -> Value:
    """The n-th week that begins inside a month or a year."""
    monday = monday_of(first + 6 * DAY) + 7 * (number - 1) * DAY
    return Value(monday, monday + 7 * DAY, "week")


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
        last = end if fields.get("xun_end", fields["xun"]) == 3 else 10 * fields.get("xun_end", fields["xun"])
    begin = date(year, month, first)
    return Value(begin, add_days(begin, last - first + 1), "ten-day")


def _relative_month(fields: Fields, anchor: Anchor) -> Value:
    if "month_rel" in fields:
        base, source = anchor.compared_month() if fields["month_rel"] == -1 else (anchor.today, anchor.published_name)
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


def _part_of_month(fields: Fields, anchor: Anchor) -> Value:
    """上旬, 月底 without a month: that spoken of last, or this one."""
    base, source = anchor.month_of_context(fields)
    if base is None:
        return Value(precision="ten-day", inferred=True)
    value = _inside_month(fields, base.year, base.month)
    value.inferred, value.anchor = True, source
    return value


def _bare_part(fields: Fields, anchor: Anchor) -> Value:
    year, inferred, source = _year(fields, anchor)
    if year is None and inferred:
        year, source = anchor.year_of_context()
    if year is None:
        return Value(precision="year", inferred=inferred)
    value = narrow(months_from(year, 1, 12, "year"), fields["part"])
    value.inferred, value.anchor = inferred, source
    return value


def _week(fields: Fields, anchor: Anchor) -> Value:
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


def _weekday(fields: Fields, anchor: Anchor) -> Value:
    day, source = anchor.weekday(fields["weekday"])
    value = day_value(day) if day else Value()
    value.inferred, value.anchor = True, source
    return value


def _weekend(fields: Fields, anchor: Anchor) -> Value:
    day, source = anchor.weekday(6)
    return Value(day, add_days(day, 2), "weekend", False, True, source) if day else Value(precision="weekend")


def _day(fields: Fields, anchor: Anchor) -> Value:
    base, source = anchor.month_for_day(fields["day"])
    if base is None:
        return Value(inferred=True)
    value = _inside_month(fields, base.year, base.month)
    value.inferred, value.anchor = True, source
    return value


def _relative_day(fields: Fields, anchor: Anchor) -> Value:
    if "day_rel" in fields:
        base, source, step = anchor.today, anchor.published_name, fields["day_rel"]
    else:
        base, source = anchor.last_day()
        step = fields["day_ref"]
    value = day_value(add_days(base, step)) if base else Value()
    if fields.get("day_ref") == 0 and anchor.day_until is not None:
        value.until, value.approximate = anchor.day_until, True
    value.anchor = source
    return value


def _lunar(fields: Fields, anchor: Anchor) -> Value:
    year, inferred, source = _year(fields, anchor)
    month, leap = fields.get("lunar_month", fields.get("month")), bool(fields.get("leap"))
    number_of_day = fields.get("lunar_day", fields.get("day"))
    if month is None:
        return Value(precision="day")

    def of_year(number: int) -> tuple[date, date] | None:
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


def _now(fields: Fields, anchor: Anchor) -> Value:
    if anchor.range_end is None:
        return Value(precision="vague", anchor=anchor.published_name)
    return Value(anchor.today, add_days(anchor.today, 1) if anchor.today else None, "day", False, False, anchor.published_name)


def _festival(fields: Fields, anchor: Anchor) -> Value:
    year, inferred, source = _year(fields, anchor)
    day, where = feast_near(fields["festival"], year, anchor)
    value = day_value(day) if day else Value()
    value.inferred, value.anchor = inferred, source or where
    return value


def _period(fields: Fields, anchor: Anchor) -> Value:
    from cnevents.stages.dates.feasts import periods

    begin, until, precision = periods()[fields["period"]]
    return Value(begin, until, precision)


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


def _offset(fields: Fields, anchor: Anchor) -> Value:
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


def _window(fields: Fields, anchor: Anchor) -> Value:
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
    return Value(base, until, unit, True, False, source)


def _previous_years(fields: Fields, anchor: Anchor) -> Value:
    if anchor.today is None:
        return Value(precision="year")
    count = int(fields["previous_years"])
    value = months_from(max(1, anchor.today.year - count), 1, 12 * count, "year")
    value.anchor = anchor.published_name
    value.approximate = True
    return value


def _same_period(fields: Fields, anchor: Anchor) -> Value:
    """上年同期: the span spoken of last, a year before."""
    if anchor.span is not None:
        begin, until = (add_months(day, 12 * fields["same_period"]) for day in anchor.span)
        return Value(begin, until, "month", False, True, f"last:{anchor.span[0]}")
    year = anchor.today.year + fields["same_period"] if anchor.today else None
    return _year_value({}, anchor, year)


_READERS: tuple[tuple[str, Callable[[Fields, Anchor], Value]], ...] = (
    ("offset", _offset),
    ("window", _window),
    ("previous_years", _previous_years),
    ("same_period", _same_period),
    ("period", _period),
    ("festival", _festival),
    ("lunar", _lunar),
    ("decade", _decade),
    ("decade_year", _decade),
    ("century", _century),
    ("century_rel", _century),
    ("quarter_rel", _quarter_rel),
    ("half", _half),
    ("quarter", _half),
    ("season", _half),
    ("first_months", _half),
    ("last_months", _half),
    ("first_quarters", _half),
    ("now", _now),
    ("month", _month),
    ("month_rel", _relative_month),
    ("month_ref", _relative_month),
    ("day_rel", _relative_day),
    ("day_ref", _relative_day),
    ("week_rel", _week),
    ("day", _day),
    ("xun", _part_of_month),
    ("half_month", _part_of_month),
    ("weekend", _weekend),
    ("weekday", _weekday),
    ("part", _bare_part),
)
