"""triggers: words that tell a happening, gated by what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from cnevents.analysis import Analysis, Candidate, Clause, Mention, Token
from cnevents.reader import Marks, Reader
from cnevents.reader.reader import Likelihoods
from cnevents.stages.grammar import pattern
from cnevents.stages.readings import ASKS, HEADLINE, WINDOW, Reading, TriggerLexicon, load_triggers
from cnevents.stages.unlisted import Neighbours, unlisted

SUBJECTS = frozenset({"STATE", "PERSON", "ORGANIZATION"})
TEAM_REACH = 3  # characters behind a country's name that make it its team's
OBJECTS = SUBJECTS | {"PLACE"}
EXCLUSIONS = frozenset({"not_left", "not_right", "not_near"})
ADMITTED = 0.5  # likelihood from which a word is read whose row's conditions fail
SURE = 0.8  # the same where one of these conditions is an exclusion
CLOSE = 6  # characters between a word and a candidate of its type that tells the same
Word = tuple[int, int, str]  # start, end, word
Doubt = tuple[int, int, str, int]  # start, end, word, clause
_TITLE = re.compile(r"《[^《》]*》")


class Triggers:
    """Finds candidates: in each clause the longest words whose gates are open, and others that are likely."""

    name = "triggers"
    reads: tuple[str, ...] = ("folded", "sentences", "clauses", "tokens", "mentions", "nominals")
    writes: tuple[str, ...] = ("candidates",)

    def __init__(
        self,
        lexicon: TriggerLexicon | None = None,
        reader: Reader | None = None,
        admitted: float = ADMITTED,
        cut: Callable[[str], Sequence[Token]] | None = None,
    ) -> None:
        """Read the words of `lexicon` (None: the packaged one); `reader` judges them all.

        A word whose rows' conditions fail is read from the likelihood `admitted`, 0 to 1. Where the text's
        tokens are not jieba's, `cut` gives those for the reader.
        """
        self._lexicon, self.reader, self.admitted, self._cut = lexicon, reader, admitted, cut
        self._neighbours: Neighbours | None = None

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Candidates in the order of the text."""
        words = (self._lexicon or load_triggers()).matches(analysis.folded)
        candidates, doubts = self._strict(analysis, words)
        if self.reader is not None:
            likely = self._likelihoods(analysis, words, candidates, doubts)
            candidates += list(self._admitted(analysis, candidates, doubts, likely))
            candidates.sort(key=lambda candidate: candidate.start)
            candidates += self._unlisted(analysis, words, candidates, likely)
            candidates.sort(key=lambda candidate: candidate.start)
            for candidate in candidates:
                candidate.likelihood = likely.of(candidate.start, candidate.end, candidate.type)
        return {"candidates": candidates}

    def _likelihoods(
        self,
        analysis: Analysis,
        words: Sequence[Word],
        candidates: Sequence[Candidate],
        doubts: Sequence[Doubt],
    ) -> Likelihoods:
        """What the reader thinks of sentences that have a candidate, or a name and a word in doubt."""
        assert self.reader is not None
        starts = [sentence.start for sentence in analysis.sentences]
        names = [mention.start for mention in analysis.mentions]
        names += [nominal.start for nominal in analysis.nominals]
        named = {bisect_right(starts, start) for start in names}
        chosen = {bisect_right(starts, doubt[0]) for doubt in doubts} & named
        chosen |= {bisect_right(starts, candidate.start) for candidate in candidates}
        marks = self._marks(words, candidates)
        tokens = analysis.tokens if self._cut is None else self._cut(analysis.folded)
        return self.reader.read(analysis, marks, [number - 1 for number in sorted(chosen) if number], tokens)

    def _unlisted(
        self,
        analysis: Analysis,
        words: Sequence[Word],
        candidates: Sequence[Candidate],
        likely: Likelihoods,
    ) -> list[Candidate]:
        """Words that no row reads as what the reader finds likely, but for those beside one that tells it."""
        lexicon = self._lexicon or load_triggers()
        assert self.reader is not None
        if self._neighbours is None:
            self._neighbours = Neighbours(lexicon, self.reader.models[0])
        listed = [(start, end, frozenset(lexicon.types_of[word])) for start, end, word in words]
        found = unlisted(analysis, likely.tokens, likely, listed, candidates, self._neighbours)
        starts = [candidate.start for candidate in candidates]
        return [
            one
            for one in found
            for at in (bisect_right(starts, one.start),)
            if not _beside(candidates[max(0, at - 2) : at + 2], one.start, one.end, one.clause, one.type)
        ]

    def marks(self, analysis: Analysis) -> Marks:
        """What the tables say of a text; what the reader learns from."""
        words = (self._lexicon or load_triggers()).matches(analysis.folded)
        return self._marks(words, self._strict(analysis, words)[0])

    def _marks(self, words: Sequence[Word], candidates: Sequence[Candidate]) -> Marks:
        """Types that words tell here by their rows, and types that they may tell elsewhere."""
        types_of = (self._lexicon or load_triggers()).types_of
        told = [(one.start, one.end, one.type) for one in candidates]
        return Marks(told, [(start, end, kind) for start, end, word in words for kind in types_of[word]])

    def _strict(self, analysis: Analysis, words: Sequence[Word]) -> tuple[list[Candidate], list[Doubt]]:
        """Candidates whose rows' conditions hold, and words in doubt that no other reading covers."""
        lexicon = self._lexicon or load_triggers()
        named = who_is_named(analysis)
        names = _covered(analysis.mentions)
        candidates, doubts, decided = [], [], bytearray(len(analysis.folded))
        taken = 0
        for start, end, word, index in _occurrences(words, analysis, names):
            if start < taken:
                continue
            clause = analysis.clauses[index]
            between = word in lexicon.forceful and _between(names, start, end, clause, analysis.folded)
            closed = set() if analysis.sentences[clause.sentence].headline else {HEADLINE}
            if word in lexicon.asking and end not in named:
                closed.add(ASKS)
            reading = _read(lexicon, word, start, end, analysis, clause, between, closed)
            if reading is None:
                if lexicon.types_of[word]:
                    doubts.append((start, end, word, index))
                continue
            taken = end
            decided[start:end] = b"1" * (end - start)
            if reading.frame is not None:
                candidates.append(reading.candidate(start, end, index))
        return candidates, [doubt for doubt in doubts if not any(decided[doubt[0] : doubt[1]])]

    def _admitted(
        self,
        analysis: Analysis,
        candidates: Sequence[Candidate],
        doubts: Sequence[Doubt],
        likely: Likelihoods,
    ) -> Iterator[Candidate]:
        """Words in doubt that the reader finds likely, by the row of that type that comes nearest.

        Beside a candidate of the same type (献花|致哀) a word tells nothing of its own.
        """
        lexicon, taken = self._lexicon or load_triggers(), 0
        starts = [candidate.start for candidate in candidates]
        for start, end, word, index in doubts:
            if start < taken:
                continue
            at = bisect_right(starts, start)
            best = max((likely.of(start, end, kind), kind) for kind in lexicon.types_of[word])
            if best[0] < self.admitted or _beside(
                candidates[max(0, at - 2) : at + 2], start, end, index, best[1]
            ):
                continue
            reading, failing = _nearest(lexicon, word, best[1], start, end, analysis, analysis.clauses[index])
            if failing & EXCLUSIONS and best[0] < SURE:
                continue
            taken = end
            yield reading.candidate(start, end, index, best[0])


