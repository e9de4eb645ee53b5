"""Ranks of very many cards in several columns, so that the picture keeps a humane shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lineage.placement.layers import Order
from lineage.placement.picture import Measures

_HUMANE = 24
"""Cards in a column that are never too many."""

_TALLEST = 0.75
"""Width over height below which ranks are folded."""

_FOLDED = 1.3
"""Width over height to fold to."""


@dataclass(frozen=True, slots=True)
class Folding:
    """How ranks are folded.

    Attributes:
        order: The nodes of each rank, from top to bottom; of cards side by side only the first.
        rows: The cards, from left to right, that stand side by side, by the first of them.
        columns: How many columns each rank takes.
    """

    order: Order
    rows: dict[int, list[int]]
    columns: list[int]


def folded(order: Order, cards: int, measures: Measures) -> Folding:
    """Fold the ranks that make the picture too tall.

    Args:
        order: The nodes of each rank from top to bottom.
        cards: Nodes below this number are cards.
        measures: The picture's sizes.
    """
    sizes = [sum(node < cards for node in column) for column in order]
    tallest = _tallest(sizes, measures)
    columns = [max(1, ceil(size / tallest)) for size in sizes]
    rows: dict[int, list[int]] = {}
    thinned = [
        _thinned(column, cards, count, rows) if count > 1 else column
        for column, count in zip(order, columns, strict=True)
    ]
    return Folding(thinned, rows, columns)


def _tallest(sizes: Sequence[int], measures: Measures) -> int:
    """Return the most cards that one column may hold."""
    highest = max(sizes)
    if highest <= _HUMANE or _shape(sizes, highest, measures) >= _TALLEST:
        return highest
    return next(
        (tall for tall in range(highest, _HUMANE, -1) if _shape(sizes, tall, measures) >= _FOLDED), _HUMANE
    )


def _shape(sizes: Sequence[int], tallest: int, measures: Measures) -> float:
    """Return width over height of a picture whose columns hold at most `tallest` cards."""
    columns = sum(ceil(size / tallest) for size in sizes)
    width = columns * measures.fold_pitch + len(sizes) * (measures.rank_gap - measures.fold_gap)
    return width / (tallest * measures.row_pitch)


def _thinned(column: Sequence[int], cards: int, count: int, rows: dict[int, list[int]]) -> list[int]:
    """Leave the first card of each `count`, noting the others in `rows`; way points stay between rows."""
    thinned: list[int] = []
    row: list[int] = []
    for node in column:
        if node >= cards:
            thinned.append(node)
            continue
        if len(row) % count == 0:
            row = rows[node] = []
            thinned.append(node)
        row.append(node)
    return thinned
