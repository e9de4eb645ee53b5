"""The ways of associations that pass other cards: along the gaps between cards, never behind one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lineage.placement.acyclic import Arc
from lineage.placement.geometry import Geometry
from lineage.placement.layers import Layers
from lineage.placement.picture import Measures, Place


def routed(layers: Layers, at: Geometry, measures: Measures) -> dict[Arc, list[Place]]:
    """Return the way points of each arc that needs any, from the left end of it to the right."""
    rank = layers.rank
    along = [
        ((at.left[rank[node]], at.y[node]), (at.right[rank[node]], at.y[node]))
        for node in range(layers.cards, len(rank))
    ]
    ways = {}
    for tail, head in layers.arcs:
        way = (tail, *layers.routes.get((tail, head), ()), head)
        points = _leaving(layers, tail, at, measures)
        for node, following in pairwise(way):
            points.extend(at.turns.get((node, following), ()))
            if following != head:
                points.extend(along[following - layers.cards])
        points.extend(_entering(layers, head, at, measures))
        if points:
            ways[tail, head] = _straightened(points)
    return ways


def _leaving(layers: Layers, node: int, at: Geometry, measures: Measures) -> list[Place]:
    """Lead from a card of a folded rank below its row to the rank's right side."""
    side = at.x[node] + measures.card_width / 2
    end = at.right[layers.rank[node]]
    if end - side < measures.fold_gap:
        return []
    level = at.y[node] + at.reach[node]
    return [(side + measures.fold_gap / 2, level), (end, level)]


def _entering(layers: Layers, node: int, at: Geometry, measures: Measures) -> list[Place]:
    """Lead from a folded rank's left side above the row of one of its cards to the card."""
    side = at.x[node] - measures.card_width / 2
    start = at.left[layers.rank[node]]
    if side - start < measures.fold_gap:
        return []
    level = at.y[node] - at.reach[node]
    return [(start, level), (side - measures.fold_gap / 2, level)]


def _straightened(points: Sequence[Place]) -> list[Place]:
    """Leave out points between two others on one level."""
    between = zip(points, points[1:], points[2:], strict=False)
    kept = [point for one, point, other in between if not one[1] == point[1] == other[1]]
    return [points[0], *kept, points[-1]]
