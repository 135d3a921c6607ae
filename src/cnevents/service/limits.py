"""The gate: who may ask, in what form, how much and how fast, before a byte is looked into."""

from __future__ import annotations

import asyncio
import hmac
from email.message import Message as Header

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cnevents.errors import ServiceError
from cnevents.service.notes import note_of
from cnevents.service.readers import Readers
from cnevents.service.settings import Settings

OPEN = ("/", "/health")  # paths that ask for no token: they tell nothing and read nothing
READING = ("/extract", "/dates", "/explain")
PAST = 8  # times `max_body` that is still taken in and thrown away, so that the client sees our answer


class Gate:
    """Checks the token and the form of a request, and reads its body whole, within limits."""

    def __init__(self, app: ASGIApp, settings: Settings, readers: Readers) -> None:
        """Wrap `app`."""
        self.app = app
        self.settings = settings
        self.readers = readers
        self.held = 0  # bytes of all bodies that are in memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is in order.

        Raises ServiceError: E603, E604, E605, E606 or E608.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self.settings.token is not None and scope["path"] not in OPEN:
            check_token(headers.get("authorization", ""), self.settings.token)
        if scope["method"] != "POST" or scope["path"] not in READING:
            await self.app(scope, receive, send)
            return
        check_type(headers)
        body = _Body(self)
        try:
            await body.take(scope, receive)
            self.readers.check_free()  # before the body is parsed, for a refusal has to be cheap
            await self.app(scope, body.replay(receive), send)
        finally:
            self.held -= body.size


class _Body:
    """The body of one request, as it comes in."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.parts: list[bytes] = []
        self.size = 0

    async def take(self, scope: Scope, receive: Receive) -> None:
        """Read all of it; raises ServiceError (E603, E605, E606) and ClientDisconnect."""
        limit = self.gate.settings.receive_limit
        try:
            async with asyncio.timeout(limit):
                await self._take(scope, receive)
        except TimeoutError as error:
            raise ServiceError("E606", seconds=limit) from error

    async def _take(self, scope: Scope, receive: Receive) -> None:
        most = self.gate.settings.max_body
        declared = _declared(scope)
        refusal = ServiceError("E603", limit=most) if declared > most else None
        passed, more = 0, declared <= most * PAST
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part, more = message.get("body", b""), message.get("more_body", False)
            passed += len(part)
            if passed > most:
                refusal = ServiceError("E603", limit=most)
                more = more and passed <= most * PAST
            elif refusal is None:
                refusal = self._keep(part)
        note_of(scope).received = passed
        if refusal is not None:
            raise refusal

    def _keep(self, part: bytes) -> ServiceError | None:
        if self.gate.held + len(part) > self.gate.settings.max_waiting_bytes:
            return ServiceError("E605", reason="the requests that wait fill its memory", seconds=1)
        self.gate.held += len(part)
        self.size += len(part)
        self.parts.append(part)
        return None

    def replay(self, receive: Receive) -> Receive:
        """The body as one message, for those who come next; then what follows."""
        messages: list[Message] = [{"type": "http.request", "body": b"".join(self.parts), "more_body": False}]
        self.parts.clear()

        async def again() -> Message:
            """The body, then what the client sends after it."""
            return messages.pop() if messages else await receive()

        return again


def _declared(scope: Scope) -> int:
    value = Headers(scope=scope).get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def check_token(sent: str, token: str) -> None:
    """Raise ServiceError (E608) unless the header holds the token; takes the same time for each wrong one."""
    scheme, _, value = sent.partition(" ")
    right = hmac.compare_digest(value.strip().encode("latin-1", "replace"), token.encode("ascii"))
    if scheme.lower() != "bearer" or not right:
        raise ServiceError("E608")


def check_type(headers: Headers) -> None:
    """Raise ServiceError (E604) for anything but plain JSON.

    Strict on purpose: a form of another site in the user's browser can post text/plain to a service on
    this machine, but must ask before it posts JSON, and we never answer that question.
    """
    header = Header()
    header["content-type"] = headers.get("content-type", "")
    charset = str(header.get_content_charset("utf-8"))
    coding = headers.get("content-encoding", "identity")
    plain = headers.get("content-type") and header.get_content_type() == "application/json"
    if not plain or charset not in ("utf-8", "utf8") or coding != "identity":
        found = headers.get("content-type") or "without a type"
        raise ServiceError("E604", found=found if coding == "identity" else f"{found} in {coding}")
