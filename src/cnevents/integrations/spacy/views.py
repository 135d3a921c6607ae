"""Views of the records in spaCy's own terms: groups of spans, entities, and entities taken as hints.

A record counts characters and a view counts tokens: where the tokenizer cuts otherwise, a view grows to
whole tokens (`alignment_mode="expand"`), and a record that fits no token has no view. The records stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

if TYPE_CHECKING:
    from cnevents.analysis import NameHint
    from cnevents.records import Document
    from cnevents.records import Span as Words

DATE = "DATE"
SURE = 0.8  # spaCy gives no score; the least that lets a longer name replace one found by its form


def write_spans(doc: Doc, document: Document | None, key: str) -> None:
    """Fill the three groups: triggers under `key`, dates and entities under keys made of it."""
    doc.spans[key] = list(_events(doc, document)) if document else []
    doc.spans[f"{key}_dates"] = list(_dates(doc, document)) if document else []
    doc.spans[f"{key}_entities"] = list(_entities(doc, document)) if document else []


def write_ents(doc: Doc, document: Document) -> None:
    """Put entities and dates into `doc.ents`; entities that are there stay where ours leave room."""
    ours = filter_spans([*_entities(doc, document), *_dates(doc, document)])
    taken = {place for span in ours for place in range(span.start, span.end)}
    kept = [ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end))]
    doc.ents = sorted([*kept, *ours], key=lambda span: span.start)


def name_hints(doc: Doc, labels: Mapping[str, str]) -> Iterator[NameHint]:
    """The entities of a document as hints; a label that `labels` does not know, or maps to "", gives none."""
    from cnevents.analysis import NameHint

    for ent in doc.ents:
        kind = labels.get(ent.label_)
        if kind:
            yield NameHint(ent.start_char, ent.end_char, kind, "spacy", SURE)


def _events(doc: Doc, document: Document) -> Iterable[Span]:
    for event in document.events:
        yield from _span(doc, event.trigger, event.type, event.frame, event.event_id)


def _dates(doc: Doc, document: Document) -> Iterable[Span]:
    for date in document.dates:
        yield from _span(doc, date.span, DATE, date.timex)


def _entities(doc: Doc, document: Document) -> Iterable[Span]:
    for words, entity in document.mentions():
        yield from _span(doc, words, entity.type, entity.id)


def _span(doc: Doc, words: Words, label: str, kb_id: str, span_id: str = "") -> Iterable[Span]:
    """One span, or none where the tokens leave no room for it."""
    span = doc.char_span(
        words.start, words.end, label=label, kb_id=kb_id, span_id=span_id, alignment_mode="expand"
    )
    return () if span is None else (span,)
