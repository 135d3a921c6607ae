"""Compares what a case expects with what the extractor found, and says readably where they differ."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phenomena_cases import ANYTHING, GROUP, Case, options, trigger_spans

from cnevents.records import Document, Event, Participant, Source, Span
from cnevents.text.folding import fold

Found = Participant | Source


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be.

    Attributes:
        event: Type and trigger of the expected record, or "" where the whole text is meant.
        field: What differs: actors, date, … or missing, type, absent, entity, number, offsets.
    """

    event: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.event or 'text'}: {self.field}: expected {self.expected}, found {self.found}"


def compare(case: Case, document: Document) -> list[Difference]:
    """All differences between a case and the records of its text; none where it passes."""
    return [
        *_events(case, document),
        *_absent(case, document),
        *_entities(case, document),
        *_totals(case, document),
        *_offsets(case, document),
    ]


def report(case: Case, document: Document, differences: Iterable[Difference]) -> str:
    """The text, the differences, and the records found, for a person to read."""
    lines = [f"{case.id}  {case.text}", *(f"  {difference}" for difference in differences)]
    return "\n".join([*lines, *(f"  found {describe(event)}" for event in document.events)])


def describe(event: Event) -> str:
    """A record in one line."""
    when = show_days(event.when.days()) if event.when else "-"
    place = event.place.id if event.place else "-"
    others = [f"{other.role}:{other.participant.id}" for other in event.others]
    return (
        f"{event.type} {event.mode or '-'} {event.trigger.text} A={_ids(event.actors)} "
        f"R={_ids(event.recipients)} @{place} {when} {event.polarity} {event.modality} "
        f"sources={_ids(event.sources)} others={others} mentions={len(event.mentions)}"
    )


# Events


def _events(case: Case, document: Document) -> list[Difference]:
    differences: list[Difference] = []
    left = list(document.events)
    for expected in case.events:
        spans = trigger_spans(case, expected)
        touching = [event for event in left if _touches(event, spans)]
        typed = [event for event in touching if event.type in options(expected["type"])]
        if not typed:
            differences.append(_not_found(expected, touching))
            continue
        compared = [(_fields(expected, event), event) for event in typed]
        best, event = min(compared, key=lambda pair: len(pair[0]))
        left.remove(event)
        differences += best
    return differences


def _touches(event: Event, spans: Sequence[tuple[int, int]]) -> bool:
    own = (event.trigger, *event.mentions)
    return any(span.start < end and start < span.end for span in own for start, end in spans)


def _not_found(expected: Mapping[str, Any], touching: Sequence[Event]) -> Difference:
    kinds = ", ".join(f"{event.type} {event.trigger.text}" for event in touching)
    return Difference(
        _name(expected), "type" if touching else "missing", expected["type"], kinds or "nothing"
    )


def _name(expected: Mapping[str, Any]) -> str:
    return f"{expected['type']} {expected['trigger']}"


def _fields(expected: Mapping[str, Any], event: Event) -> list[Difference]:
    checks: dict[str, Callable[[Any, Event], tuple[bool, str]]] = {
        "mode": lambda wanted, got: (got.mode == wanted, str(got.mode)),
        "polarity": lambda wanted, got: (got.polarity == wanted, got.polarity),
        "modality": lambda wanted, got: (got.modality == wanted, got.modality),
        "date": _date,
        "place": _place,
        "sources": _sources,
        "others": _others,
        "mentions": lambda wanted, got: (len(got.mentions) >= wanted, str(len(got.mentions))),
        "recipients": lambda wanted, got: (_same(wanted, got.recipients), _ids(got.recipients)),
        "actors": lambda wanted, got: (_same(wanted, _acting(expected, got)), _ids(_acting(expected, got))),
    }
    results = [(key, *check(expected[key], event)) for key, check in checks.items() if key in expected]
    return [
        Difference(_name(expected), key, _show(expected[key]), got)
        for key, right, got in results
        if not right
    ]


def _acting(expected: Mapping[str, Any], event: Event) -> tuple[Participant, ...]:
    """Those in the event; the roles of a meeting that is no visit are taken together, as in scoring."""
    visit = "visit" in (expected.get("mode"), event.mode)
    together = event.type == "CONSULT" and not visit and "recipients" not in expected
    return (*event.actors, *event.recipients) if together else event.actors


def _date(wanted: list[dt.date] | None, event: Event) -> tuple[bool, str]:
    days = event.when.days() if event.when else None
    return days == (tuple(wanted) if wanted else None), show_days(days)


def _place(wanted: str | None, event: Event) -> tuple[bool, str]:
    if event.place is None:
        return wanted is None, "none"
    return wanted is not None and is_named(wanted, event.place), event.place.id


