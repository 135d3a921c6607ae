"""Megabytes that the worker and the parent of a run hold, sampled while it reads a corpus."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path

import cnevents
from cnevents.batch.shards import markers

SETTLED = 1000  # documents


def resident(process: int) -> float:
    """Megabytes in memory; 0 for a process that has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def watch(run: Path, samples: list[tuple[int, float, float]], stop: threading.Event) -> None:
    """Sample documents done, the worker and the parent."""
    while not stop.wait(0.5):
        done = sum(one.documents for one in markers(run))
        worker = max((resident(one.pid or 0) for one in multiprocessing.active_children()), default=0.0)
        if worker:
            samples.append((done, worker, resident(os.getpid())))


def main() -> None:
    """Read the corpus with one worker and print what was seen."""
    corpus, run = map(Path, sys.argv[1:3])
    samples: list[tuple[int, float, float]] = []
    stop = threading.Event()
    watcher = threading.Thread(target=watch, args=(run, samples, stop))
    watcher.start()
    begin = time.perf_counter()
    cnevents.run_batch(corpus, output=run, workers=1, progress=False, check_language=False)
    seconds = time.perf_counter() - begin
    stop.set()
    watcher.join()
    settled = [worker for done, worker, _ in samples if done >= SETTLED] or [samples[-1][1]]
    tenth = max(1, len(settled) // 10)
    # The memory of a worker swings with the shard that it holds: highest points are compared.
    figures = {
        "first": max(settled[:tenth]),
        "last": max(settled[-tenth:]),
        "most": max(worker for _, worker, _ in samples),
        "parent": max(parent for _, _, parent in samples),
        "seconds": seconds,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
