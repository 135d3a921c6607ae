"""Checks of what callers hand in: each fault has a code and says what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

import regex

from cnevents.analysis import NameHint
from cnevents.errors import InputError
from cnevents.records import SCHEMA_VERSION, Document, Event

MAX_CHARS = 1_000_000
_SURROGATE = re.compile("[\ud800-\udfff]")
# Scripts by their Unicode property, which the standard library's patterns lack: rare characters of names
# (𠮷, 㛃) lie outside the common block.
_HAN = regex.compile(r"\p{Han}")
_LETTER = regex.compile(r"\p{L}")
_KANA_OR_HANGUL = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Hangul}]")
MIN_SHARE = 0.1
HINT_TYPES = ("PERSON", "ORGANIZATION", "PLACE")


def check_text(text: object, max_chars: int = MAX_CHARS, language: bool = True) -> str:
    """Give `text` back if it can be read.

    Raises InputError: E101 (no str), E102 (too long), E106 (not Chinese), E107 (empty), E108 (lone
    surrogate).
    """
    if not isinstance(text, str):
        raise InputError("E101", kind=type(text).__name__)
    if len(text) > max_chars:
        raise InputError("E102", found=len(text), limit=max_chars)
    if not text.strip():
        raise InputError("E107")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        raise InputError("E108", offset=surrogate.start())
    if language:
        _check_language(text)
    return text


def _check_language(text: str) -> None:
    """Chinese has Han characters, and Japanese or Korean text has far more kana or hangul."""
    han = len(_HAN.findall(text))
    letters = len(_LETTER.findall(text))
    foreign = len(_KANA_OR_HANGUL.findall(text))
    share = (han if foreign <= han / 2 else 0) / letters if letters else 1.0
    if share < MIN_SHARE:
        raise InputError("E106", share=share)


def check_date(value: object) -> dt.date | None:
    """A day of publication from a date, a date-time, an ISO string or None; raises InputError (E103)."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    raise InputError("E103", value=value)


def check_names(names: Sequence[NameHint], size: int) -> list[NameHint]:
    """Give the hints back if each lies in a text of `size` characters; raises InputError (E110)."""
    for number, hint in enumerate(names):
        if not 0 <= hint.start < hint.end <= size:
            reason = f"[{hint.start}:{hint.end}] is no part of a text of {size} characters"
        elif hint.type not in HINT_TYPES:
            reason = f"{hint.type!r} is not one of {', '.join(HINT_TYPES)}"
        elif not 0.0 <= hint.score <= 1.0:
            reason = f"a score of {hint.score} does not lie between 0 and 1"
        else:
            continue
        raise InputError("E110", number=number, reason=reason)
    return list(names)


def check_records(records: Iterable[Event | Document]) -> Iterator[Event | Document]:
    """Give the records on, each looked at when its turn comes.

    Raises InputError: E111 for a record of another schema version, E112 for what is no record.

    >>> [one.doc_id for one in check_records([Document(doc_id="a", text="无")])]
    ['a']
    """
    for number, record in enumerate(records, start=1):
        if not isinstance(record, Event | Document):
            raise InputError("E112", number=number, kind=type(record).__name__)
        if record.schema_version != SCHEMA_VERSION:
            raise InputError("E111", number=number, found=record.schema_version, expected=SCHEMA_VERSION)
        yield record
