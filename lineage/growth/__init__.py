"""Expansion of a graph: read more around it, collapse parts of it.

extent      the expansion as a value in the address: expanded and collapsed vertices, further rounds
deepening   repeated queries from the vertices at which reading reached its depth
expanding   one query for each expanded vertex, merged into the graph
folding     removal of what is reached only through collapsed vertices; count of hidden neighbors
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lineage.graph import LineageGraph, Reading
from lineage.growth.deepening import Deep, Limit, deepened
from lineage.growth.expanding import attached, read_beyond
from lineage.growth.extent import AS_ASKED, Expansion, Extent, Reach
from lineage.growth.folding import Unseen, folded, unseen
from lineage.model import Arn
from lineage.query import Direction, LineageQuery
from lineage.source import LineageSource

__all__ = ["AS_ASKED", "Expansion", "Extended", "Extent", "Limit", "Reach", "Unseen", "extended"]


@dataclass(frozen=True, slots=True)
class Extended:
    """Graph after expansion and collapsing.

    Attributes:
        asked: The graph of the query, deepened by all rounds, without expansions.
        graph: The graph to show: with all expansions, without what is collapsed.
        expanded: The expansions whose vertices are shown.
        limits: Shown vertices at which reading ended only because of its depth, with the direction.
        unseen: Numbers of neighbors that were read and are not shown, by vertex.
        hidden: Number of vertices that were read and are not shown.
        rounds: Number of rounds of further queries beyond the depth of the first one.
    """

    asked: LineageGraph
    graph: LineageGraph
    expanded: tuple[Expansion, ...] = ()
    limits: tuple[Limit, ...] = ()
    unseen: Mapping[Arn, Unseen] = field(default_factory=dict)
    hidden: int = 0
    rounds: int = 0


def extended(
    source: LineageSource, query: LineageQuery, first: LineageGraph, extent: Extent, *, deepens: bool
) -> Extended:
    """Read what expands a graph, and leave out what is collapsed.

    Args:
        source: Source to read from.
        query: The query that returned `first`.
        first: The graph to extend.
        extent: The expansion to apply.
        deepens: Whether the graph can be deepened. With filters, the vertices at which reading reached its
            depth are unknown.
    """
    base = deepened(source, query, first, extent.rounds) if deepens else Deep(first)
    expansion_graphs, gaps = read_beyond(source, base.graph, extent.expanded)
    full_graph, attached_vertices = attached(base.graph, expansion_graphs)
    shown_graph = full_graph
    if collapsed := extent.contracted:
        collapsed_graphs = {
            expanded_vertex: folded(graph, expanded_vertex.reach.direction, collapsed)
            for expanded_vertex, graph in expansion_graphs.items()
        }
        shown_graph, attached_vertices = attached(
            folded(base.graph, query.direction, collapsed), collapsed_graphs
        )
    return Extended(
        asked=base.graph,
        graph=_read_as(shown_graph, full_graph.reading, gaps),
        expanded=attached_vertices,
        limits=_open(base.limits, shown_graph, attached_vertices),
        unseen=unseen(full_graph, shown_graph),
        hidden=len(full_graph.vertices) - len(shown_graph.vertices),
        rounds=extent.rounds,
    )


def _read_as(graph: LineageGraph, status: Reading, gaps: tuple[str, ...]) -> LineageGraph:
    """Return a graph with the read status of the full graph."""
    if graph.reading is status and not gaps:
        return graph
    return replace(graph, reading=replace(status, gaps=(*status.gaps, *gaps)))


def _open(
    limits: tuple[Limit, ...], shown_graph: LineageGraph, expanded_vertices: tuple[Expansion, ...]
) -> tuple[Limit, ...]:
    """Return the shown limits that were not expanded in their direction."""
    followed = {(vertex.arn, vertex.reach.direction) for vertex in expanded_vertices}
    return tuple(
        limit
        for limit in limits
        if limit.arn in shown_graph.vertices
        and followed.isdisjoint({(limit.arn, limit.direction), (limit.arn, Direction.UP_AND_DOWN)})
    )
