"""Incremental layout of one component: nodes that stay keep their positions.

Their ranks, order and y coordinates are those of the previous layout. New nodes are inserted: in ranks
between or beside the existing ones, in each rank where they cross least, at a height where there is room.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineage_explorer.graph.digraph import Arc
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.component_geometry import (
    Geometry,
    compute_half_heights,
    equalize_heights,
    round_lengths,
)
from lineage_explorer.layout.components import ComponentLayout, build_component_layout, lay_out_order
from lineage_explorer.layout.coordinates import assign_pinned_y
from lineage_explorer.layout.incremental.insert_nodes import fill_rows, find_previous_rows, insert_nodes
from lineage_explorer.layout.layers import Layers, Order, build_layers
from lineage_explorer.layout.preprocess import Component
from lineage_explorer.layout.ranks import extend_ranks
from lineage_explorer.layout.types import Layout, LocalPoint, Measures, Point

_MAX_USUAL_GAP = 2.0
"""Largest gap beside a new rank, in multiples of the least gap.

It is used only where the other gaps are as wide.
"""


@dataclass(frozen=True, slots=True)
class IncrementalLayout:
    """Component with the ranks and the order of the previous layout.

    Attributes:
        component: The component.
        layers: Its nodes and links.
        order: The nodes of each rank from top to bottom.
        geometry: Their positions, in the coordinates of the previous layout.
    """

    component: Component
    layers: Layers
    order: Order
    geometry: Geometry

    def keep_positions(self, measures: Measures) -> ComponentLayout:
        """Build the layout in which nodes that stay keep their positions."""
        return build_component_layout(self.component, self.layers, self.order, self.geometry, measures)

    def compact(self, measures: Measures) -> ComponentLayout:
        """Build the layout with the same order, compacted.

        It is as compact as a layout without a previous one.
        """
        return lay_out_order(self.component, self.layers, self.order, measures)


def lay_out_incrementally(
    component: Component, previous: Layout, measures: Measures
) -> IncrementalLayout | None:
    """Continue the previous layout with a component.

    Returns:
        The component with its positions; None where nothing of the previous layout can be kept.
    """
    previous_ranks = find_previous_ranks(component.stacks, previous, measures)
    if previous_ranks is None:
        return None
    sparse_ranks = extend_ranks(len(component.stacks), component.arcs, previous_ranks.rank)
    used_ranks = sorted(set(sparse_ranks))
    sides = _compute_sides([previous_ranks.sides.get(rank) for rank in used_ranks], measures)
    index_of = {rank: index for index, rank in enumerate(used_ranks)}
    layers = build_layers([index_of[rank] for rank in sparse_ranks], component.arcs, component.same_as_pairs)
    return _insert_new_nodes(component, layers, previous, sides, measures)


def _insert_new_nodes(
    component: Component, layers: Layers, previous: Layout, sides: Sequence[LocalPoint], measures: Measures
) -> IncrementalLayout:
    """Insert the new nodes among those that stay."""
    stacks = component.stacks
    pinned_y = find_previous_y(layers, stacks, previous, sides, measures)
    half_heights = compute_half_heights(layers, [len(stack) for stack in stacks], measures)
    rows = find_previous_rows(layers, find_previous_x(stacks, previous), pinned_y, sides, measures)
    y = [previous_y or 0.0 for previous_y in pinned_y]
    order = rows.order_leaders(
        [node for node, previous_y in enumerate(pinned_y) if previous_y is not None], layers, y
    )
    order, y = insert_nodes(rows.merge_links(layers), order, y, half_heights)
    fill_rows(rows, order, layers.real_count, sides, measures)
    equalize_heights(rows.members.values(), half_heights)
    y = assign_pinned_y(rows.merge_links(layers), order, pinned_y, half_heights, y)
    left, right = zip(*sides, strict=True)
    geometry = Geometry(
        rows.x, round_lengths([y[leader] for leader in rows.leader]), half_heights, left, right
    )
    return IncrementalLayout(component, layers, rows.restore_members(order), geometry)


def _compute_sides(known_sides: Sequence[LocalPoint | None], measures: Measures) -> list[LocalPoint]:
    """Return the left and right side of all ranks.

    New ranks are one card wide, beside or between the known ones. Where new ranks find no room, the ranks to
    their right move further right.
    """
    gaps = [after[0] - before[1] for before, after in pairwise(known_sides) if before and after]
    usual_gap = min([*gaps, _MAX_USUAL_GAP * measures.rank_gap]) if gaps else measures.rank_gap
    first_known = next(index for index, side in enumerate(known_sides) if side)
    sides: list[LocalPoint] = []
    for side in reversed(known_sides[: first_known + 1]):
        right = sides[0][0] - usual_gap if sides else 0.0
        sides.insert(0, side or (right - measures.card_width, right))
    shift, pending = 0.0, 0
    for side in known_sides[first_known + 1 :]:
        pending += 1
        if side is None:
            continue
        free_start, free_end = sides[-1][1], side[0] + shift
        needed = (pending - 1) * measures.rank_pitch + measures.rank_gap
        shift += max(0.0, needed - (free_end - free_start))
        gap = (side[0] + shift - free_start - (pending - 1) * measures.card_width) // pending
        for _ in range(pending - 1):
            left = sides[-1][1] + gap
            sides.append((left, left + measures.card_width))
        sides.append((side[0] + shift, side[1] + shift))
        pending = 0
    for _ in range(pending):
        left = sides[-1][1] + usual_gap
        sides.append((left, left + measures.card_width))
    return sides


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
