"""All sheets put together as one placement."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, copysign, floor

from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.placement.flow import Component
from lineage.placement.lanes import Column, lanes, stages
from lineage.placement.picture import Place, Placement, Point
from lineage.placement.sheets import Sheet


def assembled(
    graph: LineageGraph,
    parts: Sequence[Component],
    sheets: Sequence[Sheet],
    corners: Sequence[Place],
    card_width: float,
) -> Placement:
    """Put each sheet in its place, and lead each association along the way of the groups it connects.

    Headings stand at the top of the picture: only the sheets that begin there get any.

    Args:
        graph: What is placed.
        parts: Its connected components.
        sheets: All of them, drawn.
        corners: Where the top left corner of each sheet belongs.
        card_width: Width of a vertex's card.
    """
    left, top = floor(min(x for x, _ in corners)), floor(min(y for _, y in corners))
    right = ceil(max(x + sheet.width for sheet, (x, _) in zip(sheets, corners, strict=True)))
    bottom = ceil(max(y + sheet.height for sheet, (_, y) in zip(sheets, corners, strict=True)))
    highest = min(y for _, y in corners)
    points: dict[Arn, Point] = {}
    ways: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    columns: list[Column] = []
    for sheet, (x, y) in zip(sheets, corners, strict=True):
        move = _Move(x - sheet.left, y - sheet.top)
        points.update((arn, move[place]) for arn, place in sheet.points.items())
        ways.update((ends, tuple([move[place] for place in way])) for ends, way in sheet.ways.items())
        if y == highest:
            columns.extend((move[centre, 0].x, arns) for centre, arns in sheet.columns)
    first = {arn: group[0] for part in parts for group in part.groups for arn in group}
    bends: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    for association in graph.associations:
        tail, head = first[association.source], first[association.destination]
        way = ways.get((tail, head)) or ways.get((head, tail), ())[::-1]
        if way:
            ends = association.source, association.destination
            bends[ends] = _from_side_to_side(points[ends[0]], way, points[ends[1]], card_width / 2)
    return Placement(
        points,
        lanes(columns, stages(graph)),
        bends,
        width=float(right - left),
        height=float(bottom - top),
        left=float(left),
        top=float(top),
    )


def _from_side_to_side(
    source: Point, way: tuple[Point, ...], destination: Point, half_width: float
) -> tuple[Point, ...]:
    """Begin and end a way at the sides of its cards where it would turn behind their neighbours else."""
    first = Point(source.x + copysign(half_width, way[0].x - source.x), source.y)
    last = Point(destination.x + copysign(half_width, way[-1].x - destination.x), destination.y)
    opening = () if way[0].y == source.y else (first,)
    closing = () if way[-1].y == destination.y else (last,)
    return (*opening, *way, *closing)


class _Move(dict[Place, Point]):
    """Places moved by a fixed distance, to whole numbers; lines that share a trunk share its points."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__()
        self._x = x
        self._y = y

    def __missing__(self, place: Place) -> Point:
        point = self[place] = Point(_whole(place[0] + self._x), _whole(place[1] + self._y))
        return point


def _whole(length: float) -> float:
    return float(round(length))
