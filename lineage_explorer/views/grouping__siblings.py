"""Group vertices that are alike for a reader.

Twins have the same neighbors. If there are still too many nodes, whole ranks are grouped: the vertices of one
type at the same longest-path distance, so that time still flows from left to right.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from lineage_explorer.graph.digraph import build_adjacency, sort_topologically
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, split_arn
from lineage_explorer.layout.preprocess import split_into_components

MIN_TWINS = 5
"""Minimum number of twins in a group.

Fewer of them are faster to read one by one.
"""

MAX_UNGROUPED_SIBLINGS = 24
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
        contents: What is drawn when the group is open: vertices, and groups of twins among them.
    """

    id: str
    members: tuple[Arn, ...]
    contents: tuple[VertexOrGroup, ...]


VertexOrGroup: TypeAlias = Arn | Group
"""Vertex or group that is drawn as one node."""


def partition_vertices(
    graph: LineageGraph, budget: int, ungrouped: Collection[Arn] = ()
) -> list[VertexOrGroup]:
    """Return all vertices of a graph, each once: alone or grouped.

    The start and vertices without siblings stay ungrouped, however many they are. The time is proportional to
    the size of the graph; ranks are computed only if the budget demands it.

    Args:
        graph: The graph to draw.
        budget: Maximum number of nodes, if grouping ranks can achieve it.
        ungrouped: Vertices that readers look at one by one: they stay ungrouped, as the start does.
    """
    nodes = _group_twins(graph, ungrouped)
    return nodes if len(nodes) <= budget else _group_ranks(graph, nodes, budget, ungrouped)


def _group_twins(graph: LineageGraph, ungrouped: Collection[Arn]) -> list[VertexOrGroup]:
    """Group vertices of one kind with the same neighbors.

    Vertices without neighbors stay ungrouped.
    """
    adjacency: dict[Arn, list[tuple[str, Arn, str]]] = {arn: [] for arn in graph.vertices}
    for item in graph.associations:
        adjacency[item.source].append((">", item.destination, item.type or ""))
        adjacency[item.destination].append(("<", item.source, item.type or ""))
    twins: dict[Hashable, list[Arn]] = {}
    for arn, adjacent in adjacency.items():
        key = (
            (_find_shared_traits(graph, arn), frozenset(adjacent))
            if adjacent and arn not in ungrouped
            else arn
        )
        twins.setdefault(key, []).append(arn)
    nodes: list[VertexOrGroup] = []
    for arns in twins.values():
        if len(arns) < MIN_TWINS:
            nodes.extend(arns)
        else:
            nodes.append(
                _build_group(
                    "twins", _find_shared_traits(graph, arns[0]), sorted(set(adjacency[arns[0]])), nodes=arns
                )
            )
    return nodes


def _group_ranks(
    graph: LineageGraph, nodes: Sequence[VertexOrGroup], budget: int, ungrouped: Collection[Arn]
) -> list[VertexOrGroup]:
    """Group whole ranks of one kind.

    Full ranks are grouped always, others until few enough nodes are left.
    """
    ranks = _compute_ranks(graph)
    candidates: dict[tuple[int, tuple[str, ...]], list[VertexOrGroup]] = {}
    result: list[VertexOrGroup] = []
    for node in nodes:
        arn = representative_of(node)
        if arn in ungrouped:
            result.append(node)
        else:
            candidates.setdefault((ranks[arn], _find_shared_traits(graph, arn)), []).append(node)
    node_count = len(nodes)
    for key, alike in sorted(candidates.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(alike) > MAX_UNGROUPED_SIBLINGS or (node_count > budget and len(alike) > 1):
            result.append(_build_group("rank", *key, nodes=alike))
            node_count -= len(alike) - 1
        else:
            result.extend(alike)
    return result


def representative_of(node: VertexOrGroup) -> Arn:
    """Return the vertex that represents a node."""
    return node.members[0] if isinstance(node, Group) else node


def _build_group(*traits: object, nodes: Sequence[VertexOrGroup]) -> Group:
    """Return a group whose id is derived from common traits."""
    digest = sha256(repr(traits).encode()).hexdigest()[:10]
    member_lists = (node.members if isinstance(node, Group) else (node,) for node in nodes)
    members = tuple(sorted(arn for arns in member_lists for arn in arns))
    return Group(f"group:{digest}", members, tuple(sorted(nodes, key=representative_of)))


def _find_shared_traits(graph: LineageGraph, arn: Arn) -> tuple[str, ...]:
    """Return the traits of a vertex that all group members share.

    These are all traits that their cards would show otherwise.
    """
    vertex = graph.vertices[arn]
    stub = "stub" if vertex.stub else ""
    return vertex.lineage_type or "", vertex.type or "", graph.role(arn), stub, split_arn(arn).account


def _compute_ranks(graph: LineageGraph) -> dict[Arn, int]:
    """Return the length of the longest path to each vertex.

    Cycles are reversed as in the layout.
    """
    ranks: dict[Arn, int] = {}
    for component in split_into_components(graph):
        predecessors, successors = build_adjacency(len(component.stacks), component.arcs)
        rank = [0] * len(component.stacks)
        for vertex in sort_topologically(predecessors, successors):
            for successor in successors[vertex]:
                rank[successor] = max(rank[successor], rank[vertex] + 1)
        for group, group_rank in zip(component.stacks, rank, strict=True):
            ranks.update(dict.fromkeys(group, group_rank))
    return ranks
