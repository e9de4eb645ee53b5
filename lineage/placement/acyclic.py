"""Directed graphs of whole numbers: order in time, cycles, and which arcs to turn so that none is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeAlias

Arc: TypeAlias = tuple[int, int]


def neighbours(count: int, arcs: Iterable[Arc]) -> tuple[list[list[int]], list[list[int]]]:
    """Return, for each vertex, where its arcs come from and where they lead."""
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for tail, head in arcs:
        after[tail].append(head)
        before[head].append(tail)
    return before, after


def topological_order(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> list[int]:
    """Return the vertices in an order that every arc follows; those on or behind a cycle are missing."""
    waiting = [len(tails) for tails in before]
    order = [vertex for vertex, count in enumerate(waiting) if not count]
    for vertex in order:
        for head in after[vertex]:
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    return order


def cycles(count: int, arcs: Sequence[Arc]) -> list[list[int]]:
    """Return the strongly connected components of two vertices or more, each in ascending order."""
    before, after = neighbours(count, arcs)
    acyclic = set(topological_order(before, after))
    if len(acyclic) == count:
        return []
    acyclic.update(topological_order(after, before))
    core = [vertex for vertex in range(count) if vertex not in acyclic]
    components = _strongly_connected(core, before, after)
    return sorted(sorted(component) for component in components if len(component) > 1)


def turned_arcs(count: int, arcs: Sequence[Arc]) -> set[Arc]:
    """Choose few arcs whose reversal leaves no cycle; only arcs within a cycle are chosen.

    Where it makes no difference, arcs that lead from a higher number to a lower one are turned: numbers
    that follow the stages of a pipeline keep a job before what it produced.
    """
    circles = cycles(count, arcs)
    circle_of = {vertex: number for number, circle in enumerate(circles) for vertex in circle}
    inner: list[list[Arc]] = [[] for _ in circles]
    for tail, head in arcs:
        if tail in circle_of and circle_of[tail] == circle_of.get(head):
            inner[circle_of[tail]].append((tail, head))
    turned: set[Arc] = set()
    for circle, within in zip(circles, inner, strict=True):
        place = {vertex: number for number, vertex in enumerate(_first_to_last(circle, within))}
        turned.update(arc for arc in within if place[arc[0]] > place[arc[1]])
    return turned


def _first_to_last(component: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    """Order a component so that few arcs lead backwards: the greedy rule of Eades, Lin and Smyth (1993).

    Next comes a vertex that nothing leads to any more, else the one with the largest surplus of arcs
    leaving it. The heap keeps outdated entries, which are recognised by their key.
    """
    number = {vertex: index for index, vertex in enumerate(component)}
    before, after = neighbours(len(component), [(number[tail], number[head]) for tail, head in arcs])
    entering = [len(tails) for tails in before]
    leaving = [len(heads) for heads in after]

    def key(vertex: int) -> tuple[bool, bool, int, int]:
        surplus = leaving[vertex] - entering[vertex]
        return entering[vertex] > 0, leaving[vertex] == 0, -surplus, vertex

    heap = [key(vertex) for vertex in range(len(component))]
    heapify(heap)
    order: list[int] = []
    placed = [False] * len(component)
    while heap:
        entry = heappop(heap)
        vertex = entry[-1]
        if placed[vertex] or entry != key(vertex):
            continue
        placed[vertex] = True
        order.append(component[vertex])
        for degrees, others in ((entering, after[vertex]), (leaving, before[vertex])):
            for other in others:
                degrees[other] -= 1
                if not placed[other]:
                    heappush(heap, key(other))
    return order


def _strongly_connected(
    vertices: Sequence[int], before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Kosaraju's algorithm: what the last to finish a walk forwards can be reached from, is its component."""
    unclaimed = set(vertices)
    components: list[list[int]] = []
    for root in reversed(finishing_order(vertices, after)):
        if root not in unclaimed:
            continue
        unclaimed.discard(root)
        component = [root]
        for vertex in component:
            for tail in before[vertex]:
                if tail in unclaimed:
                    unclaimed.discard(tail)
                    component.append(tail)
        components.append(component)
    return components


def finishing_order(vertices: Iterable[int], after: Sequence[Sequence[int]]) -> list[int]:
    """Walk depth first, with a stack of its own: Python's would overflow on a long cycle."""
    seen: set[int] = set()
    order: list[int] = []
    for root in vertices:
        if root in seen:
            continue
        seen.add(root)
        trail = [(root, iter(after[root]))]
        while trail:
            vertex, heads = trail[-1]
            for head in heads:
                if head not in seen:
                    seen.add(head)
                    trail.append((head, iter(after[head])))
                    break
            else:
                trail.pop()
                order.append(vertex)
    return order
