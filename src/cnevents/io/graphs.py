"""Events as a graph of networkx: who did what to whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cnevents.io.frames import event_row
from cnevents.io.optional import need
from cnevents.records import Event, Participant

EDGE = (
    "event_id", "doc_id", "type", "mode", "frame", "quad", "cameo", "intensity", "trigger",
    "date_start", "date_end", "place", "polarity", "modality", "confidence",
)  # fmt: skip


def to_networkx(events: Iterable[Event]) -> Any:
    """A `networkx.MultiDiGraph`: a node for each id, an edge for each actor with each recipient of an event.

    Nodes have `name`, `state` and `sector`; edges have the fields of the event (`EDGE`) and its id as key.
    Anaphors that nothing fits are left out. An event without a recipient adds its actors as nodes alone;
    what is told of both sides alike (会谈) has actors only, so `cnevents.viz.network` shows more.

    Raises UsageError (E401) where networkx is not installed.
    """
    graph = need("networkx", "viz").MultiDiGraph()
    for event in events:
        sides = [[one for one in side if not one.unresolved] for side in (event.actors, event.recipients)]
        for one in (*sides[0], *sides[1]):
            graph.add_node(one.id, **_node(one))
        row = event_row(event)
        fields = {name: row[name] for name in EDGE}
        for actor in sides[0]:
            for recipient in sides[1]:
                graph.add_edge(actor.id, recipient.id, key=event.event_id, **fields)
    return graph


def _node(one: Participant) -> dict[str, str | None]:
    return {"name": one.name, "state": one.state, "sector": one.sector}
