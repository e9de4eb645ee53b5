"""Y coordinates of a continued layout: pinned nodes hardly move."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from lineage_explorer.layout.layers import Layers, Order

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
