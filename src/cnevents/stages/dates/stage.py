"""dates: the stage around `find`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cnevents.analysis import Analysis, Sentence
from cnevents.stages.dates import find


class Dates:
    """Reads all time expressions; anchors never carry from one story of a roundup to the next."""

    name = "dates"
    reads: tuple[str, ...] = ("folded", "published", "sentences")
    writes: tuple[str, ...] = ("times",)

    def __init__(self, region: str | None = None) -> None:
        """`region` (CN, TW, HK, MO) tells which festivals are meant; None guesses."""
        self._region = region

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Time mentions in the order of the text."""
        stories = story_ranges(analysis.sentences)
        return {"times": find(analysis.folded, analysis.published, stories, region=self._region)}


def story_ranges(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Where each story of a text begins and ends, in characters."""
    ranges: dict[int, tuple[int, int]] = {}
    for sentence in sentences:
        start, _ = ranges.get(sentence.story, (sentence.start, 0))
        ranges[sentence.story] = (start, sentence.end)
    return list(ranges.values())
