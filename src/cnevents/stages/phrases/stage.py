"""The stage: units → phrases → anaphors resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cnevents.analysis import Analysis
from cnevents.lexicon.home import guess_home
from cnevents.stages.phrases.anaphora import Resolver
from cnevents.stages.phrases.chunk import chunk
from cnevents.stages.phrases.heads import with_heads
from cnevents.stages.phrases.listed import fill_in_members
from cnevents.stages.phrases.units import collect_units


class Phrases:
    """Builds the noun phrases of a text."""

    name = "phrases"
    reads: tuple[str, ...] = ("folded", "sentences", "clauses", "tokens", "mentions", "nominals")
    writes: tuple[str, ...] = ("phrases",)

    def __init__(self, home: str | None = None) -> None:
        """`home` is the code of the state that 我国 means; None guesses it from the wording."""
        self._home = home

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Phrases in the order of the text."""
        units = with_heads(analysis, collect_units(analysis))
        phrases = chunk(units, analysis.folded)
        anaphors = {unit.start: unit for unit in units if unit.kind == "anaphor"}
        asked = self._home is None and any(unit.scope == "home" for unit in anaphors.values())
        home = guess_home(analysis.text) if asked else self._home or ""
        if analysis.sentences:
            Resolver(phrases, analysis.sentences, analysis.clauses, home, analysis.folded).resolve(anaphors)
            fill_in_members(phrases, analysis.sentences)
        return {"phrases": phrases}
