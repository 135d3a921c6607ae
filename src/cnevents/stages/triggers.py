"""triggers: words that tell a happening, gated by what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs

from cnevents.analysis import Analysis, Candidate, Clause, Mention
from cnevents.ontology.frames import Frame, load_frames, trigger_tables
from cnevents.resources import read_tsv
from cnevents.stages.grammar import pattern

WINDOW = 24
NO_EVENT = "-"
HEADLINE = "t"  # the form of a word that counts in headlines alone
ASKS = "va"  # the form of a verb that counts where who is asked is named right behind it
SUBJECTS = frozenset({"STATE", "PERSON", "ORGANIZATION"})
TEAM_REACH = 3  # characters behind a country's name that make it its team's
FORCE = frozenset({"ASSAULT", "COERCE"})
OBJECTS = SUBJECTS | {"PLACE"}
GATES = ("left", "right", "not_left", "not_right", "near", "not_near")
FORM_OF = {ASKS: "v"}  # the form that a candidate has
_TITLE = re.compile(r"《[^《》]*》")


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


class Triggers:
    """Finds candidates: in each clause the longest words whose gates are open."""

    name = "triggers"
    reads: tuple[str, ...] = ("folded", "sentences", "clauses", "tokens", "mentions", "nominals")
    writes: tuple[str, ...] = ("candidates",)

    def __init__(self, lexicon: TriggerLexicon | None = None) -> None:
        self._lexicon = lexicon

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Candidates in the order of the text."""
        lexicon = self._lexicon or load_triggers()
        folded = analysis.folded
        names, named = _covered(analysis.mentions), who_is_named(analysis)
        borders = {token.start for token in analysis.tokens}
        titles = [(match.start(), match.end()) for match in _TITLE.finditer(folded)]
        starts = [clause.start for clause in analysis.clauses]
        candidates, taken = [], 0
        for start, end, word in lexicon.matches(folded):
            if start < taken:
                continue
            index = bisect_right(starts, start) - 1
            if index < 0 or end > analysis.clauses[index].end or _cuts(start, end, names, borders):
                continue
            if any(low < start and end < high for low, high in titles):
                continue
            clause = analysis.clauses[index]
            between = word in lexicon.forceful and _between(names, start, end, clause, folded)
            closed = set() if analysis.sentences[clause.sentence].headline else {HEADLINE}
            if word in lexicon.asking and end not in named:
                closed.add(ASKS)
            reading = _read(lexicon, word, start, end, analysis, clause, between, closed)
            if reading is None:
                continue
            taken = end
            if reading.frame is not None:
                frame = reading.frame
                candidates.append(
                    Candidate(
                        start,
                        end,
                        frame.name,
                        frame.type,
                        frame.mode,
                        reading.at,
                        index,
                        FORM_OF.get(reading.form, reading.form),
                    )
                )
        return {"candidates": candidates}


def _read(
    lexicon: TriggerLexicon,
    word: str,
    start: int,
    end: int,
    analysis: Analysis,
    clause: Clause,
    between: bool,
    closed: Collection[str],
) -> Reading | None:
    sentence = analysis.sentences[clause.sentence]
    folded = analysis.folded
    before = folded[max(sentence.start, start - WINDOW) : start]
    after = folded[end : min(sentence.end, end + WINDOW)]
    whole = folded[sentence.start : sentence.end]
    found = lexicon.read(word, before, after, whole, closed, between)
    if found is None and "的" in before:
        light = pattern("light_attribute").search(before)
        if light is not None:  # 举行|为期四天的|罢工 is read as 举行罢工
            return lexicon.read(word, before[: light.start("np")], after, whole, closed)
    return found


def who_is_named(analysis: Analysis) -> set[int]:
    """Where names of somebody and words for people or bodies begin: 希望|日本… needs one right behind it."""
    named = {mention.start for mention in analysis.mentions if mention.type in SUBJECTS}
    return named | {nominal.start for nominal in analysis.nominals}


def _between(names: list[tuple[int, int, str]], start: int, end: int, clause: Clause, folded: str) -> bool:
    """乌克兰周二|攻击|俄罗斯: does the word stand between two names, its own object right behind it?"""
    index = bisect_right(names, (end + 1, 1 << 60, ""))
    behind = [name for name in names[max(0, index - 2) : index] if end <= name[0] <= end + 1]
    if not behind or behind[0][2] not in OBJECTS or folded[end : behind[0][0]] not in ("", "了"):
        return False
    if pattern("team").search(folded, behind[0][0], behind[0][1] + TEAM_REACH):
        return False
    first = bisect_right(names, (start, 0, "")) - 1
    return first >= 0 and names[first][0] >= clause.start and names[first][2] in SUBJECTS


def _covered(mentions: Sequence[Mention]) -> list[tuple[int, int, str]]:
    return [(mention.start, mention.end, mention.type) for mention in mentions if not mention.inner]


def _cuts(start: int, end: int, names: list[tuple[int, int, str]], borders: set[int]) -> bool:
    """Does the word lie inside a name, cut one in two, or straddle a word's border?"""
    index = bisect_right(names, (end - 1, 1 << 60, "")) - 1
    for at in (index, index - 1):
        if at < 0:
            continue
        name_start, name_end, kind = names[at]
        if name_start < end and start < name_end:
            whole = name_start >= start and name_end <= end
            return not whole and not (kind == "EVENT" and name_end == end)
    return bool(borders) and end - start <= 2 and start not in borders and end not in borders
