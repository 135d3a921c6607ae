"""Gold documents: what a careful reader marked, with offsets, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from cnevents.errors import FileError
from cnevents.records import EntityType, EventType, Modality, Polarity

Interval = tuple[str, str]
OneOrMore = str | tuple[str, ...] | None


class GoldRecord(BaseModel):
    """What all gold records share; fields that are not ours (script, source) are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldSpan(GoldRecord):
    """Characters of the document."""

    start: int
    end: int
    text: str = ""


class GoldEntity(GoldSpan):
    """A name in the text and what it means."""

    type: EntityType
    id: str


class GoldDate(GoldSpan):
    """A time expression and the days that it means, end exclusive."""

    value: Interval
    approx: bool = False


class GoldEvent(GoldRecord):
    """One happening on one date.

    Attributes:
        mentions: Pieces of the text that tell it; the first holds the trigger.
        date_also: Other dates that count as right.
        place, source: A name, several of which any will do, or None.
        weight: `minor` where two careful readers may differ: it costs nothing, found or missed.
    """

    type: EventType
    mode: str | None = None
    trigger: GoldSpan
    mentions: tuple[tuple[int, int], ...]
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    date: Interval | None = None
    date_also: tuple[Interval | None, ...] = ()
    place: OneOrMore = None
    source: OneOrMore = None
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    weight: Literal["core", "minor"] = "core"

    @property
    def core(self) -> bool:
        """True where missing it costs."""
        return self.weight == "core"


class GoldDocument(GoldRecord):
    """A text and all that is to be found in it."""

    doc_id: str
    published: str | None = None
    text: str
    entities: tuple[GoldEntity, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    events: tuple[GoldEvent, ...] = ()


def read_gold(path: Path) -> Iterator[GoldDocument]:
    """The documents of a gold file.

    Raises FileError: E201 no such file, E206 it cannot be read, E204 not UTF-8, E207 a line that is
    no gold document.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError("E201", path=path) from error
    except OSError as error:
        raise FileError("E206", path=path, reason=error.strerror) from error
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise FileError("E204", path=path, reason=error.reason) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parse(line, number, path)


def _parse(line: str, number: int, path: Path) -> GoldDocument:
    try:
        return GoldDocument.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        reason = f"{where}: {first['msg']}" if where else first["msg"]
    except (ValueError, RecursionError) as error:
        reason = str(error)
    raise FileError("E207", line=number, path=path, reason=reason)
