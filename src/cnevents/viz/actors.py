"""Who did what to whom: actors, states and dyads of events."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Literal, NamedTuple

from cnevents.ontology.frames import load_frames
from cnevents.records import Event, Participant
from cnevents.resources import read_tsv

Level = Literal["actor", "state"]
LEVELS = ("actor", "state")


class Dyad(NamedTuple):
    """Two who have to do with each other: `source` acts on `target`; both act where it is `mutual`."""

    source: str
    target: str
    mutual: bool = False


@cache
def state_names() -> dict[str, str]:
    """The usual name of each state by its code."""
    return {row["code"]: row["name"] for row in read_tsv("names/states.tsv")}


def keys(people: Iterable[Participant], level: str) -> list[str]:
    """The names to draw, each once: of the participants, or of the states that they belong to.

    An anaphor that nothing fits (他) is left out: it would join strangers.
    """
    if level == "actor":
        return list(dict.fromkeys(one.name for one in people if not one.unresolved))
    codes = (one.state for one in people if one.state and not one.unresolved)
    return list(dict.fromkeys(state_names().get(code, code) for code in codes))


def dyads(event: Event, level: str) -> list[Dyad]:
    """Each actor with each recipient; where a mutual happening (会谈) has actors alone, each pair of them."""
    actors, recipients = keys(event.actors, level), keys(event.recipients, level)
    if recipients:
        return [Dyad(one, other) for one in actors for other in recipients if one != other]
    if not is_mutual(event):
        return []
    return [Dyad(min(pair), max(pair), True) for pair in combinations(actors, 2)]


def is_mutual(event: Event) -> bool:
    """Does the frame take both sides as actors: talks, an agreement, a clash?"""
    frame = load_frames().get(event.frame)
    return frame is not None and frame.role("with") == "actor"


def happened(event: Event) -> bool:
    """Is it told as a fact: neither denied nor planned nor merely possible?"""
    return event.polarity == "positive" and event.modality == "actual"
