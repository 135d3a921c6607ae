"""Logs: one JSON object a line on standard error, never with the text of an article or a token."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from pathlib import Path
from typing import Any, TextIO

LOGGER = logging.getLogger("cnevents.service")
_SERVERS = ("uvicorn", "asyncio", "concurrent.futures")


class JsonFormatter(logging.Formatter):
    """A record as a line of JSON.

    Of an exception only its class and place are kept: its message may quote what a client sent.

    >>> fields = {"fields": {"status": 200}}
    >>> record = LOGGER.makeRecord("x", logging.INFO, "f", 1, "request", (), None, extra=fields)
    >>> json.loads(JsonFormatter().format(record))["status"]
    200
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, its keys in a fixed order."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        content: dict[str, Any] = {"time": moment, "level": record.levelname.lower()}
        content["event"] = record.getMessage()
        content.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            content["exception"] = place_of(record.exc_info[1])
        return json.dumps(content, ensure_ascii=False)


def place_of(error: BaseException) -> str:
    """The class of an exception and where it came from, without its message."""
    trace = error.__traceback__
    if trace is None:
        return type(error).__name__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{type(error).__name__} ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """Write a line; fields that are None are left out."""
    kept = {name: value for name, value in fields.items() if value is not None}
    LOGGER.log(level, event, extra={"fields": kept})


def set_up(stream: TextIO | None = None) -> None:
    """Send our lines, and what the server warns of, to `stream` (standard error by default)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    LOGGER.handlers[:] = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    for name in _SERVERS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
