"""Union of the graphs of several starts."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.errors import SourceError
from lineage_explorer.explore.load_graph import read_pages
from lineage_explorer.explore.loaded_graph import LoadedGraph, StillLoading
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph, unite_graphs
from lineage_explorer.graph.model import Arn, split_arn
from lineage_explorer.sources.extend_graph import ExtendedGraph


def unite_starts(
    services: ExplorerServices, request: ViewRequest, loaded: LoadedGraph
) -> LoadedGraph | StillLoading:
    """Add the graphs of the address's further starts.

    Each is read by the same query. One that cannot be read is a gap of the union, and no error.
    """
    first = loaded.graph
    graphs, gaps = [first], dict[Arn, str]()
    for start in request.address.more_starts:
        try:
            partial = read_pages(services, request, start)
        except SourceError as error:
            gaps[start] = f"{split_arn(start).name} could not be read. {error}"
            continue
        if partial.graph is None:
            pages = sum(graph.read_status.pages for graph in graphs) + partial.pages
            entities = sum(len(graph.vertices) for graph in graphs) + partial.entity_count
            return StillLoading(pages, entities, services.describe_wait())
        graphs.append(partial.graph)
    if not request.address.more_starts:
        return loaded
    statuses = tuple((graph.start, graph.read_status) for graph in graphs)
    united = services.memo.memoize(first, (statuses, *gaps.items()), lambda: _unite(graphs, [*gaps.values()]))
    return replace(loaded, extended=ExtendedGraph(united, united))


def _unite(graphs: list[LineageGraph], gaps: list[str]) -> LineageGraph:
    united = unite_graphs(graphs)
    status = united.read_status
    return replace(united, read_status=replace(status, gaps=(*status.gaps, *gaps)))
