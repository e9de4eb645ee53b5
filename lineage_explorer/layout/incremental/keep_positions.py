"""Incremental layout of one component: nodes that stay keep their positions.

Their ranks, order and y coordinates are those of the previous layout. New nodes are inserted: in ranks
between or beside the existing ones, in each rank where they cross least, at a height where there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lineage_explorer.graph.digraph import Arc, build_adjacency, sort_topologically
from lineage_explorer.layout.component_geometry import (
    Geometry,
    assign_coordinates,
    compute_half_heights,
    round_lengths,
)
from lineage_explorer.layout.components import ComponentLayout, build_component_layout
from lineage_explorer.layout.incremental.insert_nodes import fill_rows, find_previous_rows, insert_nodes
from lineage_explorer.layout.incremental.match_previous import (
    find_previous_ranks,
    find_previous_x,
    find_previous_y,
)
from lineage_explorer.layout.layers import Layers, Order, build_layers
from lineage_explorer.layout.preprocess import Component
from lineage_explorer.layout.types import Layout, LocalPoint, Measures
from lineage_explorer.layout.wrapping import wrap_rows


def extend_ranks(count: int, arcs: Sequence[Arc], previous: Sequence[int | None]) -> list[int]:
    """Return the rank of each node, keeping previous ranks if possible.

    Every arc leads to a higher rank. Ranks may be below 0. A node that stays keeps its rank, unless a
    predecessor now stands there: then it moves right, as far as necessary. A new node stands as near as
    possible to its neighbors on the side where it has more of them.

    Args:
        count: Number of nodes; the arcs connect them all or there is only one.
        arcs: Without cycles.
        previous: The rank of each node that stays, of at least one; None for the others.
    """
    predecessors, successors = build_adjacency(count, arcs)
    order = sort_topologically(predecessors, successors)
    rank = list(previous)
    for node in order:
        _rank_after_predecessors(node, rank, predecessors)
    while None in rank:
        for node in reversed(order):
            _rank_before_successors(node, rank, successors)
        for node in order:
            if rank[node] is None:
                _rank_after_predecessors(node, rank, predecessors)
    ranks = [value for value in rank if value is not None]
    is_new = [value is None for value in previous]
    for node in reversed(order):
        if is_new[node] and len(successors[node]) > len(predecessors[node]):
            ranks[node] = min(ranks[head] for head in successors[node]) - 1
    for node in order:
        if is_new[node] and 0 < len(predecessors[node]) >= len(successors[node]):
            ranks[node] = max(ranks[tail] for tail in predecessors[node]) + 1
    return ranks


def _rank_after_predecessors(
    node: int, rank: list[int | None], predecessors: Sequence[Sequence[int]]
) -> None:
    """Move a node right of those predecessors that have a rank."""
    known = [value for tail in predecessors[node] if (value := rank[tail]) is not None]
    own = rank[node]
    if known:
        rank[node] = max(known) + 1 if own is None else max(own, max(known) + 1)


def _rank_before_successors(node: int, rank: list[int | None], successors: Sequence[Sequence[int]]) -> None:
    """Rank an unranked node left of those successors that have ranks."""
    known = [value for head in successors[node] if (value := rank[head]) is not None]
    if known and rank[node] is None:
        rank[node] = min(known) - 1


_PIN_WEIGHT = 16
"""Number of new nodes that it takes to move a pinned one."""

_PASSES = 4


def assign_pinned_y(
    layers: Layers,
    order: Order,
    pins: Sequence[float | None],
    half_heights: Sequence[float],
    y: Sequence[float],
) -> list[float]:
    """Return y coordinates; pinned nodes move only to make room.

    In each rank the sum of all movements is the smallest possible.

    Args:
        layers: The nodes and their links.
        order: The nodes of each rank from top to bottom.
        pins: The y coordinates at which nodes should stay; None for nodes that are not pinned.
        half_heights: Half the height that each node occupies.
        y: Initial y coordinates.
    """
    y = list(y)
    changing = [column for column in order if any(pins[node] is None for node in column)]
    for pass_number in range(_PASSES):
        for column in order if not pass_number else changing if pass_number % 2 else reversed(changing):
            _fit_pinned_rank(layers, column, pins, half_heights, y)
    return y


def _fit_pinned_rank(
    layers: Layers,
    column: Sequence[int],
    pins: Sequence[float | None],
    half_heights: Sequence[float],
    y: list[float],
) -> None:
    """Fit one rank by weighted isotonic regression in the L1 norm.

    The method is that of `coordinates`; a pinned node's desired position counts several times.
    """
    blocks: list[tuple[list[float], float, int]] = []
    offsets: list[float] = []
    offset = 0.0
    for node in column:
        offset += half_heights[node]
        pin = pins[node]
        if pin is not None:
            desired = [pin - offset] * _PIN_WEIGHT
        else:
            neighbor_y = [y[neighbor] for neighbor in (*layers.predecessors[node], *layers.successors[node])]
            desired = [(median(neighbor_y) if neighbor_y else y[node]) - offset]
        target, size = desired[len(desired) // 2], 1
        while blocks and blocks[-1][1] > target:
            above, _, above_size = blocks.pop()
            desired = sorted(above + desired)
            target, size = desired[len(desired) // 2], size + above_size
        blocks.append((desired, target, size))
        offsets.append(offset)
        offset += half_heights[node]
    bases = [target for _, target, size in blocks for _ in range(size)]
    for node, base, offset in zip(column, bases, offsets, strict=True):
        y[node] = base + offset


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
        sizes = [len(stack) for stack in self.component.stacks]
        geometry = wrap_rows(
            self.layers, self.order, assign_coordinates(self.layers, self.order, sizes, measures), measures
        )
        return build_component_layout(self.component, self.layers, self.order, geometry, measures)


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
    rows.equalize_heights(half_heights)
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
