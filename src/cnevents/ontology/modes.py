"""PLOVER's modes: how an act is done, or what is asked, refused or threatened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cnevents.ontology.types import load_types
from cnevents.resources import read_tsv

BEHIND = ("REQUEST", "REJECT", "THREATEN")  # their mode is their content, which stands behind the word


@dataclass(frozen=True, slots=True)
class Mode:
    """A row of `ontology/modes.tsv`.

    Attributes:
        type, name: PLOVER's. score: The manual's, or None where it gives none.
        ours: Modes of our frames that it covers, its own name among them.
        frames: Frames that have it whatever their own mode.
        planned: Of THREATEN: what is it where it is planned (a frame, a type, type/mode).
        words: Pattern of the words that tell it, or None.
        example: A sentence that is read so.
    """

    type: str
    name: str
    score: float | None
    ours: frozenset[str]
    frames: frozenset[str]
    planned: frozenset[str]
    words: re.Pattern[str] | None
    example: str


def _cell(row: dict[str, str], column: str) -> frozenset[str]:
    return frozenset(filter(None, row[column].split("|")))


@cache
def load_modes() -> dict[str, tuple[Mode, ...]]:
    """The modes of each type, in the order of the table.

    >>> [mode.name for mode in load_modes()["CONSULT"]]
    ['visit', 'phone', 'multilateral', 'third-party']
    """
    modes: dict[str, tuple[Mode, ...]] = {}
    for row in read_tsv("ontology/modes.tsv"):
        words = sorted(_cell(row, "words"), key=len, reverse=True)
        mode = Mode(
            row["type"],
            row["mode"],
            float(row["score"]) if row["score"] else None,
            _cell(row, "ours") | {row["mode"]},
            _cell(row, "frames"),
            _cell(row, "planned"),
            re.compile("|".join(map(re.escape, words))) if words else None,
            row["example"],
        )
        modes[mode.type] = (*modes.get(mode.type, ()), mode)
    return modes


def told_mode(kind: str, mode: str, frame: str, behind: str, clause: str) -> str | None:
    """PLOVER's mode of an act as it is told.

    Args:
        kind, mode, frame: Our type, mode and frame.
        behind: Folded text from the trigger to the end of its sentence.
        clause: Folded text of the clause, or of the sentence for PROTEST.

    >>> told_mode("REQUEST", "", "demand", "释放人质", ""), told_mode("COERCE", "ban", "ban", "", "")
    ('yield', 'restrict')
    """
    modes = load_modes().get(kind, ())
    by_frame = next((one.name for one in modes if frame in one.frames), None)
    by_mode = next((one.name for one in modes if mode and mode in one.ours), None)
    by_words = _by_words(modes, behind if kind in BEHIND else clause)
    if kind == "PROTEST" or kind in BEHIND:
        return by_words or by_frame or by_mode
    return by_frame or by_mode or by_words


def _by_words(modes: tuple[Mode, ...], text: str) -> str | None:
    """The mode whose word stands first."""
    found = [(match.start(), one.name) for one in modes if one.words and (match := one.words.search(text))]
    return min(found)[1] if found else None


def planned_mode(kind: str, mode: str, frame: str) -> str | None:
    """The mode of THREATEN for a planned act of ours.

    >>> planned_mode("ASSAULT", "aerial", "air_strike"), planned_mode("COERCE", "arrest", "arrest")
    ('violence', 'arrest')
    """
    threats = load_modes()["THREATEN"]
    for key in (frame, f"{kind}/{mode}", kind):
        for one in threats:
            if key in one.planned:
                return one.name
    return None


def score(kind: str, mode: str | None) -> float | None:
    """PLOVER's score of a type with its mode; None for a type that PLOVER has not.

    >>> score("CONSULT", "visit"), score("CONSULT", None), score("CEREMONY", None)
    (4.0, 2.5, None)
    """
    info = load_types()[kind]
    if not info.in_plover:
        return None
    own = next((one.score for one in load_modes().get(kind, ()) if one.name == mode), None)
    return info.intensity if own is None else own
