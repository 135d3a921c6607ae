"""What record gold marks of a time mention: calendar words, as an interval in days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cnevents.stages.dates.mention import TimeMention

_UNMARKED = {"period", "same-period", "later-years", "now", "rolling", "following-years"}
_CLOCK = ("hour", "minute", "second", "quarterhour")
_WINDOWS = {"past", "past-years", "past-half-year"}


def is_calendar(mention: TimeMention) -> bool:
    """Whether the mention names a time on the calendar that a record may bear: no duration, no set, no clock.

    >>> from cnevents.stages.dates import find
    >>> [is_calendar(m) for m in find("2日凌晨，停火三年，每年9月", date(2025, 9, 1))]
    [True, False, False]
    """
    if mention.kind in ("duration", "set") or mention.invalid or mention.date_end <= mention.date_start:
        return False
    rule = mention.rule.rpartition(":")[2]
    if rule in _UNMARKED or (rule in _WINDOWS and not _is_short_past(mention)):
        return False
    if rule in ("ago", "later") and mention.precision in (*_CLOCK, "century"):
        return False
    return day_interval(mention) is not None


def _is_short_past(mention: TimeMention) -> bool:
    """过去一周 is marked, 过去十年 is as good as a duration."""
    interval = day_interval(mention)
    return interval is not None and mention.anchor != "" and (interval[1] - interval[0]).days < 1100


def day_interval(mention: TimeMention) -> tuple[date, date] | None:
    """The interval [start, end) in days, or None where the expression has none."""
    begin, until = mention.begin, mention.until
    if begin is None or until is None or mention.kind in ("duration", "set"):
        return None
    if mention.days is not None:
        return mention.days
    first = begin.date() if isinstance(begin, datetime) else begin
    if until == date.max or (isinstance(until, datetime) and until.date() == date.max):
        return first, date.max
    if isinstance(until, datetime):
        whole = until.time() == datetime.min.time()
        last = until.date() if whole else until.date() + timedelta(days=1)
    else:
        last = until
    if mention.rule.rpartition(":")[2] in _WINDOWS and mention.precision not in _CLOCK:
        last += timedelta(days=1)  # 过去一周 takes in the day that it is told on
    return first, max(last, first + timedelta(days=1))
