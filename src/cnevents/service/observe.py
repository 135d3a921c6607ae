"""The outermost layer: every request gets an id, an answer, a log line and its place in the counters."""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cnevents.errors import CneventsError, InternalError, ServiceError
from cnevents.service.logs import log, place_of
from cnevents.service.metrics import Metrics
from cnevents.service.notes import note_of
from cnevents.service.problems import refusal
from cnevents.service.settings import Settings

PATHS = ("/", "/extract", "/dates", "/explain", "/schema", "/health", "/version", "/metrics", "/openapi.json")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
GONE = 499  # the client went away before it was answered
_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)


class Observe:
    """Pure ASGI, for it stands in the way of every request."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        """Wrap `app`."""
        self.app = app
        self.settings = settings
        self.metrics = metrics
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and see how it ends; no exception leaves this but that of a stop."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begin = time.perf_counter()
        identity = _identity(scope)
        status = GONE

        async def watched(message: Message) -> None:
            """Send on, with our headers, and keep the status."""
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS, (b"x-request-id", identity)]
            await send(message)

        self.open += 1
        self.metrics.open.set(self.open)
        try:
            await self._answer(scope, receive, watched)
        finally:
            self.open -= 1
            self.metrics.open.set(self.open)
            self._tell(scope, status, time.perf_counter() - begin, identity)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if self.open > self.settings.max_requests:
                raise ServiceError(
                    "E605", reason=f"{self.settings.max_requests} requests are open", seconds=1
                )
            await self.app(scope, receive, send)
        except ClientDisconnect:
            pass
        except CneventsError as error:
            await refuse(error, scope, receive, send)
        except Exception as error:
            place = place_of(error)
            log("defect", logging.ERROR, exception=place)
            await refuse(InternalError("E901", reason=place), scope, receive, send)

    def _tell(self, scope: Scope, status: int, seconds: float, identity: bytes) -> None:
        note, path, method = note_of(scope), label(scope["path"]), scope["method"]
        method = method if method in METHODS else "other"
        self.metrics.answered(path, method, status, seconds, note.code)
        log(
            "request",
            id=identity.decode("ascii"),
            method=method,
            path=path,
            status=status,
            code=note.code,
            ms=round(seconds * 1000, 1),
            bytes=note.received or None,
            articles=note.articles,
            chars=note.chars,
            failed=note.failed or None,
        )


async def refuse(error: CneventsError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with an error."""
    note_of(scope).code = error.code
    await refusal(error)(scope, receive, send)


def label(path: str) -> str:
    """The path as it may stand in logs and counters: what a client makes up is "other".

    >>> label("/schema/event"), label("/习近平")
    ('/schema/{record}', 'other')
    """
    if path in PATHS:
        return path
    return "/schema/{record}" if path.startswith("/schema/") else "other"


def _identity(scope: Scope) -> bytes:
    """The id that a client or proxy gave the request, or one of ours."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(value):
            return bytes(value)
    return secrets.token_hex(8).encode("ascii")
