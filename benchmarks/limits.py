"""Measure by type and by field, and write the figures into docs/limits.md.

    python benchmarks/limits.py [NAME=GOLD.jsonl ...]

The samples and tests/gold are put together as "ours"; other gold is named on the command line.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import get_args

from figures import gold_sets, measure

import cnevents
from cnevents.evaluation import Report
from cnevents.evaluation.report import FIELDS, Tally
from cnevents.records import EventType

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from limits_table import PAGE, put  # noqa: E402

OURS = ("samples", "written_dev")
SHOWN = ("entities", "states", "dates+value", "typed events", "roles", "records")


def share(value: float) -> str:
    """Two digits without the zero in front.

    >>> share(0.754), share(1.0)
    ('.75', '1.00')
    """
    return f"{value:.2f}".removeprefix("0")


def cells(tally: Tally) -> str:
    """How many in gold, precision, recall, as cells."""
    precision = share(tally.precision) if tally.found else ""
    recall = share(tally.recall) if tally.gold else ""
    return f"{tally.gold} | {precision} | {recall}"


def table(head: str, reports: dict[str, Report], rows: list[tuple[str, list[str]]]) -> str:
    """A Markdown table with three columns for each set."""
    names = " | ".join(f"{name}: in gold | precision | recall" for name in reports)
    lines = "".join(f"| {name} | {' | '.join(parts)} |\n" for name, parts in rows)
    return f"| {head} | {names} |\n|---{'|---|---|---' * len(reports)}|\n{lines}\n"


def fields(reports: dict[str, Report]) -> str:
    """The share of typed events found that have each field right."""
    head = f"| of the typed events found, right is the | {' | '.join(reports)} |\n"
    rows = [(name, [one.shares[name] for one in reports.values()]) for name in FIELDS]
    lines = "".join(
        f"| {name} | {' | '.join(share(one.right / one.of) for one in those)} |\n" for name, those in rows
    )
    return f"{head}|---{'|---' * len(reports)}|\n{lines}\n"


def figures(reports: dict[str, Report], sizes: dict[str, int]) -> str:
    """The text between the marks."""
    command = " ".join(
        ["python benchmarks/limits.py", *(f"{name}={name}.jsonl" for name in list(reports)[1:])]
    )
    documents = " and ".join(f"{size} documents of {name}" for name, size in sizes.items())
    today = dt.date.today().isoformat()
    head = f"{today}, cnevents {cnevents.__version__}, `{command}`, over {documents}.\n\n"
    general = [(name, [cells(one.scores[name]) for one in reports.values()]) for name in SHOWN]
    types = [
        (name, [cells(one.by_type.get(name, Tally())) for one in reports.values()])
        for name in get_args(EventType)
    ]
    return head + table("measure", reports, general) + fields(reports) + table("type", reports, types)


def main(*others: str) -> None:
    """Measure and write."""
    extractor = cnevents.load()
    sets = dict(gold_sets(others))
    ours = [document for name in OURS for document in sets.pop(name)]
    sets = {"ours": ours, **sets}
    reports = {name: measure(extractor, gold) for name, gold in sets.items()}
    text = figures(reports, {name: len(gold) for name, gold in sets.items()})
    PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), "figures", text), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
