"""How high each node stands in its rank: links short and straight, nothing closer than it may be.

For a rank whose neighbours stand fixed, `_settle` finds heights that keep the order and the distances and
make the links' height differences smallest in sum. It is applied to all ranks, from left to right and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lineage.placement.layers import Order

_EFFORT = 8_000
"""Nodes to settle, over all passes; about 12 ms."""

_FEWEST_PASSES = 3
_MOST_PASSES = 7
_FINAL_PASSES = 2

Pulls: TypeAlias = Sequence[Sequence[int]]
"""The nodes that each node is drawn to, repeated as often as the link weighs."""


def heights(order: Order, before: Pulls, after: Pulls, reach: Sequence[float]) -> list[float]:
    """Return each node's height: the y of its centre.

    Args:
        order: The nodes of each rank from top to bottom.
        before: What draws each node in the rank to the left.
        after: What draws each node in the rank to the right.
        reach: How far each node's own room extends above and below its centre.
    """
    y = _stacked(order, reach)
    passes = max(_FEWEST_PASSES, min(_MOST_PASSES, _EFFORT // sum(map(len, order))))
    around = [[*left, *right] for left, right in zip(before, after, strict=True)]
    between = [bool(left and right) for left, right in zip(before, after, strict=True)]
    nowhere = [False] * len(between)
    for number in range(passes):
        rightward = number % 2 == 0
        final = number >= passes - _FINAL_PASSES
        pulls = around if final else before if rightward else after
        for column in order if rightward else reversed(order):
            _settle(column, pulls, reach, between if final else nowhere, y)
    return y


def _stacked(order: Order, reach: Sequence[float]) -> list[float]:
    """Stack each rank as closely as may be, its middle at height 0."""
    y = [0.0] * len(reach)
    for column in order:
        height = -sum(reach[node] for node in column)
        for node in column:
            y[node] = height + reach[node]
            height += 2 * reach[node]
    return y


def _settle(
    column: Sequence[int], pulls: Pulls, reach: Sequence[float], level: Sequence[bool], y: list[float]
) -> None:
    """Move the nodes of one rank where they are drawn, as near as order and distances allow.

    Isotonic regression in the absolute norm by pooling adjacent violators: nodes whose wishes conflict
    form a block, which stands at the median of its members' wishes.

    Args:
        column: The nodes from top to bottom.
        pulls: What draws each node.
        reach: How far each node's own room extends above and below its centre.
        level: Which nodes take the nearer of two middle wishes, so that one link is level, not the mean.
        y: The heights; changed in place.
    """
    blocks: list[tuple[list[float], float, int]] = []
    offsets: list[float] = []
    offset = 0.0
    for node in column:
        offset += reach[node]
        wishes = sorted([y[other] - offset for other in pulls[node]]) or [y[node] - offset]
        middle = _nearer_median(wishes, y[node] - offset) if level[node] else _median(wishes)
        size = 1
        while blocks and blocks[-1][1] > middle:
            above, _, more = blocks.pop()
            wishes = sorted(above + wishes)
            middle, size = _median(wishes), size + more
        blocks.append((wishes, middle, size))
        offsets.append(offset)
        offset += reach[node]
    bases = [middle for _, middle, size in blocks for _ in range(size)]
    for node, base, offset in zip(column, bases, offsets, strict=True):
        y[node] = base + offset


def _median(ascending: Sequence[float]) -> float:
    """Return the middle value, or the mean of the middle two."""
    half = len(ascending) // 2
    return ascending[half] if len(ascending) % 2 else (ascending[half - 1] + ascending[half]) / 2


def _nearer_median(ascending: Sequence[float], place: float) -> float:
    """Return the middle value, or the one of the middle two that is nearer to a place."""
    lower, upper = ascending[(len(ascending) - 1) // 2], ascending[len(ascending) // 2]
    return lower if place - lower <= upper - place else upper
