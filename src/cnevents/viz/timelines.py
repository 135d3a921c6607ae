"""`timeline`: when what happened, one row an actor, a state or a type."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cnevents.records import Document, Event
from cnevents.viz.actors import happened, keys
from cnevents.viz.colours import QUADS
from cnevents.viz.hover import counted, datum, examples
from cnevents.viz.periods import Day, period
from cnevents.viz.pictures import Picture, check_choice, check_count, dressed, empty, need_altair
from cnevents.viz.told import Events, Told, gather
from cnevents.viz.words import left_out, most_of, notes, plural

By = Literal["actor", "state", "type"]
BYS = ("actor", "state", "type")
SINGLE = 600  # marks that are drawn one by one; more are put together by week, month or year
LANE, GAP, MOST_LANES = 13, 10, 12  # pixels of a mark and between rows; marks above one another in a row
WIDTH = 760
TOOLTIP = (
    "events", "types", "when", "type", "who", "whom", "where", "words", "status", "source",
    "sentence", "document",
)  # fmt: skip
STEPS = (("day", 1), ("week", 7), ("month", 30), ("year", 365))


@dataclass(slots=True)
class _Dot:
    """One mark: an event, or all events of one row, quad class and period."""

    row: str
    start: dt.date
    end: dt.date
    told: list[Told]
    lane: int = 0


def timeline(
    events: Events,
    *,
    by: By = "type",
    since: Day = None,
    until: Day = None,
    documents: Iterable[Document] = (),
    limit: int = 20,
) -> Picture:
    """A timeline; the pointer over a mark shows the record and its sentence.

    Blue marks are cooperation, red ones conflict; hollow ones are planned, possible or denied. Where there
    are too many, all of a row and a day, week, month or year are one mark, larger where they are more.

    Args:
        events: An `EventList`, documents or events.
        by: What has a row: "actor", "state" or "type".
        since, until: First and last day; by default the days around which most events lie.
        documents: The texts of events that come without them, for the sentences.
        limit: How many rows at most; those with the most events are kept.

    Raises:
        InputError: E103 for what is no date, E105 for another `by` or `limit`, E113 for what is no event.
        UsageError: E401 without the extra `viz`.

    >>> import cnevents
    >>> text = "韩国外长4日在河内同越南外长举行会谈。"
    >>> picture = timeline(cnevents.extract_events(text, published="2025-03-05"), by="state")
    >>> picture
    <Picture: timeline of 1 event>
    """
    check_choice("by", by, BYS)
    check_count("limit", limit)
    stories = gather(events, documents)
    title = f"timeline of {plural(len(stories), 'event')}"
    dots, rows, note = _dots(stories, by, (since, until), limit)
    if not dots:
        return empty(title, note or "There is no event to show.")
    heights = _lanes(dots, rows)
    if len(dots) > SINGLE or max(heights.values()) > MOST_LANES:
        dots = _together(dots)
        heights = _lanes(dots, rows)
    return _draw(dots, rows, heights, title, note)


def _dots(
    stories: Sequence[Told], by: str, days: tuple[Day, Day], limit: int
) -> tuple[list[_Dot], list[str], str]:
    dated = [(told, span) for told in stories if (span := told.event.when and told.event.when.days())]
    first, last = period([start for _, (start, _) in dated], *days) if dated else (None, None)
    inside = [(told, span) for told, span in dated if first and last and first <= span[0] <= last]
    dots = [_Dot(row, start, end, [told]) for told, (start, end) in inside for row in _rows(told.event, by)]
    counts = Counter(dot.row for dot in dots)
    rows = [row for row, _ in counts.most_common(limit)]
    note = notes(
        left_out(len(stories) - len(dated), "without a date"),
        left_out(len(dated) - len(inside), f"before {first} or after {last}"),
        f"No event has a known {by}." if inside and not dots else "",
        most_of(limit, "rows", len(counts)),
    )
    return [dot for dot in dots if dot.row in set(rows)], rows, note


def _rows(event: Event, by: str) -> list[str]:
    return [event.type] if by == "type" else keys(event.actors, by)


def _together(dots: Sequence[_Dot]) -> list[_Dot]:
    """One mark for all of a row, a quad class and a period, the period being as short as the width allows."""
    first, last = min(dot.start for dot in dots), max(dot.end for dot in dots)
    step = next((name for name, days in STEPS if (last - first).days / days <= WIDTH / LANE), "year")
    groups: dict[tuple[str, str, dt.date], list[Told]] = defaultdict(list)
    for dot in dots:
        groups[dot.row, dot.told[0].event.quad, _begin(dot.start, step)].append(dot.told[0])
    return [
        _Dot(row, day, day + dt.timedelta(days=1), told) for (row, _, day), told in sorted(groups.items())
    ]


def _begin(day: dt.date, step: str) -> dt.date:
    if step == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1, month=1 if step == "year" else day.month) if step in ("month", "year") else day


def _lanes(dots: Sequence[_Dot], rows: Sequence[str]) -> dict[str, int]:
    """Put marks of a row that would cover each other above one another; gives the lanes of each row."""
    first, last = min(dot.start for dot in dots), max(dot.end for dot in dots)
    apart = max((last - first).days, 1) * LANE / WIDTH
    heights = dict.fromkeys(rows, 1)
    free: dict[str, list[float]] = {row: [] for row in rows}
    for dot in sorted(dots, key=lambda dot: (dot.start, dot.end)):
        begin, lanes = dot.start.toordinal(), free[dot.row]
        dot.lane = next((i for i, end in enumerate(lanes) if end <= begin), len(lanes))
        until = max(dot.end.toordinal() - 1, begin) + apart
        if dot.lane < len(lanes):
            lanes[dot.lane] = max(until, lanes[dot.lane])
        else:
            lanes.append(until)
        heights[dot.row] = max(heights[dot.row], dot.lane + 1)
    return heights


def _draw(
    dots: Sequence[_Dot], rows: Sequence[str], heights: dict[str, int], title: str, note: str
) -> Picture:
    alt = need_altair()
    tops, total = _tops(rows, heights)
    values = [_value(dot, tops) for dot in dots]
    labels = [{"row": row, "y": tops[row] + heights[row] * LANE / 2} for row in rows]
    lines = [{"y": tops[row] - GAP / 2} for row in rows[1:]]
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, total], reverse=True, nice=False), axis=None)
    layers = [
        alt.Chart(alt.Data(values=lines)).mark_rule(opacity=0.15).encode(y=y),
        *_marks(alt, values, y),
        alt.Chart(alt.Data(values=labels))
        .mark_text(align="right", baseline="middle", dx=-10, fontSize=13, limit=170)
        .encode(x=alt.value(0), y=y, text="row:N"),
    ]
    chart = alt.layer(*layers, width=WIDTH, height=total)
    return Picture(dressed(chart), title, note, height=total + 60)


def _marks(alt: Any, values: list[dict[str, Any]], y: Any) -> list[Any]:
    """A bar over the days of each mark and a point where they begin."""
    # utc: a day is a day, whatever the clock of whoever looks at it.
    x = alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(type="utc", padding=LANE),
        axis=alt.Axis(format="%Y-%m-%d", labelOverlap=True),
    )
    quads = [quad for quad in QUADS if any(value["quad"] == quad for value in values)]
    scale = alt.Scale(domain=quads, range=[QUADS[quad] for quad in quads])
    colour = alt.Color("quad:N", title=None, scale=scale)
    size = alt.Size("count:Q", legend=None, scale=alt.Scale(domainMin=1, rangeMin=90, rangeMax=420))
    fields = [name for name in TOOLTIP if any(value.get(name) for value in values)]
    chart = alt.Chart(alt.Data(values=values))
    points = chart.mark_point(filled=True, strokeWidth=1.8, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        stroke=alt.Stroke("stroke:N", scale=None),
        size=size,
        fillOpacity=alt.FillOpacity("fill:Q", scale=None),
        tooltip=[alt.Tooltip(f"{name}:N") for name in fields],
    )
    return [chart.mark_rule(strokeWidth=4, opacity=0.45).encode(x=x, x2="last:T", y=y, color=colour), points]


def _tops(rows: Sequence[str], heights: dict[str, int]) -> tuple[dict[str, int], int]:
    tops, position = {}, GAP // 2
    for row in rows:
        tops[row] = position
        position += heights[row] * LANE + GAP
    return tops, position - GAP // 2


def _value(dot: _Dot, tops: dict[str, int]) -> dict[str, Any]:
    event = dot.told[0].event
    place = {
        "row": dot.row,
        "quad": event.quad,
        "stroke": QUADS[event.quad],
        "start": dot.start.isoformat(),
        "last": (dot.end - dt.timedelta(days=1)).isoformat(),
        "y": tops[dot.row] + dot.lane * LANE + LANE / 2,
        "fill": 0.85 if any(happened(told.event) for told in dot.told) else 0.0,
        "count": len(dot.told),
    }
    if len(dot.told) == 1:
        return {**place, **datum(dot.told[0])}
    types = counted(told.event.type for told in dot.told)
    return {**place, "events": f"{len(dot.told):,}", "types": types, "sentence": examples(dot.told)}
