"""Assembly of component layouts into one layout."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, copysign, floor

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.components import ComponentLayout
from lineage_explorer.layout.preprocess import Component
from lineage_explorer.layout.stage_headings__lanes import Column, build_headings, classify_stages
from lineage_explorer.layout.types import Layout, LocalPoint, Point


def assemble_layout(
    graph: LineageGraph,
    components: Sequence[Component],
    layouts: Sequence[ComponentLayout],
    corners: Sequence[LocalPoint],
    card_width: float,
) -> Layout:
    """Translate all component layouts and combine them into one layout.

    Each association follows the route between the stacks that it connects. Headings stand at the top of the
    layout: only component layouts at the top get any.

    Args:
        graph: The graph that is laid out.
        components: Its connected components.
        layouts: The layouts of all components.
        corners: The top left corner of each of these layouts.
        card_width: Width of a vertex's card.
    """
    left, top = floor(min(x for x, _ in corners)), floor(min(y for _, y in corners))
    right = ceil(max(x + layout.width for layout, (x, _) in zip(layouts, corners, strict=True)))
    bottom = ceil(max(y + layout.height for layout, (_, y) in zip(layouts, corners, strict=True)))
    highest = min(y for _, y in corners)
    points: dict[Arn, Point] = {}
    routes: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    columns: list[Column] = []
    for layout, (x, y) in zip(layouts, corners, strict=True):
        shift = _Translation(x - layout.left, y - layout.top)
        points.update((arn, shift[position]) for arn, position in layout.points.items())
        routes.update(
            (ends, tuple([shift[position] for position in route])) for ends, route in layout.bends.items()
        )
        if y == highest:
            columns.extend((shift[center, 0].x, arns) for center, arns in layout.columns)
    first_of_stack = {
        arn: stack[0] for component in components for stack in component.stacks for arn in stack
    }
    bends: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    for association in graph.associations:
        tail, head = first_of_stack[association.source], first_of_stack[association.destination]
        route = routes.get((tail, head)) or routes.get((head, tail), ())[::-1]
        if route:
            ends = association.source, association.destination
            bends[ends] = _add_side_points(points[ends[0]], route, points[ends[1]], card_width / 2)
    return Layout(
        points,
        build_headings(columns, classify_stages(graph)),
        bends,
        width=float(right - left),
        height=float(bottom - top),
        left=float(left),
        top=float(top),
    )


def _add_side_points(
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


class _Translation(dict[LocalPoint, Point]):
    """Mapping of local points to translated points with whole coordinates.

    Lines that share a trunk share its points.
    """

    def __init__(self, x: float, y: float) -> None:
        super().__init__()
        self._x = x
        self._y = y

    def __missing__(self, position: LocalPoint) -> Point:
        point = self[position] = Point(
            _round_length(position[0] + self._x), _round_length(position[1] + self._y)
        )
        return point


def _round_length(length: float) -> float:
    return float(round(length))
