"""The server: uvicorn with a time limit on all that a client does, and a graceful stop."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import socket
import sys
from asyncio import TimerHandle, Transport

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cnevents.errors import ServiceError
from cnevents.service import create_app
from cnevents.service.logs import log, set_up
from cnevents.service.settings import Settings

KEEP_ALIVE = (
    65  # seconds that an idle connection stays open: longer than proxies keep theirs, 60 s by default
)
MAX_HEAD = 1 << 16  # bytes of a request line and its headers
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until SIGTERM or SIGINT; requests that are in flight are answered first.

    Raises UsageError (E401) where the extra is not installed, ServiceError (E611) where the address
    cannot be had, and what keeps the extractor from being built.
    """
    app = create_app(settings)
    set_up()
    with listen(host, port) as sock:
        if host not in LOOPBACK and settings.token is None:
            log("anyone who reaches this address may ask; --token-env asks for a token", logging.WARNING)
        _raise_file_limit()
        asyncio.run(_serve(app, settings, sock))


async def _serve(app: FastAPI, settings: Settings, sock: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        http=bounded(settings.receive_limit),
        loop="asyncio",
        ws="none",
        lifespan="off",  # the readers are started here, so that what keeps them from it is an error of ours
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=2048,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=math.ceil(settings.time_limit + settings.receive_limit) + 1,
    )
    await app.state.readers.start()
    # uvicorn hands the signal on after it has stopped; that all went well is no reason to die of it.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _nothing)
    try:
        await _Server(config).serve(sockets=[sock])
    finally:
        await app.state.readers.stop()
        log("stopped")


def _nothing(signum: int, frame: object) -> None:
    pass


class _Server(uvicorn.Server):
    """uvicorn's server, which tells our log when it listens and when it stops."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets=sockets)
        for sock in sockets or ():
            host, port = sock.getsockname()[:2]
            log("listening", host=host, port=port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections and answer what is in flight."""
        log("stopping", open=len(self.server_state.tasks))
        await super().shutdown(sockets=sockets)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; raises ServiceError (E611)."""
    if not 0 <= port < 1 << 16:  # getaddrinfo takes the rest of a division
        raise ServiceError("E611", host=host, port=port, reason="ports are 0 to 65535")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise ServiceError("E611", host=host, port=port, reason=_reason(error)) from error
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
    except OSError as error:
        sock.close()
        raise ServiceError("E611", host=host, port=port, reason=_reason(error)) from error
    return sock


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _raise_file_limit() -> None:
    """A connection is an open file, and the usual limit of 1,024 is for other programs."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def bounded(limit: float) -> type[HttpToolsProtocol]:
    """uvicorn's protocol, closing connections that do nothing for `limit` seconds.

    uvicorn closes a connection that idles between two requests, but waits for ever for the first request,
    for the rest of a header, and for a client that does not fetch its answer.
    """

    class Bounded(_Bounded):
        """With this limit."""

        receive_limit = limit

    return Bounded


class _Bounded(HttpToolsProtocol):
    """One connection and its two clocks: of a request that comes in, of an answer that is fetched."""

    receive_limit = 10.0
    _timer: TimerHandle | None = None  # for a request that has not begun to be answered
    _head = 0
    _watch: TimerHandle | None = None  # for an answer that is not fetched
    _left = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Count the bytes of the head; those of a body are counted by the gate."""
        self._head += len(data)
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            return
        if self._head > MAX_HEAD:
            self.transport.abort()
        elif self._timer is None:
            self._arm()

    def on_headers_complete(self) -> None:
        """Stop the first clock: from here the gate watches."""
        self._disarm()
        self._head = 0
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Watch that the last answer of a connection is fetched."""
        super().on_response_complete()
        self._head = 0
        if self.transport.is_closing():
            self._watch_answer()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, which may still hold an answer that nobody fetches."""
        super().timeout_keep_alive_handler()
        self._watch_answer()

    def pause_writing(self) -> None:
        """The client fetches more slowly than we answer: watch whether it goes on."""
        super().pause_writing()
        self._watch_answer()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._unwatch()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop both clocks."""
        self._disarm()
        self._unwatch()
        super().connection_lost(exc)

    def _arm(self) -> None:
        self._disarm()
        self._timer = self.loop.call_later(self.receive_limit, self.transport.abort)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _watch_answer(self) -> None:
        self._unwatch()
        self._left = self.transport.get_write_buffer_size()
        self._watch = self.loop.call_later(self.receive_limit, self._look)

    def _look(self) -> None:
        """A slow line is no fault: only where nothing was fetched since the last look the end has come."""
        if self.transport.get_write_buffer_size() >= self._left:
            self.transport.abort()
        else:
            self._watch_answer()

    def _unwatch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
