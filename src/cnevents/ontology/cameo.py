"""CAMEO's codes with their Goldstein scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cnevents.resources import read_tsv

VERSION = "cameo-1.1b3"


@dataclass(frozen=True, slots=True)
class Cameo:
    """A code: what it stands for, its Goldstein score, and the code of the same act planned."""

    code: str
    name: str
    goldstein: float
    planned: str

    @property
    def root(self) -> str:
        """The two digits of its cue category."""
        return self.code[:2]


@cache
def load_cameo() -> dict[str, Cameo]:
    """All codes.

    >>> load_cameo()["042"].goldstein, load_cameo()["042"].planned
    (1.9, '036')
    """
    return {
        row["code"]: Cameo(row["code"], row["name"], float(row["goldstein"]), row["planned"])
        for row in read_tsv("ontology/cameo.tsv")
    }


def cameo_reading(code: str | None, polarity: str, modality: str) -> Cameo | None:
    """The code in which CAMEO's rules put an act: a plan is 03 or 13, a denied act has none.

    >>> cameo_reading("042", "positive", "future").code
    '036'
    """
    if code is None or polarity == "negative":
        return None
    known = load_cameo()
    return known[code] if modality == "actual" else known[known[code].planned]
