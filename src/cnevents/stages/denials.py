"""Denials behind what they deny: 外传美国将出售战机，五角大楼否认; 签署协定的说法不实."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cnevents.analysis import Analysis, Cue, Item, Status
from cnevents.stages.clauses import PRESS, subject_of
from cnevents.stages.grammar import pattern

RULE = "grammar/patterns.yaml"


def deny_told(analysis: Analysis, statuses: Sequence[Status]) -> None:
    """Make negative what the same sentence goes on to deny, with whoever denies it as the source."""
    for number, status in enumerate(statuses):
        candidate = analysis.candidates[number]
        clause = analysis.clauses[candidate.clause]
        untrue = pattern("untrue").match(analysis.folded, candidate.end, clause.end)
        if untrue is not None:
            status.polarity = "negative"
            status.cues.append(Cue(untrue.start(), untrue.end(), "deny", RULE))
        if _before_what_is_refused(analysis, number):
            status.modality = "hypothetical"
    for number, items in enumerate(analysis.items):
        for at, item in enumerate(items):
            if item.function == "deny" and pattern("denied_told").match(analysis.folded, item.end):
                _deny_before(analysis, statuses, number, at)


def _deny_before(analysis: Analysis, statuses: Sequence[Status], clause: int, at: int) -> None:
    """Deny the candidates of the clauses of hearsay before `clause` in its sentence."""
    clauses = analysis.clauses
    start = analysis.sentences[clauses[clause].sentence].start
    if not pattern("hearsay").search(analysis.folded, start, clauses[clause].start):
        return
    items: list[Item] = analysis.items[clause]
    who = [analysis.phrases[item.ref] for item in subject_of(items, at, analysis)]
    first = bisect_left(analysis.candidates, start, key=lambda candidate: candidate.start)
    for candidate, status in zip(analysis.candidates[first:], statuses[first:], strict=True):
        if candidate.start >= clauses[clause].start:
            break
        told = bool(status.sources) and status.sources[0].sector != PRESS  # 伊朗称击落战机，美方否认
        if not told:
            status.polarity = "negative"
            status.sources = who or status.sources
            status.cues.append(Cue(items[at].start, items[at].end, "deny", items[at].rule))


def _before_what_is_refused(analysis: Analysis, number: int) -> bool:
    """在人质获释之前，以色列不会撤军: a condition that has not come about."""
    candidate = analysis.candidates[number]
    clause = analysis.clauses[candidate.clause]
    after = candidate.clause + 1
    if pattern("not_yet").match(analysis.folded, candidate.end) is None or after >= len(analysis.clauses):
        return False
    opened = any(
        item.function == "at" and item.start < candidate.start for item in analysis.items[candidate.clause]
    )
    refused = any(item.function in ("neg", "modal") for item in analysis.items[after])
    return opened and refused and analysis.clauses[after].sentence == clause.sentence
