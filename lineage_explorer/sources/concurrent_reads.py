"""Concurrent reads of several queries, some of which may fail."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.protocols import LineageSource

MAX_CONCURRENT_QUERIES = 4
"""Maximum number of concurrent queries.

More of them make the API respond with "Rate exceeded".
"""


def read_all(
    source: LineageSource, queries: Sequence[LineageQuery], *, freshness: Freshness = ANY_AGE
) -> tuple[LineageGraph | SourceError, ...]:
    """Read several queries concurrently; return graphs or errors in their order.

    Args:
        source: Source to read from.
        queries: What to read.
        freshness: How old each graph may be.
    """

    def attempt(query: LineageQuery) -> LineageGraph | SourceError:
        try:
            return source.read(query, freshness=freshness)
        except SourceError as error:
            return error

    with ThreadPoolExecutor(MAX_CONCURRENT_QUERIES) as pool:
        return tuple(pool.map(attempt, queries))
