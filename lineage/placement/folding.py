"""Ranks of very many cards, split into several columns.

This keeps the shape of the layout readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lineage.placement.layers import Order
from lineage.placement.picture import Measures

_HUMANE = 24
"""Cards that a column may always hold."""

_TALLEST = 0.75
"""Width over height below which ranks are split."""

_FOLDED = 1.3
"""Width over height that splitting aims at."""


@dataclass(frozen=True, slots=True)
class Folding:
    """Split of ranks into columns.

    Attributes:
        order: The nodes of each rank, from top to bottom; of cards side by side only the first, the leader.
        rows: The cards, from left to right, that stand side by side, by their leader.
        columns: How many columns each rank takes.
    """

    order: Order
    rows: dict[int, list[int]]
    columns: list[int]


def folded(order: Order, cards: int, measures: Measures) -> Folding:
    """Split the ranks that make the layout too tall.

    Args:
        order: The nodes of each rank from top to bottom.
        cards: Number of real nodes; nodes from this number on are dummy nodes.
        measures: Sizes and distances of the layout.
    """
    sizes = [sum(node < cards for node in column) for column in order]
    limit = _tallest(sizes, measures)
    column_counts = [max(1, ceil(size / limit)) for size in sizes]
    rows: dict[int, list[int]] = {}
    leaders = [
        _thinned(column, cards, count, rows) if count > 1 else column
        for column, count in zip(order, column_counts, strict=True)
    ]
    return Folding(leaders, rows, column_counts)


def _tallest(sizes: Sequence[int], measures: Measures) -> int:
    """Return the most cards that one column may hold."""
    largest = max(sizes)
    if largest <= _HUMANE or _shape(sizes, largest, measures) >= _TALLEST:
        return largest
    return next(
        (limit for limit in range(largest, _HUMANE, -1) if _shape(sizes, limit, measures) >= _FOLDED), _HUMANE
    )


def _shape(sizes: Sequence[int], limit: int, measures: Measures) -> float:
    """Return width over height if columns hold up to `limit` cards."""
    columns = sum(ceil(size / limit) for size in sizes)
    width = columns * measures.fold_pitch + len(sizes) * (measures.rank_gap - measures.fold_gap)
    return width / (limit * measures.row_pitch)


def _thinned(
    column: Sequence[int], real_count: int, column_count: int, rows: dict[int, list[int]]
) -> list[int]:
    """Return the leaders and dummy nodes of a rank.

    Every `column_count` cards form a row, which is added to `rows` under its first card, the leader. Dummy
    nodes stay between rows.
    """
    leaders: list[int] = []
    row: list[int] = []
    for node in column:
        if node >= real_count:
            leaders.append(node)
            continue
        if len(row) % column_count == 0:
            row = rows[node] = []
            leaders.append(node)
        row.append(node)
    return leaders
