"""What a spaCy `Doc` keeps: the records as JSON in `Doc.user_data`, which all ways of saving it carry along.

The extension attributes read the records from there, so they hold in other processes and after loading.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from cnevents.records import Document, Event, EventList, Failure

DOCUMENT, FAILURE = "cnevents", "cnevents_failure"
PUBLISHED, DOC_ID = "cnevents_published", "cnevents_doc_id"
CACHED = 64  # records are built again from JSON when they are asked for; this many documents are kept


def add_extensions() -> None:
    """Add the attributes `doc._.cnevents…` and `span._.cnevents_event`, where nobody has them yet."""
    for name, (getter, setter) in {
        DOCUMENT: (get_events, None),
        "cnevents_document": (get_document, None),
        FAILURE: (get_failure, None),
        PUBLISHED: (get_published, set_published),
        DOC_ID: (get_doc_id, set_doc_id),
    }.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter, setter=setter)
    if not Span.has_extension("cnevents_event"):
        Span.set_extension("cnevents_event", getter=get_event)


def store(doc: Doc, result: Document | Failure) -> None:
    """Keep the outcome for a document, in place of an earlier one."""
    from cnevents.records import Document

    key, other = (DOCUMENT, FAILURE) if isinstance(result, Document) else (FAILURE, DOCUMENT)
    doc.user_data.pop(other, None)
    doc.user_data[key] = result.model_dump_json()


def get_document(doc: Doc) -> Document | None:
    """The records of a document; None where it was not read or could not be."""
    data = doc.user_data.get(DOCUMENT)
    return None if data is None else _document(data)


def get_events(doc: Doc) -> EventList:
    """The events of a document, in its order; none where it was not read or could not be."""
    from cnevents.records import EventList

    document = get_document(doc)
    return EventList(document.events if document is not None else ())


def get_failure(doc: Doc) -> Failure | None:
    """Why a document could not be read, or None."""
    from cnevents.records import Failure

    data = doc.user_data.get(FAILURE)
    return None if data is None else Failure.model_validate_json(data)


def get_event(span: Span) -> Event | None:
    """The event that a span of `doc.spans["cnevents"]` is the trigger of; None for other spans."""
    return next((event for event in get_events(span.doc) if event.event_id == span.id_), None)


def get_published(doc: Doc) -> str | None:
    """The day of publication that was set for a document, as an ISO string."""
    value: str | None = doc.user_data.get(PUBLISHED)
    return value


def set_published(doc: Doc, value: dt.date | dt.datetime | str | None) -> None:
    """Set the day of publication before the document is read; raises InputError (E103)."""
    from cnevents.checks import check_date

    day = check_date(value)
    _set(doc, PUBLISHED, None if day is None else day.isoformat())


def get_doc_id(doc: Doc) -> str | None:
    """The id that was set for a document."""
    value: str | None = doc.user_data.get(DOC_ID)
    return value


def set_doc_id(doc: Doc, value: str | None) -> None:
    """Set the caller's name for a document before it is read."""
    _set(doc, DOC_ID, None if value is None else str(value))


def _set(doc: Doc, key: str, value: str | None) -> None:
    if value is None:
        doc.user_data.pop(key, None)
    else:
        doc.user_data[key] = value


@lru_cache(maxsize=CACHED)
def _document(data: str) -> Document:
    from cnevents.records import Document

    return Document.model_validate_json(data)
