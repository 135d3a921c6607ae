"""Years and what divides them: halves, quarters, seasons, decades, centuries."""

from __future__ import annotations

from datetime import date, timedelta

from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.value import Fields, Value, day_value, months_from, narrow
from cnevents.text.calendars import DAY, add_days, add_months, monday_of


def year_of_fields(fields: Fields, anchor: Anchor) -> tuple[int | None, bool, str]:
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
        return (
            (anchor.today.year + fields["year_rel"], False, anchor.published_name)
            if anchor.today
            else (None, True, "")
        )
    if "year_ref" in fields:
        year, name = anchor.last_year(near="near" in fields)
        return (year + fields["year_ref"] if year else None), False, name
    return None, True, ""


def year_value(fields: Fields, anchor: Anchor, year: int | None) -> Value:
    """2024年, 民国113年, 去年: a year."""
    if year is None:
        return Value(precision="year")
    if not 1 <= year <= 9999:
        return Value(precision="year", invalid=True)
    if "fiscal" in fields:
        month, offset = anchor.fiscal_year()
        return months_from(year + offset, month, 12, "year")
    if "nth_day" in fields:
        return day_value(
            add_days(date(year + (fields["nth_day"] < 0), 1, 1), fields["nth_day"] - (fields["nth_day"] > 0))
        )
    if "week_number" in fields:
        return nth_week(date(year, 1, 1), fields["week_number"])
    if fields.keys() & {"first_days", "first_weeks"}:
        return first_units(date(year, 1, 1), fields)
    last = fields.get("year_end", year + fields.get("years", 1) - 1)
    value = months_from(year, 1, 12 * max(1, last - year + 1), "year")
    return narrow(value, fields.get("part")) if "part" in fields else value


def first_units(begin: date, fields: Fields) -> Value:
    """The first days or weeks of a month or a year."""
    if "first_days" in fields:
        return Value(begin, add_days(begin, fields["first_days"]), "day")
    first = nth_week(begin, 1)
    return (
        Value(first.begin, add_days(first.begin, 7 * fields["first_weeks"]), "week") if first.begin else first
    )


def nth_week(first: date, number: int) -> Value:
    """The n-th week that begins inside a month or a year."""
    monday = monday_of(first + 6 * DAY) + 7 * (number - 1) * DAY
    return Value(monday, monday + 7 * DAY, "week")


def half_value(fields: Fields, anchor: Anchor) -> Value:
    """上半年: half a year."""
    year, inferred, source = year_of_fields(fields, anchor)
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
        count = min(
            fields.get("first_months", 0) or fields.get("last_months", 0) or 3 * fields["first_quarters"], 12
        )
        value = months_from(year, 13 - count if "last_months" in fields else 1, count, "month")
    value.inferred, value.anchor = inferred, source
    return narrow(value, fields.get("part"))


def relative_quarter(fields: Fields, anchor: Anchor) -> Value:
    """本季度, 上季度: a quarter told from the anchor."""
    if anchor.today is None:
        return Value(precision="quarter")
    begin = add_months(
        date(anchor.today.year, (anchor.today.month - 1) // 3 * 3 + 1, 1), 3 * fields["quarter_rel"]
    )
    value = months_from(begin.year, begin.month, 3, "quarter") if begin else Value(invalid=True)
    value.anchor = anchor.published_name
    return narrow(value, fields.get("part"))


def decade_value(fields: Fields, anchor: Anchor) -> Value:
    """20世纪80年代: ten years."""
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
    value = months_from(year, 1, 120 * fields.get("decades", 1), "decade")
    value.inferred, value.anchor = inferred, source
    return narrow(value, fields.get("part"))


def century_value(fields: Fields, anchor: Anchor) -> Value:
    """21世纪, 上世纪末: a century or a part of it."""
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


def bare_part(fields: Fields, anchor: Anchor) -> Value:
    """年初, 月底: a part of the year or month that the anchor tells."""
    year, inferred, source = year_of_fields(fields, anchor)
    if year is None and inferred:
        year, source = anchor.year_of_context()
    if year is None:
        return Value(precision="year", inferred=inferred)
    value = narrow(months_from(year, 1, 12, "year"), fields["part"])
    value.inferred, value.anchor = inferred, source
    return value
