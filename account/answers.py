"""Whole answers to lineage queries: put in order, cut into pages, and kept for the page that comes next."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, Self, TypeAlias

from account.traversal import Pair, Walk

# (depth, vertex id): where a vertex stands in every answer that holds it
Place: TypeAlias = tuple[int, int]


class Edge(NamedTuple):
    """An association of an answer; a tuple, for there may be hundreds of thousands.

    Attributes:
        source: Id of the vertex it leaves.
        destination: Id of the vertex it enters.
        type: Its association type; None where it has none.
    """

    source: int
    destination: int
    type: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found, in the order in which it is sent.

    Attributes:
        places: The vertices' places, ascending.
        edges: The associations between them, by the rank of the later end.
        ranks: For each edge, the index in `places` of its later end.
        arns: Vertex id → ARN, of those that were sent: later edges lead from them.
    """

    places: Sequence[Place]
    edges: Sequence[Edge]
    ranks: Sequence[int]
    arns: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, walk: Walk, vertices: AbstractSet[int], pairs: Iterable[Pair]) -> Self:
        """Order some vertices of a walk, and associations between them."""
        places = [(depth, vertex) for vertex, depth in walk.depths.items() if vertex in vertices]
        rank = {vertex: n for n, (_, vertex) in enumerate(places)}
        ranked = sorted(_ranked(rank, pairs))
        types = walk.associations
        edges = [Edge(pair[0], pair[1], types[pair]) for _, _, _, pair in ranked]
        return cls(places, edges, [later for later, _, _, _ in ranked])

    def __len__(self) -> int:
        return len(self.places) + len(self.edges)

    def page(self, after: Place | None, size: int) -> tuple[Sequence[Place], Sequence[Edge], bool]:
        """Return the vertices after a place, the edges they complete, and whether there are more."""
        first = bisect_right(self.places, after) if after else 0
        last = min(first + size, len(self.places))
        edges = self.edges[bisect_left(self.ranks, first) : bisect_left(self.ranks, last)]
        return self.places[first:last], edges, last < len(self.places)


def _ranked(rank: Mapping[int, int], pairs: Iterable[Pair]) -> Iterator[tuple[int, int, int, Pair]]:
    """Yield associations, each after what it is sorted by: the later of its ends, and both."""
    for pair in pairs:
        source, destination = rank[pair[0]], rank[pair[1]]
        yield max(source, destination), source, destination, pair


class Answers:
    """The answers given last, so that a query is not walked again for each of its pages.

    Keys must say which state of the account they speak of; nothing is ever found stale. Holds at most
    `capacity` vertices and edges, but always the newest answer, however large. Safe in threads.
    """

    def __init__(self, capacity: int = 200_000) -> None:
        self._capacity = capacity
        self._held = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Answer | None:
        """Return the answer of a key, if it is still here."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, at the expense of those that were not asked for of late."""
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self._held += len(answer) + 1
            while self._held > self._capacity and len(self._answers) > 1:
                _, oldest = self._answers.popitem(last=False)
                self._held -= len(oldest) + 1
