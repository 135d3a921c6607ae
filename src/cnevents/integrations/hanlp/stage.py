"""HanLP in the pipeline: a stage that brings words and roles, and a tagger that brings names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from cnevents.analysis import Analysis
from cnevents.integrations.hanlp.model import HanlpModel
from cnevents.tagger.decode import TagSpan, Wanted

_LABELS = {"PERSON": "PER", "ORGANIZATION": "ORG", "PLACE": "LOC"}


class HanlpStage:
    """Puts HanLP's words in the place of the segmenter's, and its roles beside our own analysis.

    Args:
        model: The model.
        words: Whether its words are used; else only roles are written.
    """

    name = "hanlp"
    reads: tuple[str, ...] = ("folded", "sentences")

    def __init__(self, model: HanlpModel, words: bool) -> None:
        self.model = model
        self.writes: tuple[str, ...] = ("tokens", "role_hints") if words else ("role_hints",)

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Tokens where they are used, and role hints."""
        sentences = [(sentence.start, sentence.end) for sentence in analysis.sentences]
        found = self.model.read(analysis.folded, sentences)
        layers: dict[str, Sequence[Any]] = {"tokens": found.tokens, "role_hints": found.roles}
        return {name: layers[name] for name in self.writes}


class HanlpTagger:
    """HanLP's names in the form of `cnevents.tagger.Tagger`, for the entities stage.

    >>> def model(sentences):
    ...     return {"tok": [["法国"]], "ner": [[("法国", "LOCATION", 0, 1)]]}
    >>> HanlpTagger(HanlpModel(model, need=["ner"])).tag(["法国"])
    [[TagSpan(start=0, end=2, label='LOC', score=0.9)]]
    """

    def __init__(self, model: HanlpModel) -> None:
        self.model = model

    def tag(
        self, folded_sentences: Sequence[str], *, margins: bool = True, wanted: Wanted | None = None
    ) -> list[list[TagSpan]]:
        """The names of each sentence, in order; `margins` and `wanted` are there for the form alone.

        Raises:
            UsageError: E423, E424 or E425.
        """
        ends = list(accumulate(map(len, folded_sentences)))
        starts = [0, *ends][: len(ends)]
        names = self.model.read("".join(folded_sentences), list(zip(starts, ends, strict=True))).names
        return [
            [
                TagSpan(hint.start - start, hint.end - start, _LABELS[hint.type], hint.score)
                for hint in names
                if start <= hint.start < end
            ]
            for start, end in zip(starts, ends, strict=True)
        ]
