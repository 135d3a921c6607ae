"""Streams of articles: plain text files and JSON Lines, with a failure for each part that cannot be read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnevents.errors import CneventsError, FileError, internal
from cnevents.records import Document, Failure

if TYPE_CHECKING:
    from cnevents.api import Extractor


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a JSON object hold what; the first that is there counts.

    Attributes:
        text: The article. published: Its day. doc_id: The caller's name for it.
    """

    text: tuple[str, ...] = ("text",)
    published: tuple[str, ...] = ("published", "date")
    doc_id: tuple[str, ...] = ("doc_id", "id")

    @classmethod
    def named(cls, text: str | None, published: str | None, doc_id: str | None) -> Fields:
        """The fields that the caller names, and the usual ones for each that is None.

        >>> Fields.named("body", None, None)
        Fields(text=('body',), published=('published', 'date'), doc_id=('doc_id', 'id'))
        """
        names = {"text": text, "published": published, "doc_id": doc_id}
        return cls(**{field: (name,) for field, name in names.items() if name})


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a stream, its date not looked into yet."""

    text: str
    source: str
    doc_id: str | None = None
    published: Any = None
    line: int | None = None


def failure(error: CneventsError, source: str, line: int | None = None, doc_id: str | None = None) -> Failure:
    """The record that stands for a document that could not be read."""
    return Failure(
        doc_id=doc_id, source=source, line=line, code=error.code, message=error.message, hint=error.hint
    )


def whole(text: str) -> str:
    """The string with lone surrogates replaced, so that it can be written as UTF-8.

    >>> whole("a\\udc80b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def read_item(extractor: Extractor, item: Item, day: dt.date | str | None) -> Document | Failure:
    """The records of one text, or why there are none: one bad document never stops the others."""
    published = day if item.published is None else item.published
    try:
        document = extractor.extract(item.text, published=published, doc_id=item.doc_id)
    except CneventsError as error:
        return failure(error, item.source, item.line, item.doc_id)
    except Exception as error:
        return failure(internal(error), item.source, item.line, item.doc_id)
    return document


def read_text(data: bytes, source: str, doc_id: str | None = None) -> Item | Failure:
    """A plain text file as one item; a byte order mark is taken off, line ends stay as they are."""
    try:
        return Item(data.decode("utf-8-sig"), source, doc_id)
    except UnicodeDecodeError as error:
        return failure(FileError("E204", path=source, reason=_where(error)), source, doc_id=doc_id)


def read_jsonl(lines: Iterable[bytes], source: str, fields: Fields) -> Iterator[Item | Failure]:
    """The items of a JSON Lines stream; each line that cannot be used gives a failure, blank ones nothing."""
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            try:
                yield make_item(_parse(line, number, source), number, source, fields)
            except FileError as error:
                yield failure(error, source, number, error.details.get("doc_id"))


def make_item(record: Mapping[str, Any], number: int, source: str, fields: Fields) -> Item:
    """The item of a record that stands on line or row `number`; raises FileError (E203, E208)."""
    doc_id = _first(record, fields.doc_id)
    # A record must lead back to its text: without an id the place in the stream is the id.
    doc_id = whole(str(doc_id)) if doc_id is not None else f"{source}:{number}"
    field = next((name for name in fields.text if name in record), None)
    if field is None:
        raise FileError("E203", line=number, path=source, field=fields.text[0], doc_id=doc_id)
    text = record[field]
    if not isinstance(text, str):
        raise FileError("E208", line=number, path=source, field=field, doc_id=doc_id)
    return Item(text, source, doc_id, _first(record, fields.published), number)


def _parse(line: bytes, number: int, source: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FileError("E204", path=f"line {number} of {source}", reason=_where(error)) from error
    except (ValueError, RecursionError) as error:
        raise FileError("E202", line=number, path=source, reason=str(error)) from error
    if not isinstance(record, dict):
        raise FileError("E202", line=number, path=source, reason=f"a {type(record).__name__}, not an object")
    return record


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name) is not None), None)


def _where(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at {error.start}"
