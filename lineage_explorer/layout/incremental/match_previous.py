"""Matching of a component with the previous layout.

Finds the ranks and y coordinates of the previous layout that the component can reuse.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from lineage_explorer.graph.digraph import Arc
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.layers import Layers
from lineage_explorer.layout.types import Layout, LocalPoint, Measures, Point

_ROUNDING_SLACK = 1.5
"""Largest shift of two centers against each other by rounding."""


@dataclass(frozen=True, slots=True)
class PreviousRanks:
    """Ranks of the previous layout that a component can reuse.

    Attributes:
        rank: The rank of each stack that stays, None for the others. Two ranks are numbered so far apart that
            as many new ranks as fit between them have numbers.
        sides: The left and right side of each of these ranks.
    """

    rank: list[int | None]
    sides: dict[int, LocalPoint]


def find_previous_ranks(
    stacks: Sequence[tuple[Arn, ...]], previous: Layout, measures: Measures
) -> PreviousRanks | None:
    """Return the previous ranks of a component's stacks.

    Args:
        stacks: The vertices of each stack.
        previous: The previous layout.
        measures: Sizes and distances of the layout.

    Returns:
        The ranks; None where no stack was in the previous layout, or where its columns do not reveal ranks.
    """
    centers = find_previous_x(stacks, previous)
    xs = sorted({x for x in centers if x is not None})
    if not xs:
        return None
    rank, sides = 0, {}
    ranks: dict[float, int] = {}
    first_x = last_x = xs[0]
    for x in xs:
        if x - last_x >= measures.rank_pitch - _ROUNDING_SLACK:
            free_width = x - last_x - measures.card_width
            rank += max(1, int((free_width - measures.rank_gap) // measures.rank_pitch) + 1)
            first_x = x
        elif abs((x - first_x + _ROUNDING_SLACK) % measures.column_pitch - _ROUNDING_SLACK) > _ROUNDING_SLACK:
            return None
        ranks[x] = rank
        sides[rank] = first_x - measures.card_width / 2, x + measures.card_width / 2
        last_x = x
    return PreviousRanks([None if x is None else ranks[x] for x in centers], sides)


def find_previous_x(stacks: Sequence[tuple[Arn, ...]], previous: Layout) -> list[float | None]:
    """Return each stack's previous x coordinate, None for new stacks."""
    return [
        next((previous.points[arn].x for arn in stack if arn in previous.points), None) for stack in stacks
    ]


def find_previous_y(
    layers: Layers,
    stacks: Sequence[tuple[Arn, ...]],
    previous: Layout,
    sides: Sequence[LocalPoint],
    measures: Measures,
) -> list[float | None]:
    """Return each node's previous y coordinate, None for new nodes.

    Args:
        layers: The nodes; the real nodes among them are the stacks.
        stacks: The vertices of each stack, from top to bottom.
        previous: The previous layout.
        sides: The left and right side of each rank.
        measures: Sizes and distances of the layout.
    """
    y: list[float | None] = [_find_stack_y(stack, previous, measures) for stack in stacks]
    y.extend([None] * (len(layers.rank) - layers.real_count))
    for arc, chain in layers.dummy_chains.items():
        route = _find_previous_route(stacks, arc, previous)
        if route:
            for node in chain:
                left, right = sides[layers.rank[node]]
                if y[node] is None:
                    y[node] = _interpolate_y(route, (left + right) / 2)
    return y


def _find_stack_y(stack: Sequence[Arn], previous: Layout, measures: Measures) -> float | None:
    """Return the previous y coordinate of a stack's center.

    It is derived from the first of the stack's cards that was in the previous layout.
    """
    for index, arn in enumerate(stack):
        if arn in previous.points:
            return previous.points[arn].y - (index - (len(stack) - 1) / 2) * measures.row_pitch
    return None


def _find_previous_route(stacks: Sequence[tuple[Arn, ...]], arc: Arc, previous: Layout) -> list[Point]:
    """Return the previous route of an arc, ends included.

    It leads from left to right. It is empty if the arc is new.
    """
    for tail in stacks[arc[0]]:
        for head in stacks[arc[1]]:
            for first, second in ((tail, head), (head, tail)):
                if (
                    first in previous.points
                    and second in previous.points
                    and (first, second) in previous.bends
                ):
                    route = [previous.points[first], *previous.bends[first, second], previous.points[second]]
                    return route if route[0].x <= route[-1].x else route[::-1]
    return []


def _interpolate_y(route: Sequence[Point], x: float) -> float | None:
    """Return the y coordinate at which a route passes an x.

    None where the route does not pass it or turns back.
    """
    xs = [point.x for point in route]
    if not xs[0] < x < xs[-1] or xs != sorted(xs):
        return None
    index = bisect_right(xs, x)
    left, right = route[index - 1], route[index]
    return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x)
