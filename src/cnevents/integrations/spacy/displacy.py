"""Entities, dates and triggers for displaCy, in one picture and exact to the character.

>>> from cnevents import Document
>>> displacy_ents(Document(text="无"))
{'text': '无', 'ents': [], 'title': None}
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.tokens import Doc

from cnevents.integrations.spacy.store import get_document
from cnevents.integrations.spacy.views import DATE

if TYPE_CHECKING:
    from cnevents.records import Document

# Labels that displaCy has no colour for; its own PERSON, EVENT and DATE stay as they are.
_COLORS = {"STATE": "#feca74", "PLACE": "#ff9561", "ORGANIZATION": "#7aecec", "DOCUMENT": "#f0d0ff"}
_QUADS = {
    "verbal cooperation": "#b5e7a0", "material cooperation": "#6fc36f",
    "verbal conflict": "#f7a8a8", "material conflict": "#e06666",
}  # fmt: skip
_NEUTRAL = "#d0d0d0"


class _Mark(NamedTuple):
    start: int
    end: int
    label: str


def displacy_colors() -> dict[str, str]:
    """A colour for each label: green for cooperation, red for conflict; spaCy asks by entry point."""
    from cnevents.ontology.types import load_types

    return _COLORS | {name: _QUADS.get(info.quad, _NEUTRAL) for name, info in load_types().items()}


def displacy_ents(doc: Doc | Document) -> dict[str, Any]:
    """Data for `displacy.render(..., style="ent", manual=True)`; of marks that overlap the longest stays."""
    document = _records(doc)
    marks: list[_Mark] = []
    for mark in sorted(_marks(document), key=lambda mark: mark.start - mark.end):
        if all(mark.end <= other.start or other.end <= mark.start for other in marks):
            marks.append(mark)
    ents = [mark._asdict() for mark in sorted(marks)]
    return {"text": document.text, "ents": ents, "title": _title(document)}


def displacy_spans(doc: Doc | Document) -> dict[str, Any]:
    """Data for `displacy.render(..., style="span", manual=True)`, in which marks may overlap.

    displaCy puts a space after each token, so the text is cut only where a mark begins or ends.
    """
    document = _records(doc)
    marks = sorted(_marks(document))
    text = document.text
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    place = {cut: number for number, cut in enumerate(cuts)}
    return {
        "text": text,
        "tokens": [text[a:b] for a, b in pairwise(cuts)],
        "spans": [
            {"start_token": place[mark.start], "end_token": place[mark.end], "label": mark.label}
            for mark in marks
        ],
        "title": _title(document),
    }


def _records(doc: Doc | Document) -> Document:
    """The records behind a document; one that was not read has none."""
    from cnevents.records import Document

    if isinstance(doc, Document):
        return doc
    return get_document(doc) or Document(text=doc.text)


def _title(document: Document) -> str | None:
    """The id; displaCy puts titles into the page as they are."""
    return None if document.doc_id is None else escape(document.doc_id)


def _marks(document: Document) -> list[_Mark]:
    return [
        *(_Mark(words.start, words.end, entity.type) for words, entity in document.mentions()),
        *(_Mark(date.span.start, date.span.end, DATE) for date in document.dates),
        *(_Mark(event.trigger.start, event.trigger.end, event.type) for event in document.events),
    ]
