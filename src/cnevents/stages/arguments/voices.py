"""Acts of speech whose actor is the speaker, though another subject stands in the clause or before it."""

from __future__ import annotations

from cnevents.analysis import Analysis, Phrase, Roles
from cnevents.ontology.frames import load_frames
from cnevents.stages.arguments.spoken import is_spoken, sides
from cnevents.stages.clauses import PRESS, SPEECH

VOWS = frozenset({"vow_retaliation", "no_tolerate"})  # frames of what a speaker promises in his state's name
ASKED = frozenset({"REQUEST"})
VOICES = frozenset({"person", "office", "org", "body"})


def by_speaker(analysis: Analysis, number: int, roles: Roles) -> None:
    """Put the speaker in the actor's place where the act is his own."""
    candidate = analysis.candidates[number]
    frame = load_frames()[candidate.frame]
    speaker = analysis.statuses[number].sources[:1]
    if frame.role("subj") != "actor" or frame.type not in SPEECH or not speaker:
        return
    own = not roles.actors
    if candidate.frame in VOWS:
        own = own or _for_own_state(speaker[0], roles.actors)
    if roles.inherited:
        own = own or _asked_before(analysis, number)
        own = own or (frame.type in ASKED and _of_another_side(speaker[0], roles))
    if own:
        roles.actors, roles.inherited = list(speaker), False


def _for_own_state(speaker: Phrase, actors: list[Phrase]) -> bool:
    """俄外长说，俄方将予以回应: who says what his state will do is who threatens."""
    return speaker.kind in VOICES and all(
        actor.kind in ("state", "anaphor") and actor.state == speaker.state for actor in actors
    )


def _of_another_side(speaker: Phrase, roles: Roles) -> bool:
    """他说，对民主派的判刑不公，促请各国…: a subject carried over from the speech is not who asks."""
    return speaker.sector != PRESS and not sides([speaker]) & sides(roles.actors)


def _asked_before(analysis: Analysis, number: int) -> bool:
    """他说，以色列应停火，并谴责袭击: after what another should do, who condemns is the speaker again."""
    candidate = analysis.candidates[number]
    items = analysis.items[candidate.clause]
    if not items or items[0].function != "conj":
        return False
    sentence = analysis.clauses[candidate.clause].sentence
    for before in reversed(analysis.candidates[:number]):
        if analysis.clauses[before.clause].sentence != sentence:
            return False
        if is_spoken(load_frames()[before.frame]):
            return True
    return False
