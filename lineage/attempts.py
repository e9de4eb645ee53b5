"""Several questions asked side by side, of which some may fail."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from lineage.errors import SourceError
from lineage.graph import LineageGraph
from lineage.query import LineageQuery
from lineage.source import LineageSource

SIDE_BY_SIDE = 4
"""Questions under way at once: more of them are answered by "Rate exceeded"."""


def attempted(
    source: LineageSource, queries: Sequence[LineageQuery]
) -> tuple[LineageGraph | SourceError, ...]:
    """Return what each query was answered with, in their order: a graph, or why there is none."""

    def attempt(query: LineageQuery) -> LineageGraph | SourceError:
        try:
            return source.read(query)
        except SourceError as error:
            return error

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return tuple(pool.map(attempt, queries))
