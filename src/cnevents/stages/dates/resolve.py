"""From the fields of an expression to an interval: which reader serves which field."""

from __future__ import annotations

from collections.abc import Callable

from cnevents.stages.dates import days, spans, years
from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.value import Fields, Value


def resolve(fields: Fields, anchor: Anchor) -> Value:
    """The value of an expression's calendar words, its clock time left out."""
    for name, reader in _READERS:
        if name in fields:
            return reader(fields, anchor)
    year, inferred, source = year_of_fields(fields, anchor)
    value = year_value(fields, anchor, year)
    value.inferred |= inferred
    value.anchor = value.anchor or source
    return value


_READERS: tuple[tuple[str, Callable[[Fields, Anchor], Value]], ...] = (
    ("offset", offset_value),
    ("window", window_value),
    ("previous_years", previous_years),
    ("same_period", same_period),
    ("period", period_value),
    ("festival", festival_value),
    ("lunar", lunar_value),
    ("decade", decade_value),
    ("decade_year", decade_value),
    ("century", century_value),
    ("century_rel", century_value),
    ("quarter_rel", relative_quarter),
    ("half", half_value),
    ("quarter", half_value),
    ("season", half_value),
    ("first_months", half_value),
    ("last_months", half_value),
    ("first_quarters", half_value),
    ("now", now_value),
    ("month", month_value),
    ("month_rel", relative_month),
    ("month_ref", relative_month),
    ("day_rel", relative_day),
    ("day_ref", relative_day),
    ("week_rel", week_value),
    ("day", day_of_month),
    ("xun", part_of_month),
    ("half_month", part_of_month),
    ("weekend", weekend_value),
    ("weekday", weekday_value),
    ("part", bare_part),
)
