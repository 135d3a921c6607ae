"""Train the confidence of events: python training/train_confidence.py GOLD.jsonl [GOLD.jsonl ...] [--folds 5]

Reads gold documents, lets the extractor propose happenings without a scorer, and learns which of them
gold has (same type, trigger inside one of its mentions); every sentence is learned from once more as a
text of its own, so that short texts are judged by what short texts are like. Prints cross-validated
figures, then writes models/events/weights.json from all documents, and its hash. No random numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from cnevents.analysis import Analysis, Happening
from cnevents.api import Extractor
from cnevents.stages.assemble.confidence import features

TARGET = Path(__file__).parents[1] / "models/events/weights.json"
MIN_COUNT = 4
L2 = 1.5
STEPS = 400


def labels(happenings: list[Happening], gold: list[dict[str, Any]]) -> list[float | None]:
    """1 for a core event, 0 for none, None for a minor one, which costs nothing either way.

    Each gold event is told by one happening: the one on its trigger, else one inside its mentions.
    """
    pairs = []
    for i, event in enumerate(gold):
        for j, happening in enumerate(happenings):
            start, end = happening.candidate.start, happening.candidate.end
            on_trigger = event["trigger"]["start"] < end and start < event["trigger"]["end"]
            inside = any(low < end and start < high for low, high in event["mentions"])
            if inside and event["type"] == happening.candidate.type:
                pairs.append((on_trigger, event["weight"] == "core", -i, -j))
    values: list[float | None] = [0.0] * len(happenings)
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, core, i, j in sorted(pairs, reverse=True):
        if i in used_gold or j in used_found:
            continue
        used_gold.add(i)
        used_found.add(j)
        values[-j] = 1.0 if core else None
    return values


Rows = list[tuple[str, list[str], float]]


def examples(paths: list[str]) -> tuple[Rows, Rows]:
    """Rows (document, features, right) of whole documents, and of their sentences alone."""
    extractor = Extractor(scorer=None, check_language=False)
    whole: Rows = []
    alone: Rows = []
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            analysis = read(extractor, document, whole)
            for sentence in analysis.sentences:
                read(extractor, part(document, sentence.start, sentence.end), alone)
    return whole, alone


def read(extractor: Extractor, document: dict[str, Any], rows: Rows) -> Analysis:
    """Add a row for each happening of the document."""
    analysis: Analysis = extractor.analyse(document["text"], published=document.get("published"))
    found = analysis.happenings
    for happening, value in zip(found, labels(found, document["events"]), strict=True):
        if value is not None:
            rows.append((document["doc_id"], features(analysis, happening), value))
    return analysis


def part(document: dict[str, Any], low: int, high: int) -> dict[str, Any]:
    """The document's text from `low` to `high`, with the events told there."""
    events = []
    for event in document["events"]:
        inside = [(start, end) for start, end in event["mentions"] if low <= start and end <= high]
        mentions = [(start - low, end - low) for start, end in inside]
        if mentions:
            start, end = event["trigger"]["start"] - low, event["trigger"]["end"] - low
            trigger = {"start": start, "end": end}
            if not (start >= 0 and end <= high - low):
                trigger = dict(zip(("start", "end"), mentions[0], strict=True))
            events.append({**event, "mentions": mentions, "trigger": trigger})
    return {**document, "text": document["text"][low:high], "events": events}


def fit(rows: Rows) -> tuple[dict[str, float], float]:
    counts = Counter(name for _, names, _ in rows for name in names)
    index = {name: at for at, name in enumerate(sorted(n for n, c in counts.items() if c >= MIN_COUNT))}
    matrix = np.zeros((len(rows), len(index) + 1))
    for at, (_, names, _) in enumerate(rows):
        matrix[at, [index[name] for name in names if name in index]] = 1.0
    matrix[:, -1] = 1.0
    target = np.array([value for _, _, value in rows])
    weights = np.zeros(matrix.shape[1])
    penalty = np.full(matrix.shape[1], L2)
    penalty[-1] = 0.0
    for _ in range(STEPS):  # Newton's method on a small problem: a few steps would do
        probability = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (probability - target) + penalty * weights
        if np.abs(gradient).max() < 1e-6:
            break
        curvature = (matrix * (probability * (1 - probability))[:, None]).T @ matrix + np.diag(penalty + 1e-9)
        weights -= np.linalg.solve(curvature, gradient)
    return {name: round(float(weights[at]), 4) for name, at in index.items()}, round(float(weights[-1]), 4)


def predict(model: tuple[dict[str, float], float], names: list[str]) -> float:
    weights, bias = model
    return float(1 / (1 + np.exp(-(bias + sum(weights.get(name, 0.0) for name in names)))))


def cross_validate(rows: Rows, alone: Rows, folds: int) -> list[tuple[float, float]]:
    documents = sorted({doc for doc, _, _ in rows})
    fold_of = {doc: at % folds for at, doc in enumerate(documents)}
    pairs = []
    for fold in range(folds):
        model = fit([row for row in rows + alone if fold_of.get(row[0]) != fold])
        pairs += [(predict(model, names), value) for doc, names, value in rows if fold_of[doc] == fold]
    return pairs


def report(pairs: list[tuple[float, float]]) -> None:
    total = sum(value for _, value in pairs)
    print("threshold  kept  precision  kept of right")
    for threshold in (0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        kept = [value for score, value in pairs if score >= threshold]
        print(
            f"{threshold:9.2f} {len(kept):5} {sum(kept) / max(1, len(kept)):10.3f} {sum(kept) / total:14.3f}"
        )
    print("reliability: confidence → share right")
    for low in np.arange(0, 1, 0.1):
        inside = [value for score, value in pairs if low <= score < low + 0.1]
        if inside:
            print(f"  {low:.1f}-{low + 0.1:.1f}  {sum(inside) / len(inside):.2f} of {len(inside)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--threshold", type=float, default=0.27)
    arguments = parser.parse_args()
    rows, alone = examples(arguments.gold)
    print(f"{len(rows)} happenings, {sum(value for _, _, value in rows):.0f} right; {len(alone)} more alone")
    report(cross_validate(rows, alone, arguments.folds))
    weights, bias = fit(rows + alone)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    content = {"threshold": arguments.threshold, "bias": bias, "weights": weights}
    data = (json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()
    TARGET.write_bytes(data)
    TARGET.with_suffix(".sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  {TARGET.name}\n")
    print(f"{TARGET}: {len(weights)} weights")


if __name__ == "__main__":
    main()
