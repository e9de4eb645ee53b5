"""Edge routing: arcs run between cards, never behind one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lineage_explorer.graph.digraph import Arc
from lineage_explorer.layout.component_geometry import Geometry
from lineage_explorer.layout.layers import Layers
from lineage_explorer.layout.types import LocalPoint, Measures


def route_arcs(layers: Layers, geometry: Geometry, measures: Measures) -> dict[Arc, list[LocalPoint]]:
    """Return the bend points of each arc that needs any.

    They lead from the left end of the arc to the right.

    Args:
        layers: The nodes and their arcs.
        geometry: The positions of the nodes.
        measures: Sizes and distances of the layout.
    """
    rank = layers.rank
    rank_passages = [
        ((geometry.left[rank[node]], geometry.y[node]), (geometry.right[rank[node]], geometry.y[node]))
        for node in range(layers.real_count, len(rank))
    ]
    bends = {}
    for tail, head in layers.arcs:
        nodes = (tail, *layers.dummy_chains.get((tail, head), ()), head)
        points = _route_exit(layers, tail, geometry, measures)
        for node, successor in pairwise(nodes):
            points.extend(geometry.wrap_bends.get((node, successor), ()))
            if successor != head:
                points.extend(rank_passages[successor - layers.real_count])
        points.extend(_route_entry(layers, head, geometry, measures))
        if points:
            bends[tail, head] = _drop_level_points(points)
    return bends


def _route_exit(layers: Layers, node: int, geometry: Geometry, measures: Measures) -> list[LocalPoint]:
    """Route from a card below its row to the rank's right.

    Only a rank of several columns needs such points.
    """
    card_side = geometry.x[node] + measures.card_width / 2
    rank_side = geometry.right[layers.rank[node]]
    if rank_side - card_side < measures.column_gap:
        return []
    y = geometry.y[node] + geometry.half_heights[node]
    return [(card_side + measures.column_gap / 2, y), (rank_side, y)]


def _route_entry(layers: Layers, node: int, geometry: Geometry, measures: Measures) -> list[LocalPoint]:
    """Route from the rank's left above a card's row to it.

    Only a rank of several columns needs such points.
    """
    card_side = geometry.x[node] - measures.card_width / 2
    rank_side = geometry.left[layers.rank[node]]
    if card_side - rank_side < measures.column_gap:
        return []
    y = geometry.y[node] - geometry.half_heights[node]
    return [(rank_side, y), (card_side - measures.column_gap / 2, y)]


def _drop_level_points(points: Sequence[LocalPoint]) -> list[LocalPoint]:
    """Remove points between two others at the same height."""
    triples = zip(points, points[1:], points[2:], strict=False)
    inner = [point for before, point, after in triples if not before[1] == point[1] == after[1]]
    return [points[0], *inner, points[-1]]
