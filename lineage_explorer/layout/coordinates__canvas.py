"""Distribution of spare canvas to rank gaps and row distances.

A tall layout gets wider gaps between ranks, for steep links. A wide layout gets more distance between rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage_explorer.layout.layers import Layers
from lineage_explorer.layout.types import Measures

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
