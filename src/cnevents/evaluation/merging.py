"""Scores of merging: pairs and B-cubed over reports whose happening is known.

The gold is JSON Lines, a report a line: `doc_id`, `press`, `published`, `text`, and `events`, each with
the `happening` that it tells, its `trigger` and what a perfect reading would give (type, frame, actors and
recipients as id/state, date, place, counts). Two readings are scored: of the records that the extractor
gives, so that its faults count too, and of records made of the gold, which tells what merging alone does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnevents.errors import FileError
from cnevents.merging.api import merge
from cnevents.merging.happening import Happenings
from cnevents.records import Count, Document, Event, Participant, Plover, Source, Span, TimeSpan

Mention = tuple[str, int]  # the document, and which of its events
NO_SPAN = Span(start=0, end=0, text="")


@dataclass(frozen=True, slots=True)
class MergeScore:
    """Precision, recall and F1, of pairs of reports and of reports (B-cubed)."""

    reports: int
    happenings: int
    found: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    b_precision: float
    b_recall: float
    b_f1: float

    def __str__(self) -> str:
        return (
            f"reports {self.reports}, happenings {self.happenings}, groups {self.found}\n"
            f"pairs    P {self.pair_precision:.3f} R {self.pair_recall:.3f} F1 {self.pair_f1:.3f}\n"
            f"B-cubed  P {self.b_precision:.3f} R {self.b_recall:.3f} F1 {self.b_f1:.3f}"
        )


def score_groups(gold: Mapping[Mention, Hashable], found: Mapping[Mention, Hashable]) -> MergeScore:
    """Score a grouping; a report that `found` lacks stands alone.

    >>> score = score_groups({("a", 0): 1, ("b", 0): 1, ("c", 0): 2}, {("a", 0): 1, ("b", 0): 1, ("c", 0): 1})
    >>> round(score.pair_precision, 2), score.pair_recall, round(score.b_precision, 2)
    (0.33, 1.0, 0.56)
    """
    groups = {mention: found.get(mention, ("alone", mention)) for mention in gold}
    both: Counter[tuple[Hashable, Hashable]] = Counter((gold[one], groups[one]) for one in gold)
    sizes, theirs = Counter(gold.values()), Counter(groups.values())
    right, known, made = (
        sum(number * (number - 1) // 2 for number in counts.values()) for counts in (both, sizes, theirs)
    )
    pairs = _figures(right, made, known)
    total = len(gold) or 1
    precision = sum(both[gold[one], groups[one]] / theirs[groups[one]] for one in gold) / total
    recall = sum(both[gold[one], groups[one]] / sizes[gold[one]] for one in gold) / total
    return MergeScore(len(gold), len(sizes), len(theirs), *pairs, precision, recall, _f1(precision, recall))


def _figures(right: int, made: int, known: int) -> tuple[float, float, float]:
    precision, recall = (right / whole if whole else 1.0 for whole in (made, known))
    return precision, recall, _f1(precision, recall)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read_merge_gold(path: str | Path) -> list[dict[str, Any]]:
    """The reports of a gold file; raises FileError (E201, E207)."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise FileError("E201", path=path) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            assert all(one["trigger"] in row["text"] and one["happening"] for one in row["events"])
        except (ValueError, KeyError, TypeError, AssertionError) as error:
            raise FileError("E207", line=number, path=path, reason=repr(error)) from error
        rows.append(row)
    return rows


def gold_groups(rows: Iterable[dict[str, Any]]) -> dict[Mention, str]:
    """The happening of each report."""
    return {(row["doc_id"], at): event["happening"] for row in rows for at, event in enumerate(row["events"])}


def gold_events(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[Event, Mention]]:
    """Records as a perfect reading would give them, by `event_id`."""
    return {
        f"{row['doc_id']}-{at}": (_event(row, at, event), (row["doc_id"], at))
        for row in rows
        for at, event in enumerate(row["events"])
    }


def _event(row: dict[str, Any], at: int, gold: dict[str, Any]) -> Event:
    start = row["text"].index(gold["trigger"])
    day = gold["date"]
    return Event(
        event_id=f"{row['doc_id']}-{at}",
        doc_id=row["doc_id"],
        type=gold["type"],
        frame=gold["frame"],
        plover=Plover(type=gold["type"]),
        trigger=Span(start=start, end=start + len(gold["trigger"]), text=gold["trigger"]),
        actors=tuple(map(_party, gold["actors"])),
        recipients=tuple(map(_party, gold["recipients"])),
        when=TimeSpan(start=day, end=day) if day else None,
        place=_party(gold["place"]) if gold["place"] else None,
        polarity=gold.get("polarity", "positive"),
        modality=gold.get("modality", "actual"),
        sources=tuple(Source(id=name, name=name, span=NO_SPAN) for name in gold.get("sources", ())),
        counts=tuple(
            Count(what=what, low=low, best=best, high=high, span=NO_SPAN)
            for what, low, best, high in gold.get("counts", ())
        ),
    )


def _party(text: str) -> Participant:
    name, _, state = text.partition("/")
    kind = "STATE" if name == state else "PERSON" if state else None
    return Participant(id=name, type=kind, name=name, span=NO_SPAN, state=state or None)  # type: ignore[arg-type]


def found_groups(merged: Happenings, mentions: Mapping[tuple[str, str], Mention]) -> dict[Mention, str]:
    """The group of each report: `mentions` tells which record (document, event id) stands for which."""
    groups: dict[Mention, str] = {}
    for one in merged:
        for report in one.reports:
            mention = mentions.get((report.doc_id or "", report.event_id))
            if mention is not None:
                groups[mention] = one.happening_id
    return groups


def match_records(
    rows: Iterable[dict[str, Any]], documents: Iterable[Document]
) -> dict[tuple[str, str], Mention]:
    """Which extracted record stands for which report: it has its type and touches its trigger."""
    by_id = {document.doc_id: document for document in documents}
    mentions: dict[tuple[str, str], Mention] = {}
    for row in rows:
        free = list(by_id[row["doc_id"]].events) if row["doc_id"] in by_id else []
        for at, gold in enumerate(row["events"]):
            start = row["text"].index(gold["trigger"])
            end = start + len(gold["trigger"])
            fits = [
                event
                for event in free
                if event.type == gold["type"] and event.trigger.start < end and start < event.trigger.end
            ]
            if fits:
                mentions[row["doc_id"], fits[0].event_id] = (row["doc_id"], at)
                free.remove(fits[0])
    return mentions


def evaluate_merge(path: str | Path) -> dict[str, MergeScore]:
    """Scores on a gold file: "extracted" for what the extractor reads, "gold" for records made of the gold.

    Raises FileError (E201, E207).
    """
    from cnevents.api import load

    rows = read_merge_gold(path)
    groups = gold_groups(rows)
    extractor = load()
    documents = [
        extractor.extract(row["text"], published=row["published"], doc_id=row["doc_id"]) for row in rows
    ]
    press = {row["doc_id"]: row["press"] for row in rows}
    published = {document.doc_id: document.published for document in documents if document.doc_id}
    made = gold_events(rows)
    own = {(event.doc_id or "", event.event_id): mention for event, mention in made.values()}
    by_hand = merge(
        [event for event, _ in made.values()],
        published={name: day for name, day in published.items() if day is not None},
        press=press,
    )
    read = merge(documents, press=press)
    return {
        "extracted": score_groups(groups, found_groups(read, match_records(rows, documents))),
        "gold": score_groups(groups, found_groups(by_hand, own)),
    }
