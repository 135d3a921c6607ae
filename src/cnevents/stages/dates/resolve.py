"""From the fields of an expression to an interval: which reader serves which field."""

from __future__ import annotations

from collections.abc import Callable

from cnevents.stages.dates import days, spans, years
from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.value import Fields, Value

# The first field of this order that an expression has decides.
_ORDER: tuple[tuple[str, Callable[[Fields, Anchor], Value]], ...] = (
    ("offset", spans.offset_value),
    ("window", spans.window_value),
    ("previous_years", spans.previous_years),
    ("same_period", spans.same_period),
    ("period", spans.period_value),
    ("festival", spans.festival_value),
    ("lunar", spans.lunar_value),
    ("decade", years.decade_value),
    ("decade_year", years.decade_value),
    ("century", years.century_value),
    ("century_rel", years.century_value),
    ("quarter_rel", years.relative_quarter),
    ("half", years.half_value),
    ("quarter", years.half_value),
    ("season", years.half_value),
    ("first_months", years.half_value),
    ("last_months", years.half_value),
    ("first_quarters", years.half_value),
    ("now", spans.now_value),
    ("month", days.month_value),
    ("month_rel", days.relative_month),
    ("month_ref", days.relative_month),
    ("day_rel", days.relative_day),
    ("day_ref", days.relative_day),
    ("week_rel", days.week_value),
    ("day", days.day_of_month),
    ("xun", days.part_of_month),
    ("half_month", days.part_of_month),
    ("weekend", days.weekend_value),
    ("weekday", days.weekday_value),
    ("month_part", days.part_of_month),
    ("part", years.bare_part),
)
_READERS = {name: (rank, reader) for rank, (name, reader) in enumerate(_ORDER)}


def resolve(fields: Fields, anchor: Anchor) -> Value:
    """The value of an expression's calendar words, its clock time left out."""
    best = None
    for name in fields:
        entry = _READERS.get(name)
        if entry is not None and (best is None or entry[0] < best[0]):
            best = entry
    if best is not None:
        return best[1](fields, anchor)
    year, inferred, source = years.year_of_fields(fields, anchor)
    value = years.year_value(fields, anchor, year)
    value.inferred |= inferred
    value.anchor = value.anchor or source
    return value
