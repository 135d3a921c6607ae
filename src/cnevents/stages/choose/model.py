"""The network's file: plain arrays in an .npz, checked against the hash in the .json beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnevents.reader.threads import one_thread
from cnevents.tagger.location import model_path
from cnevents.tagger.stored import read_stored

FEATURES = 2  # changes when the same text gives other features
MODEL = "roles/model.npz"
AT_ONCE = 256  # choices: what bounds the memory of a long text
OUTCOMES = ("", "A", "R")  # takes no part, actor, recipient
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Chooser:
    """What training left.

    Attributes:
        numbers: The row of each feature.
        vectors: A row for each feature: what it adds to the hidden layer, then what it adds to the outcomes.
        bias: Of the hidden layer, and of the outcomes before the network adds to them.
        hidden, output: Weights and bias of the layers behind.
        about: The sidecar's content.
    """

    numbers: Mapping[str, int]
    vectors: Floats
    bias: Floats
    hidden: tuple[Floats, Floats]
    output: tuple[Floats, Floats]
    about: Mapping[str, Any]

    def likelihoods(self, rows: Sequence[Sequence[str]]) -> Floats:
        """How likely each row of features takes no part, is actor, is recipient; shape (rows, 3), sums 1."""
        parts = [self._some(rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, len(OUTCOMES)), dtype=np.float32)

    def _some(self, rows: Sequence[Sequence[str]]) -> Floats:
        known: list[int] = []
        begins: list[int] = []
        for row in rows:
            begins.append(len(known))
            known.append(0)  # the row of no feature, so that none is empty
            known += [number for number in map(self.numbers.get, row) if number is not None]
        with one_thread():
            sums = np.add.reduceat(self.vectors[known], begins, axis=0) + self.bias
            state, direct = np.maximum(sums[:, : -len(OUTCOMES)], 0.0), sums[:, -len(OUTCOMES) :]
            weights, bias = self.hidden
            state = np.maximum(state @ weights + bias, 0.0)
            weights, bias = self.output
            values = state @ weights + bias + direct
        values = np.exp(values - values.max(axis=1, keepdims=True))  # without overflow
        told: Floats = values / values.sum(axis=1, keepdims=True)
        return told


def assemble(arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> Chooser:
    """A network of its arrays by name; the names of features are bytes of UTF-8 with a line each."""
    floats = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype.kind == "f"}
    names = arrays["features"].astype(np.uint8).tobytes().decode("utf-8").split("\n")
    vectors = floats["vectors"]
    if len(vectors) != len(names) + 1:
        raise ValueError(f"{len(names)} features, but {len(vectors)} rows")
    return Chooser(
        numbers={name: number for number, name in enumerate(names, start=1)},
        vectors=vectors,
        bias=floats["bias"],
        hidden=(floats["hidden.weights"], floats["hidden.bias"]),
        output=(floats["output.weights"], floats["output.bias"]),
        about=about,
    )


def read_chooser(path: Path) -> Chooser:
    """Load a network and check it.

    Raises:
        ResourceError: E304 where the file or its sidecar is missing, E305 where either is damaged.
    """
    return read_stored(path, "features", FEATURES, assemble)


@lru_cache(maxsize=1)
def load_chooser() -> Chooser:
    """The packaged network, read once; raises what `read_chooser` raises."""
    return read_chooser(model_path(MODEL))
