"""Layout of one component, in its own coordinates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, copysign, floor, sqrt

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.layout.component_geometry import Geometry, assign_coordinates, route_arcs
from lineage_explorer.layout.crossing_reduction import count_crossings, flip_to_match, order_ranks
from lineage_explorer.layout.layers import Layers, Order, build_layers
from lineage_explorer.layout.preprocess import Component
from lineage_explorer.layout.ranks import assign_ranks
from lineage_explorer.layout.stage_headings import Column, build_headings, classify_stages
from lineage_explorer.layout.types import Layout, LocalPoint, Measures, Point
from lineage_explorer.layout.wrapping import wrap_rows


@dataclass(frozen=True, slots=True)
class ComponentLayout:
    """Layout of one component, in its own coordinates.

    Attributes:
        points: The center of each vertex's card.
        bends: Bend points by the first vertices of the stacks that they connect, in the direction of time.
        columns: The center of each rank and its vertices, from left to right; none when the ranks are wrapped
            into several rows.
        left, top, right, bottom: Sides of the box around all cards and bend points.
        layers, order: The links and the order of their ends, to count crossings.
    """

    points: Mapping[Arn, LocalPoint]
    bends: Mapping[Ends, Sequence[LocalPoint]]
    columns: Sequence[tuple[float, Sequence[Arn]]]
    left: float
    top: float
    right: float
    bottom: float
    layers: Layers | None = None
    order: Order = field(default_factory=list)

    @property
    def crossings(self) -> int:
        """Number of crossings between links of adjacent ranks.

        It is counted on each access, because few layouts need it.
        """
        return count_crossings(self.layers, self.order) if self.layers else 0

    @property
    def width(self) -> float:
        """Width of the box around all cards and bend points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height of the box around all cards and bend points."""
        return self.bottom - self.top


def lay_out_component(
    component: Component, measures: Measures, previous: Layout | None = None
) -> ComponentLayout:
    """Lay out a connected component: ranks, order, coordinates, routes.

    Args:
        component: The component.
        measures: Sizes and distances of the layout.
        previous: The previous layout, which determines which way up; without one, stacks with lower numbers
            stand higher.
    """
    stacks = component.stacks
    rank = assign_ranks(len(stacks), component.arcs)
    layers = build_layers(rank, component.arcs, component.same_as_pairs)
    order = flip_to_match(order_ranks(layers), _list_target_y(stacks, previous))
    return lay_out_order(component, layers, order, measures)


def lay_out_order(component: Component, layers: Layers, order: Order, measures: Measures) -> ComponentLayout:
    """Lay out a component whose ranks and order are known."""
    geometry = assign_coordinates(layers, order, [len(stack) for stack in component.stacks], measures)
    return build_component_layout(
        component, layers, order, wrap_rows(layers, order, geometry, measures), measures
    )


def _list_target_y(stacks: Sequence[tuple[Arn, ...]], previous: Layout | None) -> Sequence[float | None]:
    """Return the y coordinate that each stack should be near.

    It is the previous one, if there is a previous layout, else the stack's number.
    """
    if previous is None:
        return range(len(stacks))
    return [previous.points[first].y if first in previous.points else None for first, *_ in stacks]


def build_component_layout(
    component: Component, layers: Layers, order: Order, geometry: Geometry, measures: Measures
) -> ComponentLayout:
    """Build a component's layout from the positions of its nodes."""
    stacks = component.stacks
    points: dict[Arn, LocalPoint] = {}
    members: list[list[Arn]] = [[] for _ in order]
    for node, stack in enumerate(stacks):
        members[layers.rank[node]].extend(stack)
        top = geometry.y[node] - (len(stack) - 1) * measures.row_pitch / 2
        for index, arn in enumerate(stack):
            points[arn] = (geometry.x[node], top + index * measures.row_pitch)
    bends = {
        (stacks[tail][0], stacks[head][0]): route
        for (tail, head), route in route_arcs(layers, geometry, measures).items()
    }
    centers = [(left + right) / 2 for left, right in zip(geometry.left, geometry.right, strict=True)]
    columns = [] if geometry.wrap_bends else list(zip(centers, members, strict=True))
    return replace(_build_bounded_layout(points, bends, columns, measures), layers=layers, order=order)


