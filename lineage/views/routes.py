"""The course of an association from card to card, in the numbers Cytoscape draws curves by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import TypedDict

from lineage.placement import Point

_ARC = 130.0
"""How far an association that leads back hangs below its cards, in picture units."""


class Course(TypedDict):
    """Control points of an unbundled Bézier curve, relative to the line between two centres.

    Attributes:
        weights: How far along the line each point stands, as a share of its length.
        distances: How far beside the line, in picture units, to the right of the way.
    """

    weights: list[float]
    distances: list[float]


def course(source: Point, target: Point, bends: Sequence[Point] = ()) -> Course | None:
    """Return the curve from `source` to `target` by way of `bends`; None for a straight line.

    Between two way points on different levels the curve turns half-way, leaving and arriving level: so it
    keeps to the gaps between columns, as its bends do, and runs level over each column it passes.
    """
    points = _arc(source, target) if target.x < source.x and not bends else _turning((source, *bends, target))
    return _relative(source, target, points) if points else None


def _arc(source: Point, target: Point) -> list[Point]:
    """Return the control points of a way back: in an arc below, apart from the way there."""
    below = max(source.y, target.y) + _ARC
    return [Point(source.x, below), Point(target.x, below)]


def _turning(way: Sequence[Point]) -> list[Point]:
    """Return the control points between the ends of a way."""
    points: list[Point] = []
    for here, there in pairwise(way):
        if abs(here.y - there.y) >= 1 and abs(here.x - there.x) >= 1:
            middle = (here.x + there.x) / 2
            points += [Point(middle, here.y), Point(middle, there.y)]
        points.append(there)
    return points[:-1]


def _relative(source: Point, target: Point, points: Sequence[Point]) -> Course | None:
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy)
    if not length:
        return None
    along = [((p.x - source.x) * dx + (p.y - source.y) * dy) / length**2 for p in points]
    # Cytoscape takes (-dy, dx) as the side on which a distance counts as positive.
    beside = [((p.y - source.y) * dx - (p.x - source.x) * dy) / length for p in points]
    return {"weights": [round(w, 4) for w in along], "distances": [round(d, 1) for d in beside]}
