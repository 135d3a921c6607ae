"""The codes of a happening: what it is in PLOVER and in CAMEO, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from cnevents.analysis import Analysis, Happening
from cnevents.ontology.cameo import load_cameo
from cnevents.ontology.contexts import Contexts, ordered
from cnevents.ontology.frames import load_frames
from cnevents.ontology.modes import planned_mode, score, told_mode
from cnevents.ontology.types import load_types, plover_type

CODEBOOK = "plover-2021"
WITH_CONTEXT = frozenset({"cyber", "misinformation"})  # modes that bring the context of their name


@dataclass(frozen=True, slots=True)
class Reading:
    """PLOVER's reading of a happening; where PLOVER leaves it out, only its context."""

    type: str | None
    mode: str | None
    context: tuple[str, ...]
    quad: str | None
    intensity: float | None


@dataclass(frozen=True, slots=True)
class Codes:
    """What the record of a happening says of its kind.

    Attributes:
        contexts: Of the act itself: its frame and the words of its sentence.
        cameo, goldstein: Of the act as it is told. quad, intensity: PLOVER's, of the act as it is told.
        plover: PLOVER's reading, with the contexts of the whole story.
    """

    contexts: tuple[str, ...]
    cameo: str | None
    goldstein: float | None
    quad: str
    intensity: float | None
    plover: Reading


class Coder:
    """Codes the happenings of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._contexts = Contexts(analysis)

    def code(self, happening: Happening) -> Codes:
        """The codes of a happening of the document."""
        candidate, status = happening.candidate, happening.status
        frame, info = load_frames()[candidate.frame], load_types()[candidate.type]
        mode = self._mode(happening)
        sentence = self._analysis.clauses[candidate.clause].sentence
        own = {*frame.contexts, *self._contexts.of_sentence(sentence)}
        if mode in WITH_CONTEXT:
            own.add(mode)
        story = self._contexts.of_story(self._analysis.sentences[sentence].story)
        cameo = load_cameo().get(frame.cameo)
        kind = plover_type(candidate.type, status.polarity, status.modality)
        return Codes(
            contexts=ordered(own),
            cameo=cameo.code if cameo else None,
            goldstein=cameo.goldstein if cameo else None,
            quad=info.quad,
            intensity=score(candidate.type, mode) if info.in_plover else info.intensity,
            plover=self._reading(happening, kind, mode, ordered(own | story)),
        )

    def _mode(self, happening: Happening) -> str | None:
        candidate, analysis = happening.candidate, self._analysis
        clause = analysis.clauses[candidate.clause]
        sentence = analysis.sentences[clause.sentence]
        around = sentence if candidate.type == "PROTEST" else clause
        return told_mode(
            candidate.type,
            candidate.mode,
            candidate.frame,
            analysis.folded[candidate.start : sentence.end],
            analysis.folded[around.start : around.end],
        )

    @staticmethod
    def _reading(
        happening: Happening, kind: str | None, mode: str | None, context: tuple[str, ...]
    ) -> Reading:
        if kind is None:
            return Reading(None, None, context, None, None)
        candidate = happening.candidate
        if kind != candidate.type:
            planned = planned_mode(candidate.type, candidate.mode, candidate.frame)
            mode = planned if kind == "THREATEN" else None
        return Reading(kind, mode, context, load_types()[kind].quad, score(kind, mode))
