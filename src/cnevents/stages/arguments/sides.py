"""Sides that a type does not have as they stand: a land where people protest, a court that is asked."""

from __future__ import annotations

import dataclasses

from cnevents.analysis import Phrase, Roles
from cnevents.ontology.frames import Frame
from cnevents.stages.grammar import pattern

BEFORE_COURTS = frozenset({"sue", "prosecute"})
BY_STATES = frozenset({"hold_election"})
LANDS = frozenset({"state", "place"})


def settle_sides(roles: Roles, frame: Frame, folded: str) -> None:
    """Mend the actors of demonstrations and elections, and the recipients of lawsuits."""
    if frame.type == "PROTEST":
        roles.actors = [phrase for phrase in roles.actors if phrase.kind not in LANDS or phrase.anaphor]
    if frame.name in BEFORE_COURTS:
        roles.recipients = [phrase for phrase in roles.recipients if not is_court(phrase, folded)]
    if frame.role("subj") == "recipient" and frame.type == "SANCTION":
        courts = [phrase for phrase in roles.recipients if is_court(phrase, folded)]
        roles.recipients = [phrase for phrase in roles.recipients if phrase not in courts]
        roles.actors = roles.actors or courts  # 高等法院裁定他罪成，|判监三年
    if frame.name in BY_STATES:
        roles.actors = [_land_of(phrase) for phrase in roles.actors]


def is_court(phrase: Phrase, folded: str) -> bool:
    """Is it a court by its name (联邦法院)?"""
    return pattern("court").search(folded, phrase.start, phrase.end) is not None


def _land_of(phrase: Phrase) -> Phrase:
    """日本国会众议院选举: the state whose body is elected holds the election."""
    if phrase.kind in ("state", "person") or not phrase.state:
        return phrase
    return dataclasses.replace(phrase, ids=(phrase.state,), kind="state")
