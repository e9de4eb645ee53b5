"""One part of the picture, drawn on a sheet of its own."""

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
    """A part of the picture, in coordinates of its own.

    Attributes:
        points: The centre of each vertex's card.
        ways: Way points by the first vertices of the groups they connect, in the direction of time.
        columns: The centre of each rank and its vertices, from left to right; none when the ranks stand
            in several rows.
        left, top, right, bottom: Where cards and way points end.
        layers, order: The links that its ways are of, and how their ends follow each other.
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
        """How often links between neighbouring ranks cross; hardly a sheet is asked."""
        return crossings(self.layers, self.order) if self.layers else 0

    @property
    def width(self) -> float:
        """From the leftmost to the rightmost."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From the uppermost to the lowest."""
        return self.bottom - self.top


def drawn(component: Component, measures: Measures, former: Placement | None = None) -> Sheet:
    """Place the vertices of a connected component: ranks, order, heights, columns, ways.

    A former picture tells which way up; without one, what has a lower number stands higher.
    """
    groups = component.groups
    rank = assign_ranks(len(groups), component.arcs)
    layers = layered(rank, component.arcs, component.ties)
    order = upright(order_ranks(layers), _heights(groups, former))
    at = arranged(layers, order, [len(group) for group in groups], measures)
    at = wrapped(layers, order, at, measures)
    return sheet(component, layers, order, at, measures)


def _heights(groups: Sequence[tuple[Arn, ...]], former: Placement | None) -> Sequence[float | None]:
    if former is None:
        return range(len(groups))
    return [former.points[first].y if first in former.points else None for first, *_ in groups]


def sheet(component: Component, layers: Layers, order: Order, at: Geometry, measures: Measures) -> Sheet:
    """Return the sheet on which a component's nodes stand as stated."""
    groups = component.groups
    points: dict[Arn, Place] = {}
    members: list[list[Arn]] = [[] for _ in order]
    for node, group in enumerate(groups):
        members[layers.rank[node]].extend(group)
        top = at.y[node] - (len(group) - 1) * measures.row_pitch / 2
        for number, arn in enumerate(group):
            points[arn] = (at.x[node], top + number * measures.row_pitch)
    ways = {
        (groups[tail][0], groups[head][0]): way for (tail, head), way in routed(layers, at, measures).items()
    }
    centres = [(left + right) / 2 for left, right in zip(at.left, at.right, strict=True)]
    columns = [] if at.turns else list(zip(centres, members, strict=True))
    return replace(_sheet(points, ways, columns, measures), layers=layers, order=order)


def grid(arns: Sequence[Arn], width: float, measures: Measures) -> Sheet:
    """Place vertices without associations row by row, in about the given width."""
    across = max(1, round((width + measures.rank_gap) / measures.rank_pitch))
    points = {
        arn: (number % across * measures.rank_pitch, number // across * measures.row_pitch)
        for number, arn in enumerate(arns)
    }
    return _sheet(points, {}, [], measures)


def _sheet(
    points: Mapping[Arn, Place],
    ways: Mapping[tuple[Arn, Arn], Sequence[Place]],
    columns: Sequence[tuple[float, Sequence[Arn]]],
    measures: Measures,
) -> Sheet:
    xs, ys = zip(*points.values(), strict=True)
    bends = [point for way in ways.values() for point in way]
    return Sheet(
        points,
        ways,
        columns,
        left=min([min(xs) - measures.card_width / 2, *(x for x, _ in bends)]),
        top=min([min(ys) - measures.card_height / 2, *(y for _, y in bends)]),
        right=max([max(xs) + measures.card_width / 2, *(x for x, _ in bends)]),
        bottom=max([max(ys) + measures.card_height / 2, *(y for _, y in bends)]),
    )
