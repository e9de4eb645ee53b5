"""Reuse of a layout while vertices are hidden or shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from lineage.model import Arn
from lineage.placement.picture import Placement, Point

Ends: TypeAlias = tuple[Arn, Arn]


def settled(
    former: Placement, cards: Mapping[Arn, Sequence[Arn]], ways: Mapping[Ends, Sequence[Arn]]
) -> Placement | None:
    """Return the previous layout, completed for the nodes now visible.

    Hidden nodes keep their positions, for when they are shown again. A bridge runs through the positions of
    the hidden cards that it replaces: there is room, and lines that met at a card still meet there.

    Args:
        former: The layout on the screen.
        cards: The nodes that are visible now, of the same graph; for each, the vertices that it represents.
        ways: The paths that bridges replace, both ends included, by the nodes that the bridges connect.

    Returns:
        The layout; None where a node has no position in the previous layout.
    """
    points = dict(former.points)
    for arn, members in cards.items():
        position = next(
            (former.points[member] for member in (arn, *members) if member in former.points), None
        )
        if position is None:
            return None
        points[arn] = position
    bends = {ends: _along(path, points, former.bends) for ends, path in ways.items()}
    return replace(former, points=points, bends={**bends, **former.bends})


def _along(
    path: Sequence[Arn], points: Mapping[Arn, Point], bends: Mapping[Ends, Sequence[Point]]
) -> tuple[Point, ...]:
    """Return the bends of consecutive associations and the nodes between."""
    route: list[Point] = []
    for ends in pairwise(path):
        route.extend(bends.get(ends, ()))
        if ends[1] != path[-1] and ends[1] in points:
            route.append(points[ends[1]])
    return tuple(route)
