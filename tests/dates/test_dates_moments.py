"""Clock times, spans counted from a moment, and the second readings: each with its exact ends."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cnevents.stages.dates import TimeMention, find
from cnevents.stages.dates.day import is_calendar

DAY = date(2025, 10, 11)  # a Saturday
NOON = datetime(2025, 10, 11, 12)


def only(text: str, published: date | None = DAY) -> TimeMention:
    found = find(text, published)
    assert len(found) == 1, [text[one.start : one.end] for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "begin", "until", "precision"),
    [
        ("10日晚上8点", "2025-10-10T20:00", "2025-10-10T20:01", "hour"),
        ("10日上午8点", "2025-10-10T08:00", "2025-10-10T08:01", "hour"),
        ("10日下午3点", "2025-10-10T15:00", "2025-10-10T15:01", "hour"),
        ("10日中午12点", "2025-10-10T12:00", "2025-10-10T12:01", "hour"),
        ("10日中午1点", "2025-10-10T13:00", "2025-10-10T13:01", "hour"),
        ("10日深夜11点", "2025-10-10T23:00", "2025-10-10T23:01", "hour"),
        ("10日深夜1点", "2025-10-10T01:00", "2025-10-10T01:01", "hour"),
        ("10日凌晨12点", "2025-10-10T00:00", "2025-10-10T00:01", "hour"),
        ("10日夜里12点", "2025-10-11T00:00", "2025-10-11T00:01", "hour"),
        ("10日下午3点一刻", "2025-10-10T15:15", "2025-10-10T15:16", "minute"),
        ("10日下午2时30分45秒", "2025-10-10T14:30:45", "2025-10-10T14:31:45", "second"),
        ("10日下午2点至4点半", "2025-10-10T14:00", "2025-10-10T16:30", "hour"),
        ("10日下午2点至4点20分", "2025-10-10T14:00", "2025-10-10T16:20", "hour"),
        ("10日下午2点至4点", "2025-10-10T14:00", "2025-10-10T16:00", "hour"),
        ("10日上午9至11时", "2025-10-10T09:00", "2025-10-10T11:00", "hour"),
        ("10日上午9至11点半", "2025-10-10T09:00", "2025-10-10T11:30", "hour"),
        ("10日下午2至4时20分", "2025-10-10T14:00", "2025-10-10T16:20", "hour"),
        ("10日晚上11至1时", "2025-10-10T23:00", "2025-10-11T01:00", "hour"),
        ("10日上午11至1时", "2025-10-10T11:00", "2025-10-10T13:00", "hour"),
        ("10日22至2时", "2025-10-10T22:00", "2025-10-11T02:00", "hour"),
        ("10日晚上10点至凌晨2点", "2025-10-10T22:00", "2025-10-11T02:00", "hour"),
    ],
)
def test_a_clock_time_is_the_moment_that_is_meant(text: str, begin: str, until: str, precision: str) -> None:
    found = only(text)
    assert (found.begin, found.until) == (datetime.fromisoformat(begin), datetime.fromisoformat(until))
    assert found.precision == precision
    assert found.timex == (begin if precision == "second" else begin[:16])


@pytest.mark.parametrize(
    ("text", "begin", "until"),
    [
        ("未来三小时", "2025-10-11T12:00", "2025-10-11T15:00"),
        ("未来48小时", "2025-10-11T12:00", "2025-10-13T12:00"),
        ("过去20分钟", "2025-10-11T11:40", "2025-10-11T12:00"),
        ("三小时前", "2025-10-11T09:00", "2025-10-11T09:01"),
    ],
)
def test_hours_are_counted_from_the_moment_of_publication(text: str, begin: str, until: str) -> None:
    found = only(text, NOON)
    assert (found.begin, found.until) == (datetime.fromisoformat(begin), datetime.fromisoformat(until))
    assert found.anchor == "published:2025-10-11"
    assert not found.inferred


@pytest.mark.parametrize(
    ("text", "begin", "until", "edtf"),
    [
        ("未来三小时", "2025-10-11", "2025-10-12", "2025-10-11~"),
        ("未来48小时", "2025-10-11", "2025-10-13", "2025-10-11/2025-10-12~"),
        ("过去20分钟", "2025-10-10", "2025-10-12", "2025-10-10/2025-10-11~"),
        ("三小时前", "2025-10-11", "2025-10-12", "2025-10-11~"),
        ("未来三天", "2025-10-11", "2025-10-14", "2025-10-11/2025-10-13~"),
        ("两天前", "2025-10-09", "2025-10-10", "2025-10-09"),
    ],
)
def test_hours_from_a_day_without_a_clock_are_days(text: str, begin: str, until: str, edtf: str) -> None:
    found = only(text)
    assert (str(found.begin), str(found.until), found.edtf) == (begin, until, edtf)


@pytest.mark.parametrize(
    ("text", "timex", "edtf"),
    [
        ("2025年上半年", "2025-H1", "2025-01-01/2025-06-30"),
        ("2025年下半年", "2025-H2", "2025-07-01/2025-12-31"),
        ("2025年第三季度", "2025-Q3", "2025-07-01/2025-09-30"),
        ("2024年1月至2月", "2024-01-01/2024-02-29", "2024-01-01/2024-02-29"),
        ("2024年2月", "2024-02", "2024-02"),
        ("2024年", "2024", "2024"),
        ("10月上旬", "2025-10-01/2025-10-10", "2025-10-01/2025-10-10"),
        ("10月中旬", "2025-10-11/2025-10-20", "2025-10-11/2025-10-20"),
        ("10月下旬", "2025-10-21/2025-10-31", "2025-10-21/2025-10-31"),
        ("5月第二周", "2025-W20", "2025-05-12/2025-05-18"),
        ("农历正月初五", "2025-02-02", "2025-02-02"),
        ("农历正月", "2025-01-29/2025-02-27", "2025-01-29/2025-02-27"),
        ("上个月", "2025-09", "2025-09"),
        ("下个月", "2025-11", "2025-11"),
        ("民国98年3月至101年5月", "2009-03-01/2012-05-31", "2009-03-01/2012-05-31"),
        ("民国113年", "2024", "2024"),
    ],
)
def test_a_span_has_its_name_in_both_forms(text: str, timex: str, edtf: str) -> None:
    found = only(text)
    assert (found.timex, found.edtf) == (timex, edtf)


@pytest.mark.parametrize(
    ("text", "chosen", "other"),
    [
        ("10月2日", "2025-10-02", "2026-10-02"),
        ("10月20日", "2025-10-20", "2024-10-20"),
        ("12月", "2025-12-01", "2024-12-01"),
        ("国庆", "2025-10-01", "2026-10-01"),
        ("中秋", "2025-10-06", "2026-09-25"),
        ("重阳节", "2025-10-29", "2024-10-11"),
        ("周二", "2025-10-07", "2025-10-14"),
        ("29日", "2025-09-29", "2025-10-29"),
        ("3日", "2025-10-03", "2025-11-03"),
    ],
)
def test_the_other_side_of_the_day_of_publication_is_kept(text: str, chosen: str, other: str) -> None:
    found = only(text)
    assert (str(found.begin), [str(begin) for begin, _ in found.alternatives]) == (chosen, [other])
    assert found.inferred


def test_the_other_month_may_be_in_another_year() -> None:
    assert [str(begin) for begin, _ in only("31日", date(2025, 12, 31)).alternatives] == ["2026-01-31"]


@pytest.mark.parametrize("text", ["2024年10月2日", "去年10月2日", "上周二", "今年国庆", "本月29日"])
def test_what_is_told_has_one_reading(text: str) -> None:
    assert only(text).alternatives == []


@pytest.mark.parametrize(
    ("text", "precision"),
    [("上个月", "month"), ("上周", "week"), ("三天前", "day"), ("去年", "year"), ("过去三年", "year")],
)
def test_without_a_day_of_publication_the_precision_is_all_that_is_known(text: str, precision: str) -> None:
    found = only(text, None)
    assert (found.begin, found.until, found.precision, found.timex) == (None, None, precision, "")


@pytest.mark.parametrize(
    ("text", "published", "timex"),
    [
        ("第四季度", "2025-10-11", "2025-Q4"),
        ("第四季度", "2025-01-10", "2024-Q4"),
        ("一季度", "2025-01-10", "2025-Q1"),
        ("第二季度", "2025-03-02", "2025-Q2"),
        ("下半年", "2025-01-10", "2025-H2"),
        ("前三季度", "2025-10-11", "2025-01-01/2025-09-30"),
        ("2025年一至三季度", "2025-10-11", "2025-01-01/2025-09-30"),
    ],
)
def test_a_quarter_far_ahead_is_the_last_one(text: str, published: str, timex: str) -> None:
    assert only(text, date.fromisoformat(published)).timex == timex


@pytest.mark.parametrize("text", ["2023年2月29日", "2月30日", "2024年4月31日"])
def test_a_day_that_no_calendar_has_is_no_day(text: str) -> None:
    assert (only(text).begin, only(text).edtf) == (None, "")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10日上午9时（周五）", ["2025-10-10", "2025-10-10"]),
        ("周五（10日）上午", ["2025-10-10", "2025-10-10"]),
        ("3日上午9时（周五）", ["2025-10-03", "2025-10-03"]),
        ("3日9时30分（周五）", ["2025-10-03", "2025-10-03"]),
        ("9月30日（周二）", ["2025-09-30", "2025-09-30"]),
        ("10月10日（11月10日）", ["2025-10-10", "2025-11-10"]),
        ("周二（14日）", ["2025-10-14", "2025-10-14"]),
        ("周二（7日）", ["2025-10-07", "2025-10-07"]),
    ],
)
def test_a_day_in_brackets_is_the_same_day_where_it_can_be(text: str, days: list[str]) -> None:
    found = find(text, DAY)
    assert [str(one.begin)[:10] for one in found] == days


@pytest.mark.parametrize(
    "text", ["8月3日上午9时签约，8日启用。", "8月3日9时30分签约，8日启用。", "8月3日签约，8日启用。"]
)
def test_a_clock_time_tells_its_month_to_the_day_behind_it(text: str) -> None:
    assert [str(one.begin)[:10] for one in find(text, DAY)] == ["2025-08-03", "2025-08-08"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("过去一周", True), ("过去两年", True), ("过去十年", False), ("三小时前", False), ("三天前", True),
        ("两天", False), ("每周三", False), ("去年", True), ("10日上午", True), ("2月30日", False),
    ],
)  # fmt: skip
def test_what_names_a_day_that_a_record_may_bear(text: str, named: bool) -> None:
    assert is_calendar(only(text)) is named
