"""Records read back: the JSON Lines that `cnevents extract` writes, or the folder of a run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from cnevents.errors import FileError
from cnevents.records import Document, Event, EventList
from cnevents.viz.runs import texts_of


def read_records(
    path: str | Path, *, since: dt.date | None = None, until: dt.date | None = None
) -> EventList:
    """The events of a file or run, in its order, with their documents where those are at hand.

    Args:
        path: JSON Lines of events or documents, or the folder of a run.
        since, until: Leave out events that begin before or after; with either, those without a date too.

    Raises:
        FileError: E201, E204, E206 or E211.
        RunError: E501 for a folder that holds no run.
        UsageError: E401 for a run without the extra `parquet`.
    """
    if Path(path).is_dir():
        from cnevents.batch.results import read_run

        run = read_run(path)
        events = [event for event in run.records() if _inside(event, since, until)]
        return EventList(events, texts_of(run, {event.doc_id for event in events}))
    events = []
    documents: list[Document] = []
    for record in read_lines(path):
        found = record.events if isinstance(record, Document) else (record,)
        kept = [event for event in found if _inside(event, since, until)]
        events.extend(kept)
        if kept and isinstance(record, Document):
            documents.append(record)
    return EventList(events, documents)


def _inside(event: Event, since: dt.date | None, until: dt.date | None) -> bool:
    if since is None and until is None:
        return True
    days = event.when.days() if event.when else None
    return days is not None and (since is None or days[0] >= since) and (until is None or days[0] <= until)


def read_lines(path: str | Path) -> Iterator[Event | Document]:
    """The records of a file of JSON Lines, blank lines left out.

    Raises FileError: E201, E204, E206, or E211 for a line that is neither an event nor a document.
    """
    try:
        with Path(path).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _record(line, number, path)
    except FileNotFoundError as error:
        raise FileError("E201", path=path) from error
    except FileError:
        raise
    except OSError as error:
        raise FileError("E206", path=path, reason=error.strerror or str(error)) from error


def _record(line: bytes, number: int, path: str | Path) -> Event | Document:
    try:
        content = json.loads(line.decode("utf-8-sig"))
        if not isinstance(content, dict):
            raise FileError("E211", line=number, path=path, reason="no JSON object")
        kind = Event if "event_id" in content else Document
        return kind.model_validate_json(json.dumps(content))
    except UnicodeDecodeError as error:
        raise FileError("E204", path=f"line {number} of {path}", reason=error.reason) from error
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise FileError("E211", line=number, path=path, reason=reason) from error
    except (ValueError, RecursionError) as error:
        raise FileError("E211", line=number, path=path, reason=str(error)) from error
