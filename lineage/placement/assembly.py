"""Assembly of component layouts into one layout."""

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
    """Translate all component layouts and combine them into one layout.

    Each association follows the route between the stacks that it connects. Headings stand at the top of the
    layout: only component layouts at the top get any.

    Args:
        graph: The graph that is laid out.
        parts: Its connected components.
        sheets: The layouts of all components.
        corners: The top left corner of each of these layouts.
        card_width: Width of a vertex's card.
    """
    left, top = floor(min(x for x, _ in corners)), floor(min(y for _, y in corners))
    right = ceil(max(x + layout.width for layout, (x, _) in zip(sheets, corners, strict=True)))
    bottom = ceil(max(y + layout.height for layout, (_, y) in zip(sheets, corners, strict=True)))
    highest = min(y for _, y in corners)
    points: dict[Arn, Point] = {}
    routes: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    columns: list[Column] = []
    for layout, (x, y) in zip(sheets, corners, strict=True):
        shift = _Move(x - layout.left, y - layout.top)
        points.update((arn, shift[position]) for arn, position in layout.points.items())
        routes.update(
            (ends, tuple([shift[position] for position in route])) for ends, route in layout.ways.items()
        )
        if y == highest:
            columns.extend((shift[center, 0].x, arns) for center, arns in layout.columns)
    first_of_stack = {arn: stack[0] for component in parts for stack in component.groups for arn in stack}
    bends: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    for association in graph.associations:
        tail, head = first_of_stack[association.source], first_of_stack[association.destination]
        route = routes.get((tail, head)) or routes.get((head, tail), ())[::-1]
        if route:
            ends = association.source, association.destination
            bends[ends] = _from_side_to_side(points[ends[0]], route, points[ends[1]], card_width / 2)
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
    source: Point, route: tuple[Point, ...], destination: Point, half_width: float
) -> tuple[Point, ...]:
    """Add points at the sides of cards to a route, where needed.

    Without them the route would turn behind the neighbors of its cards.
    """
    first = Point(source.x + copysign(half_width, route[0].x - source.x), source.y)
    last = Point(destination.x + copysign(half_width, route[-1].x - destination.x), destination.y)
    opening = () if route[0].y == source.y else (first,)
    closing = () if route[-1].y == destination.y else (last,)
    return (*opening, *route, *closing)


class _Move(dict[Place, Point]):
    """Mapping of local points to translated points with whole coordinates.

    Lines that share a trunk share its points.
    """

    def __init__(self, x: float, y: float) -> None:
        super().__init__()
        self._x = x
        self._y = y

    def __missing__(self, position: Place) -> Point:
        point = self[position] = Point(_whole(position[0] + self._x), _whole(position[1] + self._y))
        return point


def _whole(length: float) -> float:
    return float(round(length))
