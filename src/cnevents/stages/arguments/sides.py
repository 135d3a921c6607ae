"""Actors that a type does not have as they stand: a land where people protest, a body that a state elects."""

from __future__ import annotations

import dataclasses

from cnevents.analysis import Analysis, Phrase, Roles
from cnevents.ontology.frames import Frame

BY_STATES = frozenset({"hold_election"})
LANDS = frozenset({"state", "place"})


def settle_actors(roles: Roles, frame: Frame, analysis: Analysis) -> None:
    """Mend the actors of demonstrations and elections."""
    if frame.type == "PROTEST":
        roles.actors = [phrase for phrase in roles.actors if phrase.kind not in LANDS or phrase.anaphor]
    if frame.name in BY_STATES:
        roles.actors = [_land_of(phrase) for phrase in roles.actors]


def _land_of(phrase: Phrase) -> Phrase:
    """日本国会众议院选举: the state whose body is elected holds the election."""
    if phrase.kind in ("state", "person") or not phrase.state:
        return phrase
    return dataclasses.replace(phrase, ids=(phrase.state,), kind="state")
