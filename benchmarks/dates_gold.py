"""Dates with their value against gold records: precision, recall, F1, and what is wrong.

python benchmarks/dates_gold.py GOLD.jsonl [...] [--errors]
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from cnevents.stages.dates import find
from cnevents.stages.dates.day import day_interval, is_calendar
from cnevents.text.folding import fold


def read_spans(text: str, published: str) -> set[tuple[int, int, str, str]]:
    """The calendar words of a document with their intervals."""
    spans = set()
    for mention in find(fold(text), date.fromisoformat(published)):
        interval = day_interval(mention)
        if interval is not None and is_calendar(mention):
            spans.add((mention.date_start, mention.date_end, *(day.isoformat() for day in interval)))
    return spans


def score(path: Path, errors: bool) -> tuple[float, float]:
    """F1 of spans, and of spans with value."""
    counts = {"span": 0, "value": 0, "gold": 0, "found": 0}
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        gold = {(d["start"], d["end"], *d["value"]) for d in document["dates"]}
        found = read_spans(text, document["published"])
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["value"] += len(gold & found)
        counts["span"] += len({g[:2] for g in gold} & {f[:2] for f in found})
        if errors:
            for kind, rows in (("missed", gold - found), ("wrong", found - gold)):
                for start, end, *value in sorted(rows):
                    around = f"{text[max(0, start - 16) : start]}[{text[start:end]}]{text[end : end + 12]}"
                    around = around.replace("\n", "/")
                    print(
                        f"{document['doc_id']}\t{document['published']}\t{kind}\t{around}\t{value[0]}..{value[1]}"
                    )
    total = counts["gold"] + counts["found"]
    return 2 * counts["span"] / total, 2 * counts["value"] / total


if __name__ == "__main__":
    for name in sys.argv[1:]:
        if not name.startswith("--"):
            span, value = score(Path(name), "--errors" in sys.argv)
            print(f"{name}: span F1 {span:.3f}, span and value F1 {value:.3f}")
