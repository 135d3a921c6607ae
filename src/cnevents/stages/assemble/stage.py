"""The stage: candidates that stand → happenings, split by date and member, merged by sameness."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cnevents.analysis import Analysis, Candidate, Happening, Phrase, Roles, Status
from cnevents.ontology.types import load_types
from cnevents.stages.assemble.confidence import features
from cnevents.stages.assemble.counts import count
from cnevents.stages.assemble.merge import merge
from cnevents.stages.dates.mention import TimeMention
from cnevents.stages.scorer import Scorer

# A disaster or a casualty needs no participant; another happening that names nobody is a record only
# where it is said to have taken place somewhere on some day.
WITHOUT_ROLES = frozenset({"DISASTER", "CASUALTY"})


class Assemble:
    """Makes happenings of candidates."""

    name = "assemble"
    reads: tuple[str, ...] = ("folded", "sentences", "clauses", "candidates", "items", "statuses", "roles")
    writes: tuple[str, ...] = ("happenings",)

    def __init__(self, scorer: Scorer | None = None, min_confidence: float | None = None) -> None:
        """Leave out what `scorer` gives less than `min_confidence` (None: the scorer's own threshold)."""
        self._scorer = scorer
        self._least = min_confidence if min_confidence is not None else scorer.threshold if scorer else 0.0

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Happenings in the order of the text."""
        found = [
            happening for number in range(len(analysis.candidates)) for happening in _of(analysis, number)
        ]
        for happening in found:
            drop_own_word(happening)
            happening.counts = count(happening, analysis)
        merged = merge(found, analysis)
        if self._scorer is None:
            return {"happenings": merged}
        for happening in merged:
            happening.confidence = self._scorer.score(features(analysis, happening))
        return {"happenings": [happening for happening in merged if happening.confidence >= self._least]}


def drop_own_word(happening: Happening) -> None:
    """Whoever condemns is not his own source: an act of speech by its speaker has none."""
    if load_types()[happening.candidate.type].quad.startswith("verbal"):
        actors = {identity for phrase in happening.roles.actors for identity in phrase.ids}
        sources = happening.status.sources
        happening.status.sources = [source for source in sources if not actors & set(source.ids)]


def _of(analysis: Analysis, number: int) -> Iterator[Happening]:
    candidate, status, roles = analysis.candidates[number], analysis.statuses[number], analysis.roles[number]
    if status.drop or not _takes_part(candidate, roles):
        return
    for part in _members(analysis, candidate, roles):
        for time in _times(analysis, part):
            yield _happening(analysis, candidate, status, part, time)


def _takes_part(candidate: Candidate, roles: Roles) -> bool:
    if roles.actors or roles.recipients or candidate.type in WITHOUT_ROLES:
        return True
    told = roles.place is not None or any(time is not None for time in roles.times)
    return told and candidate.verb is not None


def _members(analysis: Analysis, candidate: Candidate, roles: Roles) -> Iterator[Roles]:
    """分别会见A和B: an event for each member after the word 分别 or 先后."""
    items = analysis.items[candidate.clause]
    each = [item.start for item in items if item.function == "each" and item.start < candidate.start]
    behind = [phrase for phrase in roles.actors if each and phrase.start > each[-1]]
    if candidate.type == "CONSULT" and len(behind) > 1:
        before = [phrase for phrase in roles.actors if phrase.start < each[-1]]
        for phrase in behind:
            yield dataclasses.replace(roles, actors=[*before, phrase])
        return
    yield roles


def _times(analysis: Analysis, roles: Roles) -> list[TimeMention | None]:
    """Separate dates make separate events; days that follow one another are one stretch."""
    times = list(roles.times) or [None]
    if len(times) < 2 or any(time is None for time in times):
        return times[:1] if times[0] is None else times
    known = [time for time in times if time is not None]
    if all(left.until == right.begin for left, right in pairwise(known)):
        first, last = known[0], known[-1]
        return [
            dataclasses.replace(first, end=last.end, date_end=last.date_end, until=last.until, kind="range")
        ]
    return times


def _happening(
    analysis: Analysis, candidate: Candidate, status: Status, roles: Roles, time: TimeMention | None
) -> Happening:
    clause = analysis.clauses[candidate.clause]
    return Happening(candidate, status, roles, time, [(clause.start, clause.end)], confidence=roles.score)


def participants(phrases: Sequence[Phrase]) -> list[tuple[str, Phrase]]:
    """Ids with their phrases; a place that acts is its state."""
    pairs: dict[str, Phrase] = {}
    for phrase in phrases:
        ids = (phrase.state,) if phrase.kind == "place" and phrase.state else phrase.ids
        for identity in ids:
            pairs.setdefault(identity, phrase)
    return list(pairs.items())
