"""Lineage graph with its neighbors and the status of its read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from lineage_explorer.graph.model import Arn, Association, Ends, Vertex

Role = Literal["start", "match", "path"]


@dataclass(frozen=True, slots=True)
class ReadStatus:
    """Status of a read: what was read, when, and what is missing.

    Attributes:
        pages: Number of result pages read.
        calls: Number of `QueryLineage` requests sent, failed ones included.
        gaps: One plain sentence for each thing that could not be read; empty if all was read.
        finished_at: When the last page arrived, aware, in UTC.
        began_at: When the first page arrived; None if all arrived at once.
        has_more: True while pages are still arriving; the partial graph can be shown until then.
    """

    pages: int
    calls: int
    finished_at: datetime
    gaps: tuple[str, ...] = ()
    began_at: datetime | None = None
    has_more: bool = False

    @property
    def is_complete(self) -> bool:
        """True if every page of every request was read."""
        return not self.gaps and not self.has_more

    @property
    def started_at(self) -> datetime:
        """Time of the first page.

        It is the same for all partial graphs of one read.
        """
        return self.began_at or self.finished_at


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Neighbors of each vertex.

    Attributes:
        parents: The vertices from which an edge leads to each vertex.
        children: The vertices to which an edge leads from each vertex.
    """

    parents: Mapping[Arn, Sequence[Arn]]
    children: Mapping[Arn, Sequence[Arn]]

    @property
    def reverse(self) -> Adjacency:
        """The neighbors with all edges reversed."""
        return Adjacency(self.children, self.parents)


def build_adjacency(vertices: Iterable[Arn], edges: Iterable[Ends]) -> Adjacency:
    """Return the neighbors of each vertex, in the order of the edges.

    Args:
        vertices: All vertices, with or without neighbors.
        edges: Source and destination of each edge; both are among the vertices.
    """
    parents: dict[Arn, list[Arn]] = {arn: [] for arn in vertices}
    children: dict[Arn, list[Arn]] = {arn: [] for arn in parents}
    for source, destination in edges:
        children[source].append(destination)
        parents[destination].append(source)
    return Adjacency(parents, children)


@dataclass(frozen=True)
class LineageGraph:
    """Graph that a `LineageQuery` returns.

    Every view is a pure function of this value. What follows from the fields is computed when it is first
    needed, and kept; two threads may compute it at the same time, and get equal values.

    Attributes:
        start: The focus; always among the vertices.
        more_starts: Further starts, if it is the union of several graphs.
        vertices: By ARN, in the order in which they were read (start first). An association's end that is
            in no result page is a stub.
        associations: Without duplicates, in the order in which they were read.
        matches: Vertices that pass the filters; all others except the start lie on the path to a match.
            Without filters every vertex is a match.
        distances: Fewest associations from the start, in the direction of the query. A vertex that was read
            without its associations (paths off) is absent.
    """

    start: Arn
    vertices: Mapping[Arn, Vertex]
    associations: tuple[Association, ...]
    matches: frozenset[Arn]
    distances: Mapping[Arn, int]
    read_status: ReadStatus
    more_starts: tuple[Arn, ...] = ()

    @property
    def starts(self) -> tuple[Arn, ...]:
        """All starts, the focus first."""
        return self.start, *self.more_starts

    @cached_property
    def adjacency(self) -> Adjacency:
        """The parents and the children of each vertex, in reading order."""
        return build_adjacency(self.vertices, (edge.ends for edge in self.associations))

    @property
    def parents(self) -> Mapping[Arn, Sequence[Arn]]:
        """The sources of the associations that lead to each vertex."""
        return self.adjacency.parents

    @property
    def children(self) -> Mapping[Arn, Sequence[Arn]]:
        """The destinations of the associations that lead from each vertex."""
        return self.adjacency.children

    @cached_property
    def association_by_ends(self) -> Mapping[Ends, Association]:
        """The association from one vertex to another."""
        return {edge.ends: edge for edge in self.associations}

    def role(self, arn: Arn) -> Role:
        """Return why a vertex is in the graph: start, match or path."""
        if arn in self.starts:
            return "start"
        return "match" if arn in self.matches else "path"


def induce_subgraph(graph: LineageGraph, arns: AbstractSet[Arn]) -> LineageGraph:
    """Return some vertices of a graph, and the associations between them."""
    return replace(
        graph,
        vertices=MappingProxyType({arn: vertex for arn, vertex in graph.vertices.items() if arn in arns}),
        associations=tuple(
            edge for edge in graph.associations if edge.source in arns and edge.destination in arns
        ),
        matches=graph.matches & arns,
        distances=MappingProxyType({arn: steps for arn, steps in graph.distances.items() if arn in arns}),
    )


def merge_graphs(
    base_graph: LineageGraph, continuations: Sequence[LineageGraph], matches: Collection[Arn]
) -> LineageGraph:
    """Merge a graph with the graphs that continue it.

    Pure function.

    Args:
        base_graph: The graph read from the start.
        continuations: Each read from a vertex of `base_graph` or of a graph before it.
        matches: Matches of the merged graph; all other vertices lie on the path to them.
    """
    graphs = (base_graph, *continuations)
    return LineageGraph(
        start=base_graph.start,
        vertices=MappingProxyType(_merge_vertices(graphs)),
        associations=tuple(dict.fromkeys(edge for graph in graphs for edge in graph.associations)),
        matches=frozenset(matches),
        distances=MappingProxyType(_merge_distances(base_graph, continuations)),
        read_status=_merge_read_status(graphs),
        more_starts=base_graph.more_starts,
    )


def unite_graphs(graphs: Sequence[LineageGraph]) -> LineageGraph:
    """Return the union of graphs that were read from several starts.

    Distances count from the nearest start. Pure function.
    """
    distances: dict[Arn, int] = {}
    for arn, steps in (pair for graph in graphs for pair in graph.distances.items()):
        distances[arn] = min(steps, distances.get(arn, steps))
    return LineageGraph(
        start=graphs[0].start,
        vertices=MappingProxyType(_merge_vertices(graphs)),
        associations=tuple(dict.fromkeys(edge for graph in graphs for edge in graph.associations)),
        matches=frozenset(arn for graph in graphs for arn in graph.matches),
        distances=MappingProxyType(distances),
        read_status=_merge_read_status(graphs),
        more_starts=tuple(graph.start for graph in graphs[1:]),
    )


def _merge_vertices(graphs: Sequence[LineageGraph]) -> dict[Arn, Vertex]:
    vertices: dict[Arn, Vertex] = {}
    for vertex in (vertex for graph in graphs for vertex in graph.vertices.values()):
        if vertex.arn not in vertices or (vertices[vertex.arn].stub and not vertex.stub):
            vertices[vertex.arn] = vertex
    return vertices


def _merge_distances(first: LineageGraph, further: Iterable[LineageGraph]) -> dict[Arn, int]:
    distances = dict(first.distances)
    for graph in further:
        offset = distances.get(graph.start, 0)
        for arn, steps in graph.distances.items():
            distances[arn] = min(distances.get(arn, offset + steps), offset + steps)
    return distances


def _merge_read_status(graphs: Sequence[LineageGraph]) -> ReadStatus:
    statuses = [graph.read_status for graph in graphs]
    return ReadStatus(
        pages=sum(status.pages for status in statuses),
        calls=sum(status.calls for status in statuses),
        finished_at=max(status.finished_at for status in statuses),
        gaps=tuple(dict.fromkeys(gap for status in statuses for gap in status.gaps)),
        began_at=statuses[0].started_at,
        has_more=any(status.has_more for status in statuses),
    )
