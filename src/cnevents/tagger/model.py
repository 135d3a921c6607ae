"""The tagger's model file: plain arrays in an .npz, checked against the hash in the .json beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnevents.tagger.decode import LABELS, STATES, Floats
from cnevents.tagger.features import FEATURES_VERSION, PairTable, WordTable
from cnevents.tagger.stored import read_stored, write_stored


@dataclass(slots=True, frozen=True)
class Model:
    """What training left: features with their weights, transitions, words, and the corpus style to tag in.

    Attributes:
        features: The slot of each feature that has weights.
        weights: Weight of each label by slot, as whole numbers; the last row is zero.
        scale: What one unit of `weights` is worth.
        transitions: Score of each label after each other.
        lexicons: Dictionary words that the features look up.
        domain: Number of the corpus whose habits the tagger follows.
        about: The sidecar's content: name, version, corpora, scores.
    """

    features: PairTable
    weights: NDArray[np.int8]
    scale: float
    transitions: Floats
    lexicons: tuple[WordTable, ...]
    domain: int
    about: Mapping[str, Any]


def read_model(path: Path) -> Model:
    """Load a model and check it.

    Raises:
        ResourceError: E304 where the model or its sidecar is missing, E305 where either is damaged.
    """
    return read_stored(path, "features_version", FEATURES_VERSION, _assemble)


def _table(pairs: NDArray[Any]) -> PairTable:
    bits = len(pairs).bit_length() - 1
    if pairs.dtype != np.uint32 or len(pairs) != 1 << bits:
        raise ValueError("a table has the wrong size")
    return PairTable(pairs, bits)


def _assemble(arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> Model:
    features, weights = _table(arrays["features"]), arrays["weights"]
    if weights.shape != (features.slots + 1, STATES) or arrays["transitions"].shape != (
        STATES + 1,
        STATES + 1,
    ):
        raise ValueError(f"its weights are not for {len(LABELS)} labels")
    lexicons = tuple(
        WordTable(_table(arrays[f"words{number}"]), arrays[f"classes{number}"])
        for number in range(int(arrays["lexicons"]))
    )
    if any(len(words.classes) != words.table.slots + 1 for words in lexicons):
        raise ValueError("a word table has the wrong size")
    return Model(
        features=features,
        weights=weights,
        scale=float(arrays["scale"]),
        transitions=arrays["transitions"].astype(np.float32),
        lexicons=lexicons,
        domain=int(arrays["domain"]),
        about=about,
    )


def write_model(path: Path, model: Model) -> str:
    """Write the model and its sidecar; returns the SHA-256."""
    arrays: dict[str, Any] = {
        "features": model.features.pairs,
        "weights": model.weights,
        "scale": np.float32(model.scale),
        "transitions": model.transitions,
        "lexicons": np.int32(len(model.lexicons)),
        "domain": np.int32(model.domain),
    }
    for number, words in enumerate(model.lexicons):
        arrays[f"words{number}"] = words.table.pairs
        arrays[f"classes{number}"] = words.classes
    about = {**model.about, "features_version": FEATURES_VERSION}
    return write_stored(path, arrays, about, compressed=False)
