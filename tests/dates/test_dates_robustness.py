"""Bad input: no exception, offsets that hold, time that grows with the text and no faster."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnevents.errors import InputError
from cnevents.stages.dates import find
from cnevents.stages.dates.day import day_interval, is_calendar
from cnevents.stages.dates.vocabulary import vocabulary
from cnevents.text.folding import fold

DAYS = [None, date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), datetime(2025, 9, 1, 23, 59)]
NUMBERS = ("0", "1", "12", "30", "31", "32", "60", "113", "2024", "9999", "12345", "十二", "廿三", "二〇二四")
PIECES = [*sorted(vocabulary().words), *NUMBERS, "。", "，", "（", "）", "\n"]


def check(text: str, published: Any) -> None:
    last = 0
    for mention in find(text, published):
        assert last <= mention.start <= mention.date_start <= mention.date_end <= mention.end <= len(text)
        assert mention.start < mention.end
        last = mention.end
        interval = day_interval(mention)
        assert interval is None or interval[0] <= interval[1]
        is_calendar(mention)


@given(st.text(), st.sampled_from(DAYS))
def test_any_text(text: str, published: Any) -> None:
    check(fold(text), published)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=10), st.sampled_from(DAYS))
def test_any_time_words(pieces: list[str], published: Any) -> None:
    check("".join(pieces), published)


def test_both_scripts_give_the_same() -> None:
    traditional, simplified = (
        "週二（2日）晚，總統於農曆七月十五後簽約，兩週後生效。",
        "周二（2日）晚，总统于农历七月十五后签约，两周后生效。",
    )
    assert find(fold(traditional), date(2025, 9, 3)) == find(fold(simplified), date(2025, 9, 3))


@pytest.mark.parametrize("piece", ["1", "一", "2024年", "1日、", "、", "当天", "十", "周", "（", "3月"])
def test_time_is_linear(piece: str) -> None:
    seconds = []
    for size in (20_000, 100_000):
        text = piece * (size // len(piece))
        begin = time.process_time()
        find(text, date(2025, 9, 1))
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 12 * seconds[0] + 0.05


def test_a_reference_of_a_wrong_type_is_refused() -> None:
    with pytest.raises(InputError, match="E103"):
        find("今天", "2025-09-01")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"), [("2月30日", True), ("2023年2月29日", True), ("2024年2月29日", False)]
)
def test_impossible_days_are_invalid(text: str, expected: bool) -> None:
    (mention,) = find(text, date(2025, 9, 1))
    assert (mention.invalid, mention.begin is None) == (expected, expected)
