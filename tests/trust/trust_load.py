"""A service's day in minutes: `make test-threads`.

    python tests/trust/trust_load.py [--documents 100000] [--threaded 10000]

Our own articles, each time with another last line so that no text comes twice: by 16 threads of one extractor
against what one thread finds, then one after the other in this process with its memory.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cnevents

ROOT = Path(__file__).parents[2]
DAY = "2025-10-11"


def resident() -> float:
    """Megabytes that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def texts(count: int) -> list[str]:
    """So many short texts, all different."""
    stories = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "samples").glob("*.txt"))]
    return [f"{stories[number % len(stories)]}第{number}次。" for number in range(count)]


def main() -> None:
    """Measure, print, and stop with an error where something differs or grows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--threaded", type=int, default=10_000)
    chosen = parser.parse_args()
    extractor = cnevents.load()

    def read(text: str) -> int:
        return hash(extractor.extract(text, published=DAY).model_dump_json())

    threaded = texts(chosen.threaded)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(read, threaded))
    differing = sum(one != read(text) for one, text in zip(found, threaded, strict=True))
    print(f"{len(found):,} documents by 16 threads: {differing} differ from one thread")

    begin, size = time.monotonic(), []
    for number, text in enumerate(texts(chosen.documents)):
        if number % (chosen.documents // 10) == 0:
            size.append(resident())
        read(text)
    size.append(resident())
    print(json.dumps({"documents": chosen.documents, "megabytes": [round(one, 1) for one in size]}))
    print(f"{chosen.documents / (time.monotonic() - begin):,.0f} documents a second")
    if differing or size[-1] - size[1] > 10:
        raise SystemExit("records differ, or memory grows")


if __name__ == "__main__":
    main()
