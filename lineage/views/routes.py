"""The course of an association from card to card, in the numbers Cytoscape draws curves by."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import TypedDict

from lineage.placement import Point

_LEVEL = 0.5  # a curve leaves and enters its cards level, for half of the way between them


class Course(TypedDict):
    """Control points of an unbundled Bézier curve, relative to the line between two centres.

    Attributes:
        weights: How far along the line each point stands, as a share of its length.
        distances: How far beside the line, in picture units, to the right of the way.
    """

    weights: list[float]
    distances: list[float]


def course(source: Point, target: Point, bends: Sequence[Point] = ()) -> Course | None:
    """Return the curve from `source` to `target` by way of `bends`; None for a straight line."""
    if not bends:
        if abs(source.y - target.y) < 1 or abs(source.x - target.x) < 1:
            return None
        reach = (target.x - source.x) * _LEVEL
        bends = (Point(source.x + reach, source.y), Point(target.x - reach, target.y))
    return _relative(source, target, bends)


def _relative(source: Point, target: Point, points: Sequence[Point]) -> Course | None:
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy)
    if not length:
        return None
    along = [((p.x - source.x) * dx + (p.y - source.y) * dy) / length**2 for p in points]
    # Cytoscape takes (-dy, dx) as the side on which a distance counts as positive.
    beside = [((p.y - source.y) * dx - (p.x - source.x) * dy) / length for p in points]
    return {"weights": [round(w, 4) for w in along], "distances": [round(d, 1) for d in beside]}
