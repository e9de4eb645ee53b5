"""Read lineage as it was at a moment of the past.

Neither `QueryLineage` nor its answer knows when entities were associated; `ListAssociations` does. What was
associated later is left out, and with it what was reached only by that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from lineage_explorer.graph.lineage_graph import LineageGraph, induce_subgraph
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.lineage_query import LineageQuery, compute_query_distances
from lineage_explorer.query.matching_part import keep_matches
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.protocols import EntityCatalog, LineageSource, PartialRead, SharedSource

Memoize: TypeAlias = Callable[[LineageGraph, Hashable, Callable[[], LineageGraph]], LineageGraph]
"""Returns a computation's result for a graph and a key; computes it once."""


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
        gap = f"More than {count} were made since then; the oldest of these are not left out."
        status = replace(status, gaps=(*status.gaps, gap))
    return replace(graph, associations=kept, read_status=status)


def _compute_anew(_graph: LineageGraph, _key: Hashable, compute: Callable[[], LineageGraph]) -> LineageGraph:
    return compute()


@dataclass(frozen=True, slots=True)
class PastSource:
    """`LineageSource` that shows what was associated by a moment.

    Attributes:
        source: Reads lineage as it is.
        catalog: Tells when entities were associated.
        period: The moment, or the day at whose end it is shown.
        memoize: Remembers results for graphs that are read again and again.
    """

    source: LineageSource
    catalog: EntityCatalog
    period: Period
    memoize: Memoize = _compute_anew

    def read(self, query: LineageQuery, *, freshness: Freshness = ANY_AGE) -> LineageGraph:
        """Return the complete graph, as it was.

        Raises:
            SourceError: Nothing could be read at all, or the associations could not be listed.
        """
        return self._look_back(self.source.read(_add_paths(query), freshness=freshness), query)

    def _look_back(self, graph: LineageGraph, query: LineageQuery) -> LineageGraph:
        key = ("as of", self.period, query)
        return self.memoize(
            graph, key, lambda: _keep_reached(drop_later(self.catalog, graph, self.period), query)
        )


@dataclass(frozen=True, slots=True)
class SharedPastSource(PastSource):
    """`SharedSource` that shows what was associated by a moment."""

    source: SharedSource

    def read_available(
        self, query: LineageQuery, *, pages_shown: int = 0, freshness: Freshness = ANY_AGE
    ) -> PartialRead:
        """Return what of it has been read after a short wait.

        Raises:
            SourceError: See `read`.
        """
        partial = self.source.read_available(_add_paths(query), pages_shown=pages_shown, freshness=freshness)
        return self._look_back_partly(partial, query)

    def find_complete(self, _query: LineageQuery) -> LineageGraph | None:
        """Return None: when entities were associated costs a call."""
        return None

    def peek(self, query: LineageQuery) -> PartialRead:
        """Return what of it has been read so far.

        Raises:
            SourceError: See `read`.
        """
        return self._look_back_partly(self.source.peek(_add_paths(query)), query)

    def _look_back_partly(self, partial: PartialRead, query: LineageQuery) -> PartialRead:
        graph = partial.graph
        return replace(partial, graph=self._look_back(graph, query)) if graph else partial


def _add_paths(query: LineageQuery) -> LineageQuery:
    """Return a query that tells how its matches are reached."""
    return replace(query, include_paths=True)


def _keep_reached(graph: LineageGraph, query: LineageQuery) -> LineageGraph:
    """Return what is still reached from the start."""
    reached = compute_query_distances(graph.starts, graph.adjacency, query.direction)
    kept = replace(induce_subgraph(graph, reached.keys()), distances=MappingProxyType(reached))
    return keep_matches(kept, query, kept.matches) if query.filters else kept
