"""A lineage graph as whole numbers: what time flows through, without cycles, twins side by side.

Vertices are numbered by stage, type and ARN, never by the order in which they were read: equal graphs get
equal pictures, and what stays when the focus moves keeps its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lineage.graph import LineageGraph
from lineage.model import Arn, Vertex
from lineage.placement.acyclic import Arc, cycles, turned_arcs
from lineage.placement.stages import stage_of


@dataclass(frozen=True, slots=True)
class Component:
    """A connected part of the graph.

    Attributes:
        groups: Vertices that share a place in time: one, or several that `SameAs` joins.
        arcs: From one group to another, by their index, without cycles or repetition; they connect all.
        ties: `SameAs` between two groups: twins that could not be grouped because one came of the other.
    """

    groups: list[tuple[Arn, ...]]
    arcs: list[Arc]
    ties: list[Arc]

    @property
    def single(self) -> bool:
        """True when nothing is connected here: one vertex alone."""
        return len(self.groups) == 1 and len(self.groups[0]) == 1


def components(graph: LineageGraph) -> list[Component]:
    """Take a graph apart: its connected components, the one with the start first, then the largest."""
    arns = sorted(graph.vertices, key=lambda arn: _stable(graph.vertices[arn]))
    number = {arn: index for index, arn in enumerate(arns)}
    directed: set[Arc] = set()
    twins: set[Arc] = set()
    for association in graph.associations:
        tail, head = number[association.source], number[association.destination]
        if tail == head:
            continue
        if association.directed:
            directed.add((tail, head))
        else:
            twins.add((min(tail, head), max(tail, head)))
    arcs = _without_cycles(len(arns), sorted(directed))
    group_of = _grouped(len(arns), arcs, sorted(twins))
    found = _connected(arns, group_of, arcs, sorted(twins))
    return sorted(found, key=lambda part: _importance(part, graph.start))


def _stable(vertex: Vertex) -> tuple[int, str, str]:
    return stage_of(vertex), vertex.type or "", vertex.arn


def _importance(component: Component, start: Arn) -> tuple[bool, int]:
    vertices = [arn for group in component.groups for arn in group]
    return start not in vertices, -len(vertices)


def _without_cycles(count: int, arcs: Sequence[Arc]) -> list[Arc]:
    turned = turned_arcs(count, arcs)
    if not turned:
        return list(arcs)
    return sorted({(arc[1], arc[0]) if arc in turned else arc for arc in arcs})


def _grouped(count: int, arcs: Sequence[Arc], twins: Sequence[Arc]) -> list[int]:
    """Return each vertex's group, named by its lowest member; a group never makes time run in a circle."""
    if not twins:
        return list(range(count))
    sets = _Sets(count)
    for one, other in twins:
        sets.join(one, other)
    across = sorted({(sets.lowest(tail), sets.lowest(head)) for tail, head in arcs})
    torn = {group for circle in cycles(count, across) for group in circle}
    torn.update(tail for tail, head in across if tail == head)
    return [vertex if sets.lowest(vertex) in torn else sets.lowest(vertex) for vertex in range(count)]


def _connected(
    arns: Sequence[Arn], group_of: Sequence[int], arcs: Iterable[Arc], twins: Iterable[Arc]
) -> list[Component]:
    """Divide groups, arcs and ties among the connected components, each with numbers of its own."""
    sets = _Sets(len(arns))
    across = dict.fromkeys((group_of[tail], group_of[head]) for tail, head in arcs)
    for tail, head in across:
        sets.join(tail, head)
    tied = dict.fromkeys((group_of[a], group_of[b]) for a, b in twins if group_of[a] != group_of[b])
    bridges = [tie for tie in tied if sets.join(*tie)]

    members: dict[int, list[Arn]] = {}
    for arn, group in zip(arns, group_of, strict=True):
        members.setdefault(group, []).append(arn)
    parts: dict[int, Component] = {}
    number: dict[int, int] = {}
    for group in sorted(members):
        part = parts.setdefault(sets.lowest(group), Component([], [], []))
        number[group] = len(part.groups)
        part.groups.append(tuple(members[group]))
    for tail, head in sorted([*across, *bridges]):
        parts[sets.lowest(tail)].arcs.append((number[tail], number[head]))
    for one, other in sorted(tied.keys() - set(bridges)):
        parts[sets.lowest(one)].ties.append((number[one], number[other]))
    return list(parts.values())


class _Sets:
    """Disjoint sets of whole numbers, each named by its lowest member."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def lowest(self, number: int) -> int:
        """Return the lowest member of a number's set."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, one: int, other: int) -> bool:
        """Make one set of two; False when they were one already."""
        low, high = sorted((self.lowest(one), self.lowest(other)))
        self._parent[high] = low
        return low != high