def lay_out_components(
    components: Sequence[Component],
    start: Arn,
    measures: Measures,
    lay_out: Callable[[Component], ComponentLayout],
) -> list[ComponentLayout]:
    """Lay out each component, and all isolated vertices as one grid.

    The grid comes first if the start is in it, else last.

    Args:
        components: The connected components.
        start: The vertex at which the query begins.
        measures: Sizes and distances of the layout.
        lay_out: Lays out a component of several vertices.
    """
    isolated = [component.stacks[0][0] for component in components if component.is_isolated]
    layouts = [lay_out(component) for component in components if not component.is_isolated]
    if not isolated:
        return layouts
    grid_layout = _lay_out_grid(isolated, compute_canvas_width(layouts, len(isolated), measures), measures)
    return [grid_layout, *layouts] if start in isolated else [*layouts, grid_layout]


def _lay_out_grid(arns: Sequence[Arn], width: float, measures: Measures) -> ComponentLayout:
    """Lay out isolated vertices row by row.

    Args:
        arns: The vertices.
        width: About the width of the grid.
        measures: Sizes and distances of the layout.
    """
    column_count = max(1, round((width + measures.rank_gap) / measures.rank_pitch))
    points = {
        arn: (index % column_count * measures.rank_pitch, index // column_count * measures.row_pitch)
        for index, arn in enumerate(arns)
    }
    return _build_bounded_layout(points, {}, [], measures)


def _build_bounded_layout(
    points: Mapping[Arn, LocalPoint],
    bends: Mapping[Ends, Sequence[LocalPoint]],
    columns: Sequence[tuple[float, Sequence[Arn]]],
    measures: Measures,
) -> ComponentLayout:
    """Build a component's layout with the box around it."""
    xs, ys = zip(*points.values(), strict=True)
    bend_points = [point for route in bends.values() for point in route]
    return ComponentLayout(
        points,
        bends,
        columns,
        left=min([min(xs) - measures.card_width / 2, *(x for x, _ in bend_points)]),
        top=min([min(ys) - measures.card_height / 2, *(y for _, y in bend_points)]),
        right=max([max(xs) + measures.card_width / 2, *(x for x, _ in bend_points)]),
        bottom=max([max(ys) + measures.card_height / 2, *(y for _, y in bend_points)]),
    )


def compute_canvas_width(
    layouts: Sequence[ComponentLayout], isolated_count: int, measures: Measures
) -> float:
    """Return the width of a canvas that holds all components.

    Args:
        layouts: The component layouts.
        isolated_count: Number of isolated vertices that need room besides.
        measures: Sizes and distances of the layout; with the shape of the canvas.
    """
    area = isolated_count * measures.rank_pitch * measures.row_pitch + sum(
        (layout.width + measures.component_gap) * (layout.height + measures.component_gap)
        for layout in layouts
    )
    return max([sqrt(area * measures.aspect), *(layout.width for layout in layouts)])


def pack_layouts(layouts: Sequence[ComponentLayout], measures: Measures) -> list[LocalPoint]:
    """Return the top left corner of each component layout.

    The layouts stand side by side on shelves, in their order, shelf below shelf: the first at the top left.
    """
    width = compute_canvas_width(layouts, 0, measures)
    corners: list[LocalPoint] = []
    x = y = shelf_height = 0.0
    for layout in layouts:
        if x and x + layout.width > width:
            x, y, shelf_height = 0.0, y + shelf_height + measures.component_gap, 0.0
        corners.append((x, y))
        x += layout.width + measures.component_gap
        shelf_height = max(shelf_height, layout.height)
    return corners


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
    routes: dict[Ends, tuple[Point, ...]] = {}
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
    bends: dict[Ends, tuple[Point, ...]] = {}
    for association in graph.associations:
        tail, head = first_of_stack[association.source], first_of_stack[association.destination]
        route = routes.get((tail, head)) or routes.get((head, tail), ())[::-1]
        if route:
            ends = association.ends
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
