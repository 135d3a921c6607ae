"""Types: quad class, intensity, and PLOVER's reading of plans and denials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cnevents.resources import read_tsv


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """What a type stands for: quad class, intensity, PLOVER's type for a plan ("" when not in PLOVER)."""

    quad: str
    intensity: float
    planned: str
    in_plover: bool


@cache
def load_types() -> dict[str, TypeInfo]:
    """The 22 types by name.

    >>> load_types()["ASSAULT"].intensity
    -9.0
    """
    return {
        row["type"]: TypeInfo(row["quad"], float(row["intensity"]), row["planned"], row["plover"] == "yes")
        for row in read_tsv("ontology/types.tsv")
    }


def plover_type(kind: str, polarity: str, modality: str) -> str | None:
    """PLOVER's type: a plan is AGREE or THREATEN, a denied act and our own types are none.

    >>> plover_type("CONSULT", "positive", "future"), plover_type("ASSAULT", "negative", "actual")
    ('AGREE', None)
    """
    info = load_types()[kind]
    if not info.in_plover or polarity == "negative":
        return None
    return kind if modality == "actual" else info.planned
