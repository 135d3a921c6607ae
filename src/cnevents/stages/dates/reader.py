"""Reading the time expressions of a text in order, each resolved by what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cnevents.stages.dates.alternatives import other_reading
from cnevents.stages.dates.anchor import Anchor
from cnevents.stages.dates.clock import at_clock
from cnevents.stages.dates.context import approximate_by, is_no_date, patterns
from cnevents.stages.dates.grammar import Expression, grammar
from cnevents.stages.dates.mention import TimeMention
from cnevents.stages.dates.render import day_of, duration_timex, set_edtf, set_timex, value_edtf, value_timex
from cnevents.stages.dates.resolve import resolve
from cnevents.stages.dates.value import Value
from cnevents.text.calendars import add_days

_CLOCK_FIELDS = frozenset(
    {"hour", "minute", "second", "daypart", "quarters", "dot", "hour_end", "half_end", "minute_end"}
)
_SAID_YEAR = frozenset({"year", "era", "roc", "year2", "year_rel", "year_ref"})
_NEVER_LAST = frozenset({"window", "previous_years", "period", "same_period", "immediate", "now"})
_AFTER_NOON = frozenset({"afternoon", "evening", "night", "late"})


class Reader:
    """One reading of one text; the public entrance is `cnevents.stages.dates.find`."""

    def __init__(
        self,
        text: str,
        published: date | datetime | None,
        stories: Sequence[tuple[int, int]],
        region: str | None,
    ) -> None:
        self.text = text
        today = day_of(published) if published is not None else None
        moment = published if isinstance(published, datetime) else None
        self.anchor = Anchor(text, today, region, moment)
        self.breaks = sorted({begin for begin, _ in stories} | {end for _, end in stories})
        self.mentions: list[TimeMention] = []
        # Where the last clock time stood, its hour and part of the day.
        self.clock: tuple[int, int, str | None] = (-1, 0, None)

    def read(self) -> list[TimeMention]:
        """All mentions, in order."""
        rules = grammar()
        text, anchor = self.text, self.anchor
        breaks, index = self.breaks, 0
        for base, end in rules.words.runs(text):
            expressions = rules.read(text, base, end)
            if not expressions:
                continue
            while index < len(breaks) and breaks[index] <= base:
                anchor.reset(breaks[index])
                index += 1
            for number, expression in enumerate(expressions):
                following = expressions[number + 1] if number + 1 < len(expressions) else None
                gloss = following if following is not None and following.glosses else None
                self._add(expression, base, gloss)
        return self.mentions

    def _add(self, expression: Expression, base: int, gloss: Expression | None) -> None:
        start, end = base + expression.start, base + expression.end
        self.anchor.start, self.anchor.end = start, end
        if is_no_date(expression, self.text, start, end):
            return
        self.mentions.append(self._mention(expression, base, gloss))

    def _mention(self, expression: Expression, base: int, gloss: Expression | None) -> TimeMention:
        fields = expression.fields
        mention = TimeMention(
            start=base + expression.start,
            end=base + expression.end,
            date_start=base + expression.date_start,
            date_end=base + expression.date_end,
            rule=expression.rule,
        )
        if "duration" in fields:
            mention.kind, mention.timex, mention.precision = (
                "duration",
                duration_timex(fields),
                fields["unit"],
            )
        elif "set" in fields:
            mention.kind, mention.timex, mention.edtf = "set", set_timex(fields), set_edtf(fields)
        elif "vague" in fields:
            mention.precision = "vague"
        else:
            try:
                self._resolve(mention, expression, gloss)
            except (OverflowError, ValueError):  # a day before the year 1 or after 9999
                mention.begin = mention.until = None
                mention.invalid = True
        return mention

    def _resolve(self, mention: TimeMention, expression: Expression, gloss: Expression | None) -> None:
        """Fill in what the expression means, and remember it."""
        fields = expression.fields
        value = self._gloss(fields) if expression.glosses and self.mentions else None
        if value is None:
            value = self._value(fields, mention)
        else:
            mention.anchor = "gloss"
        if gloss is not None and expression.second is None:
            value = self._glossed(fields, value, gloss)
        if expression.second is not None:
            value = self._range(expression, value, mention)
        elif value.inferred and not mention.anchor and mention.kind == "date":
            other = other_reading(fields, value, self.anchor)
            mention.alternatives = [other] if other is not None else []
        self._fill(mention, value, fields)
        if mention.anchor != "gloss":
            self._remember(expression, mention, value)

    def _value(self, fields: dict[str, Any], mention: TimeMention) -> Value:
        """The value of one side of an expression, with its clock time."""
        clocked = "hour" in fields or "daypart" in fields
        if clocked and fields.keys() <= _CLOCK_FIELDS:
            day, source = self._day_of_clock()
            if day is None:
                return Value(precision="hour")
            value = Value(day, day, inferred=True, anchor=source)
        else:
            value = resolve(fields, self.anchor)
        if not clocked or value.begin is None:
            return value
        if (
            "hour" not in fields
            and value.until is not None
            and (day_of(value.until) - day_of(value.begin)).days > 1
        ):
            return value
        day = day_of(value.begin)
        mention.days = (mention.days[0] if mention.days else day, add_days(day, 1) or day)
        timed = at_clock(day, fields, self._daypart(fields))
        timed.inferred, timed.anchor = value.inferred, value.anchor
        mention.kind = "time"
        if isinstance(timed.begin, datetime):
            self.clock = (mention.end, timed.begin.hour if "hour" in fields else 12, self._daypart(fields))
        return timed

    def _day_of_clock(self) -> tuple[date | None, str]:
        anchor = self.anchor
        if anchor.range_end is not None:
            return anchor.range_end, f"last:{anchor.range_end}"
        if anchor.day and anchor.sentences_since(anchor.day_at) <= 2:
            return anchor.last_day()
        return anchor.today, anchor.published_name

    def _daypart(self, fields: dict[str, Any]) -> str | None:
        """The part of the day, carried from the clock time before where none is said."""
        part = fields.get("daypart")
        at, hour, before = self.clock
        if part is None and before in _AFTER_NOON and fields.get("hour", 12) < 12:
            near = at >= 0 and self.anchor.sentences_since(at) == 0
            if near and fields["hour"] + 12 >= hour and not (fields.keys() - _CLOCK_FIELDS):
                return "afternoon"
        return part

    def _gloss(self, fields: dict[str, Any]) -> Value | None:
        """A day in brackets after a day: 周二（2日）, 10月7日（星期一）."""
        before = self.mentions[-1]
        if not isinstance(before.begin, date) or before.precision not in ("day", "hour", "minute", "second"):
            return None
        day = day_of(before.begin)
        same = (
            fields.get("weekday", day.isoweekday()) == day.isoweekday()
            and fields.get("day", day.day) == day.day
        )
        if not same or fields.get("month", day.month) != day.month or not {"weekday", "day"} & fields.keys():
            return None
        if "year" in fields and fields["year"] != day.year:
            return None
        return Value(day, day + timedelta(days=1), "day", False, True)

    def _glossed(self, fields: dict[str, Any], value: Value, gloss: Expression) -> Value:
        """The value of 周二 in 周二（9月2日）, where the gloss says more than the anchor can."""
        if not {"day_ref", "weekday", "week_rel"} & fields.keys() or "day" not in gloss.fields:
            return value
        day = day_of(value.begin) if value.begin is not None else None
        if (
            day is not None
            and day.day == gloss.fields["day"]
            and gloss.fields.get("month", day.month) == day.month
        ):
            return value
        told = resolve(gloss.fields, self.anchor)
        if told.begin is None or day_of(told.begin).isoweekday() != fields.get(
            "weekday", day_of(told.begin).isoweekday()
        ):
            return value
        if "daypart" in fields:
            told = at_clock(day_of(told.begin), fields, fields["daypart"])
        told.inferred = True
        return told

    def _range(self, expression: Expression, first: Value, mention: TimeMention) -> Value:
        second_fields = dict(expression.second.fields) if expression.second else {}
        if first.begin is None:
            return first
        if "roc" in second_fields and "era" in expression.fields:
            second_fields = {
                "era": expression.fields["era"],
                "era_year": second_fields.pop("roc"),
                **second_fields,
            }
        if "hour" in second_fields and "daypart" not in second_fields and "daypart" in expression.fields:
            second_fields["daypart"] = expression.fields["daypart"]
        self.anchor.range_end = day_of(first.begin)
        try:
            second = self._value(second_fields, mention)
        finally:
            self.anchor.range_end = None
        mention.kind = "range"
        if second.until is None:
            return first
        forward = not isinstance(second.until, datetime) and day_of(first.begin) < second.until
        if mention.days is not None and forward:
            mention.days = (mention.days[0], second.until)
        clocked = isinstance(second.begin, datetime) and "hour" in second_fields
        last: date | datetime = second.begin if clocked and second.begin is not None else second.until
        if isinstance(last, datetime) and _before(last, first.begin):
            last += timedelta(days=1)
        if _before(last, first.begin):
            return first
        approximate, invalid = first.approximate or second.approximate, first.invalid or second.invalid
        return Value(first.begin, last, first.precision, approximate, first.inferred, first.anchor, invalid)

    def _fill(self, mention: TimeMention, value: Value, fields: dict[str, Any]) -> None:
        mention.begin, mention.until = value.begin, value.until
        mention.precision = value.precision
        mention.approximate = value.approximate or approximate_by(self.text, mention.start, mention.end)
        mention.inferred = value.inferred
        mention.anchor = mention.anchor or value.anchor
        mention.invalid = value.invalid
        value.approximate = mention.approximate
        if "window" in fields:
            mention.kind = "range"
        mention.timex = value_timex(value)
        mention.edtf = value_edtf(value, mention.timex)

    def _remember(self, expression: Expression, mention: TimeMention, value: Value) -> None:
        anchor = self.anchor
        if value.begin is None or value.invalid:
            return
        fields = expression.fields
        begin = mention.days[0] if mention.days is not None else day_of(value.begin)
        if fields.keys() & _NEVER_LAST:
            return
        if "offset" in fields:
            if value.precision == "year":
                anchor.remember_year(begin.year, mention.end, True)
            return
        if fields.keys() & _SAID_YEAR:
            detail = fields.keys() & {"month", "half", "quarter"} and not fields.keys() & {"year_rel"}
            background = patterns()["background_after"].match(self.text, mention.end)
            if detail or not background:
                anchor.remember_year(begin.year, mention.end, bool(detail) and not background)
        elif (
            mention.anchor.startswith("published")
            and anchor.carry is not None
            and anchor.sentences_since(anchor.carry_at)
        ):
            anchor.carry = None
        if "festival" in fields and not patterns()["counted_after"].match(self.text, mention.end):
            return
        looks_back = anchor.preceded_by_since() or patterns()["since_after"].match(self.text, mention.end)
        if looks_back and anchor.month is not None:
            return  # what follows does not count from it
        background = mention.kind == "range" and value.precision == "day"
        precision = "month" if background and anchor.day else value.precision
        until = day_of(value.until) if value.until is not None else None
        anchor.remember(begin, until, precision, mention.end, mention.approximate)


def _before(one: date | datetime, other: date | datetime) -> bool:
    return _moment(one) < _moment(other)


def _moment(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
