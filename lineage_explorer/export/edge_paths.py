"""Lines of a picture: where they begin, turn and end.

The canvas of the page draws the same lines from the same data. Cytoscape's curves through several control
points are quadratic: each ends half-way to the next control point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from lineage_explorer.layout.types import Point
from lineage_explorer.views.cards import CARD_HEIGHT
from lineage_explorer.views.edge_elements import Edge, EdgeCurve, EdgeData
from lineage_explorer.views.elements import Node

ARROW_LENGTH = 8.0
"""Length and width of an arrowhead, in layout units."""

_LOOP_WIDTH, _LOOP_HEIGHT = 28.0, 58.0


@dataclass(frozen=True, slots=True)
class Box:
    """Card in a picture: its center and size."""

    x: float
    y: float
    width: float
    height: float = CARD_HEIGHT

    def get_side(self, angle: int) -> Point:
        """Return the middle of a side: 0 is the top, then clockwise."""
        dx, dy = {0: (0, -1), 90: (1, 0), 180: (0, 1), 270: (-1, 0)}[angle]
        return Point(self.x + dx * self.width / 2, self.y + dy * self.height / 2)

    def has_overlap(self, other: Box) -> bool:
        """Return whether two boxes have a common part."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def find_border(self, outside: Point) -> Point:
        """Return where a line from outside to the center meets the border."""
        dx, dy = outside.x - self.x, outside.y - self.y
        reach = max(abs(dx) / (self.width / 2), abs(dy) / (self.height / 2))
        return Point(self.x + dx / reach, self.y + dy / reach) if reach > 1 else Point(self.x, self.y)


@dataclass(frozen=True, slots=True)
class EdgePath:
    """Line of an edge.

    Attributes:
        path: It as the data of an SVG path; where there is an arrowhead, it ends at its base.
        corners: Points that it goes through or bends towards, from source to target.
        middle: A point near its middle, for a label.
        arrow: Tip and the two other corners of the arrowhead; empty without one.
    """

    path: str
    corners: tuple[Point, ...]
    middle: Point
    arrow: tuple[Point, ...]


def measure_boxes(nodes: Sequence[Node]) -> dict[str, Box]:
    """Return the box of each card, by its id."""
    return {
        node["data"]["id"]: Box(node["position"]["x"], node["position"]["y"], node["data"]["width"])
        for node in nodes
    }


def trace_edge(edge: Edge, boxes: Mapping[str, Box]) -> EdgePath:
    """Return the line of an edge between the cards."""
    data, classes = edge["data"], set(edge["classes"].split())
    source, target = boxes[data["source"]], boxes[data["target"]]
    has_arrow = "undirected" not in classes
    if "loop" in classes:
        return _trace_loop(source, has_arrow=has_arrow)
    bends = [] if "moved" in classes else _list_bends(data["course"], source, target)
    start, end, arrival = _find_ends(data, classes, (source, target), bends)
    arrow = _build_arrow(arrival or _find_direction([start, *bends, end]), end) if has_arrow else ()
    corners = [start, *bends, end]
    if arrow:
        base = Point((arrow[1].x + arrow[2].x) / 2, (arrow[1].y + arrow[2].y) / 2)
        corners = [start, *(_limit_bend(bend, base, arrival) for bend in bends), base]
    return EdgePath(
        _format_path(corners, is_curved="stem" not in classes),
        (start, *bends, end),
        _find_middle(corners),
        arrow,
    )


def _limit_bend(bend: Point, base: Point, arrival: Point | None) -> Point:
    """Return a control point that is not beyond the arrowhead.

    The last ones lie under the card, where the canvas hides what leads there and back.
    """
    if arrival is None:
        return bend
    beyond = (bend.x - base.x) * arrival.x + (bend.y - base.y) * arrival.y
    return Point(bend.x - beyond * arrival.x, bend.y - beyond * arrival.y) if beyond > 0 else bend


def _find_direction(corners: Sequence[Point]) -> Point:
    """Return the direction of the last part with a length."""
    for before, after in reversed(list(pairwise(corners))):
        length = hypot(after.x - before.x, after.y - before.y)
        if length:
            return Point((after.x - before.x) / length, (after.y - before.y) / length)
    return Point(1, 0)


