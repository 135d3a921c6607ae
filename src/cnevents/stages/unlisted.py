"""Words that no row of the tables reads as the event that the reader finds likely: 波及, 阻挠.

Their frame is the one that most of the nearest words of the tables have, by the reader's vectors of words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cnevents.analysis import Analysis, Candidate, Token
from cnevents.reader import Model
from cnevents.reader.reader import Likelihoods
from cnevents.stages.readings import Reading, TriggerLexicon

UNLISTED = 0.4  # likelihood from which a word is read that no table has
OTHERWISE = 0.5  # the same where the tables have it for other types
SHORTEST = 2  # characters of what is read
NEAREST = 5  # words of the tables that are asked for the frame
FORMS = frozenset({"v", "n"})


@dataclass(slots=True)
class Run:
    """Words side by side that are likeliest to tell one type, and the likeliest of them."""

    start: int
    end: int
    kind: str
    told: float
    word: str


class Neighbours:
    """The words of the tables by type, with their vectors."""

    def __init__(self, lexicon: TriggerLexicon, model: Model) -> None:
        self._model = model
        rows: dict[str, list[Reading]] = {}
        for readings in lexicon.readings.values():
            for reading in readings:
                if reading.frame is not None and reading.form in FORMS:
                    rows.setdefault(reading.frame.type, []).append(reading)
        self._usual = {kind: _most(found) for kind, found in rows.items()}
        self._known = {
            kind: [reading for reading in found if reading.word in model.words]
            for kind, found in rows.items()
        }
        self._vectors = {
            kind: _unit(model.word_vectors[[model.words[reading.word] for reading in found]])
            for kind, found in self._known.items()
        }

    def reading(self, word: str, kind: str) -> Reading | None:
        """The row of type `kind` whose frame most of the words near `word` have."""
        known, number = self._known.get(kind), self._model.words.get(word)
        if not known or number is None:
            return self._usual.get(kind)
        likeness = self._vectors[kind] @ _unit(self._model.word_vectors[number])
        return _most([known[at] for at in np.argsort(-likeness, kind="stable")[:NEAREST]])


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: np.ndarray = vectors / np.maximum(length, 1e-9)
    return unit


def _most(readings: Sequence[Reading]) -> Reading:
    """The first row that has the commonest frame and form."""
    counts = Counter(map(_shape, readings))
    usual = max(counts, key=lambda shape: counts[shape])
    return next(reading for reading in readings if _shape(reading) == usual)


def _shape(reading: Reading) -> tuple[str, str]:
    return reading.frame.name if reading.frame is not None else "", reading.form


def unlisted(
    analysis: Analysis,
    tokens: Sequence[Token],
    likely: Likelihoods,
    words: Sequence[tuple[int, int, frozenset[str]]],
    taken: Sequence[Candidate],
    neighbours: Neighbours,
) -> Iterator[Candidate]:
    """Candidates of words in a row that are all likeliest to tell one type.

    `words` are those of the tables with the types of their rows: they are read, or not, by these. No word
    is read that belongs to a name or to one of the candidates `taken`.
    """
    closed = [(one.start, one.end) for one in taken]
    closed += [(mention.start, mention.end) for mention in analysis.mentions]
    runs = list(_runs(tokens, likely, closed))
    if not runs:
        return
    types: dict[int, set[str]] = {}
    for start, end, kinds in words:
        for at in range(start, end):
            types.setdefault(at, set()).update(kinds)
    clauses = [clause.start for clause in analysis.clauses]
    for run in runs:
        places = range(run.start, run.end)
        listed: set[str] = set().union(*(types.get(at, ()) for at in places))
        index = bisect_right(clauses, run.start) - 1
        least = OTHERWISE if any(at in types for at in places) else UNLISTED
        if run.kind in listed or run.told < least or index < 0 or run.end > analysis.clauses[index].end:
            continue
        reading = neighbours.reading(run.word, run.kind)
        if reading is not None and len(places) >= SHORTEST:
            candidate = reading.candidate(run.start, run.end, index, run.told)
            candidate.unlisted = True
            yield candidate


def _runs(tokens: Sequence[Token], likely: Likelihoods, closed: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """Tokens side by side that are likeliest to tell one type, and stand in none of the `closed` places."""
    best = likely.values.argmax(axis=1) if len(likely.values) else np.zeros(0, dtype=np.int64)
    strong = np.flatnonzero(likely.values.max(axis=1) >= UNLISTED) if len(best) else best
    covered = {at for start, end in closed for at in range(start, end)} if len(strong) else set()
    last: Run | None = None
    for number in strong.tolist():
        token, kind = tokens[number], likely.types[int(best[number])]
        if not covered.isdisjoint(range(token.start, token.end)):
            continue
        told = float(likely.values[number, best[number]])
        if last is not None and last.end == token.start and last.kind == kind:
            last.end = token.end
            if told > last.told:
                last.told, last.word = told, token.text
            continue
        if last is not None:
            yield last
        last = Run(token.start, token.end, kind, told, token.text)
    if last is not None:
        yield last
