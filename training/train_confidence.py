"""Train the confidence of events: python training/train_confidence.py GOLD.jsonl ... [--readers FOLD.npz ...]

Reads gold documents, lets the extractor propose happenings without a threshold, and learns which of them
gold has (same type, trigger inside one of its mentions); every sentence of the gold sets and of the set
`train` is learned from once more as a text of its own, so that short texts are judged by what short texts
are like. `--readers` are networks by `train_reader.py --fold`: each document is read with the one that has
not learned from it. Documents that others marked than the readers of the gold sets get features of their
own, which are not written. Words that no row of the tables reads as what they tell are left out: with them
the rest was judged no better. Prints cross-validated figures, then writes models/events/weights.json from all
documents, and its hash. No random numbers.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from logistic import Model, Row, cross_validate, fit, report, write
from reader_data import GOLD, fold_of

from cnevents.analysis import Analysis, Happening
from cnevents.api import Extractor
from cnevents.reader import Reader, read_model
from cnevents.stages.assemble.confidence import features
from cnevents.stages.triggers import Triggers

TARGET = Path(__file__).parents[1] / "models/events/weights.json"
MIN_COUNT = 4
L2 = 4.0


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


Rows = list[Row]
ALONE = ("extra_events", "extra_train")  # marked by one reader, the habits near those of the gold sets
DOUBTFUL = 0.35  # words are read from a lower likelihood than later, to learn from more that are in doubt
HABIT = "marked by others"
HABITS = (
    "type",
    "quoted",
    "headline",
    "source",
    "modality",
    "likelihood",
    "form",
    "actors",
    "recipients",
    "told",
)


def examples(paths: list[str], readers: list[Reader]) -> tuple[Rows, Rows]:
    """Rows (document, features, right) of whole documents, and of their sentences alone."""
    extractor = Extractor(min_confidence=0.0, check_language=False)
    triggers = next(stage for stage in extractor.pipeline.stages if isinstance(stage, Triggers))
    triggers.admitted = DOUBTFUL
    whole: Rows = []
    alone: Rows = []
    for path in map(Path, paths):
        found: tuple[Rows, Rows] = ([], [])
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            if readers:
                triggers.reader = readers[fold_of(document["doc_id"], len(readers))]
            analysis = read(extractor, document, found[0])
            for sentence in analysis.sentences if path.stem in (*GOLD, *ALONE) else ():
                read(extractor, part(document, sentence.start, sentence.end), found[1])
        habits = path.stem not in (*GOLD, *ALONE)
        for rows, more in zip((whole, alone), found, strict=True):
            rows += [
                (doc, [*names, *_habits(names)] if habits else names, value) for doc, names, value in more
            ]
    return whole, alone


def _habits(names: list[str]) -> list[str]:
    """What readers of the further items do otherwise than those of the gold sets."""
    return [HABIT, *(f"{HABIT},{name}" for name in names if name.split("=")[0].rstrip(">") in HABITS)]


def read(extractor: Extractor, document: dict[str, Any], rows: Rows) -> Analysis:
    """Add a row for each happening of the document."""
    analysis: Analysis = extractor.analyse(
        document["text"], published=document.get("published"), until="assemble"
    )
    found = analysis.happenings
    for happening, value in zip(found, labels(found, document["events"]), strict=True):
        if value is not None and not happening.candidate.unlisted:
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


def learn(rows: list[Row]) -> Model:
    weights, bias = fit(rows, MIN_COUNT, L2)
    return {name: weight for name, weight in weights.items() if not name.startswith(HABIT)}, bias


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--threshold", type=float, default=0.45)
    parser.add_argument("--readers", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    readers = [Reader(read_model(path)) for path in arguments.readers]
    rows, alone = examples(arguments.gold, readers)
    print(f"{len(rows)} happenings, {sum(value for _, _, value in rows):.0f} right; {len(alone)} more alone")
    report(cross_validate(rows, alone, arguments.folds, learn))
    write(learn(rows + alone), arguments.threshold, TARGET)


if __name__ == "__main__":
    main()
