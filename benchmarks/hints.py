"""What names of another tool could bring at best and at worst (docs/spacy.md): gold's own, and random spans.

python benchmarks/hints.py GOLD.jsonl
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import cnevents
from cnevents.checks import HINT_TYPES
from cnevents.evaluation import GoldDocument, predict, read_gold, score

MEASURES = ("entities", "typed events", "roles", "records")
LONGEST = 6  # characters of a random span


def none(gold: GoldDocument) -> list[cnevents.NameHint]:
    """No names."""
    return []


def perfect(gold: GoldDocument) -> list[cnevents.NameHint]:
    """The names of gold, as sure as a tool can be."""
    return [
        cnevents.NameHint(one.start, one.end, one.type, "gold")
        for one in gold.entities
        if one.type in HINT_TYPES
    ]


def chance(gold: GoldDocument) -> list[cnevents.NameHint]:
    """As many spans anywhere; the same in every run."""
    dice = random.Random(gold.doc_id)
    starts = [dice.randrange(max(len(gold.text) - LONGEST, 1)) for _ in perfect(gold)]
    ends = [min(start + dice.randint(2, LONGEST), len(gold.text)) for start in starts]
    return [
        cnevents.NameHint(start, end, dice.choice(HINT_TYPES), "chance")
        for start, end in zip(starts, ends, strict=True)
    ]


def main(path: str) -> None:
    """Print a row for each."""
    extractor = cnevents.load()
    gold = {one.doc_id: one for one in read_gold(Path(path))}
    print(f"| names | {' | '.join(MEASURES)} |\n|---{'|---' * len(MEASURES)}|")
    sources: dict[str, Callable[[GoldDocument], list[cnevents.NameHint]]] = {
        "none": none, "gold's own": perfect, "random spans": chance,
    }  # fmt: skip
    for name, hints in sources.items():
        found = {
            one.doc_id: predict(
                extractor.extract(one.text, published=one.published, names=hints(one)), one.doc_id
            )
            for one in gold.values()
        }
        report = score(gold, found)
        row = (f"{report.scores[measure].f1:.3f}".removeprefix("0") for measure in MEASURES)
        print(f"| {name} | {' | '.join(row)} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
