"""How `cnevents extract` prints: a table, JSON Lines, or one JSON array."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self, TextIO

from cnevents.io.table import plain_table
from cnevents.records import Document, EventList, Record

FORMATS = ("table", "jsonl", "json")


class Writer(Protocol):
    """Takes documents one by one; use it in a `with` statement."""

    def add(self, document: Document) -> None:
        """Print one document."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def make_writer(stream: TextIO, form: str | None, documents: bool) -> Writer:
    """The writer for a format; None means a table on a terminal and JSON Lines elsewhere."""
    if form is None:
        form = "table" if stream.isatty() and not documents else "jsonl"
    if form == "table":
        return TableWriter(stream)
    return JsonWriter(stream, documents) if form == "json" else LineWriter(stream, documents)


def _records(document: Document, documents: bool) -> Sequence[Record]:
    return (document,) if documents else document.events


class _Plain:
    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()

    def close(self) -> None:
        """Print what comes after the last document."""


class LineWriter(_Plain):
    """One record a line, written out document by document."""

    def __init__(self, stream: TextIO, documents: bool) -> None:
        super().__init__(stream)
        self.documents = documents

    def add(self, document: Document) -> None:
        """Print one line a record."""
        for record in _records(document, self.documents):
            self.stream.write(record.model_dump_json() + "\n")
        self.stream.flush()


class JsonWriter(_Plain):
    """One JSON array over all documents."""

    def __init__(self, stream: TextIO, documents: bool) -> None:
        super().__init__(stream)
        self.documents = documents
        self.opening = "[\n"

    def add(self, document: Document) -> None:
        """Print the records with a comma before all but the first."""
        for record in _records(document, self.documents):
            self.stream.write(self.opening + record.model_dump_json(indent=1))
            self.opening = ",\n"

    def close(self) -> None:
        """Print the closing bracket."""
        self.stream.write("[]\n" if self.opening == "[\n" else "\n]\n")


class TableWriter(_Plain):
    """A table a document: with rich on a terminal, plain text elsewhere."""

    def add(self, document: Document) -> None:
        """Print the document's name and its table."""
        heading = document.doc_id or ""
        if document.published:
            heading += f" ({document.published})" if heading else str(document.published)
        events = EventList(document.events)
        if self.stream.isatty():
            from cnevents.cli.tables import print_table

            print_table(self.stream, heading, events)
        else:
            parts = [heading, plain_table(events), "\n"] if heading else [plain_table(events), "\n"]
            self.stream.write("\n".join(parts))
