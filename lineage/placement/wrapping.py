"""A very long picture in several rows, as text is set: from the end of a row down to the left of the next."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

from lineage.placement.acyclic import Arc
from lineage.placement.geometry import Geometry
from lineage.placement.layers import Layers, Order
from lineage.placement.picture import Measures, Place

_SHORT = 24
"""Ranks that always fit one row: more than a query of depth 10 in both directions usually finds."""

_WIDEST_SHAPE = 8.0
"""Width over height from which a picture of more ranks is wrapped."""

_WIDEST = 30_000.0
"""Width, in picture units, that browsers still draw; wider pictures are wrapped whatever their shape."""

_WIDEST_CHANNEL = 60.0
"""Height, in picture units, that the lines between two rows may take."""


def wrapped(layers: Layers, order: Order, flat: Geometry, measures: Measures) -> Geometry:
    """Return the geometry of a picture in rows; one that is not too long stays as it is."""
    starts = _row_starts(layers, order, flat, measures)
    if len(starts) == 1:
        return flat
    x, y, left, right = list(flat.x), list(flat.y), list(flat.left), list(flat.right)
    turns: dict[Arc, Sequence[Place]] = {}
    onward: list[Arc] = []
    margin = measures.rank_gap / 2
    floor = 0.0
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        ranks = range(start, end)
        nodes = [node for rank in ranks for node in order[rank]]
        top = min(y[node] - flat.reach[node] for node in nodes)
        step = min(measures.line_gap, _WIDEST_CHANNEL / max(1, len(onward)))
        channel = floor + measures.row_gap
        floor = channel + step * len(onward) + measures.row_gap
        for node in nodes:
            x[node] -= flat.left[start]
            y[node] += floor - top
        for rank in ranks:
            left[rank] -= flat.left[start]
            right[rank] -= flat.left[start]
        if start:
            ends = right[start - 1] + margin, -margin
            turns.update(_turns(onward, y, ends, channel, step))
        floor = max(y[node] + flat.reach[node] for node in nodes)
        onward = [(node, other) for node in order[end - 1] for other in layers.after[node]]
    return Geometry(x, y, flat.reach, left, right, turns)


def _row_starts(layers: Layers, order: Order, flat: Geometry, measures: Measures) -> list[int]:
    """Return the ranks at which a row begins: about equally far apart, where few links are cut."""
    width = flat.right[-1]
    height = max(flat.y) - min(flat.y) + measures.row_pitch + measures.component_gap
    ranks = len(order)
    if ranks <= _SHORT or (width <= _WIDEST and width / height <= _WIDEST_SHAPE):
        return [0]
    count = max(ceil(width / _WIDEST), round(sqrt(width / height / measures.aspect)))
    length = ceil(ranks / count)
    reach = length // 6
    links = [sum(len(layers.after[node]) for node in column) for column in order]
    starts = [0]
    for middle in range(length, ranks, length):
        near = range(middle - reach, min(ranks, middle + reach + 1))
        starts.append(min(near, key=lambda rank: (links[rank - 1], abs(rank - middle), rank)))
    return starts


def _turns(
    links: Sequence[Arc], y: Sequence[float], ends: tuple[float, float], channel: float, step: float
) -> dict[Arc, Sequence[Place]]:
    """Lead links from the end of a row through the channel below it to the left of the next.

    The lowest link takes the innermost line at the right end, the uppermost in the channel and the
    outermost at the left end, so that none of them cross.
    """
    turns: dict[Arc, Sequence[Place]] = {}
    for number, link in enumerate(sorted(links, key=lambda link: (-y[link[0]], -y[link[1]], link))):
        out = ends[0] + step * number
        back = ends[1] - step * (len(links) - 1 - number)
        level = channel + step * number
        turns[link] = (out, y[link[0]]), (out, level), (back, level), (back, y[link[1]])
    return turns