def _sources(wanted: list[str], event: Event) -> tuple[bool, str]:
    """A chain: order counts, each source cites the next."""
    right = len(wanted) == len(event.sources) and all(map(is_named, wanted, event.sources))
    return right, _ids(event.sources)


def _others(wanted: dict[str, list[str]], event: Event) -> tuple[bool, str]:
    right = all(
        any(role in ("any", other.role) and is_named(name, other.participant) for other in event.others)
        for role, names in wanted.items()
        for name in names
    )
    return right, str([f"{other.role}:{other.participant.id}" for other in event.others])


def _same(wanted: Sequence[Any], found: Sequence[Participant]) -> bool:
    """Are these the same participants, in any order, each named once?"""
    unique = list({one.id: one for one in found}.values())
    if len(unique) != len(wanted):
        return False
    if not wanted:
        return True
    first, *rest = wanted
    return any(
        _is_participant(first, one) and _same(rest, [*unique[:i], *unique[i + 1 :]])
        for i, one in enumerate(unique)
    )


def _is_participant(wanted: str | Mapping[str, Any], found: Participant) -> bool:
    if isinstance(wanted, str):
        return is_named(wanted, found)
    facts = {key: value for key, value in wanted.items() if key != "id"}
    return is_named(wanted["id"], found) and all(getattr(found, key) == value for key, value in facts.items())


def is_named(wanted: str, found: Found) -> bool:
    """Does one of the wanted names mean `found`?

    A name must be the same; of a group (~) one may hold the other.
    """
    names = {fold(found.id), fold(found.name)}
    return any(_means(fold(option), names) for option in options(wanted))


def _means(option: str, names: Iterable[str]) -> bool:
    if not option.startswith(GROUP):
        return option in names
    words = option.removeprefix(GROUP)
    return any(not name.isascii() and (words in name or (len(name) > 1 and name in words)) for name in names)


# What must not be found


def _absent(case: Case, document: Document) -> list[Difference]:
    return [
        Difference("", "absent", f"no {_show(pattern)}", describe(event))
        for pattern in case.absent
        for event in document.events
        if _fits(pattern, event)
    ]


def _fits(pattern: str | Mapping[str, Any], event: Event) -> bool:
    if isinstance(pattern, str):
        return pattern in (ANYTHING, event.type) or fold(pattern) in fold(event.trigger.text)
    checks: dict[str, Callable[[Any], bool]] = {
        "actors": lambda wanted: _holds(wanted, event.actors),
        "recipients": lambda wanted: _holds(wanted, event.recipients),
        "place": lambda wanted: event.place is not None and is_named(wanted, event.place),
    }
    return all(
        checks[key](wanted) if key in checks else getattr(event, key) == wanted
        for key, wanted in pattern.items()
    )


def _holds(wanted: Iterable[str], found: Iterable[Participant]) -> bool:
    people = list(found)
    return any(is_named(name, one) for name in wanted for one in people)


# Entities, totals, offsets


def _entities(case: Case, document: Document) -> list[Difference]:
    found = [(span.text, entity.id, entity.type) for span, entity in document.mentions()]
    missing = [
        Difference("", "entity", _show(wanted), str([one for one in found if one[0] == wanted["text"]]))
        for wanted in case.entities
        if (wanted["text"], wanted["id"], wanted["type"]) not in found
    ]
    wrong = [
        Difference("", "entity", f"no {one[1]}", str(one))
        for one in found
        if fold(one[1]) in case.no_entities
    ]
    return missing + wrong


def _totals(case: Case, document: Document) -> list[Difference]:
    kinds = Counter[str](event.type for event in document.events)
    counted = {(count.what, count.best) for event in document.events for count in event.counts}
    number = [
        Difference("", "number", f"{wanted} {kind}", str(kinds[kind]))
        for kind, wanted in case.number.items()
        if kinds[kind] != wanted
    ]
    counts = [
        Difference("", "counts", f"{best} {what}", str(sorted(counted, key=str)))
        for what, best in case.counts.items()
        if (what, best) not in counted
    ]
    return number + counts


def _offsets(case: Case, document: Document) -> list[Difference]:
    """Every span of every record must hold the caller's own characters."""
    return [
        Difference("", "offsets", span.text, case.text[span.start : span.end])
        for span in _spans([*document.entities, *document.events])
        if case.text[span.start : span.end] != span.text
    ]


def _spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    parts = value if isinstance(value, list | tuple) else getattr(value, "__dict__", {}).values()
    return [span for part in parts for span in _spans(part)]


# Showing


def show_days(days: tuple[dt.date, dt.date] | None) -> str:
    """An interval as start/end, "none" where there is none."""
    return "/".join(day.isoformat() for day in days) if days else "none"


def _show(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dt.date):
        return show_days((value[0], value[1]))
    return "none" if value is None else str(value)


def _ids(found: Iterable[Found]) -> str:
    return str([one.id for one in found])
