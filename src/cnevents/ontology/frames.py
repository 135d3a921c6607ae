"""Frames: our finer event names, each with its type, codes and role pattern."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cnevents.resources import read_tsv, resource

PLACES = ("subj", "obj", "with", "to", "place")


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of happening.

    Attributes:
        name: visit, air_strike, …
        type: PLOVER's type or one of our six. mode: PLOVER's mode or "".
        cameo: CAMEO code or "".
        roles: What each place of a clause gets: subj, obj, with, to, place → actor, recipient, other or "-".
        contexts: PLOVER contexts.
        at: The table's file:line.
    """

    name: str
    type: str
    mode: str
    cameo: str
    roles: dict[str, str]
    contexts: tuple[str, ...]
    gloss: str
    at: str

    def role(self, place: str) -> str:
        """What the place `place` of a clause gets in this frame."""
        return self.roles[place]


def frame_tables() -> list[str]:
    """The names of all tables of frames, sorted."""
    return _tables("frames_")


def trigger_tables() -> list[str]:
    """The names of all tables of triggers, sorted."""
    return _tables("triggers_")


def _tables(prefix: str) -> list[str]:
    names = (item.name for item in resource("frames").iterdir())
    return sorted(f"frames/{name}" for name in names if name.startswith(prefix) and name.endswith(".tsv"))


@cache
def load_frames() -> dict[str, Frame]:
    """All frames by name.

    >>> load_frames()["visit"].type
    'CONSULT'
    """
    frames: dict[str, Frame] = {}
    for table in frame_tables():
        for row in read_tsv(table):
            roles = {place: row[place].strip() or "-" for place in PLACES}
            frames[row["frame"]] = Frame(
                row["frame"],
                row["type"],
                row["mode"],
                row["cameo"],
                roles,
                tuple(filter(None, row["contexts"].split("|"))),
                row["gloss"],
                row["_at"],
            )
    return frames
