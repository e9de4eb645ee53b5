"""Expansion of vertices: read what lies beyond them and attach it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.lineage_graph__joining import merge_graphs
from lineage_explorer.graph.model import split_arn
from lineage_explorer.query.expansion import ExpandedVertex
from lineage_explorer.sources.concurrent_reads import read_all
from lineage_explorer.sources.protocols import LineageSource


def read_expansions(
    source: LineageSource, base_graph: LineageGraph, expanded_vertices: Iterable[ExpandedVertex]
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
        outcomes = read_all(source, [expanded_vertex.query for expanded_vertex in ready])
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
