"""Connections of two vertices when neither leads to the other."""

from __future__ import annotations

from lineage.model import Arn
from lineage.paths.arcs import Arcs, both_ways, distances, turned
from lineage.paths.shortest import shortest


def by_origin(arcs: Arcs, one: Arn, other: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Find the shortest path over a common ancestor.

    Returns:
        The path and the common ancestor; None if there is none.
    """
    backward = turned(arcs)
    steps_from_first, steps_from_second = distances(backward, one), distances(backward, other)
    ancestors = steps_from_first.keys() & steps_from_second.keys()
    if not ancestors:
        return None
    nearest = min(ancestors, key=lambda arn: (steps_from_first[arn] + steps_from_second[arn], arn))
    (up,), (down,) = shortest(backward, one, nearest, most=1), shortest(arcs, nearest, other, most=1)
    return (*up, *down[1:]), nearest


def by_outcome(arcs: Arcs, one: Arn, other: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Find the shortest path over a common descendant.

    Returns:
        The path and the common descendant; None if there is none.
    """
    return by_origin(turned(arcs), one, other)


def by_any(arcs: Arcs, one: Arn, other: Arn) -> tuple[Arn, ...] | None:
    """Find the shortest path when directions are ignored, or None."""
    return next(iter(shortest(both_ways(arcs), one, other, most=1)), None)
