"""Small learned scorers: weights of a logistic regression, read from a file of plain JSON.

The hash of a file stands beside it as `sha256sum` writes it.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cnevents.errors import ResourceError
from cnevents.tagger.location import model_path

CONFIDENCE = "events/weights.json"


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by feature, the bias, and the probability below which it says no."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def score(self, names: list[str]) -> float:
        """The probability, 0 to 1, of what has these features."""
        total = self.bias + sum(self.weights.get(name, 0.0) for name in names)
        return 1.0 / (1.0 + math.exp(-total))

    def reasons(self, names: list[str], count: int = 3) -> list[tuple[str, float]]:
        """The features that moved the score most."""
        known = [(name, self.weights[name]) for name in names if name in self.weights]
        return sorted(known, key=lambda pair: -abs(pair[1]))[:count]


@lru_cache(maxsize=8)
def load_scorer(path: Path | None = None) -> Scorer:
    """The scorer of `path`, or the packaged one, whose hash must be the one beside it.

    A file of the caller's own is checked where it has a `.sha256` beside it.

    Raises:
        ResourceError: E304 where the weights or the packaged hash are missing, E305 where either is damaged.
    """
    file = path or model_path(CONFIDENCE)
    try:
        content = file.read_bytes()
        if path is None or file.with_suffix(".sha256").exists():
            _check_hash(file, content)
        data = json.loads(content)
        return Scorer(data["weights"], float(data["bias"]), float(data["threshold"]))
    except FileNotFoundError as error:
        raise ResourceError("E304", file=error.filename) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError("E305", file=str(file), reason=str(error)) from error


def _check_hash(file: Path, content: bytes) -> None:
    sidecar = file.with_suffix(".sha256")
    expected = sidecar.read_text(encoding="ascii").split()[:1]
    if [hashlib.sha256(content).hexdigest()] != expected:
        raise ResourceError("E305", file=str(file), reason=f"its SHA-256 is not the one in {sidecar.name}")
