"""Annotators write strings; this turns them into gold documents with offsets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cnevents.evaluation.gold import GoldDocument

Offsets = tuple[int, int]


@dataclass(slots=True)
class Annotated:
    """A gold document and what is wrong with its annotation (empty where all is well)."""

    document: GoldDocument
    problems: list[str] = field(default_factory=list)


def build_gold(annotation: Mapping[str, Any]) -> Annotated:
    """Find the strings of an annotation in its text.

    An annotation names words (`text` or `trigger`), and where they stand more than once a piece of the text
    around them (`in`, with `nth` to choose among several inside it). An entity without `in` means every
    occurrence that is not inside a longer entity.
    """
    finder = _Finder(annotation["text"])
    document = GoldDocument.model_validate(
        {
            **{name: annotation.get(name) for name in ("doc_id", "published", "text")},
            "entities": _entities(annotation.get("entities", ()), finder),
            "dates": [_date(date, finder) for date in annotation.get("dates", ())],
            "events": [_event(event, finder) for event in annotation.get("events", ())],
        }
    )
    return Annotated(document, finder.problems)


class _Finder:
    """Looks strings up in a text and collects what cannot be found, or not for sure."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[str] = []

    def everywhere(self, words: str, start: int = 0, end: int | None = None) -> list[Offsets]:
        """All occurrences, those that overlap included."""
        places = []
        at = self.text.find(words, start, end)
        while at >= 0:
            places.append((at, at + len(words)))
            at = self.text.find(words, at + 1, end)
        return places

    def one(self, words: str, frame: str | None, nth: int = 1) -> Offsets:
        """The occurrence that is meant; (0, 0) and a problem where it cannot be told."""
        home = self._home(frame) if frame else (0, len(self.text))
        places = self.everywhere(words, *home)
        if len(places) < nth:
            self.problems.append(f"{words!r} does not stand {nth} times in {frame or 'the text'!r}")
            return 0, 0
        if frame is None and len(places) > 1:
            self.problems.append(f"{words!r} stands {len(places)} times: give 'in'")
        return places[nth - 1]

    def _home(self, frame: str) -> Offsets:
        places = self.everywhere(frame)
        if len(places) != 1:
            self.problems.append(f"{frame!r} stands {len(places)} times in the text")
        return places[0] if places else (0, 0)


def _entities(marks: list[dict[str, Any]], finder: _Finder) -> list[dict[str, Any]]:
    exact: dict[tuple[int, int, str], str] = {}
    general: dict[tuple[int, int, str], str] = {}
    for mark in marks:
        if mark.get("in"):
            exact[(*finder.one(mark["text"], mark["in"], mark.get("nth", 1)), mark["type"])] = mark["id"]
            continue
        places = finder.everywhere(mark["text"])
        if not places:
            finder.problems.append(f"{mark['text']!r} is not in the text")
        general.update({(*place, mark["type"]): mark["id"] for place in places})
    everything = {**general, **exact}
    kept = {key: name for key, name in everything.items() if key in exact or not _inside(key, everything)}
    return [
        {"start": start, "end": end, "text": finder.text[start:end], "type": kind, "id": gold_id}
        for (start, end, kind), gold_id in sorted(kept.items())
    ]


def _inside(key: tuple[int, int, str], others: Mapping[tuple[int, int, str], str]) -> bool:
    return any(low <= key[0] and key[1] <= high and (low, high) != key[:2] for low, high, _ in others)


def _date(mark: dict[str, Any], finder: _Finder) -> dict[str, Any]:
    start, end = finder.one(mark["text"], mark.get("in"), mark.get("nth", 1))
    if not mark["start"] < mark["end"]:
        finder.problems.append(f"{mark['text']!r} has an empty interval")
    where = {"start": start, "end": end, "text": mark["text"]}
    return {**where, "value": (mark["start"], mark["end"]), "approx": mark.get("approx", False)}


def _event(mark: dict[str, Any], finder: _Finder) -> dict[str, Any]:
    clause = finder.one(mark["in"], None)
    start, end = finder.one(mark["trigger"], mark["in"], mark.get("nth", 1))
    mentions = [clause]
    for other in mark.get("also", ()):
        mentions.extend(finder.everywhere(other) or [finder.one(other, None)])
    date = mark.get("date")
    if date is not None and not date[0] < date[1]:
        finder.problems.append(f"{mark['trigger']!r} has an empty interval")
    plain = {name: value for name, value in mark.items() if name not in ("in", "nth", "also", "trigger")}
    return {**plain, "trigger": {"start": start, "end": end, "text": mark["trigger"]}, "mentions": mentions}
