"""Wrapping of very long layouts into several rows.

As in text, links lead from the end of a row down to the left of the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

from lineage_explorer.graph.digraph import Arc
from lineage_explorer.layout.component_geometry import Geometry
from lineage_explorer.layout.layers import Layers, Order
from lineage_explorer.layout.types import LocalPoint, Measures

_MAX_ONE_ROW_RANKS = 24
"""Ranks that always fit one row.

A query of depth 10 in both directions usually finds fewer.
"""

_MAX_ASPECT = 8.0
"""Width over height from which a layout of more ranks is wrapped."""

_MAX_WIDTH = 30_000.0
"""Largest width, in layout units, that browsers still draw.

Wider layouts are wrapped whatever their shape.
"""

_MAX_CHANNEL_HEIGHT = 60.0
"""Largest height, in layout units, of the links between two rows."""


def wrap_rows(layers: Layers, order: Order, flat: Geometry, measures: Measures) -> Geometry:
    """Return the geometry in rows; unchanged if not too long.

    Args:
        layers: The nodes and their links.
        order: The nodes of each rank from top to bottom.
        flat: Positions in one row.
        measures: Sizes and distances of the layout.
    """
    starts = _choose_row_starts(layers, order, flat, measures)
    if len(starts) == 1:
        return flat
    x, y, left, right = list(flat.x), list(flat.y), list(flat.left), list(flat.right)
    bends: dict[Arc, Sequence[LocalPoint]] = {}
    row_links: list[Arc] = []
    margin = measures.rank_gap / 2
    bottom = 0.0
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        ranks = range(start, end)
        nodes = [node for rank in ranks for node in order[rank]]
        top = min(y[node] - flat.half_heights[node] for node in nodes)
        spacing = min(measures.link_gap, _MAX_CHANNEL_HEIGHT / max(1, len(row_links)))
        channel = bottom + measures.row_gap
        bottom = channel + spacing * len(row_links) + measures.row_gap
        for node in nodes:
            x[node] -= flat.left[start]
            y[node] += bottom - top
        for rank in ranks:
            left[rank] -= flat.left[start]
            right[rank] -= flat.left[start]
        if start:
            sides = right[start - 1] + margin, -margin
            bends.update(_route_between_rows(row_links, y, sides, channel, spacing))
        bottom = max(y[node] + flat.half_heights[node] for node in nodes)
        row_links = [(node, successor) for node in order[end - 1] for successor in layers.successors[node]]
    return Geometry(x, y, flat.half_heights, left, right, bends)


def _choose_row_starts(layers: Layers, order: Order, flat: Geometry, measures: Measures) -> list[int]:
    """Return the ranks at which a row begins.

    They are about equally far apart, where few links are cut.
    """
    width = flat.right[-1]
    height = max(flat.y) - min(flat.y) + measures.row_pitch + measures.component_gap
    rank_count = len(order)
    if rank_count <= _MAX_ONE_ROW_RANKS or (width <= _MAX_WIDTH and width / height <= _MAX_ASPECT):
        return [0]
    row_count = max(ceil(width / _MAX_WIDTH), round(sqrt(width / height / measures.aspect)))
    row_length = ceil(rank_count / row_count)
    tolerance = row_length // 6
    link_counts = [sum(len(layers.successors[node]) for node in column) for column in order]
    starts = [0]
    for target in range(row_length, rank_count, row_length):
        candidates = range(target - tolerance, min(rank_count, target + tolerance + 1))
        starts.append(min(candidates, key=lambda rank: (link_counts[rank - 1], abs(rank - target), rank)))
    return starts


def _route_between_rows(
    links: Sequence[Arc], y: Sequence[float], sides: tuple[float, float], channel: float, spacing: float
) -> dict[Arc, Sequence[LocalPoint]]:
    """Route links from the end of a row to the next.

    They run through the channel below the row to the left. The lowest link takes the innermost line at the
    right end, the uppermost in the channel and the outermost at the left end, so that none of them cross.
    """
    bends: dict[Arc, Sequence[LocalPoint]] = {}
    for index, link in enumerate(sorted(links, key=lambda link: (-y[link[0]], -y[link[1]], link))):
        right = sides[0] + spacing * index
        left = sides[1] - spacing * (len(links) - 1 - index)
        level = channel + spacing * index
        bends[link] = (right, y[link[0]]), (right, level), (left, level), (left, y[link[1]])
    return bends
