"""Part of a graph that a filter leaves, as `QueryLineage` filters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType

from lineage_explorer.graph.lineage_graph import LineageGraph, induce_subgraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.lineage_query import Direction, LineageQuery


def keep_matches(graph: LineageGraph, query: LineageQuery, wanted: Collection[Arn]) -> LineageGraph:
    """Return the part of a graph that a filter by entities leaves.

    It is what `QueryLineage` would return if it filtered by them: the matches among them, and with
    `include_paths` what lies between the start and these.
    """
    matches = graph.matches & frozenset(wanted)
    if not query.include_paths:
        alone = induce_subgraph(graph, matches | set(graph.starts))
        return replace(
            alone,
            matches=matches,
            associations=(),
            distances=MappingProxyType(dict.fromkeys(graph.starts, 0)),
        )
    kept = {*graph.starts, *matches}
    for way in _list_ways(query.direction):
        kept |= _find_between(graph, matches, way)
    return replace(induce_subgraph(graph, kept), matches=matches)


def _list_ways(direction: Direction) -> tuple[Direction, ...]:
    both = Direction.ASCENDANTS, Direction.DESCENDANTS
    return both if direction is Direction.UP_AND_DOWN else (direction,)


def _find_between(graph: LineageGraph, matches: Collection[Arn], way: Direction) -> set[Arn]:
    """Return the vertices on a path from the start to a match.

    In one direction any path counts; both ways only the shortest do, as in the API.
    """
    if way is Direction.BOTH:
        return _find_on_shortest_paths(graph, matches)
    ahead, back = (
        (graph.parents, graph.children) if way is Direction.ASCENDANTS else (graph.children, graph.parents)
    )
    reached = compute_distances(graph.starts, ahead)
    return reached.keys() & compute_distances([arn for arn in matches if arn in reached], back).keys()


def _find_on_shortest_paths(graph: LineageGraph, matches: Collection[Arn]) -> set[Arn]:
    distances = compute_distances(graph.starts, graph.parents, graph.children)
    on_path = [arn for arn in matches if arn in distances]
    visited = set(on_path)
    for arn in on_path:
        for near in (*graph.parents[arn], *graph.children[arn]):
            if near not in visited and distances[near] < distances[arn]:
                visited.add(near)
                on_path.append(near)
    return visited
