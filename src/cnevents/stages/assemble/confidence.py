"""Confidence: how likely a careful reader would list the record, by a small learned scorer.

A logistic regression over features of the grammar's own making, so that it explains itself. The
weights stand in `models/events/weights.json`, their hash as `sha256sum` writes it in `weights.sha256`
beside it; `training/train_confidence.py` makes both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from cnevents.analysis import Analysis, Candidate, Happening, Item, Phrase, Sentence

SUBORDINATE = frozenset({"conj", "within", "cause", "de"})
PURPOSE = frozenset({"means", "for", "because", "about", "hearsay", "wish", "modal", "pivot"})

STEPS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
COARSE = (0.1, 0.3, 0.6, 0.85)


def features(analysis: Analysis, happening: Happening) -> list[str]:
    """The features of a happening, as names.

    They tell of the trigger, its clause, its participants and its status; none names a participant.
    """
    candidate, status, roles = happening.candidate, happening.status, happening.roles
    clause = analysis.clauses[candidate.clause]
    sentence = analysis.sentences[clause.sentence]
    word = analysis.folded[candidate.start : candidate.end]
    names = [
        f"type={candidate.type}",
        f"frame={candidate.frame}",
        f"word={word}",
        f"form={candidate.form}",
        f"length={min(len(word), 4)}",
        f"actors={_kinds(roles.actors)}",
        f"recipients={_kinds(roles.recipients)}",
        f"type={candidate.type},actors={bool(roles.actors)},recipients={bool(roles.recipients)}",
        f"inherited={roles.inherited}",
        f"time={_time(happening)}",
        f"place={roles.place is not None}",
        f"source={bool(status.sources)}",
        f"type={candidate.type},source={bool(status.sources)}",
        f"quoted={clause.quoted}",
        f"headline={sentence.headline}",
        f"modality={status.modality}",
        f"polarity={status.polarity}",
        f"type={candidate.type},modality={status.modality}",
        f"aspect={status.aspect}",
        f"light={candidate.verb is not None}",
        f"told={min(len(happening.spans), 3)}",
        *_likelihood(candidate),
    ]
    return names + _surroundings(analysis, happening)


def _likelihood(candidate: Candidate) -> list[str]:
    """How likely the reader finds it: a feature for each step that the likelihood reaches."""
    reached = [f"likelihood>={step}" for step in STEPS if candidate.likelihood >= step]
    coarse = sum(candidate.likelihood >= step for step in COARSE)
    names = [*reached, f"type={candidate.type},likelihood={coarse}"]
    if candidate.admitted is None or candidate.unlisted:
        return names
    return [*names, "admitted", f"type={candidate.type},admitted"]


def _kinds(phrases: list[Phrase]) -> str:
    return "+".join(sorted({phrase.kind for phrase in phrases})) or "none"


def _time(happening: Happening) -> str:
    if happening.time is None:
        return "none"
    return happening.time.precision if happening.time.precision in ("day", "month", "year") else "other"


def _surroundings(analysis: Analysis, happening: Happening) -> list[str]:
    candidate = happening.candidate
    clause = analysis.clauses[candidate.clause]
    first, last = _story(analysis.sentences, clause.sentence)
    items = analysis.items[candidate.clause]
    at = next((i for i, item in enumerate(items) if item.kind == "V" and item.start == candidate.start), 0)
    before, after = items[:at], items[at + 1 :]
    follow = after[0] if after and after[0].start == candidate.end else None
    names = [
        f"verbs before={min(2, _verbs(before))}",
        f"verbs after={min(2, _verbs(after))}",
        f"clause mark={clause.mark}",
        f"at end={clause.end - candidate.end <= 1}",
        f"at start={candidate.start - clause.start <= 1}",
        f"next={follow.function if follow and follow.function in SUBORDINATE else ''}",
        "alone" if first == last else f"first sentence={clause.sentence - first <= 1}",
    ]
    names += [f"has {item.function}" for item in before if item.function in PURPOSE]
    names += [f"later {item.function}" for item in after if item.function in SUBORDINATE]
    return list(dict.fromkeys(names))


def _story(sentences: Sequence[Sentence], number: int) -> tuple[int, int]:
    """The first and last sentence of the story that sentence `number` stands in."""
    story = sentences[number].story
    first = bisect_left(sentences, story, key=lambda sentence: sentence.story)
    return first, bisect_right(sentences, story, key=lambda sentence: sentence.story) - 1


def _verbs(items: list[Item]) -> int:
    return sum(item.kind == "V" for item in items)
