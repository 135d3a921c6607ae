"""Calendar arithmetic: months, weeks, the Chinese lunar calendar 1900–2100, solar terms, moving feasts."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache

from cnevents.resources import read_tsv

DAY = timedelta(days=1)
_ISLAMIC_EPOCH = date(622, 7, 19)
FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR = 1900, 2100


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where no calendar has it.

    >>> make_date(2024, 2, 29), make_date(2023, 2, 30)
    (datetime.date(2024, 2, 29), None)
    """
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def add_days(day: date, number: int) -> date | None:
    """`day` moved by days; None beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return None


def add_months(day: date, number: int) -> date | None:
    """`day` moved by calendar months, the day cut to the month's length.

    >>> add_months(date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year, month)[1]


def monday_of(day: date) -> date:
    """The Monday of the week of `day` (weeks begin on Monday)."""
    return day - timedelta(days=day.weekday())


def nth_weekday(year: int, month: int, number: int, weekday: int) -> date | None:
    """The n-th weekday (Monday is 1) of a month; a negative `number` counts from the end.

    >>> nth_weekday(2024, 5, 2, 7), nth_weekday(2024, 5, -1, 1)
    (datetime.date(2024, 5, 12), datetime.date(2024, 5, 27))
    """
    days = [
        d for d in range(1, month_length(year, month) + 1) if date(year, month, d).isoweekday() == weekday
    ]
    index = number - 1 if number > 0 else number
    return date(year, month, days[index]) if -len(days) <= index < len(days) else None


def easter(year: int) -> date:
    """Easter Sunday (Gregorian, the anonymous algorithm of 1876).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def islamic_day(year: int, month: int, day: int) -> date | None:
    """The first day of a Gregorian year that bears an Islamic month and day (tabular civil calendar).

    >>> islamic_day(2024, 10, 1), islamic_day(2025, 12, 10)
    (datetime.date(2024, 4, 10), datetime.date(2025, 6, 7))
    """
    hijri = (year - 622) * 33 // 32
    for number in range(max(1, hijri - 1), hijri + 3):
        days = 354 * (number - 1) + (3 + 11 * number) // 30 + (59 * (month - 1) + 1) // 2 + day
        found = add_days(_ISLAMIC_EPOCH, days - 1)
        if found is not None and found.year == year:
            return found
    return None


@cache
def _lunar_years() -> dict[int, tuple[date, list[tuple[int, bool, int]]]]:
    """Year → its first day and its months as (number, leap, days)."""
    years = {}
    for row in read_tsv("dates/lunar.tsv"):
        month, day = map(int, row["new_year"].split("-"))
        leap = int(row["leap"] or 0)
        months: list[tuple[int, bool, int]] = []
        number = 0
        for size in row["months"]:
            is_leap = bool(leap) and number == leap and not months[-1][1]
            number += 0 if is_leap else 1
            months.append((number, is_leap, 30 if size == "L" else 29))
        years[int(row["year"])] = (date(int(row["year"]), month, day), months)
    return years


def lunar_to_date(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The Gregorian date of a lunar one; None where that year has no such day, or lies outside 1900–2100.

    Day 0 stands for the month's last day. The year is that in which the lunar year begins.

    >>> lunar_to_date(2025, 1, 1), lunar_to_date(2025, 6, 1, leap=True), lunar_to_date(2024, 12, 0)
    (datetime.date(2025, 1, 29), datetime.date(2025, 7, 25), datetime.date(2025, 1, 28))
    """
    found = _lunar_years().get(year)
    if found is None:
        return None
    start, months = found
    for number, is_leap, length in months:
        if number == month and is_leap == leap:
            chosen = day or length
            return start + timedelta(days=chosen - 1) if chosen <= length else None
        start += timedelta(days=length)
    return None


def lunar_month(year: int, month: int, leap: bool = False) -> tuple[date, date] | None:
    """First day and exclusive end of a lunar month; None as for `lunar_to_date`."""
    first, last = lunar_to_date(year, month, 1, leap), lunar_to_date(year, month, 0, leap)
    return (first, last + DAY) if first and last else None


@cache
def _term_days() -> dict[int, str]:
    return {int(row["year"]): row["days"] for row in read_tsv("dates/solar_terms.tsv")}


def solar_term(year: int, index: int) -> date | None:
    """The day (China's clock) of the `index`-th solar term of a year, 小寒 being 0; None outside 1900–2100.

    >>> solar_term(2024, 6), solar_term(2024, 23)
    (datetime.date(2024, 4, 4), datetime.date(2024, 12, 21))
    """
    days = _term_days().get(year)
    if days is None:
        return None
    return date(year, index // 2 + 1, int(days[2 * index : 2 * index + 2]))
