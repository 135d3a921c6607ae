"""What confidence means on annotated documents: two tables, as docs/events.md and the model card have them.

    python benchmarks/confidence.py GOLD.jsonl

The first gives, for each stretch of confidence, the share of records that gold has as core events of that
type; the second, for each `min_confidence`, the precision and the share kept of all that are right. Records
that tell a minor event of gold count neither way.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from cnevents import load
from cnevents.evaluation import predict, read_gold
from cnevents.evaluation.matching import match_events
from cnevents.evaluation.names import Surfaces

BORDERS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01)
LEAST = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9)


def judged(path: Path) -> Iterator[tuple[float, bool]]:
    """Confidence of every record, and whether it is right."""
    extractor = load(min_confidence=0.0)
    for gold in read_gold(path):
        document = extractor.extract(gold.text, published=gold.published, doc_id=gold.doc_id)
        found = predict(document, gold.doc_id).events
        pairs = match_events(gold.events, found, Surfaces(gold))
        partner = {j: gold.events[i] for i, j in pairs.items()}
        for j, event in enumerate(document.events):
            wanted = partner.get(j)
            if wanted is None or wanted.core:
                yield event.confidence, wanted is not None and wanted.type == event.type


def _share(judgements: list[bool]) -> float:
    return sum(judgements) / max(1, len(judgements))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    records = list(judged(parser.parse_args().gold))
    right = sum(good for _, good in records)
    print("confidence       right of records")
    for low, high in pairwise(BORDERS):
        inside = [good for value, good in records if low <= value < high]
        print(f"{low:.1f} to {min(high, 1):.1f}       {_share(inside):.2f} of {len(inside)}")
    print("min_confidence   precision   kept of right")
    for least in LEAST:
        kept = [good for value, good in records if value >= least]
        print(f"{least:.1f}              {_share(kept):.3f}       {sum(kept) / max(1, right):.3f}")


if __name__ == "__main__":
    main()
