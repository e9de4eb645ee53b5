"""Extend a graph by its expansions, and collapse parts of it.

Rounds of further queries come first (`deepen_graph`), then one query for each expanded vertex, merged into
the graph. What is reached only through collapsed vertices is removed, and hidden neighbors are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus, induce_subgraph, merge_graphs
from lineage_explorer.graph.model import Arn, split_arn
from lineage_explorer.query.expansion import NO_EXPANSION, ExpandedVertex, Expansion, Reach
from lineage_explorer.query.lineage_query import Direction, LineageQuery, compute_query_distances
from lineage_explorer.sources.deepen_graph import DeepenedGraph, DepthLimit, deepen_graph
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.protocols import LineageSource
from lineage_explorer.sources.shared_reads import read_all


def collapse_graph(graph: LineageGraph, direction: Direction, collapsed: Collection[Arn]) -> LineageGraph:
    """Remove what is reached only through collapsed vertices.

    Vertices that were read without their associations stay. Pure function.

    Args:
        graph: The graph to collapse.
        direction: Direction in which it was read from its start.
        collapsed: Vertices beyond which no edges are followed.
    """
    if graph.vertices.keys().isdisjoint(collapsed):
        return graph
    reached = compute_query_distances(
        graph.starts, graph.adjacency, direction, stop=frozenset(collapsed).__contains__
    )
    remaining = {arn for arn in graph.vertices if arn in reached or arn not in graph.distances}
    return replace(induce_subgraph(graph, remaining), distances=MappingProxyType(reached))


@dataclass(frozen=True, slots=True)
class HiddenCounts:
    """Numbers of neighbors that were read and are not shown.

    Attributes:
        up: Number of hidden parents.
        down: Number of hidden children.
    """

    up: int = 0
    down: int = 0


def find_hidden_neighbors(full_graph: LineageGraph, shown_graph: LineageGraph) -> Mapping[Arn, HiddenCounts]:
    """Count the hidden neighbors of each vertex that has any.

    Hidden are the vertices of `full_graph` that `shown_graph` leaves out.
    """
    hidden = full_graph.vertices.keys() - shown_graph.vertices.keys()
    if not hidden:
        return {}
    parents, children = full_graph.parents, full_graph.children
    counts = {
        arn: HiddenCounts(len(hidden.intersection(parents[arn])), len(hidden.intersection(children[arn])))
        for arn in shown_graph.vertices
    }
    return {arn: count for arn, count in counts.items() if count.up or count.down}


def read_expansions(
    source: LineageSource,
    base_graph: LineageGraph,
    expanded_vertices: Iterable[ExpandedVertex],
    *,
    freshness: Freshness = ANY_AGE,
) -> tuple[dict[ExpandedVertex, LineageGraph], tuple[str, ...]]:
    """Read what lies beyond expanded vertices.

    Expansions may start at vertices that other expansions find.

    Returns:
        The graph of each expansion whose vertex was found, and a sentence for each that failed.
    """
    vertices, pending = set(base_graph.vertices), list(expanded_vertices)
    graphs: dict[ExpandedVertex, LineageGraph] = {}
    gaps: list[str] = []
    while ready := [expanded_vertex for expanded_vertex in pending if expanded_vertex.arn in vertices]:
        pending = [expanded_vertex for expanded_vertex in pending if expanded_vertex not in ready]
        outcomes = read_all(source, [expanded_vertex.query for expanded_vertex in ready], freshness=freshness)
        for expanded_vertex, outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, SourceError):
                gaps.append(f"{_format_prefix(expanded_vertex)} could not be read. {outcome}")
                continue
            prefixed_gaps = tuple(
                f"{_format_prefix(expanded_vertex)}: {gap}" for gap in outcome.read_status.gaps
            )
            graphs[expanded_vertex] = replace(
                outcome, read_status=replace(outcome.read_status, gaps=prefixed_gaps)
            )
            vertices |= outcome.vertices.keys()
    return graphs, tuple(gaps)


def attach_expansions(
    base_graph: LineageGraph, expansion_graphs: Mapping[ExpandedVertex, LineageGraph]
) -> tuple[LineageGraph, tuple[ExpandedVertex, ...]]:
    """Attach the graphs of expansions to a graph.

    Attached vertices have passed no filters: they are matches only if all vertices of the graph are.

    Returns:
        The merged graph, and the expansions whose vertices are in it.
    """
    vertices, pending = set(base_graph.vertices), dict(expansion_graphs)
    attached_vertices: list[ExpandedVertex] = []
    while ready := [expanded_vertex for expanded_vertex in pending if expanded_vertex.arn in vertices]:
        for expanded_vertex in ready:
            vertices |= pending.pop(expanded_vertex).vertices.keys()
        attached_vertices += ready
    if not attached_vertices:
        return base_graph, ()
    all_match = base_graph.matches >= base_graph.vertices.keys()
    graphs = [expansion_graphs[expanded_vertex] for expanded_vertex in attached_vertices]
    return merge_graphs(base_graph, graphs, vertices if all_match else base_graph.matches), tuple(
        attached_vertices
    )


def _format_prefix(expanded_vertex: ExpandedVertex) -> str:
    return f"Beyond {split_arn(expanded_vertex.arn).name}"


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
        hidden_count, hidden_association_count: Numbers of vertices and associations that were read and are
            not shown.
        rounds: Number of rounds of further queries beyond the depth of the first one.
    """

    base_graph: LineageGraph
    graph: LineageGraph
    expanded: tuple[ExpandedVertex, ...] = ()
    depth_limits: tuple[DepthLimit, ...] = ()
    hidden_neighbors: Mapping[Arn, HiddenCounts] = field(default_factory=dict)
    hidden_count: int = 0
    hidden_association_count: int = 0
    rounds: int = 0


def extend_graph(  # noqa: PLR0913 - each is one part of what is read
    source: LineageSource,
    query: LineageQuery,
    base_graph: LineageGraph,
    expansion: Expansion,
    *,
    can_deepen: bool,
    freshness: Freshness = ANY_AGE,
) -> ExtendedGraph:
    """Read what expands a graph, and leave out what is collapsed.

    Args:
        source: Source to read from.
        query: The query that returned `base_graph`.
        base_graph: The graph to extend.
        expansion: The expansion to apply.
        can_deepen: Whether the graph can be deepened. With filters, the vertices at which reading reached its
            depth are unknown.
        freshness: How old further graphs may be.
    """
    base = (
        deepen_graph(source, query, base_graph, expansion.rounds, freshness=freshness)
        if can_deepen
        else DeepenedGraph(base_graph)
    )
    expansion_graphs, gaps = read_expansions(source, base.graph, expansion.expanded, freshness=freshness)
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
        hidden_association_count=len(full_graph.associations) - len(shown_graph.associations),
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
