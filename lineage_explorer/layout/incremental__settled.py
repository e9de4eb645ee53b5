"""Reuse of a layout while vertices are hidden or shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from lineage_explorer.graph.model import Arn
from lineage_explorer.layout.types import Layout, Point

ArnPair: TypeAlias = tuple[Arn, Arn]


def keep_in_place(
    previous: Layout, node_members: Mapping[Arn, Sequence[Arn]], bridge_paths: Mapping[ArnPair, Sequence[Arn]]
) -> Layout | None:
    """Return the previous layout, completed for the nodes now visible.

    Hidden nodes keep their positions, for when they are shown again. A bridge runs through the positions of
    the hidden cards that it replaces: there is room, and lines that met at a card still meet there.

    Args:
        previous: The layout on the screen.
        node_members: The nodes that are visible now, of the same graph; for each, the vertices that it
            represents.
        bridge_paths: The paths that bridges replace, both ends included, by the nodes that the bridges
            connect.

    Returns:
        The layout; None where a node has no position in the previous layout.
    """
    points = dict(previous.points)
    for arn, members in node_members.items():
        position = next(
            (previous.points[member] for member in (arn, *members) if member in previous.points), None
        )
        if position is None:
            return None
        points[arn] = position
    bends = {ends: _join_bends(path, points, previous.bends) for ends, path in bridge_paths.items()}
    return replace(previous, points=points, bends={**bends, **previous.bends})


def _join_bends(
    path: Sequence[Arn], points: Mapping[Arn, Point], bends: Mapping[ArnPair, Sequence[Point]]
) -> tuple[Point, ...]:
    """Return the bends of consecutive associations and the nodes between."""
    route: list[Point] = []
    for ends in pairwise(path):
        route.extend(bends.get(ends, ()))
        if ends[1] != path[-1] and ends[1] in points:
            route.append(points[ends[1]])
    return tuple(route)
