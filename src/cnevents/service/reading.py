"""What a reader does: one request's articles in, the bytes of its answer out.

It runs in a process of its own, or in a thread of the server's. The answer is made into JSON here, so that
the server's process has nothing to do with records but to pass on bytes.
"""

from __future__ import annotations

import faulthandler
import json
import multiprocessing
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnevents.errors import CneventsError, UsageError, internal
from cnevents.io.jsonl import failure, whole

if TYPE_CHECKING:
    from cnevents.api import Extractor

KINDS = ("extract", "dates", "explain")
GRACE = 5.0  # seconds after its time limit at which a reader that does not react ends its process
_REPEAT = 0.2


@dataclass(frozen=True, slots=True)
class Article:
    """A text of a request, not looked into yet."""

    text: str
    published: str | None = None
    doc_id: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What a request asks for.

    Attributes:
        kind: One of `KINDS`.
        articles: One for all kinds but "extract".
        many: Was it a list? Then the answer is one, with a failure for each article that cannot be read.
        deadline: By `time.monotonic()`, which all processes of a machine share.
        seconds: The limit that `deadline` comes from, for the message.
        region: For "dates". missed: For "explain".
    """

    kind: str
    articles: tuple[Article, ...]
    many: bool = False
    deadline: float = float("inf")
    seconds: float = 0.0
    region: str | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader gives back.

    Attributes:
        body: JSON, UTF-8; b"" where `error` is set.
        error: Why a request for one article failed.
        failed: Codes of the articles of a list that failed.
        chars: Characters read.
        seconds: How long it took.
        begun: False where the deadline had passed before it began.
    """

    body: bytes = b""
    error: CneventsError | None = None
    failed: tuple[str, ...] = ()
    chars: int = 0
    seconds: float = 0.0
    begun: bool = True


class _Late(BaseException):
    """Raised by the alarm; no stage catches it."""


class _Alarm:
    """Is a text being read that the alarm may stop?"""

    on = False


_ALARM = _Alarm()


class Reader:
    """One extractor and what is asked of it; safe to share between threads.

    >>> reader = Reader({"tagger": None, "scorer": None})
    >>> job = Job("dates", (Article("昨日", published="2024-10-08"),))
    >>> json.loads(reader.read(job).body)["dates"][0]["start"]
    '2024-10-07'
    """

    def __init__(self, options: Mapping[str, Any], alarms: bool = False) -> None:
        """Build the extractor, so that the first request does not wait for it.

        Args:
            options: As in `cnevents.load`.
            alarms: Stop a text at its deadline by a signal: only in the main thread of a process of ours.
        """
        from cnevents.api import load

        self._extractor: Extractor = load(**options)
        self._limited = _alarm if alarms and hasattr(signal, "setitimer") else _no_alarm
        self._extractor.extract("韩国外长周二访问河内。", published="2025-03-05")

    def read(self, job: Job) -> Answer:
        """The answer to a request; no exception leaves it."""
        begin = time.monotonic()
        if begin >= job.deadline:
            return Answer(begun=False)
        chars = sum(len(article.text) for article in job.articles)
        found = [self._one(job, article) for article in job.articles]
        took = time.monotonic() - begin
        if not job.many:
            body = found[0]
            if isinstance(body, CneventsError):
                return Answer(error=body, failed=(body.code,), chars=chars, seconds=took)
            return Answer(body, chars=chars, seconds=took)
        failed = tuple(body.code for body in found if isinstance(body, CneventsError))
        parts = [
            _failure(body, article, number) if isinstance(body, CneventsError) else body
            for number, (body, article) in enumerate(zip(found, job.articles, strict=True), start=1)
        ]
        return Answer(b"[" + b",".join(parts) + b"]", failed=failed, chars=chars, seconds=took)

    def _one(self, job: Job, article: Article) -> bytes | CneventsError:
        late = UsageError("E403", seconds=f"{job.seconds:g}")
        left = job.deadline - time.monotonic()
        if left <= 0:
            return late
        try:
            with self._limited(left):
                return _ANSWERS[job.kind](self._extractor, job, article)
        except _Late:
            return late
        except CneventsError as error:
            return error
        except Exception as error:
            return internal(error)


def _extract(extractor: Extractor, job: Job, article: Article) -> bytes:
    document = extractor.extract(article.text, published=article.published, doc_id=article.doc_id)
    return document.model_dump_json().encode("utf-8")


def _dates(extractor: Extractor, job: Job, article: Article) -> bytes:
    from cnevents.api import find_dates

    dates = find_dates(article.text, published=article.published, region=job.region)
    return b'{"dates":[' + ",".join(date.model_dump_json() for date in dates).encode("utf-8") + b"]}"


def _explain(extractor: Extractor, job: Job, article: Article) -> bytes:
    from cnevents.explanation import explain

    found = explain(article.text, published=article.published, missed=job.missed, extractor=extractor)
    return json.dumps({"explanation": str(found)}, ensure_ascii=False).encode("utf-8")


_ANSWERS: dict[str, Callable[[Extractor, Job, Article], bytes]] = {
    "extract": _extract,
    "dates": _dates,
    "explain": _explain,
}


def _failure(error: CneventsError, article: Article, number: int) -> bytes:
    record = failure(error, "request", number, article.doc_id)
    return whole(record.model_dump_json()).encode("utf-8")


@contextmanager
def _no_alarm(seconds: float) -> Iterator[None]:
    yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise `_Late` after `seconds`; a reader that hangs outside of Python ends its process `GRACE` later."""
    if seconds == float("inf"):
        yield
        return
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True)
    _ALARM.on = True
    # Again and again: an exception raised inside of a destructor is lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT)
    try:
        yield
    finally:
        # First of all: an alarm that is on its way must not hit what comes next.
        _ALARM.on = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def _raise_late(signum: int, frame: object) -> None:
    if _ALARM.on:
        raise _Late


_READER: list[Reader | CneventsError] = []


def start(options: Mapping[str, Any]) -> None:
    """Make this process one that reads; what goes wrong is told by `ready`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the server ends us
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _raise_late)
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_server, daemon=True).start()
    try:
        _READER[:] = [Reader(options, alarms=True)]
    except CneventsError as error:
        _READER[:] = [error]
    except Exception as error:
        _READER[:] = [internal(error)]


def ready() -> int:
    """The id of this process, once it reads. Raises what kept it from that."""
    reader = _READER[0]
    if isinstance(reader, CneventsError):
        raise reader
    return os.getpid()


def read(job: Job) -> Answer:
    """`Reader.read` with the reader of this process."""
    reader = _READER[0]
    return Answer(error=reader) if isinstance(reader, CneventsError) else reader.read(job)


def _end_with_server() -> None:
    """A server that was killed leaves no orphans."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)
