"""Events as an HTML table: plain without a script, with one to be sorted by each column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from cnevents.io.table import COLUMNS, filled_columns
from cnevents.records import Event
from cnevents.viz import hover
from cnevents.viz.colours import slug
from cnevents.viz.marks import marked_text, script, trigger_mark
from cnevents.viz.told import Told

STATUS = ("negative", "future", "hypothetical")


def event_table(stories: Iterable[Told], *, sentences: bool = False) -> str:
    """A table of events, one row each; columns that no row fills are left out.

    Args:
        stories: The events.
        sentences: Add a column with the sentence, its trigger marked.

    >>> event_table([])
    '<p class="note">no events</p>'
    """
    stories = list(stories)
    if not stories:
        return '<p class="note">no events</p>'
    rows = [tuple(hover.cells(told.event).values()) for told in stories]
    kept = filled_columns(rows)
    with_text = sentences and any(told.sentence for told in stories)
    with_doc = sentences and any(told.doc_id for told in stories)
    heads = [
        *(COLUMNS[i] for i in kept),
        *(["sentence"] if with_text else []),
        *(["document"] if with_doc else []),
    ]
    body = "".join(
        f'<tr data-event="{escape(told.event.event_id)}">{_cells(told.event, row, kept)}'
        f"{_sentence(told) if with_text else ''}{_document(told) if with_doc else ''}</tr>"
        for told, row in zip(stories, rows, strict=True)
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f'<table class="events"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(event: Event, row: Sequence[str], kept: Sequence[int]) -> str:
    return "".join(_cell(event, COLUMNS[i], row[i]) for i in kept)


def _cell(event: Event, column: str, text: str) -> str:
    if column == "when":
        days = event.when.days() if event.when else None
        return f'<td class="when" data-sort="{days[0] if days else ""}">{escape(text)}</td>'
    if column == "type":
        dot = f'<span class="dot {slug(event.quad)}" title="{escape(event.quad)}"></span>'
        return f"<td>{dot}{escape(text)}</td>"
    if column == "status":
        pills = "".join(f'<span class="pill {name}">{name}</span>' for name in STATUS if name in text.split())
        return f"<td>{pills}</td>"
    return f"<td>{escape(text)}</td>"


def _sentence(told: Told) -> str:
    if not told.sentence:
        return "<td></td>"
    marks = [trigger_mark(told.event, told.event.trigger.start - told.start)]
    return f'<td class="sentence" lang="{script(told.sentence)}">{marked_text(told.sentence, marks)}</td>'


def _document(told: Told) -> str:
    return f'<td class="document">{escape(told.doc_id)}</td>'
