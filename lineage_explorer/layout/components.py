"""Layout of one component, in its own coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.component_geometry import Geometry, assign_coordinates
from lineage_explorer.layout.crossing_reduction import flip_to_match, order_ranks
from lineage_explorer.layout.crossing_reduction__crossings import count_crossings
from lineage_explorer.layout.edge_routing import route_arcs
from lineage_explorer.layout.layers import Layers, Order, build_layers
from lineage_explorer.layout.preprocess import Component
from lineage_explorer.layout.ranks import assign_ranks
from lineage_explorer.layout.types import Layout, LocalPoint, Measures
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
    bends: Mapping[tuple[Arn, Arn], Sequence[LocalPoint]]
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
    geometry = assign_coordinates(layers, order, [len(stack) for stack in stacks], measures)
    geometry = wrap_rows(layers, order, geometry, measures)
    return build_component_layout(component, layers, order, geometry, measures)


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


def lay_out_grid(arns: Sequence[Arn], width: float, measures: Measures) -> ComponentLayout:
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
    bends: Mapping[tuple[Arn, Arn], Sequence[LocalPoint]],
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
