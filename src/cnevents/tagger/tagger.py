"""The tagger itself: sentences in, spans of persons, organisations and places out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from cnevents.tagger.decode import STATES, Floats, TagSpan, Wanted, decode_batch
from cnevents.tagger.features import Codes, encode, feature_keys, segments
from cnevents.tagger.location import model_path
from cnevents.tagger.model import Model, read_model

BATCH = 4_000  # characters: large enough to spread numpy's cost for each call, small enough for the cache


class Tagger:
    """Finds names that no table lists, by their characters, their surroundings and a dictionary.

    A linear-chain CRF over hashed features. It holds nothing that changes, so threads may share it.

    >>> tagger = Tagger.load()
    >>> [[(span.start, span.end, span.label) for span in spans] for spans in tagger.tag(["记者王小明报道。"])]
    [[(2, 5, 'PER')]]
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    @classmethod
    def load(cls, path: Path | None = None) -> Tagger:
        """The tagger of a model file; without `path` the one that comes with cnevents, read once a process.

        Raises:
            ResourceError: E304 where a file is missing, E305 where one is damaged.
        """
        return _default() if path is None else cls(read_model(path))

    def tag(
        self, folded_sentences: Sequence[str], *, margins: bool = True, wanted: Wanted | None = None
    ) -> list[list[TagSpan]]:
        """The names of each sentence, in order.

        Args:
            folded_sentences: Sentences (or whole paragraphs) as `cnevents.text.folding.fold` gives them.
            margins: Whether to work out the spans' probabilities; without, every score is 1, in less time.
            wanted: Asked with number of the sentence, start, end and label whether a probability matters;
                where none in its surroundings does, it may be given as 0.
        """
        result: list[list[TagSpan]] = []
        for batch in _batches(folded_sentences):
            result.extend(self._tag_batch(batch, margins, wanted, len(result)))
        return result

    def _tag_batch(
        self, sentences: Sequence[str], margins: bool, wanted: Wanted | None, first: int
    ) -> list[list[TagSpan]]:
        codes, starts = encode(sentences)
        found: list[list[TagSpan]] = [[] for _ in sentences]
        begins, lengths = segments(codes)
        if not len(begins):
            return found
        scores = self.scores(codes)
        order = np.argsort(-lengths, kind="stable")
        begins, lengths = begins[order], lengths[order]
        columns = begins[:, None] + np.arange(lengths[0])
        block = scores[np.minimum(columns, len(codes) - 1)]
        homes = (np.searchsorted(starts, begins, side="right") - 1).tolist()
        shifts = (begins - starts[homes]).tolist()

        def matters(row: int, start: int, end: int, label: str) -> bool:
            """`wanted`, asked with the numbers and offsets of the caller's texts."""
            shift = shifts[row]
            return wanted is None or wanted(first + homes[row], start + shift, end + shift, label)

        rows = decode_batch(
            block, lengths, self.model.transitions, margins, matters if wanted is not None else None
        )
        for home, shift, spans in zip(homes, shifts, rows, strict=True):
            found[home] += [TagSpan(s.start + shift, s.end + shift, s.label, s.score) for s in spans]
        for spans in found:
            spans.sort(key=lambda span: span.start)
        return found

    def scores(self, codes: Codes) -> Floats:
        """Score of each label at each character of encoded sentences."""
        model, size = self.model, len(codes)
        # all templates in one array: numpy's cost of a call would outweigh the work on a short article
        keys = np.stack([keys for _, keys in feature_keys(codes, model.lexicons, model.domain)])
        found = model.weights.take(model.features.find(keys.reshape(-1)), axis=0)
        total = np.add.reduce(found.reshape(len(keys), size * STATES), axis=0, dtype=np.int16)
        scores: Floats = total.reshape(size, STATES).astype(np.float32) * np.float32(model.scale)
        return scores


def _batches(sentences: Sequence[str]) -> Iterator[Sequence[str]]:
    first, size = 0, 0
    for number, sentence in enumerate(sentences):
        size += len(sentence)
        if size >= BATCH:
            yield sentences[first : number + 1]
            first, size = number + 1, 0
    if first < len(sentences):
        yield sentences[first:]


@cache
def _default() -> Tagger:
    return Tagger(read_model(model_path("tagger/model.npz")))
