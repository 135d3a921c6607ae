"""Readings: what each word of the trigger tables means, and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from cnevents.analysis import Candidate
from cnevents.ontology.frames import Frame, load_frames, trigger_tables
from cnevents.resources import read_tsv
from cnevents.stages.grammar import pattern

WINDOW = 24
NO_EVENT = "-"
HEADLINE = "t"  # the form of a word that counts in headlines alone
ASKS = "va"  # the form of a verb that counts where who is asked is named right behind it
FORCE = frozenset({"ASSAULT", "COERCE"})
GATES = ("left", "right", "not_left", "not_right", "near", "not_near")
FORM_OF = {ASKS: "v"}  # the form that a candidate has


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(slots=True)
class Reading:
    """One row of a trigger table: what a word means, and where."""

    word: str
    frame: Frame | None
    form: str
    left: str
    right: str
    not_left: str
    not_right: str
    near: str
    not_near: str
    at: str

    @property
    def conditions(self) -> int:
        """How many conditions the row has; rows with more are tried first."""
        cells = (self.left, self.right, self.not_left, self.not_right, self.near, self.not_near)
        return sum(map(bool, cells))

    def fits(self, before: str, after: str, sentence: str, between: bool = False) -> bool:
        """Do all conditions of the row hold? One on the sentence is met `between` two political names."""
        return (
            (not self.left or _compiled(f"(?:{self.left})$").search(before) is not None)
            and (not self.right or self._object_fits(before, after))
            and not (self.not_left and _compiled(f"(?:{self.not_left})$").search(before))
            and not (self.not_right and _compiled(self.not_right).match(after))
            and self._near_fits(sentence, between)
            and not (self.not_near and _compiled(self.not_near).search(sentence))
        )

    def failing(self, before: str, after: str, sentence: str) -> list[str]:
        """The conditions that do not hold, by their columns."""
        held = (
            not self.left or _compiled(f"(?:{self.left})$").search(before),
            not self.right or self._object_fits(before, after),
            not (self.not_left and _compiled(f"(?:{self.not_left})$").search(before)),
            not (self.not_right and _compiled(self.not_right).match(after)),
            not self.near or _compiled(self.near).search(sentence),
            not (self.not_near and _compiled(self.not_near).search(sentence)),
        )
        return [gate for gate, holds in zip(GATES, held, strict=True) if not holds]

    def candidate(self, start: int, end: int, clause: int, admitted: float | None = None) -> Candidate:
        """What the row makes of its word at a place; only a row that has a frame makes anything."""
        if self.frame is None:
            raise ValueError(self.word)
        frame, form = self.frame, FORM_OF.get(self.form, self.form)
        return Candidate(
            start, end, frame.name, frame.type, frame.mode, self.at, clause, form, admitted=admitted
        )

    def _near_fits(self, sentence: str, between: bool) -> bool:
        forceful = self.frame is not None and self.frame.type in FORCE
        return not self.near or (between and forceful) or _compiled(self.near).search(sentence) is not None

    def _object_fits(self, before: str, after: str) -> bool:
        """Does `right` hold of what follows, or of an object in front: 将资产没收, 渔民获当局释放?"""
        right = _compiled(self.right)
        if right.match(after) is not None:
            return True
        fronted = pattern("fronted_object").search(before)
        if fronted is None:
            return False
        return right.match(fronted.group("np") or fronted.group("passive")) is not None


class TriggerLexicon:
    """All readings by word, and one automaton over the words."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        frames = load_frames()
        self.readings: dict[str, list[Reading]] = {}
        for row in rows:
            frame = None if row["frame"] == NO_EVENT else frames[row["frame"]]
            gates = {name: row[name] for name in GATES}
            reading = Reading(word=row["word"], frame=frame, form=row["form"] or "v", at=row["_at"], **gates)
            self.readings.setdefault(reading.word, []).append(reading)
        for readings in self.readings.values():
            readings.sort(key=lambda reading: -reading.conditions)
        self.words = list(self.readings)
        self.types_of = {
            word: sorted({reading.frame.type for reading in readings if reading.frame is not None})
            for word, readings in self.readings.items()
        }
        self.forceful = {
            word
            for word, readings in self.readings.items()
            if any(reading.near and reading.frame and reading.frame.type in FORCE for reading in readings)
        }
        self.asking = {
            word for word, readings in self.readings.items() if any(r.form == ASKS for r in readings)
        }
        self._automaton = ahocorasick_rs.AhoCorasick(self.words)

    def matches(self, folded: str) -> list[tuple[int, int, str]]:
        """All words of the lexicon in `folded`, overlapping ones too, longest first at each place."""
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        spans = [(start, end, self.words[index]) for index, start, end in found]
        return sorted(spans, key=lambda span: (span[0], -span[1]))

    def read(
        self,
        word: str,
        before: str,
        after: str,
        sentence: str,
        closed: Collection[str],
        between: bool = False,
    ) -> Reading | None:
        """The first reading of `word` whose conditions hold, of those whose form is not `closed` here."""
        for met in (False, True) if between else (False,):
            for reading in self.readings[word]:
                if reading.form not in closed and reading.fits(before, after, sentence, met):
                    return reading
        return None


@cache
def load_triggers() -> TriggerLexicon:
    """The packaged trigger tables, read once."""
    return TriggerLexicon(row for table in trigger_tables() for row in read_tsv(table))
