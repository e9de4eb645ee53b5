"""Group vertices that are alike for a reader.

Twins have the same neighbors. If there are still too many nodes, whole ranks are grouped: the vertices of one
type at the same longest-path distance, so that time still flows from left to right.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from lineage.graph import LineageGraph
from lineage.model import Arn, split_arn
from lineage.placement.acyclic import neighbours, topological_order
from lineage.placement.flow import components

FEWEST = 5
"""Minimum number of twins in a group.

Fewer of them are faster to read one by one.
"""

FULLEST = 24
"""Maximum number of siblings of one rank that are drawn ungrouped.

Applies if other ranks of the graph are grouped.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Vertices that can be drawn as one node.

    Attributes:
        id: Name of the group in addresses. It is derived from what the members have in common. So a group
            that gains or loses a member, or occurs in another graph, keeps its id.
        members: ARNs of all vertices in it; the first represents the group.
        parts: What is drawn when the group is open: vertices, and groups of twins among them.
    """

    id: str
    members: tuple[Arn, ...]
    parts: tuple[Part, ...]


Part: TypeAlias = Arn | Group
"""Vertex or group that is drawn as one node."""


def siblings(graph: LineageGraph, budget: int, apart: Collection[Arn] = ()) -> list[Part]:
    """Return all vertices of a graph, each once: alone or grouped.

    The start and vertices without siblings stay ungrouped, however many they are. The time is proportional to
    the size of the graph; ranks are computed only if the budget demands it.

    Args:
        graph: The graph to draw.
        budget: Maximum number of nodes, if grouping ranks can achieve it.
        apart: Vertices that readers look at one by one: they stay ungrouped, as the start does.
    """
    nodes = _twins(graph, apart)
    return nodes if len(nodes) <= budget else _gathered(graph, nodes, budget, apart)


def _twins(graph: LineageGraph, ungrouped: Collection[Arn]) -> list[Part]:
    """Group vertices of one kind with the same neighbors.

    Vertices without neighbors stay ungrouped.
    """
    adjacency: dict[Arn, list[tuple[str, Arn, str]]] = {arn: [] for arn in graph.vertices}
    for item in graph.associations:
        adjacency[item.source].append((">", item.destination, item.type or ""))
        adjacency[item.destination].append(("<", item.source, item.type or ""))
    twins: dict[Hashable, list[Arn]] = {}
    for arn, adjacent in adjacency.items():
        key = (_kind(graph, arn), frozenset(adjacent)) if adjacent and arn not in ungrouped else arn
        twins.setdefault(key, []).append(arn)
    nodes: list[Part] = []
    for arns in twins.values():
        if len(arns) < FEWEST:
            nodes.extend(arns)
        else:
            nodes.append(_group("twins", _kind(graph, arns[0]), sorted(set(adjacency[arns[0]])), nodes=arns))
    return nodes


def _gathered(
    graph: LineageGraph, nodes: Sequence[Part], budget: int, ungrouped: Collection[Arn]
) -> list[Part]:
    """Group whole ranks of one kind.

    Full ranks are grouped always, others until few enough nodes are left.
    """
    ranks = _ranks(graph)
    candidates: dict[tuple[int, tuple[str, ...]], list[Part]] = {}
    result: list[Part] = []
    for node in nodes:
        arn = first_of(node)
        if arn in ungrouped:
            result.append(node)
        else:
            candidates.setdefault((ranks[arn], _kind(graph, arn)), []).append(node)
    node_count = len(nodes)
    for key, alike in sorted(candidates.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(alike) > FULLEST or (node_count > budget and len(alike) > 1):
            result.append(_group("rank", *key, nodes=alike))
            node_count -= len(alike) - 1
        else:
            result.extend(alike)
    return result


def first_of(part: Part) -> Arn:
    """Return the vertex that represents a node."""
    return part.members[0] if isinstance(part, Group) else part


def _group(*traits: object, nodes: Sequence[Part]) -> Group:
    """Return a group whose id is derived from common traits."""
    digest = sha256(repr(traits).encode()).hexdigest()[:10]
    member_lists = (node.members if isinstance(node, Group) else (node,) for node in nodes)
    members = tuple(sorted(arn for arns in member_lists for arn in arns))
    return Group(f"group:{digest}", members, tuple(sorted(nodes, key=first_of)))


def _kind(graph: LineageGraph, arn: Arn) -> tuple[str, ...]:
    """Return the traits of a vertex that all group members share.

    These are all traits that their cards would show otherwise.
    """
    vertex = graph.vertices[arn]
    stub = "stub" if vertex.stub else ""
    return vertex.lineage_type or "", vertex.type or "", graph.role(arn), stub, split_arn(arn).account


def _ranks(graph: LineageGraph) -> dict[Arn, int]:
    """Return the length of the longest path to each vertex.

    Cycles are reversed as in the layout.
    """
    ranks: dict[Arn, int] = {}
    for component in components(graph):
        predecessors, successors = neighbours(len(component.groups), component.arcs)
        rank = [0] * len(component.groups)
        for vertex in topological_order(predecessors, successors):
            for successor in successors[vertex]:
                rank[successor] = max(rank[successor], rank[vertex] + 1)
        for group, group_rank in zip(component.groups, rank, strict=True):
            ranks.update(dict.fromkeys(group, group_rank))
    return ranks
