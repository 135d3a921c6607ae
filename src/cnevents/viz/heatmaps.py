"""`heatmap`: dyads by month."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from cnevents.records import Document
from cnevents.viz.actors import LEVELS, Level, dyads, happened
from cnevents.viz.hover import counted, examples
from cnevents.viz.periods import Day, period
from cnevents.viz.pictures import Picture, check_choice, check_count, dressed, empty, need_altair
from cnevents.viz.told import Events, Told, gather
from cnevents.viz.words import left_out, most_of, notes, plural

Value = Literal["count", "intensity"]
CELL, NARROWEST = 26, 9  # pixels
WIDTH = 760
LEGENDS = {"count": "events", "intensity": "mean intensity"}
TOOLTIP = ("dyad", "month", "events", "mean", "types", "sentence")
TITLES = {"mean": "mean intensity"}
Cells = Mapping[tuple[str, str], Sequence[Told]]


def heatmap(
    events: Events,
    *,
    level: Level = "state",
    value: Value = "count",
    since: Day = None,
    until: Day = None,
    documents: Iterable[Document] = (),
    limit: int = 25,
    told: bool = False,
) -> Picture:
    """Who with whom, month by month: a row a dyad, a column a month.

    Args:
        events: An `EventList`, documents or events.
        level: "state" for the state that each belongs to, "actor" for who is named.
        value: "count" for the number of events, "intensity" for their mean weight from -10 (attacks) to 10.
        since, until: First and last day; by default the days around which most events lie.
        documents: The texts of events that come without them, for the sentences.
        limit: How many dyads at most; those with the most events are kept.
        told: Count what is planned, possible or denied as well, not only what happened.

    Raises:
        InputError: E103 for what is no date, E105 for another `level`, `value` or `limit`, E113 for what is
            no event.
        UsageError: E401 without the extra `viz`.

    >>> import cnevents
    >>> text = "韩国外长4日在河内同越南外长举行会谈。"
    >>> heatmap(cnevents.extract_events(text, published="2025-03-05"))
    <Picture: dyads by month of 1 event>
    """
    check_choice("level", level, LEVELS)
    check_choice("value", value, ("count", "intensity"))
    check_count("limit", limit)
    stories = gather(events, documents)
    happenings = [one for one in stories if told or happened(one.event)]
    planned = left_out(len(stories) - len(happenings), "planned, possible or denied")
    cells, note = _cells(happenings, level, (since, until))
    totals = Counter(row for (row, _), found in cells.items() for _ in found)
    rows = [row for row, _ in totals.most_common(limit)]
    kept = {key: found for key, found in cells.items() if key[0] in set(rows)}
    title = f"dyads by month of {plural(len(stories), 'event')}"
    note = notes(planned, note, most_of(limit, "dyads", len(totals)))
    if not kept:
        return empty(title, notes("No event has a date and two sides.", note))
    return _draw(kept, rows, value, title, note)


def _days(one: Told) -> tuple[dt.date, dt.date] | None:
    return one.event.when.days() if one.event.when else None


def _cells(
    stories: Sequence[Told], level: str, asked: tuple[Day, Day]
) -> tuple[dict[tuple[str, str], list[Told]], str]:
    """The events of each dyad and month, and what had to be left out."""
    paired = [(one, found) for one in stories if (found := dyads(one.event, level))]
    dated = [(*pair, days[0]) for pair in paired if (days := _days(pair[0]))]
    first, last = period([day for *_, day in dated], *asked) if dated else (None, None)
    inside = [one for one in dated if first and last and first <= one[-1] <= last]
    cells: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one, found, day in inside:
        for dyad in found:
            cells[f"{dyad.source} {'↔' if dyad.mutual else '→'} {dyad.target}", f"{day:%Y-%m}"].append(one)
    return cells, notes(
        left_out(len(stories) - len(paired), "without two known sides"),
        left_out(len(paired) - len(dated), "without a date"),
        left_out(len(dated) - len(inside), f"before {first} or after {last}"),
    )


def months(first: str, last: str) -> list[str]:
    """All months from one to the other.

    >>> months("2024-12", "2025-02")
    ['2024-12', '2025-01', '2025-02']
    """
    (year, month), end = (int(part) for part in first.split("-")), last
    found = [f"{year:04d}-{month:02d}"]
    while found[-1] < end:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year:04d}-{month:02d}")
    return found


def _draw(cells: Cells, rows: Sequence[str], value: str, title: str, note: str) -> Picture:
    alt = need_altair()
    columns = months(min(month for _, month in cells), max(month for _, month in cells))
    values = [_value(row, month, found) for (row, month), found in cells.items()]
    if value == "count":
        most = max(one["count"] for one in values)
        ticks = list(range(0, most + 1, max(round(most / 4), 1)))
        scale = alt.Scale(scheme="blues", domain=[0, most])
        legend = alt.Legend(format="d", values=ticks)
    else:
        scale, legend = alt.Scale(scheme="redblue", domain=[-10, 10]), alt.Legend()
    cell = max(min(CELL, WIDTH // len(columns)), NARROWEST)
    width, height = len(columns) * cell, len(rows) * CELL
    axis = alt.Axis(labelAngle=-60, labelOverlap="parity", domain=False, ticks=False, grid=False)
    chart = (
        alt.Chart(alt.Data(values=values), width=width, height=height)
        .mark_rect(cornerRadius=3, stroke="#8884", strokeWidth=1)
        .encode(
            x=alt.X("month:O", title=None, axis=axis, scale=alt.Scale(domain=columns)),
            y=alt.Y(
                "dyad:O", title=None, scale=alt.Scale(domain=list(rows)),
                axis=alt.Axis(labelLimit=260, domain=False, ticks=False, grid=False, labelFontSize=13),
            ),
            color=alt.Color(f"{value}:Q", scale=scale, legend=legend, title=LEGENDS[value]),
            tooltip=[alt.Tooltip(f"{name}:N", title=TITLES.get(name, name)) for name in TOOLTIP],
        )
    )  # fmt: skip
    return Picture(dressed(chart), title, note, height=height + 140)


def _value(row: str, month: str, stories: Sequence[Told]) -> dict[str, Any]:
    weights = [one.event.intensity for one in stories if one.event.intensity is not None]
    mean = round(sum(weights) / len(weights), 2) if weights else None
    return {
        "dyad": row,
        "month": month,
        "count": len(stories),
        "intensity": mean,
        "events": f"{len(stories):,}",
        "mean": "" if mean is None else f"{mean:+.1f}",
        "types": counted(one.event.type for one in stories),
        "sentence": examples(stories),
    }
