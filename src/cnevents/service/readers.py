"""The readers of a service: a bounded pool of processes or threads, with an honest no when it is full."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from cnevents.errors import ServiceError, UsageError
from cnevents.service import reading
from cnevents.service.reading import Answer, Job
from cnevents.service.settings import Settings

LATE = 1.0  # seconds that a reader gets to notice its deadline before the answer goes out without it


class Readers:
    """Takes jobs from one event loop and has them read.

    Attributes:
        busy: Jobs that are being read or wait for it.
        restarts: How often the processes had to be started again.
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self.settings = settings
        self.busy = 0
        self.restarts = 0
        self._executor: Executor | None = None
        self._read = reading.read
        self._pace = 0.0  # seconds that a job took lately, a moving mean

    async def start(self) -> None:
        """Start the readers and wait until each is ready; raises what kept one from it."""
        if self.settings.workers == 0:
            reader = await asyncio.to_thread(reading.Reader, self.settings.options)
            self._read = reader.read
            self._executor = ThreadPoolExecutor(self.settings.threads, thread_name_prefix="reader")
            return
        self._executor = executor = self._processes()
        # No process is idle before the last of them has been asked for, so each call starts one.
        waiting = [executor.submit(reading.ready) for _ in range(self.settings.workers)]
        try:
            await asyncio.gather(*map(asyncio.wrap_future, waiting))
        except BrokenProcessPool as error:
            raise ServiceError("E610") from error

    def _processes(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.settings.workers,
            # Not fork: the server's process has threads, and a lock that is held when it forks stays so.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=reading.start,
            initargs=(dict(self.settings.options),),
        )

    async def stop(self) -> None:
        """End the readers; what is being read is finished first."""
        if self._executor is not None:
            await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)
            self._executor = None

    @property
    def running(self) -> bool:
        """Are there readers?"""
        return self._executor is not None

    def retry_after(self) -> int:
        """Whole seconds after which those that wait now will have been read."""
        return max(1, math.ceil(self._pace * self.busy / self.settings.readers))

    async def read(self, job: Job) -> Answer:
        """The answer to a job.

        Raises ServiceError (E605 where too many wait, E610 where the process died) and UsageError (E403).
        """
        limit = self.settings.time_limit
        executor = self.check_free()
        job = replace(job, deadline=time.monotonic() + limit, seconds=limit)
        try:
            future = self._submit(executor, job)
            answer = await asyncio.wait_for(asyncio.wrap_future(future), limit + LATE)
        except TimeoutError as error:
            raise UsageError("E403", seconds=f"{limit:g}") from error
        except BrokenProcessPool as error:
            self._replace(executor)
            raise ServiceError("E610") from error
        if not answer.begun:
            raise self._full(f"no reader was free within {limit:g} s")
        self._pace += 0.1 * (answer.seconds - self._pace)
        return answer

    def check_free(self) -> Executor:
        """What takes the next job; raises ServiceError (E605) where too many wait already."""
        if self._executor is None:
            raise self._full("it is starting or stopping")
        if self.busy >= self.settings.readers + self.settings.queue:
            raise self._full(f"{self.settings.queue} requests wait already")
        return self._executor

    def _submit(self, executor: Executor, job: Job) -> Future[Answer]:
        future = executor.submit(self._read, job)
        self.busy += 1
        # A thread that is late goes on reading: its place is free only when it has ended.
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free))
        return future

    def _free(self) -> None:
        self.busy -= 1

    def _full(self, reason: str) -> ServiceError:
        return ServiceError("E605", reason=reason, seconds=self.retry_after())

    def _replace(self, broken: Executor) -> None:
        """New processes where one died, for the others end with it. Many jobs tell of the same death."""
        if self._executor is broken:
            broken.shutdown(wait=False)
            self._executor = self._processes()
            self.restarts += 1
