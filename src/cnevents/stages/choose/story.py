"""What part a participant has in the other happenings of the story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cnevents.analysis import Analysis, Happening


@dataclass(frozen=True, slots=True)
class Part:
    """A participant's part in a happening: which one, where, of which type, A or R, and in a headline?"""

    happening: Happening
    sentence: int
    mark: str
    headline: bool


class Story:
    """The parts of all participants of a text, by story and id."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._parts: dict[tuple[int, str], list[Part]] = {}
        for happening in analysis.happenings:
            number = self._sentence(happening)
            sentence = analysis.sentences[number]
            for mark, phrases in (("A", happening.roles.actors), ("R", happening.roles.recipients)):
                part = Part(happening, number, mark, sentence.headline)
                for identity in (identity for phrase in phrases for identity in phrase.ids):
                    self._parts.setdefault((sentence.story, identity), []).append(part)

    def _sentence(self, happening: Happening) -> int:
        return self._analysis.clauses[happening.candidate.clause].sentence

    def names(self, happening: Happening, ids: Sequence[str], given: str) -> list[str]:
        """Features of a choice that means `ids`: the parts that it has beside this happening."""
        number, kind = self._sentence(happening), happening.candidate.type
        story = self._analysis.sentences[number].story
        found = [part for identity in ids for part in self._parts.get((story, identity), ())]
        found = [part for part in found if part.happening is not happening]
        same = _marks(part for part in found if part.happening.candidate.type == kind)
        names = [
            f"same type={same}",
            f"same type={same},type={kind}",
            f"anywhere={_marks(found)}",
            f"headline={_marks(part for part in found if part.headline)}",
            f"sentence before={_marks(part for part in found if part.sentence == number - 1)}",
        ]
        return [*names, *(f"{name},given={given}" for name in names)]


def _marks(parts: Iterable[Part]) -> str:
    return "".join(sorted({part.mark for part in parts}))
