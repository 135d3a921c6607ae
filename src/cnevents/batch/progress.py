"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TextIO

from cnevents.batch.shards import Shard

EVERY = 30.0  # seconds between lines where there is no terminal


@dataclass(slots=True)
class Count:
    """Documents and bytes of the input that are behind us.

    Attributes:
        size: Bytes of all input. documents, done: Documents and bytes of finished shards.
        earlier: Documents that an earlier run had read, `earlier_bytes` of input.
        open: Of each shard in work: the shard, and how many of its documents have begun.
    """

    size: int
    documents: int = 0
    done: int = 0
    earlier: int = 0
    earlier_bytes: int = 0
    open: dict[int, tuple[Shard, int]] = field(default_factory=dict)
    begin: float = field(default_factory=lambda: time.monotonic())

    def skip(self, shard: Shard) -> None:
        """A shard that an earlier run has finished."""
        self.earlier += len(shard.items)
        self.earlier_bytes += shard.size

    def take(self, shard: Shard) -> None:
        """A shard that is being read."""
        self.open[shard.number] = (shard, 0)

    def started(self, number: int, index: int) -> None:
        """A document of an open shard begins."""
        self.open[number] = (self.open[number][0], index)

    def finish(self, number: int) -> None:
        """A shard is done."""
        shard, _ = self.open.pop(number)
        self.documents += len(shard.items)
        self.done += shard.size

    def now(self) -> tuple[int, float]:
        """Documents read in this run, and the share of the input that is behind us."""
        size = self.earlier_bytes + self.done
        size += sum(int(shard.size * index / len(shard.items)) for shard, index in self.open.values())
        count = self.documents + sum(index for _, index in self.open.values())
        return count, min(1.0, size / self.size) if self.size else 1.0

    def left(self) -> float | None:
        """Seconds until the end if it goes on like this; None where nothing is known yet."""
        share = self.now()[1]
        before = self.earlier_bytes / self.size if self.size else 0.0
        passed = time.monotonic() - self.begin
        return passed * (1 - share) / (share - before) if share > before else None

    def line(self) -> str:
        """One line for people."""
        count, share = self.now()
        speed = count / max(time.monotonic() - self.begin, 1e-9)
        left = self.left()
        end = f", {dt.timedelta(seconds=round(left))} to go" if left is not None else ""
        return f"{self.earlier + count:,} documents, {share:.0%}, {speed:,.0f} a second{end}"


class Display:
    """Shows a `Count` while the run goes on; use it in a `with` statement."""

    def __init__(self, count: Count, stream: TextIO | None) -> None:
        """Take the count, and the stream to write to, None for silence."""
        self._count = count
        self._stream = stream
        self._next = time.monotonic() + EVERY
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self._stream is not None and self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            columns = (BarColumn(), TextColumn("{task.description}"))
            self._bar = Progress(*columns, console=Console(file=self._stream), transient=True)
            self._bar.add_task(self._count.line(), total=1.0)
            self._bar.start()
            self._next = 0.0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def refresh(self) -> None:
        """Show how far it is, not oftener than anyone can read."""
        now = time.monotonic()
        if self._stream is None or now < self._next:
            return
        if self._bar is None:
            self._next = now + EVERY
            self._stream.write(self._count.line() + "\n")
            self._stream.flush()
        else:
            self._next = now + 0.2
            self._bar.update(0, completed=self._count.now()[1], description=self._count.line())
