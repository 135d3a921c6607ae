"""What another tool's parser adds: participants for a role that the grammar left empty."""

from __future__ import annotations

from collections.abc import Sequence

from cnevents.analysis import Analysis, Candidate, Cue, Phrase, RoleHint, Roles
from cnevents.ontology.frames import load_frames

# The place of a clause that a role stands for; the frame says what role of ours the place gets.
_PLACES = {"agent": ("subj",), "patient": ("obj",), "recipient": ("to", "obj")}
_SLOTS = {"actor": "actors", "recipient": "recipients"}


def take_hints(analysis: Analysis, number: int, roles: Roles) -> None:
    """Fill the actors and recipients of candidate `number` that are still empty from the role hints.

    A hint never changes what the grammar found: it is taken where the role is empty, the predicate overlaps
    the trigger, and the argument ends in a phrase that has no other part in the candidate. The words that
    were taken are kept as a cue with the tool's name, which `explain` prints.
    """
    if not analysis.role_hints or analysis.statuses[number].drop:
        return
    candidate = analysis.candidates[number]
    frame = load_frames()[candidate.frame]
    free = {slot for slot in _SLOTS.values() if not getattr(roles, slot)}
    for hint in filter(lambda hint: _tells(hint, candidate), analysis.role_hints):
        slots = (_SLOTS.get(frame.role(place), "") for place in _PLACES.get(hint.role, ()))
        slot = next(filter(None, slots), "")
        if slot not in free or (hint.role == "agent" and _is_passive(analysis, candidate)):
            continue
        known = _taken(roles)
        found = [one for one in _phrases(analysis, hint, candidate) if not known & set(one.ids)]
        if found:
            setattr(roles, slot, sorted([*getattr(roles, slot), *found], key=lambda phrase: phrase.start))
            roles.cues.append(Cue(hint.start, hint.end, slot, hint.source))


def _tells(hint: RoleHint, candidate: Candidate) -> bool:
    """Is the predicate the trigger, or the light verb that governs it (举行会谈)?"""
    spans = [(candidate.start, candidate.end)] + ([candidate.verb] if candidate.verb else [])
    return any(hint.verb_start < end and start < hint.verb_end for start, end in spans)


def _phrases(analysis: Analysis, hint: RoleHint, candidate: Candidate) -> Sequence[Phrase]:
    """The phrase that an argument ends in, its head in Chinese, and those inside that are joined with it."""
    inside = [
        phrase
        for phrase in analysis.phrases
        if hint.start <= phrase.start and phrase.end <= hint.end and _is_participant(phrase)
        if phrase.end <= candidate.start or candidate.end <= phrase.start
    ]
    if not inside or any(map(str.isalnum, analysis.folded[inside[-1].end : hint.end])):
        return []
    head = inside[-1]
    chain = [phrase for phrase in inside if head.coordinated >= 0 and phrase.coordinated == head.coordinated]
    return chain or [head]


def _is_participant(phrase: Phrase) -> bool:
    """Does the phrase mean somebody? A tool does not, nor a sea or a street that no state is told of."""
    return phrase.kind != "equipment" and (phrase.kind != "place" or bool(phrase.state))


def _taken(roles: Roles) -> set[str]:
    """Who has a part already."""
    phrases = [*roles.actors, *roles.recipients, *(phrase for _, phrase in roles.others)]
    return {identity for phrase in phrases for identity in phrase.ids}


def _is_passive(analysis: Analysis, candidate: Candidate) -> bool:
    """Has the clause a passive word? Who does it is then for the grammar to say: parsers take the subject."""
    items = analysis.items[candidate.clause]
    return any(item.function == "by" and item.start <= candidate.start for item in items)
