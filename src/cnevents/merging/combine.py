"""A group of records put together to a happening: nothing that any of them says is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from cnevents.merging.happening import Day, Happening, Party, Report, Standing, Tally
from cnevents.merging.items import Item, Who
from cnevents.ontology.contexts import ordered
from cnevents.ontology.frames import load_frames
from cnevents.ontology.modes import score

Value = TypeVar("Value", bound=Hashable)
NEVER = dt.date.max.toordinal()


def combine(items: Sequence[Item]) -> Happening:
    """The happening that a group of records tells."""
    told = sorted(items, key=_by_day)
    frame = _most((item.frame, item.type, item.mode) for item in told)
    days = _days(told)
    published = [item.published for item in told if item.published is not None]
    reports = _reports(told)
    return Happening(
        happening_id=_id(told[0]),
        type=frame[1],  # type: ignore[arg-type]
        mode=frame[2],
        frame=frame[0],
        contexts=ordered(context for item in told for context in item.contexts),  # type: ignore[arg-type]
        cameo=load_frames()[frame[0]].cameo if frame[0] in load_frames() else None,
        intensity=score(frame[1], frame[2]),
        plover=_most(item.plover for item in told),
        actors=_parties(item.actors for item in told),
        recipients=_parties(item.recipients for item in told),
        start=days[0].start if days else None,
        end=days[0].end if days else None,
        days=days,
        places=_parties((item.place,) if item.place is not None else () for item in told),
        counts=_tallies(told),
        standing=_standing(told),
        first_report=dt.date.fromordinal(published[0]) if published else None,
        last_report=dt.date.fromordinal(published[-1]) if published else None,
        documents=len({item.doc_id or item.event_id for item in told}),
        origins=len({report.origin for report in reports if not report.reprint}),
        confidence=max(item.confidence for item in told),
        reports=reports,
    )


def _by_day(item: Item) -> tuple[int, str, str]:
    return (item.published if item.published is not None else NEVER, *item.key)


def _id(first: Item) -> str:
    return hashlib.sha256(f"{first.event_id}\x1f{first.doc_id or ''}".encode()).hexdigest()[:16]


def _ranked(values: Iterable[Value]) -> list[tuple[Value, int]]:
    """Values with how often they stand there: the most frequent first, then the one that came first."""
    return Counter(values).most_common()


def _most(values: Iterable[Value]) -> Value:
    return _ranked(values)[0][0]


def _reports(told: Sequence[Item]) -> tuple[Report, ...]:
    """The reports by day; the same text in another document is a reprint of the first."""
    seen: set[str] = set()
    reports = []
    for item in told:
        reports.append(
            Report(
                event_id=item.event_id,
                doc_id=item.doc_id,
                published=dt.date.fromordinal(item.published) if item.published is not None else None,
                press=item.press,
                origin=item.origin,
                reprint=item.event_id in seen,
                polarity=item.polarity,  # type: ignore[arg-type]
                modality=item.modality,  # type: ignore[arg-type]
                sources=item.sources,
                confidence=item.confidence,
            )
        )
        seen.add(item.event_id)
    return tuple(reports)


def _parties(groups: Iterable[Iterable[Who]]) -> tuple[Party, ...]:
    ranked = _ranked(who for group in groups for who in group)
    by_id: dict[str, tuple[Who, int]] = {}
    for who, number in ranked:
        first, before = by_id.get(who.id, (who, 0))
        by_id[who.id] = (first, before + number)
    found = sorted(by_id.values(), key=lambda pair: (-pair[1], pair[0].id))
    return tuple(
        Party(
            id=who.id,
            name=who.name,
            type=who.type,  # type: ignore[arg-type]
            state=who.state,
            sector=who.sector,
            code=who.code,
            reports=number,
        )
        for who, number in found
    )


def _days(told: Sequence[Item]) -> tuple[Day, ...]:
    """The times that are given: the most frequent first, of equally frequent ones the narrower."""
    ranked = _ranked(item.days for item in told if item.days is not None)
    ranked.sort(key=lambda pair: (-pair[1], pair[0][1] - pair[0][0], pair[0]))
    return tuple(
        Day(start=dt.date.fromordinal(first), end=dt.date.fromordinal(last), reports=number)
        for (first, last), number in ranked
    )


def _standing(told: Sequence[Item]) -> Standing:
    kinds = Counter(_stands(item) for item in told)
    return Standing(**kinds)


def _stands(item: Item) -> str:
    if item.polarity == "negative":
        return "denied"
    return {"actual": "asserted", "future": "planned"}.get(item.modality, "possible")


def _tallies(told: Sequence[Item]) -> tuple[Tally, ...]:
    """Numbers by what they count, in the order in which they come up."""
    found: dict[str, list[tuple[int | None, int, int, int]]] = defaultdict(list)
    for item in told:
        for what, *numbers in item.counts:
            known = [number for number in numbers if number is not None]
            if known:
                best = numbers[1] if numbers[1] is not None else known[0]
                found[what].append((item.published, min(known), best, max(known)))
    return tuple(_tally(what, rows) for what, rows in found.items())


def _tally(what: str, rows: list[tuple[int | None, int, int, int]]) -> Tally:
    """Numbers of victims grow, so the latest report counts; of several of one day, what most say."""
    latest = max((day for day, *_ in rows if day is not None), default=None)
    best = _ranked(number for day, _, number, _ in rows if day == latest)
    most = max(times for _, times in best)
    return Tally(
        what=what,
        low=min(low for _, low, _, _ in rows),
        best=max(number for number, times in best if times == most),
        high=max(high for _, _, _, high in rows),
        reports=len(rows),
    )
