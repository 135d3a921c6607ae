"""The tables of the lunar calendar and the solar terms, against facts and against lunar_python (MIT)."""

from __future__ import annotations

from datetime import date

import pytest

from cnevents.stages.dates.feasts import feast_day
from cnevents.text.calendars import add_months, easter, lunar_to_date, make_date, nth_weekday, solar_term

YEARS = range(1900, 2101)


@pytest.mark.parametrize(
    ("lunar", "expected"),
    [
        ((1900, 1, 1), date(1900, 1, 31)),
        ((1949, 7, 29), date(1949, 8, 23)),
        ((2000, 1, 1), date(2000, 2, 5)),
        ((2024, 8, 15), date(2024, 9, 17)),
        ((2033, 11, 1), date(2033, 11, 22)),
        ((2100, 1, 1), date(2100, 2, 9)),
        ((2025, 5, 5), date(2025, 5, 31)),
    ],
)
def test_lunar_days(lunar: tuple[int, int, int], expected: date) -> None:
    assert lunar_to_date(*lunar) == expected


def test_leap_months() -> None:
    assert lunar_to_date(2033, 11, 1, leap=True) == date(2033, 12, 22)
    assert lunar_to_date(2024, 6, 1, leap=True) is None
    assert lunar_to_date(1899, 1, 1) is None
    assert lunar_to_date(2025, 1, 31) is None


@pytest.mark.parametrize("year", YEARS)
def test_lunar_table_against_library(year: int) -> None:
    library = pytest.importorskip("lunar_python")
    months = [month for month in library.LunarYear.fromYear(year).getMonths() if month.getYear() == year]
    first_days = {}
    for month in months:
        solar = library.Solar.fromJulianDay(month.getFirstJulianDay())
        first_days[abs(month.getMonth()), month.isLeap()] = date(
            solar.getYear(), solar.getMonth(), solar.getDay()
        )
    assert {key: lunar_to_date(year, key[0], 1, key[1]) for key in first_days} == first_days


@pytest.mark.parametrize("year", YEARS)
def test_solar_terms_against_library(year: int) -> None:
    library = pytest.importorskip("lunar_python")
    table = library.Lunar.fromYmd(year, 6, 1).getJieQiTable()
    days = {date(solar.getYear(), solar.getMonth(), solar.getDay()) for solar in table.values()}
    assert {solar_term(year, index) for index in range(24)} <= days


def test_moving_feasts() -> None:
    assert [easter(year) for year in (1999, 2024, 2025, 2038)] == [
        date(1999, 4, 4), date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25),
    ]  # fmt: skip
    assert nth_weekday(2024, 11, 4, 4) == date(2024, 11, 28)
    assert nth_weekday(2024, 2, 5, 1) is None
    assert feast_day("T23", 2024) == date(2024, 12, 21)
    assert feast_day("L12-0", 2024) == date(2024, 2, 9)


def test_months_and_impossible_days() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(9999, 12, 1), 1) is None
    assert make_date(2023, 2, 29) is None
    assert make_date(10000, 1, 1) is None
