"""Articles in tables: CSV and Parquet, a row an article."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from cnevents.errors import FileError
from cnevents.io.jsonl import Fields, Item, failure, make_item
from cnevents.io.optional import need
from cnevents.records import Failure

ROWS = 64  # rows of a Parquet file that are held at once
LONGEST_CELL = 1 << 26
_UNDECODED = re.compile("[\udc80-\udcff]")


def read_csv(stream: BinaryIO, source: str, fields: Fields, delimiter: str = ",") -> Iterator[Item | Failure]:
    """The items of a CSV stream with a header; `line` is the last line of the row.

    A file without a column of text gives one failure (E203), a row that is not UTF-8 its own (E204).
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _csv_items(csv.reader(text, delimiter=delimiter), source, fields)
    finally:
        text.detach()  # the stream is the caller's to close


def _csv_items(rows: Any, source: str, fields: Fields) -> Iterator[Item | Failure]:
    header: list[str] = next(rows, [])
    missing = _missing(header, source, fields)
    if missing:
        yield missing
        return
    for row in rows:
        if row:
            pairs = zip(header, row, strict=False)
            cells = {name: cell for name, cell in pairs if cell or name in fields.text}
            yield _item(cells, rows.line_num, source, fields)


def read_parquet(stream: BinaryIO, source: str, fields: Fields) -> Iterator[Item | Failure]:
    """The items of a Parquet file; `line` is the number of the row, from 1.

    A file without a column of text gives one failure (E203). Raises UsageError (E401) without pyarrow.
    """
    file = need("pyarrow.parquet", "parquet").ParquetFile(stream)
    names = file.schema_arrow.names
    missing = _missing(names, source, fields)
    if missing:
        yield missing
        return
    wanted = [name for name in names if name in (*fields.text, *fields.published, *fields.doc_id)]
    number = 0
    for batch in file.iter_batches(batch_size=ROWS, columns=wanted, use_threads=False):
        for record in plain_rows(batch):
            number += 1
            yield _item(record, number, source, fields)


def plain_rows(batch: Any) -> list[dict[str, Any]]:
    """The rows as dictionaries; nanoseconds, which Python's datetime lacks, are dropped."""
    arrow = need("pyarrow", "parquet")
    for index, field in enumerate(batch.schema):
        if arrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            column = batch.column(index).cast(arrow.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, column)
    rows: list[dict[str, Any]] = batch.to_pylist()
    return rows


def _missing(names: list[str], source: str, fields: Fields) -> Failure | None:
    if any(name in names for name in fields.text):
        return None
    return failure(FileError("E203", line=1, path=source, field=fields.text[0]), source, 1)


def _item(record: dict[str, Any], number: int, source: str, fields: Fields) -> Item | Failure:
    try:
        item = make_item(record, number, source, fields)
        if _UNDECODED.search(item.text):
            raise FileError(
                "E204",
                path=f"line {number} of {source}",
                reason="bytes of another encoding",
                doc_id=item.doc_id,
            )
    except FileError as error:
        return failure(error, source, number, error.details.get("doc_id"))
    return item
