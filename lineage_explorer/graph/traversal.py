"""Breadth-first search: distances, ancestors and descendants of vertices."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Protocol, TypeVar

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn

Node = TypeVar("Node", bound=Hashable)


class Neighbors(Protocol[Node]):
    """Neighbors of each node, by ARN or by number."""

    def __getitem__(self, node: Node, /) -> Iterable[Node]: ...


def search_breadth_first(
    starts: Iterable[Node], *neighbors: Neighbors[Node], stop: Callable[[Node], bool] | None = None
) -> Iterator[tuple[Node, Node | None]]:
    """Yield each reachable node, nearest first, with the node before it.

    Args:
        starts: The nodes to begin at; no node comes before them.
        neighbors: The neighbors to follow from each node; those of the first mapping come first.
        stop: Returns whether a node is reached, but not passed; None to pass all.
    """
    queue = list(dict.fromkeys(starts))
    visited = set(queue)
    for start in tuple(queue):
        yield start, None
    for node in queue:
        if stop and stop(node):
            continue
        for adjacent in neighbors:
            for neighbor in adjacent[node]:
                if neighbor not in visited:
                    visited.add(neighbor)
                    queue.append(neighbor)
                    yield neighbor, node


def compute_distances(
    starts: Iterable[Node], *neighbors: Neighbors[Node], stop: Callable[[Node], bool] | None = None
) -> dict[Node, int]:
    """Return the fewest edges from the nearest start to each reachable node.

    The nodes are in the order of the search.

    Args:
        starts: The nodes to begin at.
        neighbors: The neighbors to follow from each node.
        stop: Returns whether a node is reached, but not passed; None to pass all.
    """
    distances: dict[Node, int] = {}
    for node, previous in search_breadth_first(starts, *neighbors, stop=stop):
        distances[node] = 0 if previous is None else distances[previous] + 1
    return distances


def find_ancestors(graph: LineageGraph, arn: Arn) -> frozenset[Arn]:
    """Return all ancestors of a vertex.

    The vertex itself is included only if it lies on a cycle.
    """
    return frozenset(compute_distances(graph.parents[arn], graph.parents))


def find_descendants(graph: LineageGraph, arn: Arn) -> frozenset[Arn]:
    """Return all descendants of a vertex.

    The vertex itself is included only if it lies on a cycle.
    """
    return frozenset(compute_distances(graph.children[arn], graph.children))
