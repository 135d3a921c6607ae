"""The figures of an evaluation, and how they are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MEASURES = (
    "entities", "entity ids", "states", "dates", "dates+value", "events", "typed events", "roles", "records",
)  # fmt: skip
FIELDS = ("participants", "date", "place", "source", "polarity", "modality")


@dataclass(slots=True)
class Tally:
    """What was found and rightly so, found but not in gold, in gold but not found."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def gold(self) -> int:
        """How many there are in gold."""
        return self.right + self.missed

    @property
    def found(self) -> int:
        """How many were found."""
        return self.right + self.extra

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0 to 1."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found, 0 to 1."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """The figures, rounded to four digits."""
        return {
            "p": round(self.precision, 4),
            "r": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "gold": self.gold,
            "found": self.found,
        }


@dataclass(slots=True)
class Share:
    """How many of the typed events found have a field right."""

    right: int = 0
    of: int = 0

    def as_dict(self) -> dict[str, float | None]:
        """The share, rounded to four digits, or None of nothing."""
        return {"right": round(self.right / self.of, 4) if self.of else None, "of": self.of}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that was missed, extra or wrong."""

    doc_id: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.doc_id}\t{self.kind}\t{self.text}"


@dataclass(slots=True)
class Report:
    """All figures of an evaluation.

    Attributes:
        scores: Precision, recall and F1 by measure (see docs/evaluation.md).
        shares: Over typed events found: the share whose date, place, … is right.
        by_type: Typed events by gold type.
        mistakes: Every single one, in the order of the documents.
        failures: Documents that could not be read, as (doc_id, error).
    """

    scores: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in MEASURES})
    shares: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in FIELDS})
    by_type: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    mistakes: list[Mistake] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The figures as JSON-ready dictionaries."""
        return {
            "scores": {name: tally.as_dict() for name, tally in self.scores.items()},
            "over typed events found": {name: share.as_dict() for name, share in self.shares.items()},
            "by type": {name: self.by_type[name].as_dict() for name in sorted(self.by_type)},
        }


def render(report: Report, *, by_type: bool = False) -> str:
    """The figures as a table of plain text."""
    lines = [f"{'':14}{'P':>8}{'R':>8}{'F1':>8}{'gold':>7}{'found':>7}", *_rows(report.scores)]
    lines.append("over typed events found")
    for name, share in report.shares.items():
        figures = share.as_dict()
        lines.append(f"  {name:12} right {figures['right']} of {figures['of']}")
    if by_type:
        lines.extend(_rows(dict(sorted(report.by_type.items()))))
    return "\n".join(lines)


def _rows(tallies: Mapping[str, Tally]) -> Iterator[str]:
    for name, tally in tallies.items():
        # Rounded twice, as the project's scorer prints them: the tables agree to the last digit.
        figures = "".join(f"{tally.as_dict()[key]:8.3f}" for key in ("p", "r", "f1"))
        yield f"{name:14}{figures}{tally.gold:7}{tally.found:7}"
