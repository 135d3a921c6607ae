"""`export`: records in, a file of another data set's form out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from cnevents.checks import check_records
from cnevents.errors import FileError, InputError
from cnevents.exports.common import Story
from cnevents.exports.plover import plover_record
from cnevents.exports.tables import ACLED, GDELT, POLECAT, Row, acled_rows, cameo_rows, polecat_rows
from cnevents.records import Document, Event

TABLES: dict[str, tuple[tuple[str, ...], Callable[[Event, Story], list[Row] | str]]] = {
    "polecat": (POLECAT, polecat_rows),
    "cameo": (GDELT, cameo_rows),
    "acled-like": (ACLED, acled_rows),
}
FORMS = ("plover", *TABLES)
BREAKS = str.maketrans("\t\r\n", "   ")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes:
        records: Events that were handed in. rows: Lines that were written, the header not counted.
        left_out: How many events have no line, by the reason.
    """

    records: int
    rows: int
    left_out: Mapping[str, int]


def export(
    records: Iterable[Event | Document],
    *,
    to: str,
    output: str | Path | TextIO,
    stories: Mapping[str, Story] | None = None,
) -> Exported:
    """Write records in the form of another data set; docs/exports.md tells what maps and what cannot.

    Args:
        records: Events, or documents with their events; documents bring their day and whom they name.
        to: "plover" (JSON Lines), "polecat", "cameo" (as in GDELT) or "acled-like" (tables, tab-separated).
        output: A path, or a text stream.
        stories: By `doc_id`, what is known of the documents of events that come without them.

    Raises:
        InputError: E105 for another form, E111 for records of another schema version, E112 for no record.
        FileError: E205 where the file cannot be written.

    >>> import io, cnevents
    >>> document = cnevents.load().extract("韩国外长4日访问河内。", published="2025-03-05", doc_id="a")
    >>> stream = io.StringIO()
    >>> export([document], to="cameo", output=stream).rows
    1
    >>> row = dict(zip(*(line.split("\\t") for line in stream.getvalue().splitlines())))
    >>> row["SQLDATE"], row["Actor1Code"], row["EventCode"], row["Actor2Code"], row["GoldsteinScale"]
    ('20250304', 'KORGOV', '042', 'VNM', '1.9')
    """
    if to not in FORMS:
        raise InputError("E105", value=to, name="to", options=", ".join(FORMS))
    if not isinstance(output, str | Path):
        return _write(records, to, output, stories or {})
    try:
        with Path(output).open("w", encoding="utf-8", newline="") as stream:
            return _write(records, to, stream, stories or {})
    except OSError as error:
        raise FileError("E205", path=output, reason=error.strerror or str(error)) from error


def _write(
    records: Iterable[Event | Document], to: str, stream: TextIO, stories: Mapping[str, Story]
) -> Exported:
    lines = _json_lines(stream) if to == "plover" else _table(stream, to)
    total = rows = 0
    left_out: Counter[str] = Counter()
    for event, story in _events(records, stories):
        total += 1
        written = lines(event, story)
        if isinstance(written, str):
            left_out[written] += 1
        else:
            rows += written
    return Exported(total, rows, dict(left_out.most_common()))


Line = Callable[[Event, Story], int | str]


def _json_lines(stream: TextIO) -> Line:
    def write(event: Event, story: Story) -> int | str:
        """Write the line of an event; 1, or why it has none."""
        found = plover_record(event, story)
        if isinstance(found, str):
            return found
        stream.write(json.dumps(found, ensure_ascii=False) + "\n")
        return 1

    return write


def _table(stream: TextIO, to: str) -> Line:
    columns, rows_of = TABLES[to]
    writer = csv.DictWriter(
        stream, columns, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n"
    )
    writer.writeheader()

    def write(event: Event, story: Story) -> int | str:
        """Write the rows of an event; how many, or why it has none."""
        rows = rows_of(event, story)
        if isinstance(rows, str):
            return rows
        for row in rows:
            writer.writerow({name: _cell(value) for name, value in row.items()})
        return len(rows)

    return write


def _cell(value: Any) -> Any:
    """A value without tabs and line ends, which would break the table."""
    return value.translate(BREAKS) if isinstance(value, str) else value


def _events(
    records: Iterable[Event | Document], stories: Mapping[str, Story]
) -> Iterable[tuple[Event, Story]]:
    for record in check_records(records):
        if isinstance(record, Event):
            yield record, stories.get(record.doc_id or "", Story())
        else:
            story = story_of(record)
            yield from ((event, story) for event in record.events)


def story_of(document: Document) -> Story:
    """What a document tells of itself."""
    names: dict[str, list[str]] = {}
    for entity in document.entities:
        names.setdefault(entity.type, []).append(entity.name)
    return Story(
        published=document.published,
        people=tuple(names.get("PERSON", ())),
        organisations=tuple(names.get("ORGANIZATION", ())),
        places=(*names.get("STATE", ()), *names.get("PLACE", ())),
    )
