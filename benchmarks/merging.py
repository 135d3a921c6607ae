"""How long merging takes, and how it grows: synthetic records of a year of news.

    python benchmarks/merging.py [records ...]        default: 10,000 30,000 100,000

Each happening is told by one to some tens of reports, with names that vary (a minister, his state), places
that are left out, and days that are one off; the most frequent states take part in most of them.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import time
from collections.abc import Iterator

from cnevents.merging.api import Grouped
from cnevents.merging.items import Item, Who
from cnevents.ontology.frames import load_frames
from cnevents.resources import read_tsv

START = dt.date(2024, 1, 1).toordinal()
DAYS = 366
STATES = [row["code"] for row in read_tsv("names/states.tsv") if row["status"] == "state"]
KIN = [row["frames"].split("|") for row in read_tsv("ontology/kin.tsv")]


def main() -> None:
    """Print a line for each number of records."""
    sizes = [int(text.replace(",", "")) for text in sys.argv[1:]] or [10_000, 30_000, 100_000]
    for size in sizes:
        begun = time.perf_counter()
        items = list(_items(size))
        made = time.perf_counter()
        merged = Grouped(items)
        items.clear()
        reports = sum(len(one.reports) for one in merged)
        done = time.perf_counter()
        assert reports == size
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>9,} records  {len(merged):>8,} happenings  {done - made:7.1f} s"
            f"  {size / (done - made):8,.0f} records/s  peak {peak:,.0f} MB  (made in {made - begun:.1f} s)"
        )


def _items(size: int) -> Iterator[Item]:
    chance = random.Random(1)
    weights = [1 / (rank + 1) for rank in range(len(STATES))]
    made = 0
    while made < size:
        reports = min(1 + int(chance.paretovariate(1.2)), 60, size - made)
        frames = chance.choice(KIN)
        one, two = chance.choices(STATES, weights, k=2)
        day = START + chance.randrange(DAYS)
        place = _place(two, chance.randrange(12))
        for _ in range(reports):
            yield _report(chance, made, frames, one, two, day, place)
            made += 1


def _report(
    chance: random.Random, number: int, frames: list[str], one: str, two: str, day: int, place: Who
) -> Item:
    frame = chance.choice(frames)
    off = chance.random() < 0.05
    return Item(
        event_id=f"{number:08x}",
        doc_id=f"d{number}",
        type=load_frames()[frame].type,
        mode=None,
        frame=frame,
        actors=(_who(chance, one),),
        recipients=(_who(chance, two),) if chance.random() < 0.8 else (),
        place=place if chance.random() < 0.5 else None,
        days=(day + off, day + off + 1) if chance.random() < 0.9 else None,
        exact=True,
        published=day + chance.randrange(2),
        press=None,
        sources=(),
        polarity="positive",
        modality="actual",
        contexts=("diplomatic",),
        counts=(),
        confidence=0.9,
        plover=None,
    )


def _who(chance: random.Random, state: str) -> Who:
    if chance.random() < 0.5:
        return Who(state, "STATE", state, state, "GOV", state)
    return Who(f"{state}-{chance.randrange(3)}", "PERSON", state, state, "GOV", state)


def _place(state: str, number: int) -> Who:
    return Who(f"{state}-place-{number}", "PLACE", state, state, None, state)


if __name__ == "__main__":
    main()
