"""The stage: happenings whose actors and recipients a learned chooser has looked over.

The grammar reads clauses; what a clause leaves open (whose an act without a subject is, who is meant by a
name two clauses before, which of two names a long modifier hides) is a matter of degrees. A small network
over features of the grammar's own making says how likely each phrase near a trigger is its actor, and its
recipient. `training/train_roles.py` makes it, `models/roles/README.md` tells of what.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cnevents.analysis import Analysis, Cue, Happening, Phrase
from cnevents.stages.assemble.stage import drop_own_word
from cnevents.stages.choose.features import Choice, Scene, describe
from cnevents.stages.choose.model import OUTCOMES, Chooser, Floats, load_chooser

KEPT = 0.15  # a role that the grammar gave stands from this likelihood
ADDED = 0.5  # a role that it did not give is taken from this one
CHANGED = 0.6  # an actor that it took becomes a recipient, or the other way round, from this one
SLOTS = {"A": "actors", "R": "recipients"}


class Choose:
    """Looks over who takes part in each happening."""

    name = "choose"
    reads: tuple[str, ...] = (
        "folded",
        "sentences",
        "clauses",
        "quotations",
        "phrases",
        "candidates",
        "items",
        "happenings",
    )
    writes: tuple[str, ...] = ("happenings",)

    def __init__(self, chooser: Chooser | None = None) -> None:
        """Choose by `chooser` (None: the packaged one, read with the first text)."""
        self._chooser = chooser

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """The happenings with their roles; what was added or left out is kept as a cue.

        Several that one trigger tells (分别会见A和B) stay as the grammar parted them.
        """
        scene = Scene(analysis)
        told_by = Counter(happening.candidate.start for happening in analysis.happenings)
        choices = [
            scene.choices(happening) if told_by[happening.candidate.start] == 1 else []
            for happening in analysis.happenings
        ]
        rows = [
            row
            for happening, known in zip(analysis.happenings, choices, strict=True)
            for row in describe(scene, happening, known)
        ]
        told, revised, at = (self._chooser or load_chooser()).likelihoods(rows), [], 0
        for happening, known in zip(analysis.happenings, choices, strict=True):
            revised.append(_revise(happening, known, told[at : at + len(known)]))
            at += len(known)
        return {"happenings": revised}


def _revise(happening: Happening, choices: Sequence[Choice], told: Floats) -> Happening:
    """The happening with its roles looked over; as it was where nobody would be left."""
    likely = by_outcome(told)
    roles = decide(choices, likely)
    cues = [cue for chosen in zip(choices, roles, likely, strict=True) for cue in _cues(*chosen)]
    if not cues or not any(roles):
        return happening
    chosen = {
        mark: [choice.phrase for choice, role in zip(choices, roles, strict=True) if role == mark]
        for mark in SLOTS
    }
    before = happening.roles
    after = dataclasses.replace(
        before,
        actors=_in_order(before.actors, chosen["A"]),
        recipients=_in_order(before.recipients, chosen["R"]),
        cues=[*before.cues, *cues],
    )
    happening = dataclasses.replace(happening, roles=after, status=dataclasses.replace(happening.status))
    drop_own_word(happening)
    return happening


def by_outcome(told: Floats) -> list[dict[str, float]]:
    """The rows that the network put out, by what they stand for."""
    return [dict(zip(OUTCOMES, values, strict=True)) for values in told.tolist()]


def decide(choices: Sequence[Choice], likely: Sequence[Mapping[str, float]]) -> list[str]:
    """The role of each choice: A, R or nothing.

    What has no name (该组织 that the text never names, 新任国防部长) stays where nobody else has its role:
    the marks that the chooser learned from name people and bodies, often by what other sentences say.
    """
    roles = list(map(_role, choices, likely))
    taken = set(roles)
    return [
        choice.given if _is_nameless(choice.phrase) and choice.given in SLOTS.keys() - taken else role
        for choice, role in zip(choices, roles, strict=True)
    ]


def _is_nameless(phrase: Phrase) -> bool:
    return phrase.unresolved or (phrase.kind == "office" and phrase.mention < 0 and not phrase.anaphor)


def _role(choice: Choice, likely: Mapping[str, float]) -> str:
    """A, R or nothing: the likelier of the two, where it is likely enough."""
    given, role = choice.given, max(SLOTS, key=lambda mark: likely[mark])
    if given in SLOTS and likely[given] >= KEPT and likely[role] < CHANGED:
        return given
    return role if likely[role] >= (KEPT if given == role else ADDED) else ""


def _in_order(before: Sequence[Phrase], chosen: Sequence[Phrase]) -> list[Phrase]:
    """Those that stay in the order that the grammar gave them, then the new ones in that of the text."""
    kept = [phrase for phrase in before if any(phrase is one for one in chosen)]
    new = [phrase for phrase in chosen if not any(phrase is one for one in before)]
    return [*kept, *sorted(new, key=lambda phrase: phrase.start)]


def _cues(choice: Choice, role: str, likely: Mapping[str, float]) -> Iterator[Cue]:
    """What is said otherwise than the grammar said it."""
    given = choice.given if choice.given in SLOTS else ""
    if role == given:
        return
    phrase = choice.phrase
    if given:
        yield Cue(phrase.start, phrase.end, SLOTS[given], f"left out by the chooser: {likely[given]:.2f}")
    if role:
        yield Cue(phrase.start, phrase.end, SLOTS[role], f"added by the chooser: {likely[role]:.2f}")
