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

    def _parse(self, text: str, begin: int, end: int) -> Iterator[Expression]:
        tokens = self.words.cut(text, begin, end)
        shape = "".join(token.code for token in tokens)
        position = 0
        pending: Expression | None = None
        joiner = -1
        classes = self.words.classes
        joining, closing = classes["RANGE"] + classes["LIST"] + classes["PLUS"], classes["RP"]
        while position < len(tokens):
            parts = self._expression(shape, position)
            if not parts:
                if pending and joiner < 0 and shape[position] in joining:
                    joiner = position
                elif pending:
                    yield pending
                    pending, joiner = None, -1
                position += 1
                continue
            found = self._build(tokens, parts)
            opened = position > 0 and tokens[position - 1].text in "（("
            position = parts[-1].last
            found.glosses = opened and position < len(tokens) and shape[position] in closing
            between = shape[joiner] in classes["LIST"] and position < len(tokens) and shape[position] in classes["BETWEEN"]
            if pending and joiner >= 0 and (shape[joiner] in classes["RANGE"] or between) and _can_range(pending, found):
                pending.second, pending.end, pending.date_end = found, found.end, max(found.date_end, pending.date_end)
                yield pending
                pending, joiner = None, -1
                continue
            if pending and joiner >= 0 and "set" in pending.fields:
                pending.end = found.end  # 每周六上午9点到11点
                joiner = -1
                continue
            if pending and _chain(pending, found):
                pending.end = found.end
                joiner = -1
                continue
            if pending:
                yield pending
            pending, joiner = found, -1
        if pending:
            yield pending

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
            return self._clock_after(shape, before)
        for part in self._candidates(shape, before.last):
            rule = part.rule
            if (rule.alone and before.rule.name != "zone") or rule.level <= before.rule.level or rule.name == "zone":
                continue
            if rule.joins_only and before.rule.level not in rule.joins_only:
                continue
            if rule.level == self.levels["span"] or rule.level == self.levels["set"]:
                continue
            return [part, *self._rest(shape, part)]
        return []

    def _clock_after(self, shape: str, before: Part) -> list[Part]:
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


def _chain(first: Expression, second: Expression) -> bool:
    """Join 20小时 to 8天: a duration of several units."""
    if "duration" not in first.fields or "duration" not in second.fields or first.fields.get("unit") == second.fields.get("unit"):
        return False
    first.fields["more"] = [*first.fields.get("more", ()), second.fields]
    return True


def _can_range(first: Expression, second: Expression) -> bool:
    spans = ("offset", "window", "duration", "set", "period")
    return not any(name in fields for name in spans for fields in (first.fields, second.fields))


@cache
def grammar() -> Grammar:
    """The grammar, compiled on first use."""
    return Grammar(vocabulary())
