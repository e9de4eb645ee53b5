"""Connections of two vertices when neither leads to the other."""

from __future__ import annotations

from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.path_counting__shortest import find_shortest_paths
from lineage_explorer.graph.traversal__arcs import Arcs, add_reverse_arcs, count_steps, reverse_arcs


def find_common_origin(arcs: Arcs, first: Arn, second: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Find the shortest path over a common ancestor.

    Returns:
        The path and the common ancestor; None if there is none.
    """
    backward = reverse_arcs(arcs)
    steps_from_first, steps_from_second = count_steps(backward, first), count_steps(backward, second)
    ancestors = steps_from_first.keys() & steps_from_second.keys()
    if not ancestors:
        return None
    nearest = min(ancestors, key=lambda arn: (steps_from_first[arn] + steps_from_second[arn], arn))
    (up,), (down,) = (
        find_shortest_paths(backward, first, nearest, limit=1),
        find_shortest_paths(arcs, nearest, second, limit=1),
    )
    return (*up, *down[1:]), nearest


def find_common_outcome(arcs: Arcs, first: Arn, second: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Find the shortest path over a common descendant.

    Returns:
        The path and the common descendant; None if there is none.
    """
    return find_common_origin(reverse_arcs(arcs), first, second)


def find_undirected_path(arcs: Arcs, first: Arn, second: Arn) -> tuple[Arn, ...] | None:
    """Find the shortest path when directions are ignored, or None."""
    return next(iter(find_shortest_paths(add_reverse_arcs(arcs), first, second, limit=1)), None)
