"""Events as a table: plain text with aligned Chinese."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

from cnevents.records import Event, Participant, TimeSpan

COLUMNS = ("when", "type", "who", "whom", "where", "words", "status", "source")
WIDEST = 34
DAY = dt.timedelta(days=1)


def event_cells(event: Event) -> tuple[str, ...]:
    """An event as one string a column of `COLUMNS`."""
    status = [value for value in (event.polarity, event.modality) if value not in ("positive", "actual")]
    return (
        period(event.when),
        event.type if event.frame == event.type.lower() else f"{event.type} {event.frame}",
        "、".join(map(_participant, event.actors)),
        "、".join(map(_participant, event.recipients)),
        event.place.name if event.place else "",
        event.trigger.text,
        " ".join(status),
        " ← ".join(source.name for source in event.sources),
    )


def period(when: TimeSpan | None) -> str:
    """A time span as a reader writes it: a day, a month, a year, or first and last day.

    >>> period(TimeSpan(start=dt.date(2024, 6, 1), end=dt.date(2024, 7, 1), precision="month"))
    '2024-06'
    >>> period(TimeSpan(start=dt.date(2025, 9, 3), end=dt.date(2025, 9, 6)))
    '2025-09-03/05'
    """
    if when is None or (when.start is None and when.end is None):
        return ""
    mark = "~" if when.approximate else ""
    days = when.days()
    if days is None:
        return f"{mark}{_day(when.start)}/{_day(when.end)}"
    return mark + _interval(days[0], days[1] - DAY)


def _interval(first: dt.date, last: dt.date) -> str:
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if whole_months and (first.month, last.month) == (1, 12):
        years = (f"{first.year:04d}", f"{last.year:04d}")
        return years[0] if years[0] == years[1] else "/".join(years)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first}/{last:%d}"
    return f"{first}/{last:%m-%d}" if first.year == last.year else f"{first}/{last}"


def _day(moment: dt.datetime | dt.date | None) -> str:
    return moment.isoformat()[:10] if moment else ".."


def _participant(who: Participant) -> str:
    mark = "?" if who.unresolved else ""
    state = f" ({who.state})" if who.state and who.state != who.id else ""
    return f"{who.name}{mark}{state}"


def width(text: str) -> int:
    """Columns that a terminal gives to `text`: Chinese characters take two.

    >>> width("金正恩 PRK")
    10
    """
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def shorten(text: str, limit: int) -> str:
    """The text, cut to `limit` terminal columns with an ellipsis where it is longer."""
    if width(text) <= limit:
        return text
    used, end = 1, 0
    while used + width(text[end]) <= limit:
        used += width(text[end])
        end += 1
    return text[:end] + "…"


def plain_table(events: Iterable[Event]) -> str:
    """Events as lines of text whose columns stay aligned in a terminal; empty columns are left out.

    >>> plain_table([])
    'no events'
    """
    rows = [event_cells(event) for event in events]
    if not rows:
        return "no events"
    kept = filled_columns(rows)
    table = [[COLUMNS[i] for i in kept]]
    table.extend([shorten(_one_line(row[i]), WIDEST) for i in kept] for row in rows)
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    table.insert(1, ["-" * size for size in widths])
    return "\n".join(
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def filled_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Indices of the columns that any row fills."""
    return [i for i in range(len(COLUMNS)) if any(row[i] for row in rows)]


def _one_line(text: str) -> str:
    return " ".join(text.split())
