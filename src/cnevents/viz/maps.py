"""`map`: where it happened.

No borders are drawn: many of them are disputed, and none are ours to give. The grey dots are the places that
the tables know, enough to tell coasts and continents; hand in outlines of your own as GeoJSON.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cnevents.records import Document, Participant
from cnevents.viz.colours import SIDES, side
from cnevents.viz.hover import counted, examples
from cnevents.viz.outlines import read_outlines
from cnevents.viz.pictures import Picture, check_count, dressed, empty, need_altair
from cnevents.viz.told import Events, Told, gather
from cnevents.viz.words import left_out, most_of, notes, plural

WIDTH, TALLEST = 820, 620
MARGIN, NARROWEST = 0.15, 12.0  # share of the span around the places; degrees that are shown at least
GRID = 0.7  # degrees: one grey dot a field of this size
LABELS = 25
Position = tuple[float, float]  # latitude, longitude
Box = tuple[float, float, float, float]  # west, south, east, north


def map(
    events: Events,
    *,
    documents: Iterable[Document] = (),
    outlines: str | Path | None = None,
    limit: int = 500,
) -> Picture:
    """A dot for each place with its events: larger for more, in the colour of most of them.

    A place has its position from the `Entity` of its document, else from the tables of names. Events
    whose place is a state, or a place that the tables do not know, are counted in the note.

    Args:
        events: An `EventList`, documents or events.
        documents: The texts of events that come without them, for positions and sentences.
        outlines: A GeoJSON file whose lines and polygons are drawn below; by default none.
        limit: How many places at most; those with the most events are kept.

    Raises:
        InputError: E105 for another `limit`, E113 for what is no event.
        FileError: E201 or E206 for outlines that cannot be read.
        UsageError: E401 without the extra `viz`.

    >>> import cnevents
    >>> text = "韩国外长4日在河内同越南外长举行会谈。"
    >>> map(cnevents.extract_events(text, published="2025-03-05"))
    <Picture: map of 1 event>
    """
    check_count("limit", limit)
    stories = gather(events, documents)
    lines = list(read_outlines(outlines)) if outlines is not None else []
    spots = _spots(stories)
    shown = sum(len(found) for found in spots.values())
    title = f"map of {plural(len(stories), 'event')}"
    note = notes(
        left_out(len(stories) - shown, "without a place whose position is known"),
        most_of(limit, "places", len(spots)),
    )
    if not spots:
        return empty(title, note or "There is no event to show.")
    most = dict(sorted(spots.items(), key=lambda item: -len(item[1]))[:limit])
    return _draw(most, lines, title, note)


def _spots(stories: Iterable[Told]) -> dict[tuple[str, Position], list[Told]]:
    spots: dict[tuple[str, Position], list[Told]] = defaultdict(list)
    for one in stories:
        place = one.event.place
        where = _position(place, one.document) if place else None
        if place and where:
            spots[place.name, where].append(one)
    return spots


def _position(place: Participant, document: Document | None) -> Position | None:
    """The position of a place: what its document says, else what the tables say of its name."""
    for entity in document.entities if document else ():
        if entity.id == place.id and entity.latitude is not None and entity.longitude is not None:
            return entity.latitude, entity.longitude
    found = _known().get(place.name, {})
    return found.get(place.state or "") or found.get("")


def _known() -> dict[str, dict[str, Position]]:
    from cnevents.lexicon import load_lexicon

    return load_lexicon().positions


def _draw(
    spots: Mapping[tuple[str, Position], Sequence[Told]], lines: list[dict[str, Any]], title: str, note: str
) -> Picture:
    alt = need_altair()
    box = _box([where for _, where in spots])
    width, height = _size(box)
    west, south, east, north = box
    x = alt.X(
        "lon:Q", title=None, scale=alt.Scale(domain=[west, east], nice=False), axis=_axis(alt, "E", "W")
    )
    y = alt.Y(
        "lat:Q", title=None, scale=alt.Scale(domain=[south, north], nice=False), axis=_axis(alt, "N", "S")
    )
    values = [_value(name, where, found) for (name, where), found in spots.items()]
    sides = [name for name in SIDES if any(value["side"] == name for value in values)]
    colour = alt.Color(
        "side:N", title=None, scale=alt.Scale(domain=sides, range=[SIDES[name] for name in sides])
    )
    size = alt.Size("count:Q", legend=None, scale=alt.Scale(domainMin=1, rangeMin=110, rangeMax=1100))
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("place", "events", "types", "sentence")]
    ground = alt.Chart(alt.Data(values=_ground(box)))
    chart = alt.Chart(alt.Data(values=values)).encode(x=x, y=y)
    layers = [
        ground.mark_circle(size=7, color="#8c8c8c", opacity=0.35, clip=True).encode(x=x, y=y),
        chart.mark_circle(opacity=0.75, clip=True).encode(color=colour, size=size, tooltip=tooltip),
        alt.Chart(alt.Data(values=_labels(values, box)))
        .mark_text(dy=-14, fontSize=12, fontWeight=600)
        .encode(x=x, y=y, text="place:N"),
    ]
    if lines:
        outline = alt.Chart(alt.Data(values=lines)).mark_line(color="#8c8c8c", strokeWidth=0.8, clip=True)
        layers.insert(0, outline.encode(x=x, y=y, detail="part:N", order="order:Q"))
    return Picture(dressed(alt.layer(*layers, width=width, height=height)), title, note, height=height + 60)


def _axis(alt: Any, positive: str, negative: str) -> Any:
    letter = f"(datum.value < 0 ? '{negative}' : datum.value > 0 ? '{positive}' : '')"
    label = f"format(abs(datum.value), 'd') + '°' + {letter}"
    return alt.Axis(labelExpr=label, tickCount=6, gridOpacity=0.3, domain=False, ticks=False)


def _value(name: str, where: Position, stories: Sequence[Told]) -> dict[str, Any]:
    sides = [side(one.event) for one in stories]
    return {
        "place": name,
        "lat": where[0],
        "lon": where[1],
        "side": max(SIDES, key=sides.count),
        "count": len(stories),
        "events": f"{len(stories):,}",
        "types": counted(one.event.type for one in stories),
        "sentence": examples(stories),
    }


def _labels(values: Sequence[dict[str, Any]], box: Box) -> list[dict[str, Any]]:
    """The names of the places with the most events, but for those that would lie over another."""
    kept: list[dict[str, Any]] = []
    near = (box[2] - box[0]) / 24, (box[3] - box[1]) / 28
    for value in values:
        if len(kept) < LABELS and not any(
            abs(value["lon"] - one["lon"]) < near[0] and abs(value["lat"] - one["lat"]) < near[1]
            for one in kept
        ):
            kept.append({name: value[name] for name in ("place", "lat", "lon")})
    return kept


def _box(places: Sequence[Position]) -> Box:
    """What to show: all places with a margin, at least `NARROWEST` degrees."""
    sides = []
    for axis, low, high in ((1, -180.0, 180.0), (0, -85.0, 85.0)):
        values = [place[axis] for place in places]
        middle = (min(values) + max(values)) / 2
        half = max((max(values) - min(values)) * (0.5 + MARGIN), NARROWEST / 2)
        sides.append((max(middle - half, low), min(middle + half, high)))
    return sides[0][0], sides[1][0], sides[0][1], sides[1][1]


def _size(box: Box) -> tuple[int, int]:
    """Pixels, so that a kilometre is as long to the north as to the east in the middle of the map."""
    west, south, east, north = box
    shape = (north - south) / ((east - west) * math.cos(math.radians((south + north) / 2)))
    return (
        (WIDTH, max(round(WIDTH * shape), 160))
        if shape * WIDTH <= TALLEST
        else (max(round(TALLEST / shape), 320), TALLEST)
    )


def _ground(box: Box) -> list[dict[str, float]]:
    """The known places inside the box, thinned out to one a field of the grid."""
    west, south, east, north = box
    found: dict[tuple[int, int], dict[str, float]] = {}
    for by_state in _known().values():
        for latitude, longitude in by_state.values():
            if west <= longitude <= east and south <= latitude <= north:
                field = (int(latitude // GRID), int(longitude // GRID))
                found.setdefault(field, {"lat": latitude, "lon": longitude})
    return list(found.values())