def _list_bends(course: EdgeCurve | None, source: Box, target: Box) -> list[Point]:
    """Return control points, which are relative to the line between centers."""
    if course is None:
        return []
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy) or 1.0
    return [
        Point(
            source.x + dx * weight - dy / length * distance, source.y + dy * weight + dx / length * distance
        )
        for weight, distance in zip(course["weights"], course["distances"], strict=True)
    ]


_ARRIVALS = {0: Point(0, 1), 90: Point(-1, 0), 180: Point(0, -1), 270: Point(1, 0)}
"""Direction in which a line arrives at a side."""


def _find_ends(
    data: EdgeData, classes: set[str], boxes: tuple[Box, Box], bends: Sequence[Point]
) -> tuple[Point, Point, Point | None]:
    """Return where a line leaves and arrives.

    The third value is the direction in which it arrives, if a side fixes that.
    """
    source, target = boxes
    if classes & {"undirected", "moved"}:
        first = bends[0] if bends else Point(target.x, target.y)
        last = bends[-1] if bends else Point(source.x, source.y)
        return source.find_border(first), target.find_border(last), None
    sides = 90, 270
    if "backward" in classes:
        sides = (90, 90) if "down" in classes else (180, 180)
    elif "down" in classes:
        sides = 180, 0
    elif "ports" in data:
        ports = data["ports"]
        return _add_offset(source, ports["source"]), _add_offset(target, ports["target"]), None
    elif "leftward" in classes:
        sides = 270, 90
    return source.get_side(sides[0]), target.get_side(sides[1]), _ARRIVALS[sides[1]] if bends else None


def _add_offset(box: Box, port: str) -> Point:
    """Return the point that a port like `-20px 12px` means."""
    dx, dy = (float(part.removesuffix("px")) for part in port.split())
    return Point(box.x + dx, box.y + dy)


def _build_arrow(direction: Point, tip: Point) -> tuple[Point, ...]:
    ux, uy = direction
    base = Point(tip.x - ux * ARROW_LENGTH, tip.y - uy * ARROW_LENGTH)
    half = ARROW_LENGTH / 2
    return tip, Point(base.x - uy * half, base.y + ux * half), Point(base.x + uy * half, base.y - ux * half)


def _trace_loop(box: Box, *, has_arrow: bool) -> EdgePath:
    """Return the line of a card to itself, above it."""
    top = box.get_side(0)
    start, end = Point(top.x - _LOOP_WIDTH / 2, top.y), Point(top.x + _LOOP_WIDTH / 2, top.y)
    first, last = (
        Point(start.x - _LOOP_WIDTH, top.y - _LOOP_HEIGHT),
        Point(end.x + _LOOP_WIDTH, top.y - _LOOP_HEIGHT),
    )
    path = f"M{format_point(start)}C{format_point(first)} {format_point(last)} {format_point(end)}"
    middle = Point(top.x, top.y - _LOOP_HEIGHT * 0.75)
    return EdgePath(
        path,
        (start, middle, end),
        middle,
        _build_arrow(_find_direction([last, end]), end) if has_arrow else (),
    )


def _format_path(corners: Sequence[Point], *, is_curved: bool) -> str:
    start, *bends, end = corners
    if not is_curved or not bends:
        return "M" + "L".join(map(format_point, corners))
    path = f"M{format_point(start)}"
    for bend, following in pairwise(bends):
        path += f"Q{format_point(bend)} {format_point(_find_center(bend, following))}"
    return f"{path}Q{format_point(bends[-1])} {format_point(end)}"


def _find_center(first: Point, second: Point) -> Point:
    return Point((first.x + second.x) / 2, (first.y + second.y) / 2)


def _find_middle(corners: Sequence[Point]) -> Point:
    """Return the point half-way along straight lines between the corners."""
    lengths = [hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(corners)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(corners), lengths, strict=True):
        if left <= length and length:
            return Point(a.x + (b.x - a.x) * left / length, a.y + (b.y - a.y) * left / length)
        left -= length
    return corners[-1]


def format_point(point: Point) -> str:
    """Return a point for the data of an SVG path."""
    return f"{format_number(point.x)},{format_number(point.y)}"


def format_number(value: float) -> str:
    """Return a number with at most one digit after the point.

    >>> format_number(12.04)
    '12'
    """
    return f"{round(value, 1):g}" if abs(value) < 100_000 else f"{value:.0f}"  # noqa: PLR2004 - `g` has six digits
