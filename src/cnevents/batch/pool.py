"""Worker processes that may die: what they held is given out again, and what kills them is left out.

Each worker builds its handler itself and has one task at a time. It says which piece of the task it begins,
so that a death has a culprit: a piece that killed two workers is skipped from then on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from cnevents.errors import CneventsError, RunError, internal

DEATHS = 2  # of one piece, until it is skipped
DEATHS_ELSEWHERE = 3  # before or between pieces, in a row, until the run ends


Tell = Callable[[int | None], None]


class Handler(Protocol):
    """Does a task."""

    def __call__(self, payload: Any, skip: Mapping[int, int], started: Tell, /) -> Any:
        """Tell `started` each piece's index before it and None after the last.

        The pieces in `skip` (index to exit status) are left out: workers died of them.
        """
        ...


Build = Callable[[], Handler]


@dataclass(slots=True)
class Task:
    """A payload with its number; numbers rise."""

    number: int
    payload: Any
    skip: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Started:
    """A worker begins a piece of a task."""

    number: int
    index: int


@dataclass(frozen=True, slots=True)
class Done:
    """A task is done: what the handler gave back."""

    number: int
    value: Any


class Pool:
    """Processes started with "spawn", so that they share nothing with the caller but what is sent."""

    def __init__(self, build: Build, workers: int, *, window: int | None = None) -> None:
        """Start nothing yet.

        Args:
            build: Makes the handler, in the worker; it must be picklable, the handler need not be.
            workers: How many processes at most.
            window: How far a task may be ahead of the oldest one that is not done.
        """
        self._build = build
        self._workers = workers
        self._window = window
        self._context = multiprocessing.get_context("spawn")
        self._living: dict[Connection, _Worker] = {}
        self._waiting: deque[Task] = deque()
        self._deaths: Counter[tuple[int, int]] = Counter()
        self._deaths_elsewhere = 0

    def run(self, tasks: Iterable[Task]) -> Generator[Started | Done, None, None]:
        """Do the tasks; what happens is given as it comes, in no fixed order between tasks.

        All processes are gone when the iterator ends, whichever way it ends.

        Raises:
            RunError: E505 where workers die and no task's piece can be blamed.
            CneventsError: What a handler raised; E901 where that was no error of ours.
        """
        source = iter(tasks)
        try:
            while self._feed(source):
                for ready in wait(list(self._living)):
                    yield from self._hear(self._living[ready])  # type: ignore[index]
        finally:
            self._close()

    def _feed(self, source: Iterator[Task]) -> bool:
        """Prepare tasks, start workers, give out work; False when nothing is left to wait for."""
        idle = [worker for worker in self._living.values() if worker.ready and worker.task is None]
        coming = sum(not worker.ready for worker in self._living.values())
        room = self._workers - len(self._living)
        while len(self._waiting) < max(1, len(idle) + coming + room):
            task = next(source, None)
            if task is None:
                break
            self._waiting.append(task)
        for worker in idle:
            if self._waiting and self._in_window(self._waiting[0]):
                worker.give(self._waiting.popleft())
        for _ in range(min(room, len(self._waiting) - coming)):
            self._start()
        return bool(self._waiting) or any(worker.task for worker in self._living.values())

    def _in_window(self, task: Task) -> bool:
        if self._window is None:
            return True
        held = [worker.task.number for worker in self._living.values() if worker.task]
        return task.number < min([task.number, *held]) + self._window

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._build), daemon=True)
        with _no_interrupts():
            process.start()
        theirs.close()
        self._living[ours] = _Worker(process, ours)

    def _hear(self, worker: _Worker) -> Iterator[Started | Done]:
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if kind == "ready":
            worker.ready = True
        elif kind == "error":
            raise value
        elif worker.task is not None and kind == "started":
            worker.index = value
            if value is not None:
                yield Started(worker.task.number, value)
        elif worker.task is not None:
            self._deaths_elsewhere = 0
            number, worker.task = worker.task.number, None
            yield Done(number, value)

    def _bury(self, worker: _Worker) -> None:
        """Find whom to blame for a death, and give the task back."""
        del self._living[worker.connection]
        worker.connection.close()
        worker.process.join()
        status = worker.process.exitcode or 0
        task = worker.task
        if task is None or worker.index is None:
            self._deaths_elsewhere += 1
            if self._deaths_elsewhere >= DEATHS_ELSEWHERE:
                raise RunError("E505", status=status)
        else:
            self._deaths[task.number, worker.index] += 1
            if self._deaths[task.number, worker.index] >= DEATHS:
                task.skip[worker.index] = status
        if task is not None:
            self._waiting.appendleft(task)

    def _close(self) -> None:
        for worker in self._living.values():
            worker.process.terminate()
        for worker in self._living.values():
            worker.process.join()
            worker.connection.close()
        self._living.clear()


@dataclass(slots=True, eq=False)
class _Worker:
    """A process as its parent sees it; `index` is the piece that it works on, None outside of pieces."""

    process: Any
    connection: Connection
    ready: bool = False
    task: Task | None = None
    index: int | None = None

    def give(self, task: Task) -> None:
        """Hand out a task; a worker that has just died is noticed when it is listened to."""
        self.task, self.index = task, None
        with contextlib.suppress(OSError):
            self.connection.send((task.payload, task.skip))


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Children inherit that Ctrl-C is ignored: it reaches the whole group, and the parent sees to it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(connection: Connection, build: Build) -> None:
    """The life of a worker; it ends with the parent, whose end of the pipe is then closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            handler = build()
            connection.send(("ready", None))
            while True:
                payload, skip = connection.recv()
                value = handler(payload, skip, lambda index: connection.send(("started", index)))
                connection.send(("done", value))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except CneventsError as error:
            connection.send(("error", error))
        except Exception as error:
            connection.send(("error", internal(error)))
