"""Y coordinates of nodes: short, straight links and least distances.

For a rank whose adjacent ranks are fixed, the best y coordinates keep the order and the distances, and make
the sum of the links' vertical distances smallest. They are computed for all ranks, from left to right and
back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lineage_explorer.layout.layers import Order

_NODE_BUDGET = 8_000
"""Nodes to move, over all passes; about 12 ms."""

_MIN_PASSES = 3
_MAX_PASSES = 7
_FINAL_PASSES = 2

WeightedNeighbors: TypeAlias = Sequence[Sequence[int]]
"""Neighbors of each node, repeated as often as the link weighs."""


def assign_y(
    order: Order,
    predecessors: WeightedNeighbors,
    successors: WeightedNeighbors,
    half_heights: Sequence[float],
) -> list[float]:
    """Return each node's y coordinate, that of its center.

    Args:
        order: The nodes of each rank from top to bottom.
        predecessors: Each node's weighted neighbors in the rank to the left.
        successors: Each node's weighted neighbors in the rank to the right.
        half_heights: Half the height that each node occupies.
    """
    y = _stack_ranks(order, half_heights)
    passes = max(_MIN_PASSES, min(_MAX_PASSES, _NODE_BUDGET // sum(map(len, order))))
    on_both_sides = [[*left, *right] for left, right in zip(predecessors, successors, strict=True)]
    is_inner = [bool(left and right) for left, right in zip(predecessors, successors, strict=True)]
    never = [False] * len(is_inner)
    for pass_number in range(passes):
        rightward = pass_number % 2 == 0
        final = pass_number >= passes - _FINAL_PASSES
        neighbors = on_both_sides if final else predecessors if rightward else successors
        for column in order if rightward else reversed(order):
            _fit_rank(column, neighbors, half_heights, is_inner if final else never, y)
    return y


def _stack_ranks(order: Order, half_heights: Sequence[float]) -> list[float]:
    """Stack each rank as closely as possible, centered at 0."""
    y = [0.0] * len(half_heights)
    for column in order:
        edge = -sum(half_heights[node] for node in column)
        for node in column:
            y[node] = edge + half_heights[node]
            edge += 2 * half_heights[node]
    return y


def _fit_rank(
    column: Sequence[int],
    neighbors: WeightedNeighbors,
    half_heights: Sequence[float],
    level: Sequence[bool],
    y: list[float],
) -> None:
    """Move one rank's nodes as near to their neighbors as possible.

    The order and the distances are kept. This is isotonic regression in the L1 norm by pooling adjacent
    violators: nodes whose desired positions conflict form a block, which stands at the median of its members'
    desired positions.

    Args:
        column: The nodes from top to bottom.
        neighbors: Each node's weighted neighbors.
        half_heights: Half the height that each node occupies.
        level: Which nodes take the nearer of two middle positions, so that one link is level, not their mean.
        y: The y coordinates; changed in place.
    """
    blocks: list[tuple[list[float], float, int]] = []
    offsets: list[float] = []
    offset = 0.0
    for node in column:
        offset += half_heights[node]
        desired = sorted([y[neighbor] - offset for neighbor in neighbors[node]]) or [y[node] - offset]
        target = _choose_nearer_median(desired, y[node] - offset) if level[node] else _compute_median(desired)
        size = 1
        while blocks and blocks[-1][1] > target:
            above, _, above_size = blocks.pop()
            desired = sorted(above + desired)
            target, size = _compute_median(desired), size + above_size
        blocks.append((desired, target, size))
        offsets.append(offset)
        offset += half_heights[node]
    bases = [target for _, target, size in blocks for _ in range(size)]
    for node, base, offset in zip(column, bases, offsets, strict=True):
        y[node] = base + offset


def _compute_median(ascending: Sequence[float]) -> float:
    """Return the middle value, or the mean of the middle two."""
    half = len(ascending) // 2
    return ascending[half] if len(ascending) % 2 else (ascending[half - 1] + ascending[half]) / 2


def _choose_nearer_median(ascending: Sequence[float], position: float) -> float:
    """Return the middle value, or one of the middle two.

    Of two, it is the one nearer to the position.
    """
    lower, upper = ascending[(len(ascending) - 1) // 2], ascending[len(ascending) // 2]
    return lower if position - lower <= upper - position else upper
