"""Stories: happenings that follow one another between the same parties, as a graph with a timeline."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from cnevents.errors import InputError
from cnevents.merging.happening import Happening, Party
from cnevents.ontology.contexts import ordered
from cnevents.records import SCHEMA_VERSION, Context, Record

ALIKE = 0.45  # cosine between a happening and what a story was about so far
PLACE = 0.5  # weight of a place beside a participant's
CONTEXT = 0.25  # and of a context
PAIR = 4  # states in a happening up to which each two of them are a token of their own
FLOOR = 0.05  # added to the squared length of a happening: what weighs little cannot be very like anything
SHARED = 0.01  # squared length that the participants in common must have
BACK = 50  # happenings of a story among which the one that the next follows is looked for


class Link(Record):
    """An edge: a later happening and the one before it that it has most in common with.

    Attributes:
        source, target: Ids of the earlier and the later happening.
        shared: Participants of both. days: From the one to the other.
        likeness: 0 to 1.
    """

    source: str
    target: str
    shared: tuple[str, ...]
    days: int
    likeness: float


class Entry(Record):
    """A line of a timeline."""

    day: dt.date
    happening_id: str
    frame: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reports: int

    def __str__(self) -> str:
        sides = " → ".join("、".join(side) for side in (self.actors, self.recipients) if side)
        return f"{self.day}  {self.frame}  {sides}  ({self.reports})"


class Story(Record):
    """A chain of happenings.

    Attributes:
        story_id: Made of its first happening.
        start, end: Days of the first and of the last.
        parties: Ids of those who take part in at least two, the most frequent first.
        contexts: Contexts of at least half of its happenings.
        timeline: The happenings by day. links: The graph, each happening behind the one that it follows.
    """

    story_id: str
    start: dt.date
    end: dt.date
    parties: tuple[str, ...]
    contexts: tuple[Context, ...] = ()
    timeline: tuple[Entry, ...]
    links: tuple[Link, ...] = ()

    def __str__(self) -> str:
        head = f"{self.start} to {self.end}: {'、'.join(self.parties[:6])}"
        return "\n".join([head, *(f"  {entry}" for entry in self.timeline)])

    def to_graph(self) -> dict[str, Any]:
        """Nodes and links as networkx and d3 read them."""
        return {
            "directed": True,
            "nodes": [{"id": entry.happening_id, **entry.model_dump(mode="json")} for entry in self.timeline],
            "links": [link.model_dump(mode="json") for link in self.links],
        }


@dataclass(slots=True)
class _Open:
    """A story that still may grow: what it is about as weighted tokens, and its happenings."""

    last: dt.date
    weights: Counter[str] = field(default_factory=Counter)
    members: list[tuple[Happening, dict[str, float]]] = field(default_factory=list)


def stories(happenings: Iterable[Happening], *, gap: int = 14, least: int = 3) -> tuple[Story, ...]:
    """Chains of happenings with shared participants over days.

    Happenings are taken by day. Each joins the open story that it is most like, or opens one; what counts
    are its participants, each two of their states, its place and its contexts: the rarer among all happenings
    the more, and the less, the more others somebody is seen with. So a state that takes part in everything
    makes no story, nor do the engagements of one statesman; two states with much to do with each other do.

    Args:
        happenings: What `merge` gives. Those without a day stand in no story.
        gap: Days without a happening after which a story is closed.
        least: Happenings that a story must have.

    Returns:
        The stories, those with the most happenings first.

    Raises:
        InputError: E105 for a gap or a least number below 1, E111 for happenings of another schema version,
            E112 for what is no happening.

    >>> stories([])
    ()
    """
    for name, value in (("gap", gap), ("least", least)):
        if value < 1:
            raise InputError("E105", value=value, name=name, options="1 or more")
    dated = sorted(_checked(happenings), key=lambda pair: (pair[0], pair[1].happening_id))
    tokens = [_tokens(one) for _, one in dated]
    weights = _weights([one for _, one in dated], tokens)
    opened: list[_Open] = []
    by_token: dict[str, list[_Open]] = defaultdict(list)
    for (day, one), own in zip(dated, tokens, strict=True):
        vector = {token: weight * weights[token] for token, weight in own.items() if weights[token] > 0}
        story = _best(day, vector, by_token, gap)
        if story is None:
            story = _Open(day)
            opened.append(story)
        for token in vector:
            if token not in story.weights:
                by_token[token] = [other for other in by_token[token] if (day - other.last).days <= gap]
                by_token[token].append(story)
        story.last = day
        story.weights.update(vector)
        story.members.append((one, vector))
    made = [_story(story) for story in opened if len(story.members) >= least]
    return tuple(sorted(made, key=lambda story: (-len(story.timeline), story.start, story.story_id)))


def _checked(happenings: Iterable[Happening]) -> Iterable[tuple[dt.date, Happening]]:
    for number, one in enumerate(happenings, start=1):
        if not isinstance(one, Happening):
            raise InputError("E112", number=number, kind=type(one).__name__)
        if one.schema_version != SCHEMA_VERSION:
            raise InputError("E111", number=number, found=one.schema_version, expected=SCHEMA_VERSION)
        if one.start is not None:
            yield one.start, one


def _tokens(one: Happening) -> dict[str, float]:
    """What a happening is about: names and their states, places, contexts."""
    found: dict[str, float] = {}
    parties = {party.id: party for party in (*one.actors, *one.recipients) if party.type is not None}
    together = Counter(party.state or party.id for party in parties.values())
    for party in parties.values():  # seven of one state in a row are no more than one
        found[party.id] = 1 / together[party.state or party.id]
    for party in (*one.actors, *one.recipients):
        if party.state is not None:
            found[party.state] = 1.0
    for place in one.places:
        found.setdefault(f"@{place.id}", PLACE)
    for context in one.contexts:
        found[f"#{context}"] = CONTEXT
    states = sorted({party.state for party in (*one.actors, *one.recipients) if party.state is not None})
    if len(states) <= PAIR:
        found.update({f"{first}&{second}": 1.0 for first, second in combinations(states, 2)})
    return found


def _weights(happenings: list[Happening], tokens: list[dict[str, float]]) -> dict[str, float]:
    """How much a token tells, from 0 to 1: inverse document frequency, less for who is seen with many."""
    counts = Counter(token for own in tokens for token in own)
    whole = math.log(1 + len(tokens))
    company = _company(happenings)
    return {
        token: math.log((1 + len(tokens)) / (1 + number)) / whole / math.sqrt(_spread(company.get(token)))
        for token, number in counts.items()
    }


def _company(happenings: list[Happening]) -> dict[str, Counter[str]]:
    """With whom each participant and state is seen, by state; each time alone is another company."""
    company: dict[str, Counter[str]] = defaultdict(Counter)
    for one in happenings:
        parties = (*one.actors, *one.recipients)
        sides = {party.state or party.id for party in parties}
        for token, own in {(name, party.state or party.id) for party in parties for name in _names(party)}:
            company[token].update(sides - {own} or {one.happening_id})
    return company


def _names(party: Party) -> set[str]:
    return {party.id, party.state or party.id}


def _spread(company: Counter[str] | None) -> float:
    """The number of others that somebody is seen with, if all were seen as often: e to the entropy."""
    if not company:
        return 1.0
    total = company.total()
    return math.exp(-sum(number / total * math.log(number / total) for number in company.values()))


def _best(
    day: dt.date, vector: Mapping[str, float], by_token: Mapping[str, list[_Open]], gap: int
) -> _Open | None:
    """The open story that a happening is most like; of equals the one that was opened first."""
    parties = [token for token in vector if not token.startswith(("@", "#"))]
    near = {
        id(story): story
        for token in parties
        for story in by_token.get(token, ())
        if (day - story.last).days <= gap
    }
    best, found = ALIKE, None
    for story in sorted(near.values(), key=lambda one: one.members[0][0].happening_id):
        if sum(vector[token] ** 2 for token in parties if token in story.weights) < SHARED:
            continue
        like = _cosine(vector, story.weights, FLOOR)
        if like > best:
            best, found = like, story
    return found


def _cosine(one: Mapping[str, float], two: Mapping[str, float], floor: float = 0.0) -> float:
    product = sum(weight * two.get(token, 0.0) for token, weight in one.items())
    lengths = (sum(weight * weight for weight in each.values()) for each in (one, two))
    return product / (math.sqrt((next(lengths) + floor) * next(lengths)) or 1.0)


def _story(found: _Open) -> Story:
    first = found.members[0][0]
    days = [one.start for one, _ in found.members if one.start is not None]
    parties = Counter(
        party.id for one, _ in found.members for party in (*one.actors, *one.recipients) if party.type
    )
    contexts = Counter(context for one, _ in found.members for context in one.contexts)
    half = len(found.members) / 2
    return Story(
        story_id=hashlib.sha256(first.happening_id.encode()).hexdigest()[:16],
        start=min(days),
        end=max(days),
        parties=tuple(name for name, number in parties.most_common() if number > 1),
        contexts=ordered(name for name, number in contexts.items() if number >= half),  # type: ignore[arg-type]
        timeline=tuple(_entry(one) for one, _ in found.members),
        links=tuple(_links(found.members)),
    )


def _entry(one: Happening) -> Entry:
    assert one.start is not None
    return Entry(
        day=one.start,
        happening_id=one.happening_id,
        frame=one.frame,
        actors=tuple(party.name for party in one.actors),
        recipients=tuple(party.name for party in one.recipients),
        reports=len(one.reports),
    )


def _links(members: list[tuple[Happening, dict[str, float]]]) -> Iterable[Link]:
    """Each happening behind the one before it that it is most like; of equals the latest."""
    for at, (later, vector) in enumerate(members[1:], start=1):
        likeness, place = max(
            (_cosine(vector, members[before][1]), before) for before in range(max(0, at - BACK), at)
        )
        earlier = members[place][0]
        assert earlier.start is not None
        assert later.start is not None
        ids = [{party.id for party in (*one.actors, *one.recipients)} for one in (earlier, later)]
        yield Link(
            source=earlier.happening_id,
            target=later.happening_id,
            shared=tuple(sorted(ids[0] & ids[1])),
            days=(later.start - earlier.start).days,
            likeness=round(min(1.0, likeness), 3),
        )
