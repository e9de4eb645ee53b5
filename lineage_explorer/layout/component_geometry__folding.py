"""Ranks of very many cards, split into several columns.

This keeps the shape of the layout readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lineage_explorer.layout.layers import Order
from lineage_explorer.layout.types import Measures

_MIN_COLUMN_LIMIT = 24
"""Cards that a column may always hold."""

_MIN_ASPECT = 0.75
"""Width over height below which ranks are split."""

_TARGET_ASPECT = 1.3
"""Width over height that splitting aims at."""


@dataclass(frozen=True, slots=True)
class ColumnSplit:
    """Split of ranks into columns.

    Attributes:
        order: The nodes of each rank, from top to bottom; of cards side by side only the first, the leader.
        rows: The cards, from left to right, that stand side by side, by their leader.
        column_counts: How many columns each rank takes.
    """

    order: Order
    rows: dict[int, list[int]]
    column_counts: list[int]


def split_tall_ranks(order: Order, real_count: int, measures: Measures) -> ColumnSplit:
    """Split the ranks that make the layout too tall.

    Args:
        order: The nodes of each rank from top to bottom.
        real_count: Number of real nodes; nodes from this number on are dummy nodes.
        measures: Sizes and distances of the layout.
    """
    sizes = [sum(node < real_count for node in column) for column in order]
    limit = _find_column_limit(sizes, measures)
    column_counts = [max(1, ceil(size / limit)) for size in sizes]
    rows: dict[int, list[int]] = {}
    leaders = [
        _collect_leaders(column, real_count, count, rows) if count > 1 else column
        for column, count in zip(order, column_counts, strict=True)
    ]
    return ColumnSplit(leaders, rows, column_counts)


def _find_column_limit(sizes: Sequence[int], measures: Measures) -> int:
    """Return the most cards that one column may hold."""
    largest = max(sizes)
    if largest <= _MIN_COLUMN_LIMIT or _estimate_aspect(sizes, largest, measures) >= _MIN_ASPECT:
        return largest
    return next(
        (
            limit
            for limit in range(largest, _MIN_COLUMN_LIMIT, -1)
            if _estimate_aspect(sizes, limit, measures) >= _TARGET_ASPECT
        ),
        _MIN_COLUMN_LIMIT,
    )


def _estimate_aspect(sizes: Sequence[int], limit: int, measures: Measures) -> float:
    """Return width over height if columns hold up to `limit` cards."""
    columns = sum(ceil(size / limit) for size in sizes)
    width = columns * measures.column_pitch + len(sizes) * (measures.rank_gap - measures.column_gap)
    return width / (limit * measures.row_pitch)


def _collect_leaders(
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
