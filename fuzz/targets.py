"""What the fuzzer calls: bytes in, nothing out, an exception where the library broke its word.

A `CneventsError` that says what is wrong with the input is right; any other exception, an offset that does
not hold and a record that JSON changes are not.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import cnevents
from cnevents.checks import check_date
from cnevents.errors import InputError
from cnevents.io.jsonl import Fields, Item, read_jsonl
from cnevents.lexicon import OTHER, Lexicon
from cnevents.lexicon.entries import named_entries
from cnevents.lexicon.lint import lint
from cnevents.records import Span

READER = cnevents.load(check_language=False)
READER.extract("韩国外长周二访问河内。", published="2025-03-05")  # loads, and so instruments, every stage
TABLES = ("people", "organisations", "places", "states", "offices", "one_char", "nominals", "bodies")


def extract(data: bytes) -> None:
    """A text of any characters, lone surrogates among them."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        document = READER.extract(text, published="2025-10-11")
    except InputError:
        return
    for span, _ in document.mentions():
        _check(text, span)
    for event in document.events:
        for span in (event.trigger, *event.mentions, *(one.span for one in event.evidence)):
            _check(text, span)
    assert cnevents.Document.model_validate_json(document.model_dump_json()) == document


def find_dates(data: bytes) -> None:
    """A day of publication, a line end, a text."""
    published, _, text = data.decode("utf-8", "surrogateescape").partition("\n")
    try:
        found = cnevents.find_dates(text, published=published or None)
    except InputError:
        return
    for date in found:
        _check(text, date.span)
        assert text[date.date_span.start : date.date_span.end] == date.date_span.text
        assert date.days is None or date.days[0] < date.days[1]


def jsonl(data: bytes) -> None:
    """A file of JSON Lines: every line is an item, a failure or blank."""
    for found in read_jsonl(io.BytesIO(data), "fuzz.jsonl", Fields()):
        if isinstance(found, Item):
            with contextlib.suppress(InputError):
                check_date(found.published)
        else:
            assert cnevents.Failure.model_validate_json(found.model_dump_json()) == found


def lexicon(data: bytes) -> None:
    """A table of a user's own: the first byte says which, the rest is the file.

    Only that table is read: a whole lexicon takes a third of a second.
    """
    name = TABLES[(data or b"0")[0] % len(TABLES)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names", f"{name}.tsv")
        path.parent.mkdir()
        path.write_bytes(data[1:])
        if [str(fault) for fault in lint(Path(folder))]:
            return
        rows = Lexicon([Path(folder)]).table(name)
        for entry in OTHER[name](rows) if name in OTHER else named_entries(name, rows):
            assert isinstance(entry.word, str)


def _check(text: str, span: Span) -> None:
    assert text[span.start : span.end] == span.text, span
    assert span.start < span.end, span


TARGETS: dict[str, Callable[[bytes], None]] = {
    "extract": extract,
    "find_dates": find_dates,
    "jsonl": jsonl,
    "lexicon": lexicon,
}
