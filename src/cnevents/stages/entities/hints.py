"""Where names come from beside the tables: the trained tagger, and the hints that other tools gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from cnevents.analysis import NameHint, Sentence
from cnevents.stages.entities.frame import Frame

if TYPE_CHECKING:
    from cnevents.tagger import Tagger

TAGGER = "tagger"
_TYPES = {"PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "PLACE"}


def tagger_hints(
    tagger: Tagger, frame: Frame, sentences: Sequence[Sentence], takes: Callable[[NameHint], bool]
) -> Iterator[NameHint]:
    """The names that the trained tagger sees, in the order of the text.

    `takes` tells whether a name would be taken if it were sure; of others the probability is not worked out.
    """
    pieces = [(s.start, s.end) for s in sentences] or list(_lines(frame.text))

    def wanted(number: int, start: int, end: int, label: str) -> bool:
        """Would the name be taken? Offsets count from the start of piece `number`."""
        base = pieces[number][0]
        return takes(NameHint(base + start, base + end, _TYPES[label], TAGGER))

    tagged = tagger.tag([frame.text[a:b] for a, b in pieces], wanted=wanted)
    for (base, _), spans in zip(pieces, tagged, strict=True):
        for span in spans:
            yield NameHint(base + span.start, base + span.end, _TYPES[span.label], TAGGER, span.score)


def best_first(hints: Sequence[NameHint]) -> list[NameHint]:
    """The surest hint first, of equal ones the longer: tools contradict each other, a tagger never does.

    >>> [hint.end for hint in best_first([NameHint(0, 2, "PLACE", "a"), NameHint(0, 4, "PLACE", "b")])]
    [4, 2]
    """
    return sorted(hints, key=lambda hint: (-hint.score, hint.start - hint.end, hint.start))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line:
            yield at, at + len(line)
        at += len(line) + 1
