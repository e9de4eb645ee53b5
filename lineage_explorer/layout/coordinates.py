"""Y coordinates of nodes: short, straight links and least distances.

For a rank whose adjacent ranks are fixed, the best y coordinates keep the order and the distances, and make
the sum of the links' vertical distances smallest. They are computed for all ranks, from left to right and
back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeAlias

from lineage_explorer.layout.layers import Layers, Order
from lineage_explorer.layout.types import Measures

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

    Args:
        column: The nodes from top to bottom.
        neighbors: Each node's weighted neighbors.
        half_heights: Half the height that each node occupies.
        level: Which nodes take the nearer of two middle positions, so that one link is level, not their mean.
        y: The y coordinates; changed in place.
    """

    def find_desired(node: int, offset: float) -> tuple[list[float], float]:
        own = y[node] - offset
        desired = sorted([y[neighbor] - offset for neighbor in neighbors[node]]) or [own]
        return desired, _choose_nearer_median(desired, own) if level[node] else _compute_median(desired)

    _pool_rank(column, half_heights, find_desired, _compute_median, y)


def _pool_rank(
    column: Sequence[int],
    half_heights: Sequence[float],
    find_desired: Callable[[int, float], tuple[list[float], float]],
    compute_median: Callable[[Sequence[float]], float],
    y: list[float],
) -> None:
    """Move one rank's nodes as near to their desired positions as possible.

    The order and the distances are kept. This is isotonic regression in the L1 norm by pooling adjacent
    violators: nodes whose desired positions conflict form a block, which stands at the median of its members'
    desired positions.

    Args:
        column: The nodes from top to bottom.
        half_heights: Half the height that each node occupies.
        find_desired: Returns a node's desired positions in ascending order, and the best of them, less the
            height of the nodes above it.
        compute_median: Returns the position of a block from the desired positions of its members.
        y: The y coordinates; changed in place.
    """
    blocks: list[tuple[list[float], float, int]] = []
    offsets: list[float] = []
    offset = 0.0
    for node in column:
        offset += half_heights[node]
        (desired, target), size = find_desired(node, offset), 1
        while blocks and blocks[-1][1] > target:
            above, _, above_size = blocks.pop()
            desired = sorted(above + desired)
            target, size = compute_median(desired), size + above_size
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


_PIN_WEIGHT = 16
"""Number of new nodes that it takes to move a pinned one."""

_PINNED_PASSES = 4


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

    def find_desired(node: int, offset: float) -> tuple[list[float], float]:
        pin = pins[node]
        if pin is not None:
            return [pin - offset] * _PIN_WEIGHT, pin - offset
        neighbor_y = [y[neighbor] for neighbor in (*layers.predecessors[node], *layers.successors[node])]
        position = (median(neighbor_y) if neighbor_y else y[node]) - offset
        return [position], position

    changing = [column for column in order if any(pins[node] is None for node in column)]
    for pass_number in range(_PINNED_PASSES):
        for column in order if not pass_number else changing if pass_number % 2 else reversed(changing):
            _pool_rank(column, half_heights, find_desired, _compute_upper_median, y)
    return y


def _compute_upper_median(ascending: Sequence[float]) -> float:
    """Return the middle value, or the greater of the middle two."""
    return ascending[len(ascending) // 2]


_MAX_LOW_ROWS = 14
"""Rows of cards up to which a layout is never tall."""

_MAX_GAP_FACTOR = 4.0
"""Largest gap between two ranks, in multiples of the least."""

_MAX_STRETCH = 1.75
"""Largest factor by which rows are stretched to fill the canvas.

It applies to the least distance between cards.
"""


def compute_rank_sides(
    layers: Layers, column_counts: Sequence[int], y: Sequence[float], measures: Measures
) -> tuple[list[float], list[float]]:
    """Return the left and right sides of ranks, starting at 0.

    Args:
        layers: The nodes and their links.
        column_counts: How many columns each rank takes.
        y: Each node's y coordinate.
        measures: Sizes and distances of the layout.
    """
    widths = [measures.card_width + (count - 1) * measures.column_pitch for count in column_counts]
    width = sum(widths) + (len(widths) - 1) * measures.rank_gap
    height = _compute_height(y, measures)
    spare = measures.aspect * height - width if height > _MAX_LOW_ROWS * measures.row_pitch else 0.0
    drops = _find_steepest_drops(layers, y, len(widths))
    width_per_drop = max(0.0, spare) / (sum(drops) or 1)
    left, right = [0.0], [widths[0]]
    for next_width, drop in zip(widths[1:], drops, strict=False):
        extra = min(width_per_drop * drop, (_MAX_GAP_FACTOR - 1) * measures.rank_gap)
        left.append(right[-1] + round(measures.rank_gap + extra))
        right.append(left[-1] + next_width)
    return left, right


def stretch_to_canvas(y: Sequence[float], width: float, measures: Measures) -> list[float]:
    """Stretch y coordinates where the canvas leaves room.

    Args:
        y: Each node's y coordinate.
        width: Width of the layout.
        measures: Sizes and distances of the layout.
    """
    stretch = max(1.0, min(_MAX_STRETCH, width / measures.aspect / _compute_height(y, measures)))
    return [value * stretch for value in y]


def _compute_height(y: Sequence[float], measures: Measures) -> float:
    return max(y) - min(y) + measures.row_pitch


def _find_steepest_drops(layers: Layers, y: Sequence[float], rank_count: int) -> list[float]:
    """Return the largest vertical distance of each rank's links rightward."""
    steepest = [0.0] * rank_count
    for node, successors in enumerate(layers.successors):
        for successor in successors:
            rank = layers.rank[node]
            steepest[rank] = max(steepest[rank], abs(y[node] - y[successor]))
    return steepest
