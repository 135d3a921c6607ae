"""The order of the stages, with checks that each finds what it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from cnevents.analysis import Analysis
from cnevents.errors import UsageError


class Stage(Protocol):
    """Data plus one method that does not change its input.

    Attributes:
        name: Shown by `explain` and in errors.
        reads: Layers of `Analysis` that it needs.
        writes: Layers that `run` gives back.
    """

    @property
    def name(self) -> str:
        """Such as ``"entities"``."""
        ...

    @property
    def reads(self) -> tuple[str, ...]:
        """Layers that must have been written before."""
        ...

    @property
    def writes(self) -> tuple[str, ...]:
        """Layers that this stage gives."""
        ...

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """New layers by name."""
        ...


GIVEN = ("text", "folded", "published", "name_hints", "role_hints")


class Pipeline:
    """Runs stages in order; the only place where a layer is written."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        """Check that every stage reads what was written before it; raises UsageError (E402)."""
        known = set(GIVEN)
        for stage in stages:
            missing = [layer for layer in stage.reads if layer not in known]
            if missing:
                raise UsageError("E402", stage=stage.name, missing=", ".join(missing))
            known.update(stage.writes)
        self.stages = tuple(stages)

    def run(self, analysis: Analysis, until: str | None = None) -> Analysis:
        """Run all stages, or those up to and including `until`, over `analysis`."""
        for stage in self.stages:
            for layer, content in stage.run(analysis).items():
                setattr(analysis, layer, content)
                analysis.written.add(layer)
            if stage.name == until:
                break
        return analysis
