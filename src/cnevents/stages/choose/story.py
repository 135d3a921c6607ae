"""What part a participant has in the other happenings of the story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cnevents.analysis import Analysis, Happening

MARKS = ("A", "R")  # actor, recipient
Key = tuple[int, str, str, str]  # story, participant, mark, aspect: of which type, where, in a headline


class Story:
    """How often each participant has each part in a text: counted once, so that a choice need not search."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._counts: Counter[Key] = Counter()
        for happening in analysis.happenings:
            self._counts.update(self._parts(happening))

    def _parts(self, happening: Happening) -> Iterator[Key]:
        """The parts that a happening gives."""
        number, story, headline = self._place(happening)
        aspects = ["", f"type {happening.candidate.type}", f"sentence {number}"]
        if headline:
            aspects.append("headline")
        for mark, phrases in zip(MARKS, (happening.roles.actors, happening.roles.recipients), strict=True):
            for identity in (identity for phrase in phrases for identity in phrase.ids):
                for aspect in aspects:
                    yield story, identity, mark, aspect

    def _place(self, happening: Happening) -> tuple[int, int, bool]:
        """The sentence of a happening, its story, and whether it is a headline."""
        number = self._analysis.clauses[happening.candidate.clause].sentence
        sentence = self._analysis.sentences[number]
        return number, sentence.story, sentence.headline

    def beside(self, happening: Happening) -> Beside:
        """The parts that a story gives beside one happening."""
        number, story, _ = self._place(happening)
        return Beside(self._counts, Counter(self._parts(happening)), story, number, happening.candidate.type)


class Beside:
    """The parts in all happenings of a story but one."""

    def __init__(self, counts: Counter[Key], own: Counter[Key], story: int, number: int, kind: str) -> None:
        self._counts, self._own = counts, own
        self._story, self._number, self._kind = story, number, kind

    def names(self, ids: Sequence[str], given: str) -> tuple[str, ...]:
        """Features of a choice that means `ids`, whom the grammar took for `given`."""
        aspects = (f"type {self._kind}", "", "headline", f"sentence {self._number - 1}")
        return _names(self._kind, given, *(self._marks(ids, aspect) for aspect in aspects))

    def _marks(self, ids: Sequence[str], aspect: str) -> str:
        return "".join(
            mark for mark in MARKS if any(self._has((self._story, one, mark, aspect)) for one in ids)
        )

    def _has(self, key: Key) -> bool:
        return self._counts[key] > self._own[key]


@lru_cache(maxsize=4096)
def _names(kind: str, given: str, same: str, anywhere: str, headline: str, before: str) -> tuple[str, ...]:
    names = (
        f"same type={same}",
        f"same type={same},type={kind}",
        f"anywhere={anywhere}",
        f"headline={headline}",
        f"sentence before={before}",
    )
    return (*names, *(f"{name},given={given}" for name in names))
