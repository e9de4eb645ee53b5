"""How high each node stands in its rank: links short and straight, nothing closer than it may be.

For a rank whose neighbours stand fixed, `_settle` finds heights that keep the order and the distances and
make the links' height differences smallest in sum. It is applied to all ranks, from left to right and back.
"""

from __future__ import annotations

from collections.abc import Sequence

from lineage.placement.layers import Order

_EFFORT = 8_000
"""Nodes to settle, over all passes; about 12 ms."""

_FEWEST_PASSES = 3
_MOST_PASSES = 10

LEVEL = True
Pulls = Sequence[Sequence[int]]
"""The nodes that each node is drawn to, repeated as often as the link weighs."""


def heights(order: Order, before: Pulls, after: Pulls, extent: Sequence[float]) -> list[float]:
    """Return each node's height: the y of its centre.

    Args:
        order: The nodes of each rank from top to bottom.
        before, after: What draws each node in the rank to the left and to the right.
        extent: Distance from a node's centre to where its neighbour in the rank may begin.
    """
    y = _stacked(order, extent)
    count = sum(map(len, order))
    passes = max(_FEWEST_PASSES, min(_MOST_PASSES, _EFFORT // count))
    around = [[*left, *right] for left, right in zip(before, after, strict=True)]
    for number in range(passes):
        rightward = number % 2 == 0
        final = number >= passes - 2
        pulls = around if final else before if rightward else after
        for column in order if rightward else reversed(order):
            _settle(column, pulls, extent, y, level=final)
    return y


def _stacked(order: Order, extent: Sequence[float]) -> list[float]:
    """Stack each rank as closely as may be, its middle at height 0."""
    y = [0.0] * len(extent)
    for column in order:
        height = -sum(extent[node] for node in column)
        for node in column:
            y[node] = height + extent[node]
            height += 2 * extent[node]
    return y


def _settle(
    column: Sequence[int], pulls: Pulls, extent: Sequence[float], y: list[float], *, level: bool
) -> None:
    """Move the nodes of one rank where they are drawn, as near as order and distances allow.

    Isotonic regression in the absolute norm by pooling adjacent violators: nodes whose wishes conflict
    form a block, which stands at the median of its members' wishes.

    Args:
        column: The nodes from top to bottom.
        pulls: What draws each node.
        extent: Distance from a node's centre to where its neighbour may begin.
        y: The heights; changed in place.
        level: Between two middle wishes take the nearer one, so that one link is level, not the mean.
    """
    blocks: list[tuple[list[float], float, int]] = []
    offsets: list[float] = []
    offset = 0.0
    for node in column:
        offset += extent[node]
        wishes = sorted([y[other] - offset for other in pulls[node]]) or [y[node] - offset]
        middle, size = _median(wishes), 1
        if level and len(wishes) % 2 == 0 and LEVEL:
            half = len(wishes) // 2
            middle = min(wishes[half - 1 : half + 1], key=lambda w: abs(w - y[node] + offset))
        while blocks and blocks[-1][1] > middle:
            above, _, more = blocks.pop()
            wishes = sorted(above + wishes)
            middle, size = _median(wishes), size + more
        blocks.append((wishes, middle, size))
        offsets.append(offset)
        offset += extent[node]
    bases = [middle for _, middle, size in blocks for _ in range(size)]
    for node, base, offset in zip(column, bases, offsets, strict=True):
        y[node] = base + offset


def _median(ascending: Sequence[float]) -> float:
    """Return the middle value, or the mean of the middle two."""
    half = len(ascending) // 2
    return ascending[half] if len(ascending) % 2 else (ascending[half - 1] + ascending[half]) / 2
