"""entities: every name in the text, with its type, id and state, and the participants without a name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cnevents.analysis import Analysis, Mention, Nominal
from cnevents.lexicon import Lexicon
from cnevents.stages.dates.mention import TimeMention
from cnevents.stages.entities.evidence import NameEvidence
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.hints import best_first, tagger_hints
from cnevents.stages.entities.policy import NamePolicy
from cnevents.stages.entities.scan import Scanner

if TYPE_CHECKING:
    from cnevents.tagger import Tagger

__all__ = ["Entities", "NamePolicy"]


class Entities:
    """Finds names by the tables, by patterns, and by the trained tagger where one is given.

    Names that other tools found (`Analysis.name_hints`) are weighed as the tagger's are, and before them.

    Args:
        lexicon: The name tables.
        tagger: A trained tagger, asked for names that no table and no pattern has; None works.
        policy: How disputed names are reported.
    """

    name = "entities"
    reads = ("text", "folded", "sentences", "tokens", "times", "name_hints")
    writes = ("mentions", "nominals")

    def __init__(
        self, lexicon: Lexicon, tagger: Tagger | None = None, policy: NamePolicy | None = None
    ) -> None:
        self.lexicon = lexicon
        self.tagger = tagger
        self.policy = policy or NamePolicy()
        self.evidence = NameEvidence(lexicon)
        self.scanner = Scanner(lexicon, self.policy.types)

    def run(self, analysis: Analysis) -> dict[str, list[Mention] | list[Nominal]]:
        """The mentions and the nominals of the text, in the order of their start."""
        frame = Frame(analysis.folded, self.lexicon, analysis.tokens, analysis.sentences)
        self.scanner.scan(frame)
        if analysis.name_hints:
            self.evidence.add(frame, best_first(analysis.name_hints))
        if self.tagger is not None:
            self.evidence.add(frame, tagger_hints(self.tagger, frame, analysis.sentences))
        if self.policy.codes:
            self.policy.apply(frame.mentions, frame.nominals)
        starts = [time.start for time in analysis.times]
        frame.mentions = [m for m in frame.mentions if not _is_time(m, starts, analysis.times)]
        frame.mentions.sort(key=_place)
        frame.nominals.sort(key=lambda nominal: nominal.start)
        return {"mentions": frame.mentions, "nominals": frame.nominals}


def _is_time(mention: Mention, starts: list[int], times: Sequence[TimeMention]) -> bool:
    """周三 is no name, and 日 in 同日 no state: a short name inside a time expression is none."""
    at = bisect_right(starts, mention.start) - 1
    return at >= 0 and mention.end <= times[at].end


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end
