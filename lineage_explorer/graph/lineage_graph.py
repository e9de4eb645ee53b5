"""Lineage graph as read, with the status of its read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from lineage_explorer.graph.model import Arn, Association, Vertex

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
class LineageGraph:
    """Graph that a `LineageQuery` returns.

    Every view is a pure function of this value.

    Attributes:
        start: The focus; always among the vertices.
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

    def role(self, arn: Arn) -> Role:
        """Return why a vertex is in the graph: start, match or path."""
        if arn == self.start:
            return "start"
        return "match" if arn in self.matches else "path"


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
