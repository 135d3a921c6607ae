"""Reads the cases of the checklist and checks their form; knows nothing of the extractor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

HERE = Path(__file__).parent
KNOWN_FAILURES = HERE / "known_failures.txt"
ITEMS = 37
ALTERNATIVE = "|"
GROUP = "~"
ANYTHING = "*"

CASE_KEYS = {
    "id", "item", "script", "published", "text", "events", "absent", "entities", "no_entities", "number",
    "counts",
}  # fmt: skip
EVENT_KEYS = {
    "type", "trigger", "in", "mode", "actors", "recipients", "others", "place", "date", "polarity",
    "modality", "sources", "mentions",
}  # fmt: skip
ABSENT_KEYS = {"type", "mode", "actors", "recipients", "place", "polarity", "modality"}


@dataclass(frozen=True, slots=True)
class Case:
    """One text and what a record must, and must not, say of it. Field by field as in README.md."""

    id: str
    item: int
    script: Literal["Hant", "Hans"]
    published: dt.date
    text: str
    events: list[dict[str, Any]] = field(default_factory=list)
    absent: list[str | dict[str, Any]] = field(default_factory=list)
    entities: list[dict[str, str]] = field(default_factory=list)
    no_entities: list[str] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@cache
def load_cases() -> tuple[Case, ...]:
    """All cases of all `cases*.yaml`, in order of item."""
    rows = [row for path in sorted(HERE.glob("cases*.yaml")) for row in _read(path)]
    return tuple(sorted((Case(**row) for row in rows), key=lambda case: case.item))


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows


@cache
def load_known_failures() -> tuple[str, ...]:
    """The ids in `known_failures.txt`, in its order."""
    lines = KNOWN_FAILURES.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def options(value: str) -> list[str]:
    """The readings of a cell, any of which will do.

    >>> options("以军|以色列军队")
    ['以军', '以色列军队']
    """
    return value.split(ALTERNATIVE)


def trigger_spans(case: Case, event: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Where the trigger of an expected event may stand in the text."""
    clauses = options(event["in"]) if "in" in event else [case.text]
    return [
        (low + start, low + start + len(word))
        for clause in clauses
        for low in find_all(case.text, clause)
        for word in options(event["trigger"])
        for start in find_all(clause, word)
    ]


def find_all(text: str, word: str) -> Iterator[int]:
    """Every offset of `word` in `text`."""
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)
