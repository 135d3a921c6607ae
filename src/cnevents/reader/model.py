"""The network's file: plain arrays in an .npz, checked against the hash in the .json beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnevents.reader.encode import Encoded
from cnevents.tagger.stored import read_stored, write_stored

ENCODING = 1  # changes when the same text gives the network other numbers
PARTS = ("weights", "bias", "scale", "shift")
SMALL = 1e-5  # what keeps a division by a spread of nothing finite
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution over three words that lie `step` apart, with the scale and shift behind it.

    Its weights are centred, so that what they make has a mean of 0 over each row.
    """

    before: Floats
    here: Floats
    behind: Floats
    bias: Floats
    scale: Floats
    shift: Floats
    step: int


@dataclass(frozen=True, slots=True)
class Model:
    """What training left.

    Attributes:
        types: What the network tells apart, in the order of its output.
        words, characters: Numbers of words and characters; 0 is no word, 1 one that is not known.
        word_vectors, character_vectors, kind_vectors: A row for each number.
        entry: From all that is known of a word to what the layers see.
        layers: Convolutions, in order.
        output: From what the last layer sees to the types.
        about: The sidecar's content: name, how many documents and rounds, hash.
    """

    types: tuple[str, ...]
    words: Mapping[str, int]
    characters: Mapping[str, int]
    word_vectors: Floats
    character_vectors: Floats
    kind_vectors: Floats
    entry: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    output: tuple[Floats, Floats]
    about: Mapping[str, Any]

    def likelihoods(self, encoded: Encoded) -> Floats:
        """How likely each row tells each type, 0 to 1; shape (rows, types)."""
        seen = np.concatenate(
            [
                self.word_vectors[encoded.words],
                self.character_vectors[encoded.firsts],
                self.character_vectors[encoded.lasts],
                self.kind_vectors[encoded.kinds],
                encoded.signs,
            ],
            axis=1,
        )
        weights, bias = self.entry
        state = np.maximum(seen @ weights + bias, 0.0)
        here = (encoded.tokens >= 0).astype(np.float32)[:, None]
        for layer in self.layers:
            state *= here
            state += _look_around(state, layer)
        weights, bias = self.output
        told: Floats = 0.5 * (1.0 + np.tanh(0.5 * (state @ weights + bias)))  # a sigmoid without overflow
        return told


def _look_around(state: Floats, layer: Layer) -> Floats:
    """What a layer adds to a state of shape (rows, size); made in place where it can be."""
    step = layer.step
    found = state @ layer.here
    found[step:] += state[:-step] @ layer.before
    found[:-step] += state[step:] @ layer.behind
    found += layer.bias
    spread = np.einsum("ij,ij->i", found, found)[:, None] / state.shape[1]
    found /= np.sqrt(spread + SMALL)
    found *= layer.scale
    found += layer.shift
    np.maximum(found, 0.0, out=found)
    return found


def read_model(path: Path) -> Model:
    """Load a network and check it.

    Raises:
        ResourceError: E304 where the file or its sidecar is missing, E305 where either is damaged.
    """
    return read_stored(path, "encoding", ENCODING, assemble)


def _text(array: NDArray[Any]) -> list[str]:
    return array.astype(np.uint8).tobytes().decode("utf-8").split("\n")


def assemble(arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> Model:
    """A network of its arrays by name; lists of words are bytes of UTF-8 with a line each."""
    floats = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype.kind == "f"}
    layers = tuple(_layer(floats, number, int(step)) for number, step in enumerate(arrays["steps"]))
    types = tuple(_text(arrays["types"]))
    if floats["output.weights"].shape[1] != len(types):
        raise ValueError(f"its output is not for {len(types)} types")
    return Model(
        types=types,
        words={word: number for number, word in enumerate(_text(arrays["words"]), start=2)},
        characters={word: number for number, word in enumerate(_text(arrays["characters"]), start=2)},
        word_vectors=floats["word_vectors"],
        character_vectors=floats["character_vectors"],
        kind_vectors=floats["kind_vectors"],
        entry=(floats["entry.weights"], floats["entry.bias"]),
        layers=layers,
        output=(floats["output.weights"], floats["output.bias"]),
        about=about,
    )


def _layer(floats: Mapping[str, Floats], number: int, step: int) -> Layer:
    weights, bias, scale, shift = (floats[f"layer{number}.{part}"] for part in PARTS)
    before, here, behind = np.split(weights - weights.mean(axis=1, keepdims=True), 3)
    return Layer(before, here, behind, bias - bias.mean(), scale, shift, step)


def write_model(path: Path, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> str:
    """Write the arrays and their sidecar; returns the SHA-256."""
    return write_stored(path, arrays, {**about, "encoding": ENCODING})
