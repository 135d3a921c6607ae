"""What an expression is resolved by: the day of publication, and the days that the story spoke of last.

The choice is made for each expression. A bare month or day takes its year or month either from what stands
before (carried) or from the day of publication, whichever a reader would; `Anchor` holds what that takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from cnevents.resources import read_tsv
from cnevents.stages.dates.context import patterns, region_of
from cnevents.text.calendars import add_months, make_date

_CLAUSE_END = re.compile("[。；！？\n]")
_FAR = 600  # characters: beyond them nothing is carried, and time stays linear
_SAME_YEAR = (
    180  # days: how much farther a reading in the year of publication may lie (else one says 去年, 明年)
)
_SENTENCE_END = re.compile("[。！？!?\n]")


def _leap_years(year: int) -> tuple[int, ...]:
    """The leap years around a year, for 29 February."""
    return tuple(number for number in range(year - 4, year + 5) if number % 4 == 0)


@cache
def fiscal_years() -> dict[str, tuple[int, int]]:
    """A state's name → the first month of its fiscal year and the offset of the year."""
    return {
        name: (int(row["month"]), int(row["offset"]))
        for row in read_tsv("dates/fiscal_years.tsv")
        for name in row["word"].split("|")
    }


class Anchor:
    """The memory of one story while its expressions are read in order."""

    def __init__(
        self, text: str, today: date | None, region: str | None, moment: datetime | None = None
    ) -> None:
        self.text = text
        self.today = today
        self.moment = moment
        self._region = region
        self.published_name = f"published:{today.isoformat()}" if today else ""
        self.short_year_limit = today.year - 2000 + 10 if today else 35
        self.start = self.end = 0
        self._future = (-1, False)
        self.reset(0)

    @property
    def region(self) -> str:
        """CN, TW, HK or MO: as told, else guessed from the text; CN where nothing points elsewhere."""
        if self._region is None:
            self._region = region_of(self.text) or "CN"
        return self._region

    def reset(self, start: int) -> None:
        """Forget all that was spoken of: a new story begins at `start`."""
        self.story = start
        self.day: date | None = None  # the last day spoken of
        self.day_at = -1
        self.day_is_topic = False  # whether its sentence began with it
        self.recent: date | None = None  # the last day spoken of that lies near publication
        self.day_until: date | None = None  # where 21日、22日前后 leaves the day open
        self.month: date | None = None  # the first of the last month spoken of
        self.month_at = -1
        self.year: int | None = None  # the last year spoken of, however it was found
        self.year_at = -1
        self.carry: int | None = None  # the last year that was said, and where
        self.carry_at = -1
        self.carry_strong = False
        self.range_end: date | None = None
        self.span: tuple[date, date] | None = None  # the last month, quarter or range of them

    # --- what is carried

    def sentences_since(self, offset: int) -> int:
        """How many sentences ended between an offset and here: 3 for a paragraph, 99 for far away."""
        if offset < 0 or self.start - offset > _FAR:
            return 99
        count = 0
        for match in _SENTENCE_END.finditer(self.text, offset, self.start):
            count += 3 if match[0] == "\n" else 1
            if count > 5:
                break
        return count

    def future(self) -> bool:
        """Whether the words before the expression, in its clause, look ahead."""
        if self._future[0] != self.start:
            found = patterns()["future_before"].search(
                self.text, max(self.story, self.start - 12), self.start
            )
            ahead = found is not None and not _CLAUSE_END.search(self.text, found.end(), self.start)
            self._future = (self.start, ahead)
        return self._future[1]

    def _preceded_by(self, name: str) -> bool:
        """Whether the character before the expression is of a kind that context.yaml names."""
        return self.start > 0 and patterns()[name].match(self.text, self.start - 1) is not None

    def preceded_by_since(self) -> bool:
        """Whether 自 or 从 stands before the expression."""
        return self._preceded_by("since_before")

    def _name(self, day: date) -> str:
        return f"last:{day.isoformat()}"

    def last_day(self) -> tuple[date | None, str]:
        """The day that 当天, 次日 and 前一天 count from."""
        day = self.range_end or self.day
        astray = day is not None and self.today is not None and (self.today - day).days > 300
        if astray and self.recent and not self.day_is_topic and self.sentences_since(self.day_at) > 0:
            day = self.recent  # 彻查去年10月7日的袭击。军方当天…
        return (day, self._name(day)) if day else (self.today, self.published_name)

    def last_month(self) -> tuple[date | None, str]:
        """A day of the month that 同月 and 次月 count from."""
        month = self.range_end or self.month
        return (month, self._name(month)) if month else (self.today, self.published_name)

    def compared_month(self) -> tuple[date | None, str]:
        """The month that 上月 counts from: in 较上月 the one that is compared, else that of publication."""
        if self._preceded_by("compared_before") and self.month and self.sentences_since(self.month_at) == 0:
            return self.month, self._name(self.month)
        return self.today, self.published_name

    def last_year(self, near: bool = False) -> tuple[int | None, str]:
        """The year that 同年, 次年 and 上年 count from; `near` takes only one that the sentence speaks of."""
        if self.range_end is not None:
            return self.range_end.year, self._name(self.range_end)
        far = self.sentences_since(self.year_at) > 3
        if self.year and not far and not (near and self.sentences_since(self.year_at) > 0):
            return self.year, f"last:{self.year}"
        return (self.today.year if self.today and near else None), self.published_name

    def year_of_context(self) -> tuple[int | None, str]:
        """The year of 下半年, 三季度 or 年底 without one."""
        if self.carry and self.sentences_since(self.carry_at) == 0:
            return self.carry, f"last:{self.carry}"
        if self.today:
            return self.today.year, self.published_name
        return self.last_year()

    def month_of_context(self, fields: dict[str, object]) -> tuple[date | None, str]:
        """The month of 上旬 or 月底 without one."""
        if self.month and self.sentences_since(self.month_at) <= 1:
            return self.month, self._name(self.month)
        first = 10 * int(str(fields.get("xun", 1))) - 9
        if self.today and first > self.today.day + 3 and not self.future():
            return add_months(self.today, -1), self.published_name
        return self.today, self.published_name

    # --- what is chosen

    def cost(self, day: date) -> float:
        """How far a reading lies from publication; the side that the words do not look to is farther."""
        assert self.today is not None
        distance = (day - self.today).days
        ahead = self.future()
        if distance > 0:
            return distance * (1.0 if ahead else 3.0)
        return -distance * (3.0 if ahead and distance < 0 else 1.0)

    def year_of(self, month: int, day: int | None) -> tuple[int | None, str]:
        """The year of a month, or of a day of it, that was named without one."""
        if self.range_end is not None:
            return self._year_after(self.range_end, month, day), self._name(self.range_end)
        if self.carry is not None and self._carries(month, day):
            return self.carry, f"last:{self.carry}"
        if self.today is None or not 1 <= month <= 12:
            return (self.year or (self.today.year if self.today else None)), self.published_name
        today = self.today
        options = []
        for year in (
            (today.year - 1, today.year, today.year + 1)
            if (month, day) != (2, 29)
            else _leap_years(today.year)
        ):
            option = make_date(year, month, day or 15)
            if option:
                distance = (option - today).days
                penalty = _SAME_YEAR * (year != today.year) + (150 if self.future() and distance < -31 else 0)
                options.append((abs(distance) + penalty, year))
        return (min(options)[1] if options else today.year), self.published_name

    def _carries(self, month: int, day: int | None) -> bool:
        """Whether a reader would take the year said last for this month or day."""
        if self.today is None or self.carry is None:
            return True
        gap = self.sentences_since(self.carry_at)
        if self.carry < self.today.year and self.future():
            return False
        if gap == 0:
            return True
        near = make_date(self.today.year, month, min(day or 15, 28)) if 1 <= month <= 12 else None
        return (
            gap <= 2 and self.carry_strong and not (near is not None and -45 <= (near - self.today).days <= 0)
        )

    def _year_after(self, start: date, month: int, day: int | None) -> int:
        before = (month, day or 31) < (start.month, start.day)
        return start.year + before

    def month_for_day(self, day: int) -> tuple[date | None, str]:
        """The month (a day of it) of a day that was named without one."""
        if self.range_end is not None:
            start = self.range_end.replace(day=1)
            later = add_months(start, 1) if day < self.range_end.day else start
            return later, self._name(self.range_end)
        carried = self._carried_month(day)
        if carried is not None:
            return carried, self._name(carried)
        if self.today is None:
            return None, ""
        options = []
        for step in (-2, -1, 0, 1):
            month = add_months(self.today.replace(day=1), step)
            option = make_date(month.year, month.month, day) if month else None
            if option:
                options.append((self.cost(option), -step, option))
        return (min(options)[2] if options else self.today), self.published_name

    def _carried_month(self, day: int) -> date | None:
        """The month spoken of last, where a reader would take a bare day for one of it."""
        month, today = self.month, self.today
        if month is None or today is None:
            return month
        option = make_date(month.year, month.month, day)
        gap = self.sentences_since(self.month_at)
        if option is None or gap >= 3 or (self.future() and (today - option).days > 45):
            return None
        if self.day and self.day.replace(day=1) == month and day < self.day.day:
            return None  # days run forward: 19日 … 14日 is another month, or counted from publication
        if gap > 0 and (today - option).days > 25 and self._is_news(day, month):
            return None  # yesterday's news after a look back
        if option > today + timedelta(days=1) and not self.future() and gap > 0:
            return None
        return month

    def _is_news(self, day: int, month: date) -> bool:
        """Whether a bare day after a look back is rather one of the last days before publication."""
        assert self.today is not None
        since = self.today.day - day
        in_month = self.day is not None and self.day.replace(day=1) == month
        if in_month and self.day is not None:
            return 0 <= since <= 1 and day - self.day.day > 3
        return 0 <= since <= 3

    def weekday(self, number: int) -> tuple[date | None, str]:
        """The nearest day of the week that the words look to."""
        if self.range_end is not None:
            start = self.range_end
            return start + timedelta(days=(number - start.isoweekday()) % 7), self._name(start)
        if self._preceded_by("listed_before") and self.day and self.day_at == self.start - 1:
            return self.day + timedelta(days=(number - self.day.isoweekday()) % 7), self._name(self.day)
        base = self.today or self.day
        if base is None:
            return None, ""
        back = base - timedelta(days=(base.isoweekday() - number) % 7)
        source = self.published_name or self._name(base)
        ahead = self.future() or patterns()["future_after"].match(self.text, self.end)
        if self.today and ahead and back < base:
            return back + timedelta(days=7), source
        return back, source

    def nearest(
        self, of_year: Callable[[int], tuple[date, date] | None]
    ) -> tuple[tuple[date, date] | None, str]:
        """The yearly day or span nearest to the carried year's, or to the day of publication."""
        if self.range_end is None and self.carry is not None and self.sentences_since(self.carry_at) == 0:
            found = of_year(self.carry)
            if found:
                return found, f"last:{self.carry}"
        base = self.range_end or self.today or self.day
        if base is None:
            return None, ""
        options = [found for year in (base.year - 1, base.year, base.year + 1) if (found := of_year(year))]
        if not options:
            return None, ""
        if self.range_end is not None:
            later = [option for option in options if option[0] >= self.range_end]
            return (later or options)[0], self._name(self.range_end)

        def distance(option: tuple[date, date]) -> int:
            """Days from the base, years apart counting for more."""
            return abs((option[0] - base).days) + _SAME_YEAR * (option[0].year != base.year)

        return min(options, key=distance), self.published_name

    def offset_base(self, fields: dict[str, object]) -> tuple[date | None, str]:
        """What 三天前, 一个月后 and 二十年后 count from."""
        if fields["unit"] == "year" and self.carry is not None and self.sentences_since(self.carry_at) == 0:
            day = date(self.carry, 1, 1)
            return day, self._name(day)
        near = self.today is None or (self.day is not None and abs((self.today - self.day).days) <= 10)
        if self.day and (near or self.sentences_since(self.day_at) <= 3):
            return self.day, self._name(self.day)
        return (self.today, self.published_name) if self.today else self.last_day()

    def window_base(self) -> tuple[date | None, str]:
        """The day up to which 过去一周 reaches."""
        if (
            self.day
            and self.sentences_since(self.day_at) == 0
            and self.today
            and abs((self.today - self.day).days) <= 7
        ):
            return self.day, self._name(self.day)
        return (self.today, self.published_name) if self.today else (self.day, "")

    def fiscal_year(self) -> tuple[int, int]:
        """First month, and the year's offset, of the fiscal year of the state named last."""
        before = self.text[max(self.story, self.start - 40) : self.start]
        places = [(before.rfind(name), start) for name, start in fiscal_years().items()]
        at, start = max(places)
        return start if at >= 0 else (1, 0)

    # --- what is remembered

    def remember_year(self, year: int, end: int, strong: bool) -> None:
        """A year was said (2024年, 去年, 民国113年)."""
        self.carry, self.carry_at, self.carry_strong = year, end, strong

    def remember(self, begin: date, until: date | None, precision: str, end: int, approximate: bool) -> None:
        """An expression was resolved; it ends at `end`."""
        if until is not None and precision in ("month", "quarter", "half") and (until - begin).days < 400:
            self.span = (begin, until)
        self.year, self.year_at = begin.year, end
        if precision in ("day", "month", "ten-day", "hour", "minute", "second"):
            self.month, self.month_at = begin.replace(day=1), end
        if precision in ("day", "hour", "minute", "second"):
            joined = self.day if self.day_at == self.start - 1 and self.text[self.start - 1] == "、" else None
            self.day_until = None
            if joined and approximate:
                self.day_until, begin = begin + timedelta(days=1), joined
            self.day, self.day_at = begin, end
            self.day_is_topic = (
                self.start == self.story or _SENTENCE_END.match(self.text, self.start - 1) is not None
            )
            if self.today is not None and abs((self.today - begin).days) <= 40:
                self.recent = begin