def _beside(near: Sequence[Candidate], start: int, end: int, clause: int, kind: str) -> bool:
    """Does one of these stand in the clause within a few characters and tell this type?"""
    return any(
        one.clause == clause and one.type == kind and one.start - end <= CLOSE and start - one.end <= CLOSE
        for one in near
    )


def _nearest(
    lexicon: TriggerLexicon, word: str, kind: str, start: int, end: int, analysis: Analysis, clause: Clause
) -> tuple[Reading, set[str]]:
    """Of the rows of a word that tell this type the one with the fewest conditions that fail, and these."""
    sentence = analysis.sentences[clause.sentence]
    before = analysis.folded[max(sentence.start, start - WINDOW) : start]
    after = analysis.folded[end : min(sentence.end, end + WINDOW)]
    whole = analysis.folded[sentence.start : sentence.end]
    rows = [row for row in lexicon.readings[word] if row.frame is not None and row.frame.type == kind]
    nearest = min(rows, key=lambda row: len(row.failing(before, after, whole)))
    return nearest, set(nearest.failing(before, after, whole))


def _occurrences(
    words: Sequence[Word], analysis: Analysis, names: list[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str, int]]:
    """Words of the lexicon with their clauses, longest first, but for those in names and titles."""
    borders = {token.start for token in analysis.tokens}
    titles = [(match.start(), match.end()) for match in _TITLE.finditer(analysis.folded)]
    starts = [clause.start for clause in analysis.clauses]
    for start, end, word in words:
        index = bisect_right(starts, start) - 1
        if index < 0 or end > analysis.clauses[index].end or _cuts(start, end, names, borders):
            continue
        if not any(low < start and end < high for low, high in titles):
            yield start, end, word, index


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
