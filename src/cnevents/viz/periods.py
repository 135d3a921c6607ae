"""Which days a picture shows: what the caller names, else the days around which most events lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cnevents.checks import check_date

Day = dt.date | str | None
TAIL = 0.05  # share of the events at each end that may lie outside of what is shown, but at least one ...
ENOUGH = 8  # ... of so many
ROOM = 0.5  # of the middle, on either side of it
FAR = 2.5  # how much longer than that all days together must be, to be cut
DAY = dt.timedelta(days=1)


def period(starts: Sequence[dt.date], since: Day, until: Day) -> tuple[dt.date, dt.date]:
    """First and last day to show, of the days on which events begin (at least one).

    News tells of years long ago in passing; to show them would press all the rest into one spot. So where
    the caller names no day, and a few events lie far from the others, those are left out.

    Raises InputError (E103) for what is no date.

    >>> days = [dt.date(1998, 1, 1), *(dt.date(2025, 3, day) for day in range(1, 31))]
    >>> [str(day) for day in period(days, None, None)]
    ['2025-03-01', '2025-03-30']
    """
    first, last = check_date(since), check_date(until)
    ordered = sorted(starts)
    low, high = _middle(ordered)
    return first or low, last or high


def _middle(ordered: Sequence[dt.date]) -> tuple[dt.date, dt.date]:
    tail = max(int(len(ordered) * TAIL), int(len(ordered) >= ENOUGH))
    low, high = ordered[tail], ordered[len(ordered) - 1 - tail]
    room = max(int((high - low).days * ROOM), 3) * DAY
    low, high = low - room, high + room
    if (ordered[-1] - ordered[0]).days <= FAR * (high - low).days:
        return ordered[0], ordered[-1]
    inside = [day for day in ordered if low <= day <= high]
    return inside[0], inside[-1]
