"""Layout of one component, in its own coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lineage.model import Arn
from lineage.placement.crossings import crossings
from lineage.placement.flow import Component
from lineage.placement.geometry import Geometry, arranged
from lineage.placement.layers import Layers, Order, layered
from lineage.placement.ordering import order_ranks, upright
from lineage.placement.picture import Measures, Place, Placement
from lineage.placement.ranks import assign_ranks
from lineage.placement.routing import routed
from lineage.placement.wrapping import wrapped


@dataclass(frozen=True, slots=True)
class Sheet:
    """Layout of one component, in its own coordinates.

    Attributes:
        points: The center of each vertex's card.
        ways: Bend points by the first vertices of the stacks that they connect, in the direction of time.
        columns: The center of each rank and its vertices, from left to right; none when the ranks are wrapped
            into several rows.
        left, top, right, bottom: Sides of the box around all cards and bend points.
        layers, order: The links and the order of their ends, to count crossings.
    """

    points: Mapping[Arn, Place]
    ways: Mapping[tuple[Arn, Arn], Sequence[Place]]
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
        return crossings(self.layers, self.order) if self.layers else 0

    @property
    def width(self) -> float:
        """Width of the box around all cards and bend points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height of the box around all cards and bend points."""
        return self.bottom - self.top


def drawn(component: Component, measures: Measures, former: Placement | None = None) -> Sheet:
    """Lay out a connected component: ranks, order, coordinates, routes.

    Args:
        component: The component.
        measures: Sizes and distances of the layout.
        former: The previous layout, which determines which way up; without one, stacks with lower numbers
            stand higher.
    """
    stacks = component.groups
    rank = assign_ranks(len(stacks), component.arcs)
    layers = layered(rank, component.arcs, component.ties)
    order = upright(order_ranks(layers), _heights(stacks, former))
    geometry = arranged(layers, order, [len(stack) for stack in stacks], measures)
    geometry = wrapped(layers, order, geometry, measures)
    return sheet(component, layers, order, geometry, measures)


def _heights(stacks: Sequence[tuple[Arn, ...]], previous: Placement | None) -> Sequence[float | None]:
    """Return the y coordinate that each stack should be near.

    It is the previous one, if there is a previous layout, else the stack's number.
    """
    if previous is None:
        return range(len(stacks))
    return [previous.points[first].y if first in previous.points else None for first, *_ in stacks]


def sheet(component: Component, layers: Layers, order: Order, at: Geometry, measures: Measures) -> Sheet:
    """Build a component's layout from the positions of its nodes."""
    stacks = component.groups
    points: dict[Arn, Place] = {}
    members: list[list[Arn]] = [[] for _ in order]
    for node, stack in enumerate(stacks):
        members[layers.rank[node]].extend(stack)
        top = at.y[node] - (len(stack) - 1) * measures.row_pitch / 2
        for index, arn in enumerate(stack):
            points[arn] = (at.x[node], top + index * measures.row_pitch)
    bends = {
        (stacks[tail][0], stacks[head][0]): route
        for (tail, head), route in routed(layers, at, measures).items()
    }
    centers = [(left + right) / 2 for left, right in zip(at.left, at.right, strict=True)]
    columns = [] if at.turns else list(zip(centers, members, strict=True))
    return replace(_sheet(points, bends, columns, measures), layers=layers, order=order)


def grid(arns: Sequence[Arn], width: float, measures: Measures) -> Sheet:
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
    return _sheet(points, {}, [], measures)


def _sheet(
    points: Mapping[Arn, Place],
    bends: Mapping[tuple[Arn, Arn], Sequence[Place]],
    columns: Sequence[tuple[float, Sequence[Arn]]],
    measures: Measures,
) -> Sheet:
    """Build a component's layout with the box around it."""
    xs, ys = zip(*points.values(), strict=True)
    bend_points = [point for route in bends.values() for point in route]
    return Sheet(
        points,
        bends,
        columns,
        left=min([min(xs) - measures.card_width / 2, *(x for x, _ in bend_points)]),
        top=min([min(ys) - measures.card_height / 2, *(y for _, y in bend_points)]),
        right=max([max(xs) + measures.card_width / 2, *(x for x, _ in bend_points)]),
        bottom=max([max(ys) + measures.card_height / 2, *(y for _, y in bend_points)]),
    )
