"""Where the nodes and the arrows of a network are drawn, in pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cnevents.io.optional import need

STEPS = 14  # pieces of a curve
MARGIN = 60  # pixels
PULL = 1.75
SLACK = 0.22  # of its length that a curve may bend
Point = tuple[float, float]


class Arrow(NamedTuple):
    """A curve from one node to another and the head at its end; `angle` in degrees, clockwise from up."""

    points: list[Point]
    head: Point
    angle: float


def place_nodes(
    weights: Mapping[tuple[str, str], float], nodes: Sequence[str], width: int, height: int
) -> dict[str, Point]:
    """Nodes that have much to do with each other lie near; the same input gives the same places."""
    networkx = need("networkx", "viz")
    graph = networkx.complete_graph(nodes)
    # A weak pull between all keeps groups that have nothing to do with each other in one picture.
    networkx.set_edge_attributes(graph, PULL / len(nodes), "weight")
    for (one, other), weight in weights.items():
        graph.add_edge(one, other, weight=1 + math.log(weight))
    found = networkx.spring_layout(graph, k=1.0, seed=1, iterations=300)
    return _scaled(found, width, height)


def _scaled(found: Mapping[str, Any], width: int, height: int) -> dict[str, Point]:
    """The places, stretched to fill the picture but for its margin."""
    spans = []
    for axis, size in ((0, width), (1, height)):
        values = [float(place[axis]) for place in found.values()]
        low, high = min(values), max(values)
        spans.append((low, (size - 2 * MARGIN) / (high - low) if high > low else 0.0, size / 2))

    def along(place: Any, axis: int) -> float:
        """Pixels from the left or the top."""
        low, scale, middle = spans[axis]
        return MARGIN + (float(place[axis]) - low) * scale if scale else middle

    return {node: (along(place, 0), along(place, 1)) for node, place in found.items()}


def arrow(start: Point, end: Point, bend: float, radius: float) -> Arrow:
    """A curve from node to node, `bend` pixels high, that ends `radius` pixels before the second."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    bend = min(bend, length * SLACK)
    middle = (
        (start[0] + end[0]) / 2 - dy / length * 2 * bend,
        (start[1] + end[1]) / 2 + dx / length * 2 * bend,
    )
    until = max(0.5, 1 - radius / length)
    points = [_bezier(start, middle, end, until * step / STEPS) for step in range(STEPS + 1)]
    (x0, y0), (x1, y1) = points[-2:]
    return Arrow(points, (x1, y1), math.degrees(math.atan2(x1 - x0, y0 - y1)))


def _bezier(start: Point, middle: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return (
        a * start[0] + b * middle[0] + c * end[0],
        a * start[1] + b * middle[1] + c * end[1],
    )
