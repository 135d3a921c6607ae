"""The stage: one `Roles` a candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cnevents.analysis import Analysis, Phrase, Roles
from cnevents.ontology.frames import load_frames
from cnevents.stages.arguments.against import add_recipients
from cnevents.stages.arguments.fill import fill_roles
from cnevents.stages.arguments.occasions import apply_occasion
from cnevents.stages.arguments.places import place_of
from cnevents.stages.arguments.subjects import Subjects
from cnevents.stages.arguments.times import Times


class Arguments:
    """Fills the roles of every candidate from its clause, then from the clauses before it."""

    name = "arguments"
    reads: tuple[str, ...] = (
        "folded", "sentences", "clauses", "mentions", "phrases", "times", "candidates", "items", "statuses",
    )  # fmt: skip
    writes: tuple[str, ...] = ("roles",)

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Roles of each candidate; a candidate that is dropped has empty ones."""
        subjects, times = Subjects(analysis), Times(analysis)
        filled: list[Roles] = []
        for number in range(len(analysis.candidates)):
            roles = fill_roles(analysis, number, subjects)
            roles.place = place_of(analysis, number, roles, filled) or roles.place
            _strike(analysis, number, roles)
            roles.times = times.of(number, roles)
            apply_occasion(analysis, number, roles)
            filled.append(roles)
            _protested(analysis, number, filled)
        add_recipients(analysis, filled)
        return {"roles": filled}


def _strike(analysis: Analysis, number: int, roles: Roles) -> None:
    """Where a frame says so, the state of the place is the recipient that nothing else names."""
    frame = load_frames()[analysis.candidates[number].frame]
    place = roles.place
    if frame.role("place") != "recipient" or roles.recipients or place is None or not place.state:
        return
    if roles.actors and place.state not in _states(roles.actors):
        roles.recipients = [place]


DEMONSTRATIONS = frozenset({"demo", "strike"})


def _protested(analysis: Analysis, number: int, filled: list[Roles]) -> None:
    """举行集会，抗议政府: what the next clause says a protest is against holds for the protest too."""
    candidates, roles = analysis.candidates, filled[number]
    if number == 0 or candidates[number].type != "PROTEST" or not (roles.inherited and roles.recipients):
        return
    before, here = candidates[number - 1], candidates[number]
    against = here.clause - before.clause <= 1 and here.frame == "protest_act"
    if (
        against
        and before.mode in DEMONSTRATIONS
        and before.type == "PROTEST"
        and not filled[number - 1].recipients
    ):
        filled[number - 1].recipients = list(roles.recipients)


def _states(phrases: Sequence[Phrase]) -> set[str]:
    return {phrase.state for phrase in phrases if phrase.state}
