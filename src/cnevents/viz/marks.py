"""A text with its names, dates and triggers marked, as HTML in which nothing of the text is markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from cnevents.records import DateMention, Document, Entity, Event
from cnevents.text.folding import fold
from cnevents.viz import hover
from cnevents.viz.colours import slug


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text with its colour (a CSS class) and its card.

    Attributes:
        tag: A word shown behind it, or "".
        event: The id of the event that it tells, or "".
    """

    start: int
    end: int
    style: str
    card: str
    tag: str = ""
    event: str = ""


def document_marks(document: Document) -> list[Mark]:
    """All marks of a document, in the order of the text; those that lie outside of it are left out."""
    marks = [
        *(_entity(span.start, span.end, entity) for span, entity in document.mentions()),
        *(_date(date) for date in document.dates),
        *(trigger_mark(event) for event in document.events),
    ]
    fitting = (mark for mark in marks if 0 <= mark.start < mark.end <= len(document.text))
    return sorted(fitting, key=lambda mark: (mark.start, -mark.end))


def trigger_mark(event: Event, shift: int = 0) -> Mark:
    """The mark of an event's trigger, `shift` characters further to the left."""
    card = "\n".join(hover.lines(event))
    start, end = event.trigger.start - shift, event.trigger.end - shift
    return Mark(start, end, f"trigger {slug(event.quad)}", card, event.type, event.event_id)


def _entity(start: int, end: int, entity: Entity) -> Mark:
    kind = entity.kind if entity.kind != entity.type.lower() else None
    about = " · ".join(value for value in (entity.type, kind, entity.sector) if value)
    state = f"state: {entity.state}" if entity.state else ""
    if entity.latitude is not None and entity.longitude is not None:
        state += f"\nat: {entity.latitude:.2f}, {entity.longitude:.2f}"
    others = [name for name in entity.names if name != entity.name]
    also = f"in the text: {'、'.join(others)}" if others else ""
    lines = (f"{entity.name} — {about}", f"id: {entity.id}", state.strip(), also)
    return Mark(start, end, entity.type.lower(), "\n".join(line for line in lines if line))


def _date(date: DateMention) -> Mark:
    value = date.edtf or date.timex or "no value"
    about = [f"{value} — {date.kind}, {date.precision}"]
    if date.days:
        about.append(f"days: {date.days[0]} to before {date.days[1]}")
    if date.anchor:
        about.append(f"by: {date.anchor}")
    if date.invalid:
        about.append("no such day")
    return Mark(date.span.start, date.span.end, "date", "\n".join(about))


def marked_text(text: str, marks: Iterable[Mark]) -> str:
    """The text as HTML; marks that overlap share one card.

    >>> marked_text("<b>会谈", [Mark(3, 5, "trigger neutral", "talks")])
    '&lt;b&gt;<span class="m" tabindex="0" data-card="talks"><mark class="trigger neutral">会谈</mark></span>'
    """
    parts, position = [], 0
    for cluster in _clusters(marks):
        start, end = cluster[0].start, max(mark.end for mark in cluster)
        parts.append(_plain(text[position:start]))
        card = escape("\n\n".join(dict.fromkeys(mark.card for mark in cluster)))
        parts.append(f'<span class="m" tabindex="0" data-card="{card}">{_pieces(text, cluster)}</span>')
        position = end
    return "".join(parts) + _plain(text[position:])


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n")


def _clusters(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Marks in groups that do not touch each other's characters."""
    cluster: list[Mark] = []
    end = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if cluster and mark.start >= end:
            yield cluster
            cluster = []
        cluster.append(mark)
        end = max(end, mark.end) if len(cluster) > 1 else mark.end
    if cluster:
        yield cluster


def _pieces(text: str, cluster: list[Mark]) -> str:
    """The characters of a cluster, each in the colour of the shortest mark over it."""
    cuts = sorted({cut for mark in cluster for cut in (mark.start, mark.end)})
    parts = []
    for start, end in pairwise(cuts):
        over = [mark for mark in cluster if mark.start <= start and end <= mark.end]
        inner = min(over, key=lambda mark: mark.end - mark.start)
        last = inner.end == end
        extra = f' data-tag="{escape(inner.tag)}"' if inner.tag and last else ""
        events = " ".join(mark.event for mark in over if mark.event)
        extra += f' data-event="{escape(events)}"' if events else ""
        parts.append(f'<mark class="{inner.style}"{extra}>{_plain(text[start:end])}</mark>')
    return "".join(parts)


def script(text: str) -> str:
    """The language tag that gives each character its right form: zh-Hant where folding changes some.

    >>> script("總統訪問"), script("总统访问")
    ('zh-Hant', 'zh-Hans')
    """
    changed = sum(one != other and one >= "\u3400" for one, other in zip(text, fold(text), strict=True))
    return "zh-Hant" if changed > len(text) / 50 else "zh-Hans"
