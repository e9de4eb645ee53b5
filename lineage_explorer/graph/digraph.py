"""Cycle removal, topological order and depth-first search on integer digraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeAlias

Arc: TypeAlias = tuple[int, int]


def build_adjacency(count: int, arcs: Iterable[Arc]) -> tuple[list[list[int]], list[list[int]]]:
    """Return the predecessors and the successors of each vertex."""
    predecessors: list[list[int]] = [[] for _ in range(count)]
    successors: list[list[int]] = [[] for _ in range(count)]
    for tail, head in arcs:
        successors[tail].append(head)
        predecessors[head].append(tail)
    return predecessors, successors


def sort_topologically(
    predecessors: Sequence[Sequence[int]], successors: Sequence[Sequence[int]]
) -> list[int]:
    """Return the vertices in an order that every arc follows.

    Vertices on a cycle, or reachable from one, are missing.
    """
    indegrees = [len(tails) for tails in predecessors]
    order = [vertex for vertex, indegree in enumerate(indegrees) if not indegree]
    for vertex in order:
        for head in successors[vertex]:
            indegrees[head] -= 1
            if not indegrees[head]:
                order.append(head)
    return order


def find_cyclic_components(count: int, arcs: Sequence[Arc]) -> list[list[int]]:
    """Return the strongly connected components of two vertices or more.

    The vertices of each are in ascending order.
    """
    predecessors, successors = build_adjacency(count, arcs)
    acyclic = set(sort_topologically(predecessors, successors))
    if len(acyclic) == count:
        return []
    acyclic.update(sort_topologically(successors, predecessors))
    core = [vertex for vertex in range(count) if vertex not in acyclic]
    components = _find_strong_components(core, predecessors, successors)
    return sorted(sorted(component) for component in components if len(component) > 1)


def choose_feedback_arcs(count: int, arcs: Sequence[Arc]) -> set[Arc]:
    """Choose a small feedback arc set: its reversal leaves no cycle.

    Only arcs within a cycle are chosen. Where it makes no difference, arcs that lead from a higher number to
    a lower one are chosen: numbers that follow the stages of a pipeline keep a job before what it produced.
    """
    components = find_cyclic_components(count, arcs)
    component_of = {vertex: index for index, component in enumerate(components) for vertex in component}
    inner_arcs: list[list[Arc]] = [[] for _ in components]
    for tail, head in arcs:
        if tail in component_of and component_of[tail] == component_of.get(head):
            inner_arcs[component_of[tail]].append((tail, head))
    feedback_arcs: set[Arc] = set()
    for component, component_arcs in zip(components, inner_arcs, strict=True):
        position = {vertex: index for index, vertex in enumerate(_order_greedily(component, component_arcs))}
        feedback_arcs.update(arc for arc in component_arcs if position[arc[0]] > position[arc[1]])
    return feedback_arcs


def _order_greedily(component: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    """Order a component so that few arcs lead backwards.

    This is the greedy heuristic of Eades, Lin and Smyth (1993): the next vertex is one without remaining
    incoming arcs, else the one with the largest surplus of outgoing arcs. The heap keeps outdated entries,
    which are recognized by their key.
    """
    index_of = {vertex: index for index, vertex in enumerate(component)}
    predecessors, successors = build_adjacency(
        len(component), [(index_of[tail], index_of[head]) for tail, head in arcs]
    )
    indegrees = [len(tails) for tails in predecessors]
    outdegrees = [len(heads) for heads in successors]

    def key(vertex: int) -> tuple[bool, bool, int, int]:
        surplus = outdegrees[vertex] - indegrees[vertex]
        return indegrees[vertex] > 0, outdegrees[vertex] == 0, -surplus, vertex

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
        for degrees, adjacent in ((indegrees, successors[vertex]), (outdegrees, predecessors[vertex])):
            for neighbor in adjacent:
                degrees[neighbor] -= 1
                if not placed[neighbor]:
                    heappush(heap, key(neighbor))
    return order


def _find_strong_components(
    vertices: Sequence[int], predecessors: Sequence[Sequence[int]], successors: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Return the strongly connected components, by Kosaraju's algorithm.

    Roots are taken in reverse postorder of a forward search. The component of a root is everything unclaimed
    that the root can be reached from.
    """
    unclaimed = set(vertices)
    components: list[list[int]] = []
    for root in reversed(compute_postorder(vertices, successors)):
        if root not in unclaimed:
            continue
        unclaimed.discard(root)
        component = [root]
        for vertex in component:
            for tail in predecessors[vertex]:
                if tail in unclaimed:
                    unclaimed.discard(tail)
                    component.append(tail)
        components.append(component)
    return components


def compute_postorder(vertices: Iterable[int], successors: Sequence[Sequence[int]]) -> list[int]:
    """Return the vertices in postorder of a depth-first search.

    The search has its own stack: recursion would overflow on a long cycle.
    """
    visited: set[int] = set()
    order: list[int] = []
    for root in vertices:
        if root in visited:
            continue
        visited.add(root)
        stack = [(root, iter(successors[root]))]
        while stack:
            vertex, heads = stack[-1]
            for head in heads:
                if head not in visited:
                    visited.add(head)
                    stack.append((head, iter(successors[head])))
                    break
            else:
                stack.pop()
                order.append(vertex)
    return order
