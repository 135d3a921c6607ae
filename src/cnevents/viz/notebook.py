"""How records show themselves in a notebook: HTML that is plain without style, and without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from cnevents.records import Document, Event, EventList
from cnevents.viz.colours import QUADS, slug
from cnevents.viz.hover import cells
from cnevents.viz.marks import document_marks, marked_text, script
from cnevents.viz.pages import asset
from cnevents.viz.tables import event_table
from cnevents.viz.told import Told, gather

MOST_CHARACTERS = 20_000  # of a text
MOST_ROWS = 300  # of a table
MOST_TEXTS = 10
NAMES = ("person", "state", "place", "organization", "date")


def events_html(events: EventList) -> str:
    """A list of events: its texts with everything marked, and a table beside them."""
    stories = gather(events)
    texts = [_text(document) for document in events.documents[:MOST_TEXTS]]
    hidden = len(events.documents) - len(texts)
    note = f'<p class="note">{hidden:,} more texts</p>' if hidden else ""
    return _root(texts, stories, note)


def document_html(document: Document) -> str:
    """A document: its text with everything marked, and the table of its events beside it."""
    return _root([_text(document)], gather(document), "")


def event_html(event: Event) -> str:
    """An event: its fields, and the words that each rests on."""
    rows = [(name, text) for name, text in cells(event).items() if text]
    rows.append(("quad", event.quad))
    rows.append(("confidence", f"{event.confidence:.2f}"))
    if event.doc_id:
        rows.append(("document", event.doc_id))
    body = "".join(f'<tr><th scope="row">{name}</th><td>{escape(text)}</td></tr>' for name, text in rows)
    words = "".join(
        f"<tr><td>{escape(one.field)}</td><td>{escape(one.span.text)}</td>"
        f"<td>{one.span.start}–{one.span.end}</td><td>{escape(one.rule)}</td></tr>"
        for one in event.evidence
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("field", "words", "where", "rule"))
    evidence = (
        f"<details><summary>evidence</summary><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{words}</tbody></table></details>"
        if words
        else ""
    )
    return _wrapped(f'<table class="event {slug(event.quad)}"><tbody>{body}</tbody></table>{evidence}')


def _root(texts: Sequence[str], stories: Sequence[Told], note: str) -> str:
    table = event_table(stories[:MOST_ROWS])
    if len(stories) > MOST_ROWS:
        table += f'<p class="note">The first {MOST_ROWS} of {len(stories):,} events.</p>'
    if not texts:
        return _wrapped(table)
    quads = dict.fromkeys(told.event.quad for told in stories)
    left = f'<div class="texts">{"".join(texts)}{note}{_legend(quads)}</div>'
    return _wrapped(f'<div class="sides">{left}<div class="records">{table}</div></div>')


def _wrapped(content: str) -> str:
    return (
        f'<div class="cnevents"><style>{asset("notebook.css")}</style>{content}</div>'
        f"<script>{asset('notebook.js')}</script>"
    )


def _text(document: Document) -> str:
    head = " · ".join(str(value) for value in (document.doc_id, document.published) if value)
    shown = document.text[:MOST_CHARACTERS]
    marks = [mark for mark in document_marks(document) if mark.end <= len(shown)]
    more = len(document.text) - len(shown)
    note = f'<p class="note">{more:,} more characters</p>' if more else ""
    title = f'<p class="note">{escape(head)}</p>' if head else ""
    return f'{title}<div class="text" lang="{script(shown)}">{marked_text(shown, marks)}</div>{note}'


def _legend(quads: Iterable[str]) -> str:
    names = "".join(f'<mark class="{name}">{name}</mark> ' for name in NAMES)
    kinds = "".join(
        f'<mark class="trigger {slug(quad)}">{quad}</mark> ' for quad in QUADS if quad in set(quads)
    )
    return f'<p class="legend">{names}{kinds}</p>'
