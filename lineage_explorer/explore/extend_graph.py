"""Expansion of a graph: read more around it, collapse parts of it.

extent      the expansion as a value in the address: expanded and collapsed vertices, further rounds
deepening   repeated queries from the vertices at which reading reached its depth
expanding   one query for each expanded vertex, merged into the graph
folding     removal of what is reached only through collapsed vertices; count of hidden neighbors
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lineage_explorer.explore.deepen_graph import DeepenedGraph, DepthLimit, deepen_graph
from lineage_explorer.explore.extend_graph__expanding import attach_expansions, read_expansions
from lineage_explorer.explore.extend_graph__folding import HiddenCounts, collapse_graph, find_hidden_neighbors
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.expansion import NO_EXPANSION, ExpandedVertex, Expansion, Reach
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.protocols import LineageSource

__all__ = [
    "NO_EXPANSION",
    "DepthLimit",
    "ExpandedVertex",
    "Expansion",
    "ExtendedGraph",
    "HiddenCounts",
    "Reach",
    "extend_graph",
]


@dataclass(frozen=True, slots=True)
class ExtendedGraph:
    """Graph after expansion and collapsing.

    Attributes:
        base_graph: The graph of the query, deepened by all rounds, without expansions.
        graph: The graph to show: with all expansions, without what is collapsed.
        expanded: The expansions whose vertices are shown.
        depth_limits: Shown vertices at which reading ended only because of its depth, with the direction.
        hidden_neighbors: Numbers of neighbors that were read and are not shown, by vertex.
        hidden_count: Number of vertices that were read and are not shown.
        rounds: Number of rounds of further queries beyond the depth of the first one.
    """

    base_graph: LineageGraph
    graph: LineageGraph
    expanded: tuple[ExpandedVertex, ...] = ()
    depth_limits: tuple[DepthLimit, ...] = ()
    hidden_neighbors: Mapping[Arn, HiddenCounts] = field(default_factory=dict)
    hidden_count: int = 0
    rounds: int = 0


def extend_graph(
    source: LineageSource,
    query: LineageQuery,
    base_graph: LineageGraph,
    expansion: Expansion,
    *,
    can_deepen: bool,
) -> ExtendedGraph:
    """Read what expands a graph, and leave out what is collapsed.

    Args:
        source: Source to read from.
        query: The query that returned `base_graph`.
        base_graph: The graph to extend.
        expansion: The expansion to apply.
        can_deepen: Whether the graph can be deepened. With filters, the vertices at which reading reached its
            depth are unknown.
    """
    base = (
        deepen_graph(source, query, base_graph, expansion.rounds) if can_deepen else DeepenedGraph(base_graph)
    )
    expansion_graphs, gaps = read_expansions(source, base.graph, expansion.expanded)
    full_graph, attached_vertices = attach_expansions(base.graph, expansion_graphs)
    shown_graph = full_graph
    if collapsed := expansion.collapsed:
        collapsed_graphs = {
            expanded_vertex: collapse_graph(graph, expanded_vertex.reach.direction, collapsed)
            for expanded_vertex, graph in expansion_graphs.items()
        }
        shown_graph, attached_vertices = attach_expansions(
            collapse_graph(base.graph, query.direction, collapsed), collapsed_graphs
        )
    return ExtendedGraph(
        base_graph=base.graph,
        graph=_with_read_status(shown_graph, full_graph.read_status, gaps),
        expanded=attached_vertices,
        depth_limits=_find_open_limits(base.depth_limits, shown_graph, attached_vertices),
        hidden_neighbors=find_hidden_neighbors(full_graph, shown_graph),
        hidden_count=len(full_graph.vertices) - len(shown_graph.vertices),
        rounds=expansion.rounds,
    )


def _with_read_status(graph: LineageGraph, status: ReadStatus, gaps: tuple[str, ...]) -> LineageGraph:
    """Return a graph with the read status of the full graph."""
    if graph.read_status is status and not gaps:
        return graph
    return replace(graph, read_status=replace(status, gaps=(*status.gaps, *gaps)))


def _find_open_limits(
    limits: tuple[DepthLimit, ...], shown_graph: LineageGraph, expanded_vertices: tuple[ExpandedVertex, ...]
) -> tuple[DepthLimit, ...]:
    """Return the shown limits that were not expanded in their direction."""
    followed = {(vertex.arn, vertex.reach.direction) for vertex in expanded_vertices}
    return tuple(
        limit
        for limit in limits
        if limit.arn in shown_graph.vertices
        and followed.isdisjoint({(limit.arn, limit.direction), (limit.arn, Direction.UP_AND_DOWN)})
    )
