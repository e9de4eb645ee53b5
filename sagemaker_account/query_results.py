"""Ordered results of lineage queries, cut into pages and cached.

A cached result serves its next pages without a second traversal.
"""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, Self, TypeAlias

from sagemaker_account.traversal import Pair, Traversal

# (depth, vertex id): sort key of a vertex, the same in every result
VertexKey: TypeAlias = tuple[int, int]


class ResultEdge(NamedTuple):
    """Association in a query result.

    A tuple, because a result may hold hundreds of thousands.

    Attributes:
        source: Id of the source vertex.
        destination: Id of the destination vertex.
        type: Association type; None if it has none.
    """

    source: int
    destination: int
    type: str | None


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Vertices and edges found by a query, in sending order.

    Attributes:
        vertex_keys: Sort keys of the vertices, ascending.
        edges: Associations between the vertices, ordered by the index of the later end.
        later_end_indexes: For each edge, the index in `vertex_keys` of its later end.
        arns: Vertex id → ARN, for vertices already sent; edges on later pages refer to them.
    """

    vertex_keys: Sequence[VertexKey]
    edges: Sequence[ResultEdge]
    later_end_indexes: Sequence[int]
    arns: dict[int, str] = field(default_factory=dict)

    @classmethod
    def from_walk(cls, traversal: Traversal, vertices: AbstractSet[int], pairs: Iterable[Pair]) -> Self:
        """Build the result from a traversal, some vertices and associations."""
        places = [(depth, vertex) for vertex, depth in traversal.depths.items() if vertex in vertices]
        indexes = {vertex: index for index, (_, vertex) in enumerate(places)}
        sorted_pairs = sorted(_build_edge_sort_keys(indexes, pairs))
        types = traversal.associations
        edges = [ResultEdge(pair[0], pair[1], types[pair]) for _, _, _, pair in sorted_pairs]
        return cls(places, edges, [later_end for later_end, _, _, _ in sorted_pairs])

    def __len__(self) -> int:
        return len(self.vertex_keys) + len(self.edges)

    def get_page(
        self, after: VertexKey | None, size: int
    ) -> tuple[Sequence[VertexKey], Sequence[ResultEdge], bool]:
        """Return one page of the result.

        Args:
            after: Sort key of the last vertex of the previous page; None for the first page.
            size: Largest number of vertices on the page.

        Returns:
            The vertices after `after`, the edges whose later end is among them, and whether more vertices
            follow.
        """
        first = bisect_right(self.vertex_keys, after) if after else 0
        end = min(first + size, len(self.vertex_keys))
        edges = self.edges[
            bisect_left(self.later_end_indexes, first) : bisect_left(self.later_end_indexes, end)
        ]
        return self.vertex_keys[first:end], edges, end < len(self.vertex_keys)


def _build_edge_sort_keys(
    indexes: Mapping[int, int], pairs: Iterable[Pair]
) -> Iterator[tuple[int, int, int, Pair]]:
    """Yield each association after the indexes it is sorted by.

    These are the index of its later end, of its source and of its destination.
    """
    for pair in pairs:
        source, destination = indexes[pair[0]], indexes[pair[1]]
        yield max(source, destination), source, destination, pair


class QueryResultCache:
    """Cache of the newest query results, safe in threads.

    Serves the pages of a query without a traversal for each. A key must identify the state of the account:
    entries never become stale. Holds at most `capacity` vertices and edges, but always the newest result,
    however large.
    """

    def __init__(self, capacity: int = 200_000) -> None:
        self._capacity = capacity
        self._size = 0
        self._results: OrderedDict[Hashable, QueryResult] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> QueryResult | None:
        """Return the result cached under a key, or None."""
        with self._lock:
            answer = self._results.get(key)
            if answer is not None:
                self._results.move_to_end(key)
            return answer

    def put(self, key: Hashable, result: QueryResult) -> None:
        """Cache a result and evict the least recently used ones."""
        with self._lock:
            if key in self._results:
                return
            self._results[key] = result
            self._size += len(result) + 1
            while self._size > self._capacity and len(self._results) > 1:
                _, oldest = self._results.popitem(last=False)
                self._size -= len(oldest) + 1
