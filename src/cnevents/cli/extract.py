"""`cnevents extract`: articles in, records out."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from cnevents.cli.console import FAILED, OK, STDIN, check_readable, open_input, open_output, report
from cnevents.cli.readers import Hanlp, IdField, PublishedField, Segmenter, Tagger, ready_extractor
from cnevents.cli.writers import FORMATS, make_writer
from cnevents.errors import InputError
from cnevents.io.jsonl import Fields, Item, read_item, read_jsonl, read_text, whole
from cnevents.records import Failure

if TYPE_CHECKING:
    from cnevents.api import Extractor

Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Day of publication; relative dates start from it."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output.")
]


def extract(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Text or .jsonl files; '-' is stdin.")
    ],
    published: Published = None,
    text_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Read JSON Lines; this field holds the text.")
    ] = None,
    published_field: PublishedField = None,
    id_field: IdField = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="|".join(FORMATS), help="Default: table on a terminal, else jsonl."
        ),
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="Whole documents: entities and dates as well as events.")
    ] = False,
    segmenter: Segmenter = "jieba",
    tagger: Tagger = "default",
    hanlp: Hanlp = None,
    output: Output = None,
) -> int:
    """Read articles and print their event records."""
    check_format(form, documents)
    for path in files:
        check_readable(path)
    day = check_date(published)
    fields = Fields.named(text_field, published_field, id_field)
    as_jsonl = any((text_field, published_field, id_field))
    extractor = ready_extractor(segmenter, tagger, hanlp)
    return _run(extractor, _items(files, fields, as_jsonl), day, form, documents, output)


def check_format(form: str | None, documents: bool) -> None:
    """Raise InputError: E105 for an unknown format, E109 for one that cannot show whole documents."""
    if form is not None and form not in FORMATS:
        raise InputError("E105", value=form, name="--format", options=", ".join(FORMATS))
    if documents and form == "table":
        raise InputError("E109", reason="--documents goes with jsonl or json", command="cnevents extract")


def check_date(published: str | None) -> dt.date | None:
    """The day that the user gave; raises InputError (E103) for what is no date."""
    from cnevents.checks import check_date as as_day

    return as_day(published)


def _run(
    extractor: Extractor,
    items: Iterator[Item | Failure],
    day: dt.date | None,
    form: str | None,
    documents: bool,
    output: Path | None,
) -> int:
    status = OK
    with open_output(output) as stream, make_writer(stream, form, documents) as writer:
        for item in items:
            result = item if isinstance(item, Failure) else read_item(extractor, item, day)
            if isinstance(result, Failure):
                report(result)
                status = FAILED
            else:
                writer.add(result)
    return status


def _items(files: list[str], fields: Fields, as_jsonl: bool) -> Iterator[Item | Failure]:
    for path in files:
        name = whole(path)
        with open_input(path) as stream:
            first, rest = _peek(stream) if path == STDIN else (b"", stream)
            if as_jsonl or path.endswith(".jsonl") or first == b"{":
                yield from read_jsonl(rest, name, fields)
            else:
                data = b"".join(rest)
                yield read_text(data, name, None if path == STDIN else name)


def _peek(stream: BinaryIO) -> tuple[bytes, Any]:
    """The first character that is no space, and all lines: JSON Lines begin with a brace, no article does."""
    head = io.BytesIO()
    for line in stream:
        head.write(line)
        if line.strip():
            break
    seen = head.getvalue()
    lines = seen.splitlines(keepends=True) if b"\n" in seen else [seen]
    return seen.removeprefix(b"\xef\xbb\xbf").strip()[:1], itertools.chain(lines, stream)
