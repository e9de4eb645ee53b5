"""Edges as Cytoscape draws them, with their curves as control points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import NotRequired, TypedDict

from lineage_explorer.graph.model import Association, Ends
from lineage_explorer.layout import Layout, Point
from lineage_explorer.views.grouping import GroupedGraph
from lineage_explorer.views.hidden_paths import BridgeLabel

_ARC_DEPTH = 130.0
"""Depth of a backward association's arc below its cards, in layout units."""


class EdgeCurve(TypedDict):
    """Control points of an unbundled Bézier curve.

    They are relative to the line between the centers of two cards.

    Attributes:
        weights: Position of each point along the line, as a fraction of its length.
        distances: Distance of each point from the line, in layout units, positive to the right of the
            direction.
    """

    weights: list[float]
    distances: list[float]


class EdgePorts(TypedDict):
    """Ends of an edge, in pixels from the centers of its cards."""

    source: str
    target: str


class EdgeData(TypedDict):
    """Data of an edge.

    Attributes:
        course: Control points of the curve; None for a straight line.
        count: Number of associations that the edge represents, if it is more than one.
        ports: Only for a line within a column: where it leaves and arrives, from the centers of its cards.
        via, over: Only for a bridge: what is hidden between its ends, and the name of that.
    """

    id: str
    source: str
    target: str
    association: str
    course: EdgeCurve | None
    count: NotRequired[int]
    ports: NotRequired[EdgePorts]
    via: NotRequired[str]
    over: NotRequired[str]


class Edge(TypedDict):
    """Edge in the format of Cytoscape."""

    data: EdgeData
    classes: str


def build_edge(
    item: Association,
    layout: Layout,
    grouped: GroupedGraph,
    bridge_labels: Mapping[Ends, BridgeLabel],
    *,
    state: str = "",
) -> Edge:
    """Return the edge of an association or a bridge.

    Args:
        item: The association; of a bridge, one without a type.
        layout: Positions of the cards, and bends of the lines.
        grouped: The drawn vertices and groups.
        bridge_labels: Labels of the bridges, by their drawn ends.
        state: Its part in what endpoints serve, which becomes a class.
    """
    ends = item.ends
    first, last = layout.points[ends[0]], layout.points[ends[1]]
    connector = layout.connectors.get(ends)
    curve = (
        _make_relative(first, last, connector.points)
        if connector
        else compute_curve(first, last, layout.bends.get(ends, ()))
    )
    is_backward = last.x < first.x
    flags = {
        "quiet": "path" in map(grouped.graph.role, ends),
        "bridge": ends in bridge_labels,
        "undirected": not item.is_directed,
        "loop": item.source == item.destination,
        "curved": curve is not None and connector is None,
        "stem": connector is not None,
        "backward": is_backward and connector is None and ends not in layout.bends,
        "leftward": is_backward and ends in layout.bends,
        state: bool(state),
    }
    source, target = (grouped.closed_groups[end].id if end in grouped.closed_groups else end for end in ends)
    data: EdgeData = {
        "id": f"{source} → {target}",
        "source": source,
        "target": target,
        "association": item.type or "",
        "course": curve,
    }
    if connector:
        data["ports"] = {"source": _format_port(connector.source), "target": _format_port(connector.target)}
    if ends in grouped.association_counts:
        data["count"] = grouped.association_counts[ends]
    if ends in bridge_labels:
        data["via"], data["over"] = bridge_labels[ends]["via"], bridge_labels[ends]["over"]
    return {"data": data, "classes": " ".join(name for name, on in flags.items() if on)}


def _format_port(offset: tuple[float, float]) -> str:
    return f"{offset[0]:g}px {offset[1]:g}px"


def compute_curve(source: Point, target: Point, bends: Sequence[Point] = ()) -> EdgeCurve | None:
    """Return the curve from `source` to `target` through `bends`.

    Return None for a straight line. Between two points at different levels the curve turns half-way, and
    leaves and arrives level. So it turns only in the gaps between columns, as its bends do, and runs level
    over each column that it passes.
    """
    points = (
        _build_arc(source, target)
        if target.x < source.x and not bends
        else _build_turns((source, *bends, target))
    )
    return _make_relative(source, target, points) if points else None


def _build_arc(source: Point, target: Point) -> list[Point]:
    """Return the control points of a backward association.

    It runs in an arc below its cards, apart from the forward associations.
    """
    below = max(source.y, target.y) + _ARC_DEPTH
    return [Point(source.x, below), Point(target.x, below)]


def _build_turns(route: Sequence[Point]) -> list[Point]:
    """Return the control points between the ends of a route.

    The last bend, at the side of the target's column, is left out where the line is level before it: the head
    of a line points from its last control point to its end, and these would be one.
    """
    points: list[Point] = []
    for current, following in pairwise(route):
        if abs(current.y - following.y) >= 1 and abs(current.x - following.x) >= 1:
            middle = (current.x + following.x) / 2
            points += [Point(middle, current.y), Point(middle, following.y)]
        points.append(following)
    points.pop()
    target = route[-1]
    if len(points) > 1 and all(abs(point.y - target.y) < 1 for point in points[-2:]):
        points.pop()
    return points


def _make_relative(source: Point, target: Point, points: Sequence[Point]) -> EdgeCurve | None:
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy)
    if not length:
        return None
    along = [((p.x - source.x) * dx + (p.y - source.y) * dy) / length**2 for p in points]
    # Cytoscape takes (-dy, dx) as the side on which a distance counts as positive.
    beside = [((p.y - source.y) * dx - (p.x - source.x) * dy) / length for p in points]
    return {"weights": [round(w, 4) for w in along], "distances": [round(d, 1) for d in beside]}
