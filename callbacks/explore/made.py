"""What was made of a graph, for all who look at it: fifty people walk through the same answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from lineage.graph import LineageGraph
from lineage.remembered import Remembered

ENTRIES, SECONDS = 128, 300.0
"""What is kept, and how long: about as long as the answers themselves."""

T = TypeVar("T")


class Made:
    """Results by the very graph that they were made of; may be shared by threads.

    An answer that is remembered is one object for all who ask it, and to compare it with another by value
    would take as long as most of what is made of it.
    """

    def __init__(self) -> None:
        self._made: Remembered[tuple[int, Hashable], tuple[LineageGraph, Any]] = Remembered(
            entries=ENTRIES, seconds=SECONDS
        )

    def of(self, graph: LineageGraph, how: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of a graph; it is called once for each way of making.

        Args:
            graph: What it is made of. It is kept as well: while it is, no other graph has its id.
            how: All else that the result depends on.
            make: A pure function of both.
        """
        _, made = self._made.ask((id(graph), how), lambda: (graph, make()))
        result: T = made
        return result
