"""What whoever starts the service decides."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cnevents.errors import InputError

MIB = 1 << 20
_AT_LEAST = {
    "workers": 0,
    "threads": 1,
    "queue": 0,
    "max_body": 1,
    "max_articles": 1,
    "max_requests": 1,
    "time_limit": 0.001,
    "receive_limit": 0.001,
}


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of a service; every one has a reasonable default.

    Attributes:
        workers: Processes that read, one a core by default; 0 reads in threads of the server's own process.
        threads: How many threads read where `workers` is 0; they share one extractor.
        queue: How many requests may wait for a free reader; one more is refused (E605, 503).
        time_limit: Seconds from the arrival of a request to its answer (E403, 504).
        receive_limit: Seconds in which a request must have arrived (E606, 408).
        max_body: Bytes of one request (E603, 413).
        max_articles: Articles of one request (E609, 413).
        max_requests: Requests that are open at once, those that still arrive counted (E605, 503).
        token: What a client must send as `Authorization: Bearer …`; None asks for nothing.
        options: Of the extractor, as in `cnevents.load`; they must be picklable where `workers` is not 0.

    >>> Settings(queue=-1)
    Traceback (most recent call last):
    ...
    cnevents.errors.InputError: [E105] -1 is not a value of queue. Choose one of: 0 or more.
    """

    workers: int = field(default_factory=cores)
    threads: int = 1
    queue: int = 64
    time_limit: float = 15.0
    receive_limit: float = 10.0
    max_body: int = MIB
    max_articles: int = 100
    max_requests: int = 1000
    token: str | None = field(default=None, repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check each value; raises InputError (E105), and E104 for an unknown option of the extractor."""
        from cnevents.api import load

        for name, least in _AT_LEAST.items():
            value = getattr(self, name)
            if not least <= value < float("inf"):
                raise InputError("E105", value=value, name=name, options=f"{least:g} or more")
        load(**self.options)

    @property
    def readers(self) -> int:
        """How many requests are read at the same time."""
        return self.workers or self.threads

    @property
    def max_waiting_bytes(self) -> int:
        """Bytes of bodies that are held at once: what keeps many large requests from filling the memory."""
        return self.max_body * max(16, self.readers)
