"""Reads the examples of the stages and shows what a stage made of a text, in words.

The examples are data: YAML files beside this one. A case with `xfail` names a defect that is known; it is
strict, so that mending the defect asks for the line to be taken out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cnevents.analysis import Analysis, Candidate
from cnevents.api import Extractor
from cnevents.build import build_document
from cnevents.records import Document, Event, Participant, Source

HERE = Path(__file__).parent
PUBLISHED = dt.date(2025, 3, 20)  # a Thursday; a case may name another day
GROUP = "~"  # before the words of a group, of which one may hold the other
ALTERNATIVE = "|"  # between two readings that are both right


def cases(name: str) -> list[Any]:
    """The rows of `name`.yaml as parameters of a test; each is named by its first words."""
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return [_parameter(row) for row in rows]


def _parameter(row: dict[str, Any]) -> Any:
    reason = row.get("xfail")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    asked = next((str(row[key]) for key in ("word", "anaphor", "phrase") if key in row), "")
    return pytest.param(row, marks=marks, id=f"{row['text'][:16]} {asked}".replace("\n", " "))


@cache
def extractor() -> Extractor:
    """The pipeline without the confidence scorer, which would leave out what is asked about here."""
    return Extractor(scorer=None)


@cache
def analyse(text: str, published: dt.date = PUBLISHED) -> Analysis:
    """All layers of a text."""
    return extractor().analyse(text, published=published)


def read(case: Mapping[str, Any]) -> Analysis:
    """All layers of a case's text."""
    return analyse(case["text"], case.get("published", PUBLISHED))


def document(case: Mapping[str, Any]) -> Document:
    """The records of a case's text."""
    return build_document(read(case))


def words(analysis: Analysis, span: Any) -> str:
    """What a span of any layer covers."""
    return analysis.text[span.start : span.end]


def candidate(analysis: Analysis, word: str) -> tuple[int, Candidate]:
    """The first candidate that `word` covers, with its number."""
    found = [
        (number, one) for number, one in enumerate(analysis.candidates) if _overlaps(analysis, one, word)
    ]
    shown = [words(analysis, one) for one in analysis.candidates]
    assert found, f"no candidate at {word}; found {shown}"
    return found[0]


def _overlaps(analysis: Analysis, one: Candidate, word: str) -> bool:
    start = analysis.text.index(word)
    return one.start < start + len(word) and start < one.end


def event(case: Mapping[str, Any]) -> Event:
    """The first record whose trigger overlaps the case's word."""
    start = case["text"].index(case["word"])
    events = document(case).events
    found = [
        one for one in events if one.trigger.start < start + len(case["word"]) and start < one.trigger.end
    ]
    assert found, f"no record at {case['word']}; found {[str(one.trigger) for one in events]}"
    return found[0]


def differences(case: Mapping[str, Any], found: Event) -> dict[str, tuple[Any, Any]]:
    """Fields of the case that the record has otherwise: (expected, found)."""
    shown = show(found)
    return {
        key: (case[key], shown[key])
        for key in shown
        if key in case and not _alike(case[key], shown[key], key in ("actors", "recipients", "others"))
    }


def show(found: Event) -> dict[str, Any]:
    """The fields of a record in the words of the cases."""
    days = found.when.days() if found.when else None
    return {
        "type": found.type,
        "mode": found.mode,
        "frame": found.frame,
        "actors": ids(found.actors),
        "recipients": ids(found.recipients),
        "others": [f"{other.role}:{other.participant.id}" for other in found.others],
        "place": found.place.id if found.place else None,
        "days": list(days) if days else None,
        "polarity": found.polarity,
        "modality": found.modality,
        "sources": ids(found.sources),
        "mentions": len(found.mentions),
        "counts": [[count.what, count.low, count.best, count.high] for count in found.counts],
    }


def ids(found: Iterable[Participant | Source]) -> list[str]:
    """The ids of participants."""
    return [one.id for one in found]


def _alike(expected: Any, found: Any, unordered: bool) -> bool:
    if isinstance(expected, list) and isinstance(found, list):
        pairs = (
            zip(sorted(expected), sorted(found), strict=False)
            if unordered
            else zip(expected, found, strict=False)
        )
        return len(expected) == len(found) and (
            all(same(want, got) for want, got in pairs) or (unordered and _matched(expected, found))
        )
    return same(expected, found)


def _matched(expected: list[Any], found: list[Any]) -> bool:
    """Is there for each expected id one found (ids with a group's mark do not sort alike)?"""
    return all(any(same(want, got) for got in found) for want in expected)


def same(expected: Any, found: Any) -> bool:
    """Equal, or one of the readings, or, for a group, one holds the other."""
    if not isinstance(expected, str) or not isinstance(found, str):
        return bool(expected == found)
    return any(_means(option, found) for option in expected.split(ALTERNATIVE))


def _means(option: str, found: str) -> bool:
    if not option.startswith(GROUP):
        return option == found
    bare = option.removeprefix(GROUP)
    return bare in found or (len(found) > 1 and found in bare)
