"""Memo of pure computations on graph objects.

Many readers look at the same graphs, so their results are shared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from lineage.graph import LineageGraph
from lineage.remembered import Remembered

ENTRIES, SECONDS = 128, 300.0
"""Number of results, and their time to live in seconds.

The time is about that of the cached graphs."""

T = TypeVar("T")


class Made:
    """Thread-safe memo of results, keyed by the identity of a graph.

    A cached graph is one object for all readers. To compare graphs by value would take as long as most of the
    computations.
    """

    def __init__(self) -> None:
        self._made: Remembered[tuple[int, Hashable], tuple[LineageGraph, Any]] = Remembered(
            entries=ENTRIES, seconds=SECONDS
        )

    def of(self, graph: LineageGraph, how: Hashable, make: Callable[[], T]) -> T:
        """Return the result of a computation; compute it once for each key.

        Args:
            graph: The graph. The memo keeps it alive, so that no other graph can get its id.
            how: Everything else that the result depends on.
            make: Pure function of the graph and the key.
        """
        _, made = self._made.ask((id(graph), how), lambda: (graph, make()))
        result: T = made
        return result
