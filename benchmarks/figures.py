"""Measure on all gold there is and write the figures into README.md and docs/accuracy.md.

    python benchmarks/figures.py "what changed" [NAME=GOLD.jsonl ...]

The samples and tests/gold are always measured; other gold is named on the command line.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import cnevents
from cnevents.evaluation import GoldDocument, Report, predict, read_gold, score
from cnevents.evaluation.annotation import build_gold

ROOT = Path(__file__).parent.parent
LOG = ROOT / "docs" / "accuracy.md"
README = ROOT / "README.md"
LOGGED = ("entities", "states", "dates+value", "events", "typed events", "roles", "records")
SHOWN = ("entities", "states", "dates+value", "typed events", "roles", "records")


def gold_sets(others: Iterable[str]) -> Iterator[tuple[str, list[GoldDocument]]]:
    """Each set by its name."""
    samples = sorted((ROOT / "data" / "samples").glob("*.gold.json"))
    yield "samples", [build_gold(json.loads(path.read_text(encoding="utf-8"))).document for path in samples]
    for path in sorted((ROOT / "tests" / "gold").glob("*.jsonl")):
        yield path.stem, list(read_gold(path))
    for name, _, place in (other.partition("=") for other in others):
        yield name, list(read_gold(Path(place)))


def measure(extractor: cnevents.Extractor, gold: list[GoldDocument]) -> Report:
    """The figures of one set."""
    found = {
        one.doc_id: predict(extractor.extract(one.text, published=one.published), one.doc_id) for one in gold
    }
    return score({one.doc_id: one for one in gold}, found)


def cells(report: Report, measures: Iterable[str]) -> str:
    """F1 of each measure, as cells of a Markdown table."""
    return " | ".join(f"{report.scores[name].f1:.3f}".removeprefix("0") for name in measures)


def log(change: str, reports: dict[str, Report]) -> None:
    """Put one row a set on top of the table in docs/accuracy.md."""
    today = dt.date.today().isoformat()
    rows = "".join(
        f"| {today} | {change} | {name} | {cells(one, LOGGED)} |\n" for name, one in reports.items()
    )
    head, line, rest = re.split(
        r"(^\|---.*\n)", LOG.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE
    )
    LOG.write_text(head + line + rows + rest, encoding="utf-8")


def show(reports: dict[str, Report]) -> None:
    """Replace the rows of these sets in README.md."""
    page = README.read_text(encoding="utf-8")
    for name, report in reports.items():
        row = f"| {name} | {cells(report, SHOWN)} |"
        page = re.sub(rf"^\| {re.escape(name)} \|.*$", row, page, count=1, flags=re.MULTILINE)
    README.write_text(page, encoding="utf-8")


def main(change: str, *others: str) -> None:
    """Measure, log, show."""
    extractor = cnevents.load()
    reports = {name: measure(extractor, gold) for name, gold in gold_sets(others)}
    log(change, reports)
    show(reports)
    for name, report in reports.items():
        print(f"{name:12} {cells(report, LOGGED)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
