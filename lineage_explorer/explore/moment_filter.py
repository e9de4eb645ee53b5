"""Show a lineage as it was at a moment of the past.

Neither `QueryLineage` nor its answer knows when entities were associated; `ListAssociations` does. What was
associated later is left out, and with it what was reached only by that.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph, induce_subgraph
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.compare_query import reject_future
from lineage_explorer.query.lineage_query import LineageQuery, compute_query_distances
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.extend_graph import ExtendedGraph
from lineage_explorer.sources.protocols import EntityCatalog


def filter_by_moment(services: ExplorerServices, request: ViewRequest, loaded: LoadedGraph) -> LoadedGraph:
    """Leave out what was associated after the address's moment.

    Raises:
        InvalidQuery: The moment is in the future, or a question is asked.
        SourceError: The associations could not be listed.
    """
    compared = request.address.compared
    period = compared.as_of if compared else None
    if period is None or loaded.comparison:
        return loaded
    reject_future(period)
    if loaded.answer:
        raise InvalidQuery("Questions are answered as of now: leave “as_of” out.", field="as_of")
    graph, query = loaded.graph, request.query
    kept = services.memo.memoize(
        graph,
        ("as_of", period, query),
        lambda: _keep_reached(drop_later(services.catalog, graph, period), query),
    )
    return replace(loaded, extended=ExtendedGraph(kept, kept))


def drop_later(catalog: EntityCatalog, graph: LineageGraph, period: Period) -> LineageGraph:
    """Return a graph without what was associated after a moment.

    Raises:
        SourceError: The associations could not be listed.
    """
    later = catalog.list_later_associations(period.end)
    kept = tuple(edge for edge in graph.associations if edge.ends not in later.ends)
    status = graph.read_status
    if later.has_more:
        count = format_count(len(later.ends), "association")
        gap = f"More than {count} were made since then; the oldest of them are shown all the same."
        status = replace(status, gaps=(*status.gaps, gap))
    return replace(graph, associations=kept, read_status=status)


def _keep_reached(graph: LineageGraph, query: LineageQuery) -> LineageGraph:
    """Return what is still reached from the start."""
    reached = compute_query_distances(graph.starts, graph.adjacency, query.direction)
    return replace(induce_subgraph(graph, reached.keys()), distances=MappingProxyType(reached))
