"""`network`: who did what to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cnevents.records import Document
from cnevents.viz.actors import LEVELS, Dyad, Level, dyads, happened
from cnevents.viz.colours import SIDES, side
from cnevents.viz.hover import counted, examples
from cnevents.viz.layout import Arrow, Point, arrow, place_nodes
from cnevents.viz.pictures import Picture, check_choice, check_count, dressed, empty, need_altair
from cnevents.viz.told import Events, Told, gather
from cnevents.viz.words import left_out, most_of, notes, plural

WIDTH, HEIGHT = 820, 560
THIN = 8  # events of an edge below which none is drawn as wide as can be
BENDS = {"cooperation": 14.0, "conflict": 30.0, "neutral": 46.0}  # pixels, so that no arrow covers another
Edges = Mapping[tuple[Dyad, str], Sequence[Told]]


def network(
    events: Events,
    *,
    level: Level = "actor",
    documents: Iterable[Document] = (),
    limit: int = 40,
    told: bool = False,
) -> Picture:
    """Arrows from who acts to whom it is done: blue for cooperation, red for conflict, wider for more events.

    What is told of both sides alike (会谈, 签署) is a line without a head. The pointer over an arrow shows
    the types with their numbers, and sentences.

    Args:
        events: An `EventList`, documents or events.
        level: "actor" for who is named, "state" for the state that each belongs to.
        documents: The texts of events that come without them, for the sentences.
        limit: How many actors at most; those with the most events are kept.
        told: Count what is planned, possible or denied as well, not only what happened.

    Raises:
        InputError: E105 for another `level` or `limit`, E113 for what is no event.
        UsageError: E401 without the extra `viz`.

    >>> import cnevents
    >>> text = "以色列军队14日对加沙发动空袭。法国谴责以色列。"
    >>> network(cnevents.extract_events(text, published="2025-01-15"), level="state").note
    ''
    """
    check_choice("level", level, LEVELS)
    check_count("limit", limit)
    stories = gather(events, documents)
    counted_stories = [one for one in stories if told or happened(one.event)]
    edges, shown = _edges(counted_stories, level)
    nodes, all_nodes = _nodes(edges, limit)
    kept = {key: value for key, value in edges.items() if {key[0].source, key[0].target} <= set(nodes)}
    joined = {name for dyad, _ in kept for name in dyad[:2]}
    nodes = {name: count for name, count in nodes.items() if name in joined}
    title = f"network of {plural(len(stories), 'event')}"
    note = notes(
        left_out(len(stories) - len(counted_stories), "planned, possible or denied"),
        left_out(len(counted_stories) - shown, "without two known sides"),
        most_of(limit, "actors", all_nodes),
    )
    if not kept:
        return empty(title, notes("No event joins two actors.", note))
    return _draw(kept, nodes, title, note)


def _edges(stories: Iterable[Told], level: str) -> tuple[dict[tuple[Dyad, str], list[Told]], int]:
    edges: dict[tuple[Dyad, str], list[Told]] = defaultdict(list)
    shown = 0
    for one in stories:
        found = dyads(one.event, level)
        shown += bool(found)
        for dyad in found:
            edges[dyad, side(one.event)].append(one)
    return edges, shown


def _nodes(edges: Edges, limit: int) -> tuple[dict[str, int], int]:
    """The actors that are drawn with the number of their events, and how many there are in all."""
    counts: Counter[str] = Counter()
    for (dyad, _), stories in edges.items():
        counts.update({dyad.source: len(stories), dyad.target: len(stories)})
    return dict(counts.most_common(limit)), len(counts)


def _draw(edges: Edges, nodes: Mapping[str, int], title: str, note: str) -> Picture:
    alt = need_altair()
    weights: Counter[tuple[str, str]] = Counter()
    for (dyad, _), stories in edges.items():
        weights[min(dyad[:2]), max(dyad[:2])] += len(stories)
    places = place_nodes(weights, list(nodes), WIDTH, HEIGHT)
    most = max(len(stories) for stories in edges.values())
    lines: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    cards: list[dict[str, Any]] = []
    for number, ((dyad, which), stories) in enumerate(edges.items()):
        drawn = arrow(places[dyad.source], places[dyad.target], BENDS[which], radius=15)
        cards.append(_card(number, dyad, which, stories, most))
        points = _whole(drawn, dyad, places)
        lines.extend({"edge": number, "order": i, "x": x, "y": y} for i, (x, y) in enumerate(points))
        if not dyad.mutual:
            heads.append({"edge": number, "x": drawn.head[0], "y": drawn.head[1], "angle": drawn.angle})
    chart = alt.layer(*_layers(alt, (lines, heads, cards), nodes, places), width=WIDTH, height=HEIGHT)
    return Picture(dressed(chart), title, note, height=HEIGHT + 40)


def _whole(drawn: Arrow, dyad: Dyad, places: Mapping[str, Point]) -> list[Point]:
    """A line without a head goes on to the middle of the node."""
    return [*drawn.points, places[dyad.target]] if dyad.mutual else drawn.points


def _card(number: int, dyad: Dyad, which: str, stories: Sequence[Told], most: int) -> dict[str, Any]:
    between = " ↔ " if dyad.mutual else " → "
    return {
        "edge": number,
        "side": which,
        "width": round(1.5 + 6.5 * len(stories) / max(most, THIN), 2),
        "who": f"{dyad.source}{between}{dyad.target}",
        "events": f"{len(stories):,}",
        "types": counted(one.event.type for one in stories),
        "sentence": examples(stories),
    }


def _layers(
    alt: Any,
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]],
    nodes: Mapping[str, int],
    places: Mapping[str, Point],
) -> list[Any]:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[HEIGHT, 0], nice=False))
    lines, heads, cards = drawn
    sides = [name for name in SIDES if any(card["side"] == name for card in cards)]
    # What is said of an edge stands once, and is looked up for each point of its curve.
    edge = alt.LookupData(data=alt.Data(values=cards), key="edge", fields=list(cards[0])[1:])
    scale = alt.Scale(domain=sides, range=[SIDES[name] for name in sides])
    colour = alt.Color("side:N", title=None, scale=scale)
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("who", "events", "types", "sentence")]
    dots = [
        {"name": node, "events": f"{count:,}", "count": count, "x": places[node][0], "y": places[node][1]}
        for node, count in nodes.items()
    ]
    node = alt.Chart(alt.Data(values=dots)).encode(x=x, y=y)
    size = alt.Size("count:Q", legend=None, scale=alt.Scale(domainMin=1, rangeMin=90, rangeMax=520))
    return [
        alt.Chart(alt.Data(values=lines))
        .transform_lookup(lookup="edge", from_=edge)
        .mark_line(opacity=0.7, interpolate="linear", strokeCap="round")
        .encode(
            x=x, y=y, color=colour, detail="edge:N", order="order:Q", tooltip=tooltip,
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        ),
        alt.Chart(alt.Data(values=heads))
        .transform_lookup(lookup="edge", from_=edge)
        .mark_point(shape="triangle-up", filled=True, size=130, opacity=0.95)
        .encode(x=x, y=y, color=colour, angle=alt.Angle("angle:Q", scale=None), tooltip=tooltip),
        node.mark_point(filled=True, color="#6b7280", opacity=1).encode(
            size=size, tooltip=[alt.Tooltip("name:N"), alt.Tooltip("events:N")]
        ),
        node.mark_text(dy=-15, fontSize=13, fontWeight=600, limit=160).encode(text="name:N"),
    ]  # fmt: skip
