"""What the network sees of a text: its words, the kinds of names on them, and what the tables say of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnevents.analysis import Analysis, Token
from cnevents.text.spelling import usual_word

GAP = 4  # empty rows between sentences; no layer looks farther, so no sentence sees another
PADDING, UNKNOWN = 0, 1
KINDS = {
    "STATE": 1,
    "PERSON": 2,
    "ORGANIZATION": 3,
    "PLACE": 4,
    "EVENT": 5,
    "office": 6,
    "body": 7,
    "group": 8,
}
OTHER_KIND = 8
Mark = tuple[int, int, str]  # start, end, type


@dataclass(frozen=True, slots=True)
class Marks:
    """What the tables say: words that tell a type here, and words that may tell it elsewhere."""

    told: Sequence[Mark]
    possible: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Rows of words, one a token of the chosen sentences, with empty rows between these.

    Attributes:
        tokens: The number of each row's token, -1 for an empty row.
        words, firsts, lasts: Numbers of the word, of its first and of its last character.
        kinds: The kind of name on it.
        signs: What the tables say: a column for each type told, each type possible, and headlines.
    """

    tokens: NDArray[np.int64]
    words: NDArray[np.int64]
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    kinds: NDArray[np.int64]
    signs: NDArray[np.float32]

    def parts(self, rows: int) -> Iterator[Encoded]:
        """Whole sentences, about so many `rows` at a time, so that a long text takes no more memory."""
        begins = np.flatnonzero((self.tokens[1:] >= 0) & (self.tokens[:-1] < 0)) + 1
        first = 0
        while first < len(self.tokens):
            at = int(np.searchsorted(begins, first + rows))
            last = int(begins[at]) if at < len(begins) else len(self.tokens)
            yield Encoded(*(getattr(self, name)[first:last] for name in self.__slots__))
            first = last


class Encoder:
    """Turns texts into numbers by the vocabulary of a model."""

    def __init__(self, words: Mapping[str, int], characters: Mapping[str, int], types: Sequence[str]) -> None:
        """Number words and characters by these; `types` are the columns of what is told."""
        self._words, self._characters = words, characters
        self._types = {name: number for number, name in enumerate(types)}

    def __call__(
        self, analysis: Analysis, tokens: Sequence[Token], marks: Marks, sentences: Iterable[int]
    ) -> Encoded:
        """The rows of these sentences, cut into `tokens`."""
        kinds = self._kinds(analysis, tokens)
        starts = [token.start for token in tokens]
        rows: list[int] = []
        headlines: list[int] = []
        for number in sentences:
            sentence = analysis.sentences[number]
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            if sentence.headline:
                headlines += range(len(rows), len(rows) + last - first)
            rows += [*range(first, last), *[-1] * GAP]
        texts = [usual_word(tokens[row].text) if row >= 0 else "" for row in rows]
        words, characters = self._words, self._characters
        signs = self._signs(tokens, marks, rows, starts)
        signs[headlines, -1] = 1.0
        return Encoded(
            np.array(rows, dtype=np.int64),
            np.array([words.get(text, UNKNOWN) if text else PADDING for text in texts], dtype=np.int64),
            np.array(
                [characters.get(text[:1], UNKNOWN) if text else PADDING for text in texts], dtype=np.int64
            ),
            np.array(
                [characters.get(text[-1:], UNKNOWN) if text else PADDING for text in texts], dtype=np.int64
            ),
            np.array([kinds[row] if row >= 0 else 0 for row in rows], dtype=np.int64),
            signs,
        )

    def _kinds(self, analysis: Analysis, tokens: Sequence[Token]) -> list[int]:
        """The kind of name on each token; names win over words for people and bodies."""
        kinds = [0] * len(tokens)
        starts = [token.start for token in tokens]
        ends = [token.end for token in tokens]
        spans = [(one.start, one.end, KINDS.get(one.kind, OTHER_KIND)) for one in analysis.nominals]
        spans += [(one.start, one.end, KINDS.get(one.type, OTHER_KIND)) for one in analysis.mentions]
        for start, end, kind in spans:
            for at in range(bisect_right(ends, start), bisect_left(starts, end)):
                kinds[at] = kind
        return kinds

    def _signs(
        self, tokens: Sequence[Token], marks: Marks, rows: Sequence[int], starts: Sequence[int]
    ) -> NDArray[np.float32]:
        size = len(self._types)
        signs = np.zeros((len(rows), 2 * size + 1), dtype=np.float32)
        row_of = {token: row for row, token in enumerate(rows) if token >= 0}
        ends = [token.end for token in tokens]
        for offset, found in ((0, marks.told), (size, marks.possible)):
            for start, end, kind in found:
                for token in range(bisect_right(ends, start), bisect_left(starts, end)):
                    row = row_of.get(token)
                    if row is not None:
                        signs[row, offset + self._types[kind]] = 1.0
        return signs
