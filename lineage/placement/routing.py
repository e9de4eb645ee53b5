"""Edge routing: arcs run between cards, never behind one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lineage.placement.acyclic import Arc
from lineage.placement.geometry import Geometry
from lineage.placement.layers import Layers
from lineage.placement.picture import Measures, Place


def routed(layers: Layers, at: Geometry, measures: Measures) -> dict[Arc, list[Place]]:
    """Return the bend points of each arc that needs any.

    They lead from the left end of the arc to the right.

    Args:
        layers: The nodes and their arcs.
        at: The positions of the nodes.
        measures: Sizes and distances of the layout.
    """
    rank = layers.rank
    rank_passages = [
        ((at.left[rank[node]], at.y[node]), (at.right[rank[node]], at.y[node]))
        for node in range(layers.cards, len(rank))
    ]
    bends = {}
    for tail, head in layers.arcs:
        nodes = (tail, *layers.routes.get((tail, head), ()), head)
        points = _leaving(layers, tail, at, measures)
        for node, successor in pairwise(nodes):
            points.extend(at.turns.get((node, successor), ()))
            if successor != head:
                points.extend(rank_passages[successor - layers.cards])
        points.extend(_entering(layers, head, at, measures))
        if points:
            bends[tail, head] = _straightened(points)
    return bends


def _leaving(layers: Layers, node: int, geometry: Geometry, measures: Measures) -> list[Place]:
    """Route from a card below its row to the rank's right.

    Only a rank of several columns needs such points.
    """
    card_side = geometry.x[node] + measures.card_width / 2
    rank_side = geometry.right[layers.rank[node]]
    if rank_side - card_side < measures.fold_gap:
        return []
    y = geometry.y[node] + geometry.reach[node]
    return [(card_side + measures.fold_gap / 2, y), (rank_side, y)]


def _entering(layers: Layers, node: int, geometry: Geometry, measures: Measures) -> list[Place]:
    """Route from the rank's left above a card's row to it.

    Only a rank of several columns needs such points.
    """
    card_side = geometry.x[node] - measures.card_width / 2
    rank_side = geometry.left[layers.rank[node]]
    if card_side - rank_side < measures.fold_gap:
        return []
    y = geometry.y[node] - geometry.reach[node]
    return [(rank_side, y), (card_side - measures.fold_gap / 2, y)]


def _straightened(points: Sequence[Place]) -> list[Place]:
    """Remove points between two others at the same height."""
    triples = zip(points, points[1:], points[2:], strict=False)
    inner = [point for before, point, after in triples if not before[1] == point[1] == after[1]]
    return [points[0], *inner, points[-1]]
