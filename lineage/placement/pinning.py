"""Heights for a picture that is to change little: what stays moves only to make room."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from lineage.placement.layers import Layers, Order

_PIN = 16
"""How many new nodes it takes to move one that stays."""

_PASSES = 4


def pinned_heights(
    layers: Layers, order: Order, pins: Sequence[float | None], reach: Sequence[float], y: Sequence[float]
) -> list[float]:
    """Return each node's height: those pinned keep theirs, unless there is no room for all.

    In each rank the sum of all movements is the smallest possible.

    Args:
        layers: The nodes and their links.
        order: The nodes of each rank from top to bottom.
        pins: Where nodes should stay.
        reach: How far each node's own room extends above and below its centre.
        y: Heights to begin with.
    """
    y = list(y)
    changing = [column for column in order if any(pins[node] is None for node in column)]
    for number in range(_PASSES):
        for column in order if not number else changing if number % 2 else reversed(changing):
            _settle(layers, column, pins, reach, y)
    return y


def _settle(
    layers: Layers,
    column: Sequence[int],
    pins: Sequence[float | None],
    reach: Sequence[float],
    y: list[float],
) -> None:
    """Isotonic regression in the absolute norm, as in `coordinates`, with wishes of different weight."""
    blocks: list[tuple[list[float], float, int]] = []
    offsets: list[float] = []
    offset = 0.0
    for node in column:
        offset += reach[node]
        pin = pins[node]
        if pin is not None:
            wishes = [pin - offset] * _PIN
        else:
            around = [y[other] for other in (*layers.before[node], *layers.after[node])]
            wishes = [(median(around) if around else y[node]) - offset]
        middle, size = wishes[len(wishes) // 2], 1
        while blocks and blocks[-1][1] > middle:
            above, _, more = blocks.pop()
            wishes = sorted(above + wishes)
            middle, size = wishes[len(wishes) // 2], size + more
        blocks.append((wishes, middle, size))
        offsets.append(offset)
        offset += reach[node]
    bases = [middle for _, middle, size in blocks for _ in range(size)]
    for node, base, offset in zip(column, bases, offsets, strict=True):
        y[node] = base + offset
