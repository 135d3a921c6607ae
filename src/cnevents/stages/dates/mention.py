"""What the reader of dates gives back for one expression."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

Moment = date | datetime


@dataclass(slots=True)
class TimeMention:
    """A time expression of the text, read.

    Attributes:
        start, end: The whole expression with its clock time, as offsets.
        date_start, date_end: Its calendar words alone (2日凌晨 → 2日); equal offsets where it has none.
        kind: date, range, duration, set or time.
        begin, until: The first moment and the exclusive end; None where open or unresolved.
        precision: day, ten-day, month, season, quarter, half, year, decade, century, week, hour, minute, …
        timex, edtf: TIMEX3 value and Extended Date/Time Format.
        approximate: 左右, 前后, 初, 底 and the like.
        inferred: A part of the value was not said but taken from the anchor.
        anchor: By what: "published:2025-09-01", "last:2024-10-22"; "" when absolute.
        rule: "resource file:rule name".
        invalid: No calendar has this date.
        alternatives: Other readings, the likelier first.
        days: The interval of the calendar words alone, where a clock time narrows or leaves it (5月19日24时).
    """

    start: int
    end: int
    date_start: int
    date_end: int
    kind: str = "date"
    begin: Moment | None = None
    until: Moment | None = None
    precision: str = "day"
    timex: str = ""
    edtf: str = ""
    approximate: bool = False
    inferred: bool = False
    anchor: str = ""
    rule: str = ""
    invalid: bool = False
    alternatives: list[tuple[Moment | None, Moment | None]] = field(default_factory=list)
    days: tuple[date, date] | None = None
