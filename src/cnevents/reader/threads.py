"""One thread for products of small matrices: several threads of BLAS take longer there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

_LOCK = threading.Lock()
_inside = 0
_before: list[tuple[Any, int]] = []


@cache
def _libraries() -> list[Any]:
    """The libraries for products of matrices that numpy has loaded."""
    return list(ThreadpoolController().select(user_api="blas").lib_controllers)


@contextmanager
def one_thread() -> Iterator[None]:
    """Within, BLAS uses one thread; whoever leaves last gives back what was set before.

    The setting belongs to the process: products that other threads begin meanwhile run on one thread too.

    >>> with one_thread():
    ...     pass
    """
    global _inside
    with _LOCK:
        if not _inside:
            _before[:] = [(library, library.num_threads) for library in _libraries()]
            _set(1)
        _inside += 1
    try:
        yield
    finally:
        with _LOCK:
            _inside -= 1
            if not _inside:
                for library, count in _before:
                    library.set_num_threads(count)


def _set(count: int) -> None:
    for library in _libraries():
        library.set_num_threads(count)
