"""Expansion of vertices: read what lies beyond them and attach it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lineage.attempts import attempted
from lineage.errors import SourceError
from lineage.graph import LineageGraph
from lineage.growth.extent import Expansion
from lineage.joining import joined
from lineage.model import split_arn
from lineage.source import LineageSource


def read_beyond(
    source: LineageSource, first: LineageGraph, expansions: Iterable[Expansion]
) -> tuple[dict[Expansion, LineageGraph], tuple[str, ...]]:
    """Read what lies beyond expanded vertices.

    Expansions may start at vertices that other expansions find.

    Returns:
        The graph of each expansion whose vertex was found, and a sentence for each that failed.
    """
    vertices, pending = set(first.vertices), list(expansions)
    graphs: dict[Expansion, LineageGraph] = {}
    gaps: list[str] = []
    while ready := [expanded_vertex for expanded_vertex in pending if expanded_vertex.arn in vertices]:
        pending = [expanded_vertex for expanded_vertex in pending if expanded_vertex not in ready]
        outcomes = attempted(source, [expanded_vertex.query for expanded_vertex in ready])
        for expanded_vertex, outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, SourceError):
                gaps.append(f"{_beyond(expanded_vertex)} could not be read. {outcome}")
                continue
            prefixed_gaps = tuple(f"{_beyond(expanded_vertex)}: {gap}" for gap in outcome.reading.gaps)
            graphs[expanded_vertex] = replace(outcome, reading=replace(outcome.reading, gaps=prefixed_gaps))
            vertices |= outcome.vertices.keys()
    return graphs, tuple(gaps)


def attached(
    first: LineageGraph, beyond: Mapping[Expansion, LineageGraph]
) -> tuple[LineageGraph, tuple[Expansion, ...]]:
    """Attach the graphs of expansions to a graph.

    Attached vertices have passed no filters: they are matches only if all vertices of the graph are.

    Returns:
        The merged graph, and the expansions whose vertices are in it.
    """
    vertices, pending = set(first.vertices), dict(beyond)
    attached_vertices: list[Expansion] = []
    while ready := [expanded_vertex for expanded_vertex in pending if expanded_vertex.arn in vertices]:
        for expanded_vertex in ready:
            vertices |= pending.pop(expanded_vertex).vertices.keys()
        attached_vertices += ready
    if not attached_vertices:
        return first, ()
    all_match = first.matches >= first.vertices.keys()
    graphs = [beyond[expanded_vertex] for expanded_vertex in attached_vertices]
    return joined(first, graphs, vertices if all_match else first.matches), tuple(attached_vertices)


def _beyond(expanded_vertex: Expansion) -> str:
    return f"Beyond {split_arn(expanded_vertex.arn).name}"
