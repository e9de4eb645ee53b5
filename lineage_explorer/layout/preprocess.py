"""Preprocessing: a lineage graph as numbered, acyclic components of stacked vertices.

Vertices are numbered by stage, type and ARN, never by the order in which they were read: equal graphs get
equal layouts, and vertices that stay when the focus moves keep their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.digraph import Arc, choose_feedback_arcs, find_cyclic_components
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Vertex
from lineage_explorer.layout.stage_headings import stage_of


@dataclass(frozen=True, slots=True)
class Component:
    """Connected component of a lineage graph, without cycles.

    Attributes:
        stacks: Stacks: vertices that share a rank, drawn one above the other. A stack is one vertex, or
            several that `SameAs` joins.
        arcs: From one stack to another, by their index, without cycles or repetition; they connect all.
        same_as_pairs: `SameAs` between two stacks: vertices that could not be stacked because one is derived
            from the other.
    """

    stacks: list[tuple[Arn, ...]]
    arcs: list[Arc]
    same_as_pairs: list[Arc]

    @property
    def is_isolated(self) -> bool:
        """Whether the component is one isolated vertex."""
        return len(self.stacks) == 1 and len(self.stacks[0]) == 1


def split_into_components(graph: LineageGraph) -> list[Component]:
    """Split a graph into its connected components.

    The component with the start comes first, then the largest.
    """
    arns = sorted(graph.vertices, key=lambda arn: _sort_key(graph.vertices[arn]))
    index_of = {arn: index for index, arn in enumerate(arns)}
    directed: set[Arc] = set()
    same_as: set[Arc] = set()
    for association in graph.associations:
        tail, head = index_of[association.source], index_of[association.destination]
        if tail == head:
            continue
        if association.is_directed:
            directed.add((tail, head))
        else:
            same_as.add((min(tail, head), max(tail, head)))
    arcs = _reverse_feedback_arcs(len(arns), sorted(directed))
    stack_of = _stack_vertices(len(arns), arcs, sorted(same_as))
    unsorted = _split_stacks(arns, stack_of, arcs, sorted(same_as))
    return sorted(unsorted, key=lambda component: _importance_key(component, graph.start))


def _sort_key(vertex: Vertex) -> tuple[int, str, str]:
    """Return a sort key that is independent of the reading order."""
    return stage_of(vertex), vertex.type or "", vertex.arn


def _importance_key(component: Component, start: Arn) -> tuple[bool, int]:
    """Return a sort key: the start's component, then the largest."""
    vertices = [arn for stack in component.stacks for arn in stack]
    return start not in vertices, -len(vertices)


def _reverse_feedback_arcs(count: int, arcs: Sequence[Arc]) -> list[Arc]:
    """Reverse a feedback arc set."""
    feedback_arcs = choose_feedback_arcs(count, arcs)
    if not feedback_arcs:
        return list(arcs)
    return sorted({(arc[1], arc[0]) if arc in feedback_arcs else arc for arc in arcs})


def _stack_vertices(count: int, arcs: Sequence[Arc], same_as: Sequence[Arc]) -> list[int]:
    """Return each vertex's stack, identified by its lowest member.

    Vertices whose stack would be part of a cycle are not stacked: each is a stack of its own.
    """
    if not same_as:
        return list(range(count))
    sets = _DisjointSets(count)
    for first, second in same_as:
        sets.unite(first, second)
    stack_arcs = sorted({(sets.find_lowest(tail), sets.find_lowest(head)) for tail, head in arcs})
    divided = {stack for component in find_cyclic_components(count, stack_arcs) for stack in component}
    divided.update(tail for tail, head in stack_arcs if tail == head)
    return [
        vertex if sets.find_lowest(vertex) in divided else sets.find_lowest(vertex) for vertex in range(count)
    ]


def _split_stacks(
    arns: Sequence[Arn], stack_of: Sequence[int], arcs: Iterable[Arc], same_as: Iterable[Arc]
) -> list[Component]:
    """Distribute stacks, arcs and `SameAs` pairs among the connected components.

    Indexes are local to each component. A `SameAs` pair that alone connects two parts becomes an arc.
    """
    sets = _DisjointSets(len(arns))
    stack_arcs = dict.fromkeys((stack_of[tail], stack_of[head]) for tail, head in arcs)
    for tail, head in stack_arcs:
        sets.unite(tail, head)
    stack_pairs = dict.fromkeys((stack_of[a], stack_of[b]) for a, b in same_as if stack_of[a] != stack_of[b])
    connecting = [pair for pair in stack_pairs if sets.unite(*pair)]

    members: dict[int, list[Arn]] = {}
    for arn, stack in zip(arns, stack_of, strict=True):
        members.setdefault(stack, []).append(arn)
    component_of: dict[int, Component] = {}
    index_of: dict[int, int] = {}
    for stack in sorted(members):
        component = component_of.setdefault(sets.find_lowest(stack), Component([], [], []))
        index_of[stack] = len(component.stacks)
        component.stacks.append(tuple(members[stack]))
    for tail, head in sorted([*stack_arcs, *connecting]):
        component_of[sets.find_lowest(tail)].arcs.append((index_of[tail], index_of[head]))
    for first, second in sorted(stack_pairs.keys() - set(connecting)):
        component_of[sets.find_lowest(first)].same_as_pairs.append((index_of[first], index_of[second]))
    return list(component_of.values())


class _DisjointSets:
    """Disjoint sets of whole numbers (union-find).

    Each set is identified by its lowest member.
    """

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find_lowest(self, number: int) -> int:
        """Return the lowest member of a number's set."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def unite(self, first: int, second: int) -> bool:
        """Unite two sets; return whether they were distinct."""
        low, high = sorted((self.find_lowest(first), self.find_lowest(second)))
        self._parent[high] = low
        return low != high
