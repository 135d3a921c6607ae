"""What is known about a request, for its log line and the counters."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

KEY = "cnevents.note"


@dataclass(slots=True)
class Note:
    """Filled in on the way of a request; never with anything that the client wrote."""

    received: int = 0
    articles: int | None = None
    chars: int | None = None
    failed: int | None = None
    code: str | None = None


def note_of(scope: MutableMapping[str, Any]) -> Note:
    """The note of a request, made where there is none yet."""
    note: Note = scope.setdefault(KEY, Note())
    return note
