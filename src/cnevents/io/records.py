"""Records read back: from a run, or from the JSON Lines that `cnevents extract` wrote."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cnevents.errors import FileError, InputError
from cnevents.exports.common import Story
from cnevents.io.jsonl import failure, whole
from cnevents.records import SCHEMA_VERSION, Document, Event, Failure


class Records:
    """The records of a run, or of a file of events or documents.

    Attributes:
        published: Days of publication by `doc_id`; of a file they are known where documents were read.
    """

    def __init__(self, path: str | Path) -> None:
        """Open a run's folder or a file.

        Raises FileError (E201) where there is nothing, RunError (E501) for a folder that holds no run.
        """
        self.path = Path(path)
        self.published: dict[str, dt.date] = {}
        self._run: Any = None
        if self.path.is_dir():
            from cnevents.batch.results import read_run

            self._run = read_run(self.path)
            columns = self._run.documents(["doc_id", "published"]).to_pydict()
            pairs = zip(columns["doc_id"], columns["published"], strict=True)
            known = [(day, name) for name, day in pairs if name is not None and day is not None]
            self.published = {name: day for day, name in sorted(known)}  # of two days the later
        elif not self.path.is_file():
            raise FileError("E201", path=whole(str(path)))

    def __iter__(self) -> Iterator[Event | Document | Failure]:
        """Each record, or the failure that stands for a line that holds none (E202, E211).

        Raises InputError (E111) for a record of another schema version.
        """
        if self._run is not None:
            yield from self._of_run()
            return
        name = whole(str(self.path))
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    try:
                        record = _parse(line, number, name)
                    except FileError as error:
                        yield failure(error, name, number)
                        continue
                    if isinstance(record, Document) and record.doc_id and record.published:
                        self.published[record.doc_id] = record.published
                    yield record

    def stories(self) -> dict[str, Story]:
        """What is known of the documents of a run that have a day; empty for a file."""
        if self._run is None:
            return {}
        table = self._run.entities(["doc_id", "type", "name"])
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for doc_id, kind, name in zip(*(column.to_pylist() for column in table.columns), strict=True):
            names[doc_id or "", kind].append(name)
        return {
            doc_id: Story(
                day,
                tuple(names[doc_id, "PERSON"]),
                tuple(names[doc_id, "ORGANIZATION"]),
                (*names[doc_id, "STATE"], *names[doc_id, "PLACE"]),
            )
            for doc_id, day in self.published.items()
        }

    def _of_run(self) -> Iterator[Event]:
        for found in self._run.events(["schema_version"]).column(0).unique().to_pylist():
            if found != SCHEMA_VERSION:
                raise InputError("E111", number=1, found=found, expected=SCHEMA_VERSION)
        yield from self._run.records()


def _parse(line: bytes, number: int, path: str) -> Event | Document:
    try:
        data = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError) as error:
        raise FileError("E202", line=number, path=path, reason=str(error)) from error
    if not isinstance(data, dict) or "schema_version" not in data:
        raise FileError("E211", line=number, path=path, reason="it has no schema_version")
    if data["schema_version"] != SCHEMA_VERSION:
        raise InputError("E111", number=number, found=data["schema_version"], expected=SCHEMA_VERSION)
    kind: type[Event] | type[Document] = Document if "events" in data else Event
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FileError("E211", line=number, path=path, reason=f"{place}: {first['msg']}") from error


def read_records(path: str | Path) -> Iterator[Event | Document]:
    """The records of a run's folder, or of a file of `cnevents extract`.

    Raises FileError (E201, E202, E211), InputError (E111), RunError (E501).

    >>> import tempfile, cnevents
    >>> file = Path(tempfile.mkdtemp()) / "records.jsonl"
    >>> (event,) = cnevents.extract_events("韩国外长4日访问河内。", published="2025-03-05")
    >>> _ = file.write_text(event.model_dump_json() + "\\n", encoding="utf-8")
    >>> [record.frame for record in read_records(file)]
    ['visit']
    """
    for record in Records(path):
        if isinstance(record, Failure):
            raise FileError("E211", line=record.line, path=record.source, reason=record.message)
        yield record
