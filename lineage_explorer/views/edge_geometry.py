"""Curves of associations between cards, as Cytoscape control points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import TypedDict

from lineage_explorer.layout import Point

_ARC_DEPTH = 130.0
"""Depth of a backward association's arc below its cards, in layout units."""


class EdgeCurve(TypedDict):
    """Control points of an unbundled Bézier curve.

    They are relative to the line between the centers of two cards.

    Attributes:
        weights: Position of each point along the line, as a fraction of its length.
        distances: Distance of each point from the line, in layout units, positive to the right of the
            direction.
    """

    weights: list[float]
    distances: list[float]


def compute_curve(source: Point, target: Point, bends: Sequence[Point] = ()) -> EdgeCurve | None:
    """Return the curve from `source` to `target` through `bends`.

    Return None for a straight line. Between two points at different levels the curve turns half-way, and
    leaves and arrives level. So it turns only in the gaps between columns, as its bends do, and runs level
    over each column that it passes.
    """
    points = (
        _build_arc(source, target)
        if target.x < source.x and not bends
        else _build_turns((source, *bends, target))
    )
    return _make_relative(source, target, points) if points else None


def _build_arc(source: Point, target: Point) -> list[Point]:
    """Return the control points of a backward association.

    It runs in an arc below its cards, apart from the forward associations.
    """
    below = max(source.y, target.y) + _ARC_DEPTH
    return [Point(source.x, below), Point(target.x, below)]


def _build_turns(route: Sequence[Point]) -> list[Point]:
    """Return the control points between the ends of a route."""
    points: list[Point] = []
    for current, following in pairwise(route):
        if abs(current.y - following.y) >= 1 and abs(current.x - following.x) >= 1:
            middle = (current.x + following.x) / 2
            points += [Point(middle, current.y), Point(middle, following.y)]
        points.append(following)
    return points[:-1]


def _make_relative(source: Point, target: Point, points: Sequence[Point]) -> EdgeCurve | None:
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy)
    if not length:
        return None
    along = [((p.x - source.x) * dx + (p.y - source.y) * dy) / length**2 for p in points]
    # Cytoscape takes (-dy, dx) as the side on which a distance counts as positive.
    beside = [((p.y - source.y) * dx - (p.x - source.x) * dy) / length for p in points]
    return {"weights": [round(w, 4) for w in along], "distances": [round(d, 1) for d in beside]}
