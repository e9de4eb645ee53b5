"""Where one can go from each vertex of an answer, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from lineage.graph import LineageGraph
from lineage.model import Arn

Step: TypeAlias = tuple[Arn, Arn]
"""From one vertex to the next."""

Arcs: TypeAlias = Mapping[Arn, Sequence[Arn]]
"""Where one can go from each vertex, sorted: equal graphs give equal paths."""


def along(graph: LineageGraph) -> Arcs:
    """Return the steps that associations allow: from what was there first, and with `SameAs` both ways."""
    steps = {(item.source, item.destination) for item in graph.associations}
    steps |= {(item.destination, item.source) for item in graph.associations if not item.directed}
    return _from(graph.vertices, steps)


def turned(arcs: Arcs) -> Arcs:
    """Return the same steps, backwards."""
    return _from(arcs, ((head, tail) for tail, heads in arcs.items() for head in heads))


def both_ways(arcs: Arcs) -> Arcs:
    """Return the same steps, forwards and backwards."""
    steps = {(tail, head) for tail, heads in arcs.items() for head in heads}
    return _from(arcs, steps | {(head, tail) for tail, head in steps})


def within(arcs: Arcs, vertices: Iterable[Arn]) -> Arcs:
    """Return the steps between some of the vertices."""
    kept = set(vertices)
    return {tail: [head for head in arcs[tail] if head in kept] for tail in sorted(kept)}


def distances(arcs: Arcs, root: Arn) -> dict[Arn, int]:
    """Return the fewest steps from a vertex to each that can be reached from it."""
    far = {root: 0}
    queue = [root]
    for tail in queue:
        for head in arcs[tail]:
            if head not in far:
                far[head] = far[tail] + 1
                queue.append(head)
    return far


def _from(vertices: Iterable[Arn], steps: Iterable[Step]) -> Arcs:
    heads: dict[Arn, list[Arn]] = {arn: [] for arn in vertices}
    for tail, head in sorted(steps):
        if tail != head:
            heads[tail].append(head)
    return heads
