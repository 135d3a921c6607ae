"""`report`: one self-contained page on many events."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from cnevents.records import Document, EventList
from cnevents.viz.actors import keys
from cnevents.viz.colours import QUADS
from cnevents.viz.maps import map as place_map
from cnevents.viz.networks import network
from cnevents.viz.pages import asset, figure, page
from cnevents.viz.pictures import Picture, check_count, need_altair
from cnevents.viz.tables import event_table
from cnevents.viz.timelines import timeline
from cnevents.viz.told import Events, Told, gather
from cnevents.viz.words import plural


def report(
    events: Events,
    *,
    documents: Iterable[Document] = (),
    title: str = "Events",
    latest: int = 50,
) -> str:
    """A page on a set of events: numbers, timeline, network, map, counts by type, the latest records.

    The page holds everything and opens without a network; nothing in it is fetched or executed but the
    program that draws.

    Args:
        events: An `EventList`, documents or events.
        documents: The texts of events that come without them, for the sentences.
        title: The heading.
        latest: How many records the table at the end has.

    Raises:
        InputError: E105 for a number below 1, E113 for what is no event.
        UsageError: E401 without the extra `viz`.

    >>> import cnevents
    >>> text = "韩国外长4日在河内同越南外长举行会谈。"
    >>> page = report(cnevents.extract_events(text, published="2025-03-05"), title="Talks")
    >>> page.startswith("<!DOCTYPE html>"), "<h1>Talks</h1>" in page
    (True, True)
    """
    check_count("latest", latest)
    need_altair()
    stories = gather(events, documents)
    if not stories:
        return page(title, f"<h1>{escape(title)}</h1>\n<p>There is no event to show.</p>")
    told = EventList((one.event for one in stories), _documents(stories))
    pictures = _pictures(told)
    sections = [f"<h1>{escape(title)}</h1>", _figures(stories)]
    sections += [f"<h2>{escape(head)}</h2>{figure(name, one.note)}" for name, (head, one) in pictures.items()]
    sections += [f"<h2>Counts by type</h2>{_counts(stories)}", _latest(stories, latest)]
    specs = {name: one.spec() for name, (_, one) in pictures.items()}
    return page(title, "\n".join(sections), specs, [asset("notebook.js")])


def _documents(stories: Iterable[Told]) -> list[Document]:
    return list({id(one.document): one.document for one in stories if one.document}.values())


def _pictures(events: EventList) -> dict[str, tuple[str, Picture]]:
    return {
        "timeline": ("When: by type", timeline(events)),
        "network": ("Who to whom", network(events)),
        "map": ("Where", place_map(events)),
    }


def _figures(stories: Sequence[Told]) -> str:
    days = sorted(span for one in stories if (span := one.event.when and one.event.when.days()))
    actors = {name for one in stories for name in keys(one.event.actors, "actor")}
    values = [(f"{len(stories):,}", "events"), (f"{len(actors):,}", "actors")]
    documents = {one.doc_id for one in stories if one.doc_id}
    if documents:
        values.append((f"{len(documents):,}", "documents with events"))
    if days:
        last = max(end for _, end in days) - dt.timedelta(days=1)
        values += [(str(days[0][0]), "first day told"), (str(last), "last day told")]
    items = "".join(f"<li><b>{escape(value)}</b>{escape(name)}</li>" for value, name in values)
    return f'<ul class="figures">{items}</ul>'


def _counts(stories: Sequence[Told]) -> str:
    """A bar a type, in the colours of its quad classes: drawn without a script."""
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    for one in stories:
        by_type[one.event.type][one.event.quad] += 1
    ordered = sorted(by_type.items(), key=lambda item: (-item[1].total(), item[0]))
    most = ordered[0][1].total()
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{quads.total():,}</td>'
        f'<td class="bar">{_bar(quads, most)}</td></tr>'
        for name, quads in ordered
    )
    return f'<table class="bars"><tbody>{rows}</tbody></table>'


def _bar(quads: Counter[str], most: int) -> str:
    pieces = "".join(
        f'<i style="width:{100 * quads[quad] / most:.1f}%;background:{colour}" '
        f'title="{quad}: {quads[quad]:,}"></i>'
        for quad, colour in QUADS.items()
        if quads[quad]
    )
    return f"<span>{pieces}</span>"


def _latest(stories: Sequence[Told], latest: int) -> str:
    dated = sorted(stories, key=_begin, reverse=True)[:latest]
    without = sum(not one.sentence for one in dated)
    note = ""
    if without:
        why = "the text is not at hand; hand in documents (cnevents extract --documents) to see it"
        note = f'<p class="note">{plural(without, "record")} without a sentence: {why}.</p>'
    table = event_table(dated, sentences=True)
    return f'<h2>Latest records</h2>{note}<div class="cnevents"><div class="records">{table}</div></div>'


def _begin(one: Told) -> Any:
    days = one.event.when.days() if one.event.when else None
    return days[0] if days else dt.date.min
