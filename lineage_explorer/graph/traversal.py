"""Breadth-first distances from a start vertex."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association
from lineage_explorer.query.lineage_query import Direction


def compute_distances(
    start: Arn, associations: Iterable[Association], direction: Direction, *, stop_at: Collection[Arn] = ()
) -> dict[Arn, int]:
    """Return the fewest associations from `start` to each reachable vertex.

    Args:
        start: The vertex to begin at.
        associations: The edges to follow.
        direction: Direction to follow them in.
        stop_at: Vertices that can be reached, but whose edges are not followed.
    """
    upstream: dict[Arn, list[Arn]] = defaultdict(list)
    downstream: dict[Arn, list[Arn]] = defaultdict(list)
    for edge in associations:
        upstream[edge.destination].append(edge.source)
        downstream[edge.source].append(edge.destination)
    if direction is Direction.ASCENDANTS:
        return _search_breadth_first(start, stop_at, upstream)
    if direction is Direction.DESCENDANTS:
        return _search_breadth_first(start, stop_at, downstream)
    if direction is Direction.BOTH:
        return _search_breadth_first(start, stop_at, upstream, downstream)
    up, down = (
        _search_breadth_first(start, stop_at, upstream),
        _search_breadth_first(start, stop_at, downstream),
    )
    return {arn: min(steps[arn] for steps in (up, down) if arn in steps) for arn in up | down}


def _search_breadth_first(
    start: Arn, ends: Collection[Arn], *adjacencies: Mapping[Arn, Sequence[Arn]]
) -> dict[Arn, int]:
    steps = {start: 0}
    queue = deque([start])
    while queue:
        vertex = queue.popleft()
        if vertex in ends:
            continue
        for neighbor in (arn for adjacency in adjacencies for arn in adjacency.get(vertex, ())):
            if neighbor not in steps:
                steps[neighbor] = steps[vertex] + 1
                queue.append(neighbor)
    return steps


Step: TypeAlias = tuple[Arn, Arn]
"""Directed step from one vertex to the next."""

Arcs: TypeAlias = Mapping[Arn, Sequence[Arn]]
"""Successors of each vertex.

They are sorted, so that equal graphs give equal paths.
"""


def build_arcs(graph: LineageGraph) -> Arcs:
    """Build the arcs of a graph from its associations.

    Each association gives a step from source to destination; `SameAs` gives steps in both directions.
    """
    steps = {(item.source, item.destination) for item in graph.associations}
    steps |= {(item.destination, item.source) for item in graph.associations if not item.is_directed}
    return _sort_arcs(graph.vertices, steps)


def reverse_arcs(arcs: Arcs) -> Arcs:
    """Reverse all arcs."""
    return _sort_arcs(arcs, ((head, tail) for tail, heads in arcs.items() for head in heads))


def add_reverse_arcs(arcs: Arcs) -> Arcs:
    """Add the reverse of every arc."""
    steps = {(tail, head) for tail, heads in arcs.items() for head in heads}
    return _sort_arcs(arcs, steps | {(head, tail) for tail, head in steps})


def restrict_arcs(arcs: Arcs, vertices: Iterable[Arn]) -> Arcs:
    """Restrict arcs to a subset of the vertices."""
    subset = set(vertices)
    return {tail: [head for head in arcs[tail] if head in subset] for tail in sorted(subset)}


def count_steps(arcs: Arcs, root: Arn) -> dict[Arn, int]:
    """Return the fewest steps from a vertex to each reachable vertex."""
    steps = {root: 0}
    queue = [root]
    for tail in queue:
        for head in arcs[tail]:
            if head not in steps:
                steps[head] = steps[tail] + 1
                queue.append(head)
    return steps


def _sort_arcs(vertices: Iterable[Arn], steps: Iterable[Step]) -> Arcs:
    successors: dict[Arn, list[Arn]] = {arn: [] for arn in vertices}
    for tail, head in sorted(steps):
        if tail != head:
            successors[tail].append(head)
    return successors
