"""The rules of the grammar, compiled: from a run of time words to the parts that it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cnevents.resources import read_yaml
from cnevents.stages.dates.vocabulary import Token, Value, Vocabulary, vocabulary

_SYMBOL = re.compile(r"\(\?=|[A-Z][A-Z0-9]*(?:=\w+)?(?::\*|:\w+)?|[一-龥]+(?::\w+)?|[()|?]|\S")
_APART = "apart"
_LIMIT = 50_000  # runs remembered
MAX_RUN = 120  # a longer run is a table or noise; it is cut, so that time stays linear


@dataclass(slots=True)
class Rule:
    """One rule of rules.yaml, compiled."""

    name: str
    level: int
    pattern: re.Pattern[str]
    set: dict[str, Value]
    alone: bool
    ends: bool
    weak: bool
    joins_only: tuple[int, ...]


@dataclass(slots=True)
class Part:
    """A rule that matched some tokens."""

    rule: Rule
    first: int
    last: int
    match: re.Match[str]


@dataclass(slots=True)
class Expression:
    """A time expression inside a run: its parts as fields, offsets relative to the run."""

    start: int
    end: int
    date_start: int
    date_end: int
    fields: dict[str, Any]
    rule: str
    level: int
    second: Expression | None = None
    glosses: bool = False
    parts: list[str] = field(default_factory=list)


class Grammar:
    """All rules, with memory of the runs and shapes that were read before."""

    def __init__(self, words: Vocabulary) -> None:
        data = read_yaml("dates/rules.yaml")
        self.words = words
        self.levels: dict[str, int] = data["levels"]
        self.rules = [self._compile(row) for row in data["rules"]]
        self._runs: dict[str, tuple[Expression, ...]] = {}

    def _compile(self, row: dict[str, Any]) -> Rule:
        return Rule(
            name=row["rule"],
            level=self.levels[row["level"]],
            pattern=re.compile(self._translate(row["match"])),
            set=row.get("set", {}),
            alone=row.get("alone", False),
            ends=row.get("ends", False),
            weak=row.get("weak", False),
            joins_only=tuple(self.levels[name] for name in row.get("joins_only", ())),
        )

    def _translate(self, match: str) -> str:
        """A rule's text as a regular expression over the characters of the classes."""
        pieces = []
        used: dict[str, int] = {}
        for symbol in _SYMBOL.findall(match):
            if symbol in ("(?=", ")", "|", "?"):
                pieces.append(symbol)
            elif symbol == "(":
                pieces.append("(?:")
            else:
                name, _, target = symbol.partition(":")
                codes = self.words.classes.get(name)
                if not codes:
                    raise ValueError(f"dates/rules.yaml: no class {name!r} in {match!r}")
                group = re.escape(codes) if len(codes) == 1 else f"[{re.escape(codes)}]"
                if target:
                    used[target] = used.get(target, 0) + 1
                    label = ("all" if target == "*" else target) + f"__{used[target]}"
                    group = f"(?P<{label}>{group})"
                pieces.append(group)
        return "".join(pieces)

    def read(self, text: str, begin: int, end: int) -> tuple[Expression, ...]:
        """The expressions of the run of time words text[begin:end]."""
        end = min(end, begin + MAX_RUN)
        run = text[begin:end]
        known = self._runs.get(run)
        if known is None:
            known = tuple(self._parse(text, begin, end))
            if len(self._runs) > _LIMIT:
                self._runs.clear()
            self._runs[run] = known
        return known

    def _parse(self, text: str, begin: int, end: int) -> list[Expression]:
        """The expressions of a run, ranges and chains of units joined."""
        found: list[Expression] = []
        for expression, joint in self._pieces(self.words.cut(text, begin, end)):
            before = found[-1] if found and joint != _APART else None
            if before is None or not _join(before, expression, joint):
                found.append(expression)
        return found

    def _pieces(self, tokens: list[Token]) -> Iterator[tuple[Expression, str]]:
        """Each expression with what joins it to the one before ("": it follows at once)."""
        shape = "".join(token.code for token in tokens)
        classes = self.words.classes
        position, joint = 0, _APART
        while position < len(tokens):
            parts = self._expression(shape, position)
            if not parts:
                code = shape[position]
                one = "range" if code in classes["RANGE"] else "list" if code in classes["LIST"] else ""
                one = one or ("plus" if code in classes["PLUS"] else _APART)
                joint = one if joint == "" else _APART
                position += 1
                continue
            expression = self._build(tokens, parts)
            opened = position > 0 and tokens[position - 1].text in "（("
            position = parts[-1].last
            after = shape[position : position + 1]
            expression.glosses = opened and bool(after) and after in classes["RP"]
            if joint == "list" and after and after in classes["BETWEEN"]:
                joint = "range"
            yield expression, joint
            joint = ""

    def _candidates(self, shape: str, position: int) -> list[Part]:
        found = [
            Part(rule, position, match.end(), match)
            for rule in self.rules
            if (match := rule.pattern.match(shape, position)) and match.end() > position
        ]
        return sorted(found, key=lambda part: -part.last)

    def _expression(self, shape: str, position: int) -> list[Part]:
        """The parts of one expression that begins at a token, joined while their level grows."""
        for first in self._candidates(shape, position):
            if first.rule.joins_only:
                continue
            parts = [first, *self._rest(shape, first)]
            if first.rule.weak and len(parts) == 1:
                continue
            return parts
        return []

    def _rest(self, shape: str, before: Part) -> list[Part]:
        if before.rule.ends or before.last >= len(shape):
            return []
        for part in self._candidates(shape, before.last):
            rule = part.rule
            if (
                (rule.alone and before.rule.name != "zone")
                or rule.level <= before.rule.level
                or rule.name == "zone"
            ):
                continue
            if rule.joins_only and before.rule.level not in rule.joins_only:
                continue
            if rule.level == self.levels["span"] or rule.level == self.levels["set"]:
                continue
            return [part, *self._rest(shape, part)]
        return []

    def _build(self, tokens: list[Token], parts: list[Part]) -> Expression:
        fields: dict[str, Any] = {}
        for part in parts:
            for label, text in part.match.groupdict().items():
                if text is None:
                    continue
                token = tokens[part.match.start(label)]
                name = label.split("__")[0]
                if name == "all":
                    fields.update(token.values)
                elif token.plain is not None:
                    fields[name] = token.plain
            fields.update(part.rule.set)
        clock = (self.levels["day_part"], self.levels["clock"], self.levels["zone"])
        dated = [part for part in parts if part.rule.level not in clock]
        start, end = tokens[parts[0].first].start, tokens[parts[-1].last - 1].end
        main = max(dated or parts, key=lambda part: part.rule.level)
        return Expression(
            start=start,
            end=end,
            date_start=tokens[dated[0].first].start if dated else start,
            date_end=tokens[dated[-1].last - 1].end if dated else start,
            fields=fields,
            rule=f"dates/rules.yaml:{main.rule.name}",
            level=max(part.rule.level for part in parts),
            parts=[part.rule.name for part in parts],
        )


def _join(before: Expression, after: Expression, joint: str) -> bool:
    """Join an expression to the one before: a range, a set with its hours, a duration of several units."""
    if joint == "range" and "set" in before.fields:
        before.end = after.end  # 每周六上午9点到11点
        return True
    if joint == "range" and before.second is None and _can_range(before, after):
        before.second, before.end = after, after.end
        before.date_end = max(before.date_end, after.date_end)
        return True
    units = {before.fields.get("unit"), after.fields.get("unit")}
    if (
        joint in ("", "plus")
        and len(units) == 2
        and "duration" in before.fields
        and "duration" in after.fields
    ):
        before.fields["more"] = [*before.fields.get("more", ()), after.fields]  # 8天20小时
        before.end = after.end
        return True
    return False


def _can_range(first: Expression, second: Expression) -> bool:
    spans = ("offset", "window", "duration", "set", "period")
    return not any(name in fields for name in spans for fields in (first.fields, second.fields))


@cache
def grammar() -> Grammar:
    """The grammar, compiled on first use."""
    return Grammar(vocabulary())
