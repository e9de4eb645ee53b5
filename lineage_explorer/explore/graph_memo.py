"""Memo of pure computations on graph objects.

Many readers look at the same graphs, so their results are shared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache

T = TypeVar("T")


class GraphMemo:
    """Thread-safe memo of results, keyed by the identity of a graph.

    A cached graph is one object for all readers. To compare graphs by value would take as long as most of the
    computations.

    Args:
        caches: Opens the cache of the results.
    """

    def __init__(self, caches: CacheRegistry | None = None) -> None:
        self._results: ValueCache[tuple[int, Hashable], tuple[LineageGraph, Any]] = (
            caches or CacheRegistry()
        ).open(CacheName.GRAPH_MEMO)

    def memoize(self, graph: LineageGraph, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the result of a computation; compute it once for each key.

        Args:
            graph: The graph. The memo keeps it alive, so that no other graph can get its id.
            key: Everything else that the result depends on.
            compute: Pure function of the graph and the key.
        """
        _, made = self._results.get_or_compute((id(graph), key), lambda: (graph, compute()))
        result: T = made
        return result
