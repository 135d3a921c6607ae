"""Logistic regression over named features, by Newton steps and conjugate gradients. No random numbers."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

Row = tuple[str, list[str], float]  # document, features, 1 where right and 0 where wrong
Model = tuple[dict[str, float], float]  # weights by feature, bias
STEPS, INNER = 40, 200
CLOSE = 1e-6


def fit(rows: Sequence[Row], least: int, penalty: float) -> Model:
    """Weights of the features seen `least` times or more, with an L2 `penalty` but for the bias."""
    counts = Counter(name for _, names, _ in rows for name in names)
    index = {name: at for at, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}
    cells = [(row, index[name]) for row, (_, names, _) in enumerate(rows) for name in names if name in index]
    cells += [(row, len(index)) for row in range(len(rows))]
    at, column = np.array(cells, dtype=np.int64).T
    target = np.array([value for _, _, value in rows])
    penalties = np.full(len(index) + 1, penalty)
    penalties[-1] = 0.0

    def forward(weights: np.ndarray) -> np.ndarray:
        return np.bincount(at, weights[column], len(rows))

    def backward(values: np.ndarray) -> np.ndarray:
        return np.bincount(column, values[at], len(index) + 1)

    weights = np.zeros(len(index) + 1)
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-forward(weights)))
        gradient = backward(probability - target) + penalties * weights
        if np.abs(gradient).max() < CLOSE:
            break
        spread = probability * (1 - probability)
        weights -= _solve(lambda v, s=spread: backward(s * forward(v)) + (penalties + 1e-9) * v, gradient)
    return {name: round(float(weights[at]), 4) for name, at in index.items()}, round(float(weights[-1]), 4)


def _solve(product: Callable[[np.ndarray], np.ndarray], wanted: np.ndarray) -> np.ndarray:
    """The x whose `product` is `wanted`, by conjugate gradients."""
    found = np.zeros_like(wanted)
    rest = wanted.copy()
    way = rest.copy()
    size = rest @ rest
    for _ in range(INNER):
        image = product(way)
        step = size / (way @ image)
        found += step * way
        rest -= step * image
        size, before = rest @ rest, size
        if size < CLOSE**2 / 100:
            break
        way = rest + (size / before) * way
    return found


def predict(model: Model, names: Sequence[str]) -> float:
    """The probability of a row with these features."""
    weights, bias = model
    return float(1 / (1 + np.exp(-(bias + sum(weights.get(name, 0.0) for name in names)))))


def cross_validate(
    rows: Sequence[Row], more: Sequence[Row], folds: int, learn: Callable[[list[Row]], Model]
) -> list[tuple[float, float]]:
    """Predictions with their values, each row by what other documents taught; `more` is learned from only."""
    documents = sorted({doc for doc, _, _ in rows})
    fold_of = {doc: at % folds for at, doc in enumerate(documents)}
    pairs = []
    for fold in range(folds):
        model = learn([row for row in (*rows, *more) if fold_of.get(row[0]) != fold])
        pairs += [(predict(model, names), value) for doc, names, value in rows if fold_of[doc] == fold]
    return pairs


def report(pairs: Sequence[tuple[float, float]]) -> None:
    """Print precision and share kept by threshold, and how far a probability can be believed."""
    total = sum(value for _, value in pairs)
    print("threshold  kept  precision  kept of right")
    for threshold in (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        kept = [value for score, value in pairs if score >= threshold]
        print(
            f"{threshold:9.2f} {len(kept):5} {sum(kept) / max(1, len(kept)):10.3f} {sum(kept) / total:14.3f}"
        )
    print("reliability: probability → share right")
    for low in np.arange(0, 1, 0.1):
        inside = [value for score, value in pairs if low <= score < low + 0.1]
        if inside:
            print(f"  {low:.1f}-{low + 0.1:.1f}  {sum(inside) / len(inside):.2f} of {len(inside)}")


def write(model: Model, threshold: float, target: Path) -> None:
    """Write a model as JSON and its hash beside it."""
    weights, bias = model
    target.parent.mkdir(parents=True, exist_ok=True)
    content = {"threshold": threshold, "bias": bias, "weights": weights}
    data = (json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()
    target.write_bytes(data)
    target.with_suffix(".sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  {target.name}\n")
    print(f"{target}: {len(weights)} weights")
