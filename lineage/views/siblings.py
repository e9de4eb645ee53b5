"""Which vertices of an answer can be drawn as one, because they tell a reader the same.

Twins share all their neighbours. Where even so too many would be drawn, whole ranks are gathered: what is of
one type and equally far along the longest way through the graph, so that time still flows from left to right.
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
"""Twins that are worth a group: fewer are read faster as they are."""

FULLEST = 24
"""Siblings of one rank that are drawn one by one in a picture of which other ranks are gathered."""


@dataclass(frozen=True, slots=True)
class Group:
    """Vertices that can be drawn as one.

    Attributes:
        id: Names the group in addresses. It is made of what the members have in common, so that a group
            that gains or loses a member, or is met again in another answer, keeps its name.
        members: All vertices in it, by their ARNs; the first stands for all where one has to.
        parts: What is drawn when the group is open: vertices, and groups of twins among them.
    """

    id: str
    members: tuple[Arn, ...]
    parts: tuple[Part, ...]


Part: TypeAlias = Arn | Group
"""What is drawn as one: a vertex, or a group of them."""


def siblings(graph: LineageGraph, budget: int, apart: Collection[Arn] = ()) -> list[Part]:
    """Return all vertices of a graph, each once: alone or in a group.

    The start and whoever has no sibling stay alone, however many they are. Takes time in proportion to the
    graph; ranks are looked at only where the budget demands it.

    Args:
        graph: What is to be drawn.
        budget: How many parts are drawn at the most, where gathering ranks can achieve it.
        apart: Vertices that are looked at one by one: they stay alone, as the start does.
    """
    parts = _twins(graph, apart)
    return parts if len(parts) <= budget else _gathered(graph, parts, budget, apart)


def _twins(graph: LineageGraph, apart: Collection[Arn]) -> list[Part]:
    """Group vertices of one kind with the same neighbours; those without any share nothing."""
    around: dict[Arn, list[tuple[str, Arn, str]]] = {arn: [] for arn in graph.vertices}
    for item in graph.associations:
        around[item.source].append((">", item.destination, item.type or ""))
        around[item.destination].append(("<", item.source, item.type or ""))
    alike: dict[Hashable, list[Arn]] = {}
    for arn, near in around.items():
        common = (_kind(graph, arn), frozenset(near)) if near and arn not in apart else arn
        alike.setdefault(common, []).append(arn)
    parts: list[Part] = []
    for arns in alike.values():
        if len(arns) < FEWEST:
            parts.extend(arns)
        else:
            parts.append(_group("twins", _kind(graph, arns[0]), sorted(set(around[arns[0]])), parts=arns))
    return parts


def _gathered(graph: LineageGraph, parts: Sequence[Part], budget: int, apart: Collection[Arn]) -> list[Part]:
    """Make groups of whole ranks of one kind: of the full ones, and of others until few parts are left."""
    rank = _ranks(graph)
    alike: dict[tuple[int, tuple[str, ...]], list[Part]] = {}
    found: list[Part] = []
    for part in parts:
        arn = first_of(part)
        if arn in apart:
            found.append(part)
        else:
            alike.setdefault((rank[arn], _kind(graph, arn)), []).append(part)
    left = len(parts)
    for key, same in sorted(alike.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(same) > FULLEST or (left > budget and len(same) > 1):
            found.append(_group("rank", *key, parts=same))
            left -= len(same) - 1
        else:
            found.extend(same)
    return found


def first_of(part: Part) -> Arn:
    """Return the vertex that stands for a part."""
    return part.members[0] if isinstance(part, Group) else part


def _group(*common: object, parts: Sequence[Part]) -> Group:
    """Return a group named by what its parts have in common."""
    name = sha256(repr(common).encode()).hexdigest()[:10]
    inner = (part.members if isinstance(part, Group) else (part,) for part in parts)
    members = tuple(sorted(arn for arns in inner for arn in arns))
    return Group(f"group:{name}", members, tuple(sorted(parts, key=first_of)))


def _kind(graph: LineageGraph, arn: Arn) -> tuple[str, ...]:
    """Return what members of a group have in common by themselves: whatever else their cards would show."""
    vertex = graph.vertices[arn]
    stub = "stub" if vertex.stub else ""
    return vertex.lineage_type or "", vertex.type or "", graph.role(arn), stub, split_arn(arn).account


def _ranks(graph: LineageGraph) -> dict[Arn, int]:
    """Return the length of the longest way to each vertex, cycles turned as the placement turns them."""
    ranks: dict[Arn, int] = {}
    for part in components(graph):
        before, after = neighbours(len(part.groups), part.arcs)
        rank = [0] * len(part.groups)
        for one in topological_order(before, after):
            for other in after[one]:
                rank[other] = max(rank[other], rank[one] + 1)
        for group, own in zip(part.groups, rank, strict=True):
            ranks.update(dict.fromkeys(group, own))
    return ranks
