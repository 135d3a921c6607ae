"""How long merging takes, how much memory, and how both grow: synthetic records of a year of news.

    python benchmarks/merging.py [records ...]        default: 10,000 100,000

Each number of records is written as a run, which `cnevents merge` then reads and merges: in one process, and
with DuckDB and two processes. The output of both is compared byte by byte.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
WAYS: dict[str, tuple[str, ...]] = {"in memory": (), "--workers 1": ("-w", "1"), "--workers 2": ("-w", "2")}


def main() -> None:
    """Print a line for each number of records and way."""
    from synthetic import reports, write_run

    for size in [int(text.replace(",", "")) for text in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "run"
            write_run(run, reports(size))
            for name, options in WAYS.items():
                output = Path(folder) / name
                seconds, busy, peak = _merge(run, output, options)
                with output.open("rb") as stream:
                    happenings = sum(1 for _ in stream)
                print(
                    f"{size:>9,} records  {name:12} {happenings:>8,} happenings {seconds:7.1f} s"
                    f"  {busy:7.1f} s of processors  largest process {peak:,.0f} MB",
                    flush=True,
                )
            same = {(Path(folder) / name).read_bytes() for name in WAYS}
            assert len(same) == 1, "the ways differ"


def _merge(run: Path, output: Path, options: tuple[str, ...]) -> tuple[float, float, float]:
    """Seconds of the clock, of the processors, and megabytes of the largest process."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "cnevents.cli", "merge", str(run), "--output", str(output), *options]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    assert status == 0
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
