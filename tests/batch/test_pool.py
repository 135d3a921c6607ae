"""The life of a worker, in this process: what it says, and when it ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from multiprocessing import Pipe
from typing import Any

import pytest

from cnevents.batch.pool import Build, Tell, _serve
from cnevents.errors import InputError

Message = tuple[str, Any]


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    """A worker ignores Ctrl-C; this process does not, afterwards."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def heard(build: Build, *payloads: Any, last: str) -> list[Message]:
    """What a worker says for these payloads until the message `last`, upon which its parent is gone."""
    ours, theirs = Pipe()
    for payload in payloads:
        ours.send((payload, {}))
    found: list[Message] = []

    def listen() -> None:
        while not found or found[-1][0] != last:
            found.append(ours.recv())
        ours.close()

    parent = threading.Thread(target=listen)
    parent.start()
    _serve(theirs, build)
    parent.join(10)
    return found


def handler(payload: int, skip: Mapping[int, int], started: Tell) -> int:
    started(0)
    started(None)
    return payload * 2


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any) -> Any:
        raise error

    return fail


def test_a_worker_says_that_it_is_ready_what_it_begins_and_what_came_of_it() -> None:
    assert heard(lambda: handler, 21, last="done") == [
        ("ready", None), ("started", 0), ("started", None), ("done", 42)
    ]  # fmt: skip
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_an_error_of_ours_travels_as_it_is() -> None:
    found = heard(lambda: failing(InputError("E107")), 1, last="error")
    assert [kind for kind, _ in found] == ["ready", "error"]
    assert (type(found[1][1]), found[1][1].code) == (InputError, "E107")


def test_another_error_is_named_as_a_defect() -> None:
    found = heard(lambda: failing(ZeroDivisionError("division")), 1, last="error")
    assert found[1][1].code == "E901"
    assert "ZeroDivisionError: division" in found[1][1].message


def test_a_handler_that_cannot_be_built_is_told_before_any_work() -> None:
    found = heard(failing(InputError("E107")), 1, last="error")
    assert [kind for kind, _ in found] == ["error"]


def test_a_worker_without_a_parent_ends() -> None:
    ours, theirs = Pipe()
    ours.close()
    _serve(theirs, lambda: handler)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
