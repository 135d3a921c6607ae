"""From a text with its names to likelihoods: which words tell which type of event."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from cnevents.analysis import Analysis, Token
from cnevents.reader.encode import Encoder, Marks
from cnevents.reader.model import Floats, Model, read_model
from cnevents.reader.threads import one_thread
from cnevents.tagger.location import model_path

ROWS = 2048  # words that are read at a time
READERS = ("reader/model.npz", "reader/second.npz")  # two trainings, which differ in their random beginnings


class Likelihoods:
    """How likely each word of a text tells each type."""

    def __init__(self, tokens: Sequence[Token], types: tuple[str, ...], values: Floats) -> None:
        """Take values of shape (tokens, types)."""
        self.types, self.values, self.tokens = types, values, tokens
        self._number = {name: number for number, name in enumerate(types)}
        self._starts = [token.start for token in tokens]
        self._ends = [token.end for token in tokens]

    def of(self, start: int, end: int, kind: str) -> float:
        """The likelihood, 0 to 1, that the words between `start` and `end` tell an event of type `kind`."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        number = self._number.get(kind)
        if number is None or first >= last:
            return 0.0
        return float(self.values[first:last, number].max())


class Reader:
    """Networks of one vocabulary, whose mean counts, with their encoder; it keeps nothing between texts."""

    def __init__(self, *models: Model) -> None:
        """Read with one or more `models`; raises ValueError where they number words or types otherwise."""
        first = models[0]
        if any(
            (one.types, one.words, one.characters) != (first.types, first.words, first.characters)
            for one in models
        ):
            raise ValueError("the networks were trained with different words or types")
        self.models, self.types = models, first.types
        self._encode = Encoder(first.words, first.characters, first.types)

    def read(
        self,
        analysis: Analysis,
        marks: Marks,
        sentences: Iterable[int],
        tokens: Sequence[Token] | None = None,
    ) -> Likelihoods:
        """Likelihoods of the words of these sentences; those of others are 0.

        `tokens` are jieba's, where the analysis has another segmenter's: the network learned from them.
        """
        tokens = analysis.tokens if tokens is None else tokens
        values = np.zeros((len(tokens), len(self.types)), dtype=np.float32)
        encoded = self._encode(analysis, tokens, marks, sentences)
        with one_thread():
            for part in encoded.parts(ROWS):
                rows = part.tokens >= 0
                told = sum(model.likelihoods(part)[rows] for model in self.models) / len(self.models)
                values[part.tokens[rows]] = told
        return Likelihoods(tokens, self.types, values)


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """The packaged reader, read once.

    Raises:
        ResourceError: E304 where a file is missing, E305 where one is damaged.
    """
    return Reader(*(read_model(model_path(name)) for name in READERS))
