"""Graph in which groups replace their members.

The original graph stays whole: tables, saved pages and counts are based on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeAlias

from lineage_explorer.graph.digraph import build_adjacency, sort_topologically
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association, Ends, LineageType, Vertex, get_account_id
from lineage_explorer.layout.preprocess import split_into_components
from lineage_explorer.layout.staged.stages import has_stages
from lineage_explorer.views.overview import (
    MAX_BOXES,
    GroupKey,
    GroupKind,
    drop_implied_links,
    partition_by_account,
    partition_by_meaning,
)

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
        contents: What is drawn when the group is open: vertices, and groups among them.
        kind: What the members have in common; siblings are alike in type and role.
    """

    id: str
    members: tuple[Arn, ...]
    contents: tuple[VertexOrGroup, ...]
    kind: GroupKind = GroupKind.OTHER


VertexOrGroup: TypeAlias = Arn | Group
"""Vertex or group that is drawn as one node."""


def partition_vertices(
    graph: LineageGraph, budget: int, ungrouped: Collection[Arn] = ()
) -> list[VertexOrGroup]:
    """Return all vertices of a graph, each once: alone or grouped.

    A graph of pipelines is grouped by meaning, others by siblings. The start stays ungrouped, and so do
    vertices without siblings, however many they are. The time is proportional to the size of the graph.

    Args:
        graph: The graph to draw.
        budget: Maximum number of nodes, if grouping can achieve it.
        ungrouped: Vertices that readers look at one by one: they stay ungrouped, as the start does.
    """
    if has_stages(graph):
        keys = partition_by_meaning(graph, {graph.start, *ungrouped}, budget)
        if keys:
            return _group_by_keys(graph, keys)
    return partition_by_siblings(graph, budget, ungrouped)


def partition_by_siblings(
    graph: LineageGraph, budget: int, ungrouped: Collection[Arn] = ()
) -> list[VertexOrGroup]:
    """Return all vertices of a graph, grouped where they are alike.

    Args:
        graph: The graph to draw.
        budget: Number of nodes from which on whole ranks are grouped.
        ungrouped: Vertices that stay ungrouped.
    """
    nodes = _group_twins(graph, ungrouped)
    return nodes if len(nodes) <= budget else _group_ranks(graph, nodes, budget, ungrouped)


def _group_by_keys(graph: LineageGraph, keys: Mapping[Arn, GroupKey]) -> list[VertexOrGroup]:
    """Return the vertices of a graph, grouped by their keys.

    The ids of groups do not tell lanes, whose numbers change from graph to graph, unless they must.
    """
    members: dict[GroupKey, list[Arn]] = {}
    for arn, key in sorted(keys.items()):
        members.setdefault(key, []).append(arn)
    uses = Counter((key.kind, key.traits) for key in members)
    nodes: list[VertexOrGroup] = [arn for arn in graph.vertices if arn not in keys]
    for key, arns in sorted(members.items()):
        lane = key.lane if uses[key.kind, key.traits] > 1 else 0
        digest = sha256(repr((key.kind, lane, key.traits)).encode()).hexdigest()[:10]
        leader = min(arns, key=lambda arn: (not _is_leader(graph, key.kind, arn), arn))
        ordered = (leader, *(arn for arn in arns if arn != leader))
        nodes.append(Group(f"group:{digest}", ordered, _split_members(graph, digest, ordered), key.kind))
    return nodes


_LEADERS: Mapping[GroupKind, Callable[[Vertex], bool]] = {
    GroupKind.RUNS: lambda vertex: vertex.lineage_type is LineageType.TRIAL_COMPONENT,
    GroupKind.TUNING: lambda vertex: vertex.lineage_type is LineageType.TRIAL_COMPONENT,
    GroupKind.VERSIONS: lambda vertex: vertex.type == "Model",
    GroupKind.ENDPOINT: lambda vertex: vertex.type == "Endpoint",
}


def _is_leader(graph: LineageGraph, kind: GroupKind, arn: Arn) -> bool:
    """Return whether a vertex can represent its group."""
    return kind in _LEADERS and _LEADERS[kind](graph.vertices[arn])


def _split_members(graph: LineageGraph, digest: str, members: Sequence[Arn]) -> tuple[VertexOrGroup, ...]:
    """Return the contents of a group, by type if it is large."""
    if len(members) <= MAX_UNGROUPED_SIBLINGS:
        return tuple(sorted(members))
    by_traits: dict[tuple[str, ...], list[Arn]] = {}
    for arn in sorted(members):
        by_traits.setdefault(_find_shared_traits(graph, arn), []).append(arn)
    if len(by_traits) == 1:
        return tuple(sorted(members))
    contents: list[VertexOrGroup] = []
    for traits, arns in by_traits.items():
        inner = sha256(repr((digest, traits)).encode()).hexdigest()[:10]
        is_group = len(arns) >= MIN_TWINS
        contents += [Group(f"group:{inner}", tuple(arns), tuple(arns))] if is_group else arns
    return tuple(contents)


def _group_twins(graph: LineageGraph, ungrouped: Collection[Arn]) -> list[VertexOrGroup]:
    """Group vertices of one kind with the same neighbors.

    Vertices without neighbors stay ungrouped.
    """
    parents, children = graph.parents, graph.children
    alike: dict[Hashable, list[Arn]] = {}
    for arn in graph.vertices:
        if arn not in ungrouped and (parents[arn] or children[arn]):
            alike.setdefault((frozenset(parents[arn]), frozenset(children[arn])), []).append(arn)
    candidates = {arn for arns in alike.values() if len(arns) >= MIN_TWINS for arn in arns}
    twins: dict[Hashable, list[Arn]] = {}
    for arn in graph.vertices:
        is_candidate = arn in candidates
        key = (_find_shared_traits(graph, arn), _find_neighborhood(graph, arn)) if is_candidate else arn
        twins.setdefault(key, []).append(arn)
    nodes: list[VertexOrGroup] = []
    for arns in twins.values():
        if len(arns) < MIN_TWINS:
            nodes.extend(arns)
        else:
            traits = _find_shared_traits(graph, arns[0]), sorted(_find_neighborhood(graph, arns[0]))
            nodes.append(_build_group("twins", *traits, nodes=arns))
    return nodes


def _find_neighborhood(graph: LineageGraph, arn: Arn) -> frozenset[tuple[str, Arn, str]]:
    """Return the direction, the other end and the type of each association."""
    associations = graph.association_by_ends
    return frozenset(
        (
            *[(">", child, associations[arn, child].type or "") for child in graph.children[arn]],
            *[("<", parent, associations[parent, arn].type or "") for parent in graph.parents[arn]],
        )
    )


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
    return vertex.lineage_type or "", vertex.type or "", graph.role(arn), stub, get_account_id(arn)


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


NODE_BUDGET = 400
"""Maximum number of vertices whose names are all read, drawn or not."""


@dataclass(frozen=True, slots=True)
class GroupedGraph:
    """Drawn part of a graph, with groups.

    Attributes:
        graph: The drawn vertices. A closed group is represented by the first of its members. Associations
            between the same two vertices are merged into one, and those within a closed group are not drawn.
        closed_groups: The groups that are drawn as one node, by their representative.
        open_groups: The groups whose members are drawn, outer groups before inner ones.
        enclosing_groups: The innermost open group of each drawn vertex that belongs to one.
        association_counts: Number of associations that each merged one represents, by its ends, if there are
            several.
        undrawn_count: Number of associations that are not drawn: those within a closed group, and those
            that a longer path tells.
    """

    graph: LineageGraph
    closed_groups: Mapping[Arn, Group]
    open_groups: tuple[Group, ...]
    enclosing_groups: Mapping[Arn, Group]
    association_counts: Mapping[Ends, int]
    undrawn_count: int = 0

    def list_members(self, arn: Arn) -> tuple[Arn, ...]:
        """Return the vertices that a drawn vertex represents."""
        return self.closed_groups[arn].members if arn in self.closed_groups else (arn,)


MAX_UNGROUPED_VERTICES = 45
"""Maximum number of vertices of a graph that is drawn ungrouped.

This many names can be read at once, and a reader may look for each of them.
"""


def group_siblings(
    graph: LineageGraph, open_ids: Collection[str] = (), ungrouped: Collection[Arn] = ()
) -> GroupedGraph:
    """Group large graphs; in those of medium size only other accounts."""
    if len(graph.vertices) > MAX_UNGROUPED_VERTICES:
        return build_grouped_graph(graph, open_ids, ungrouped=ungrouped)
    if len(graph.vertices) > MAX_UNGROUPED_ACCOUNTS and has_stages(graph):
        return build_grouped_graph(graph, open_ids, ungrouped=ungrouped, partition=_partition_by_account)
    return leave_ungrouped(graph)


MAX_UNGROUPED_ACCOUNTS = 30
"""Maximum number of vertices of a graph in which those of other accounts are drawn one by one."""


def _partition_by_account(
    graph: LineageGraph, _budget: int, ungrouped: Collection[Arn]
) -> list[VertexOrGroup]:
    return _group_by_keys(graph, partition_by_account(graph, {graph.start, *ungrouped}))


def leave_ungrouped(graph: LineageGraph) -> GroupedGraph:
    """Return a graph in which every vertex is drawn by itself."""
    return GroupedGraph(graph, {}, (), {}, {})


def build_grouped_graph(
    graph: LineageGraph,
    open_ids: Collection[str] = (),
    budget: int = MAX_BOXES,
    *,
    ungrouped: Collection[Arn] = (),
    partition: Callable[[LineageGraph, int, Collection[Arn]], list[VertexOrGroup]] = partition_vertices,
) -> GroupedGraph:
    """Return a graph in which siblings are grouped.

    Every vertex is drawn once, by itself or in one group; the start is always drawn by itself. The set of
    groups does not depend on which of them are open: opening one changes nothing else.

    Args:
        graph: The graph to group.
        open_ids: Ids of the groups to open; unknown ids have no effect.
        budget: Maximum number of nodes while all groups are closed, as far as there are siblings to group.
        ungrouped: Vertices that are drawn beside the group of their siblings, whether or not it is open.
        partition: Returns what is grouped.
    """
    items = partition(graph, budget, ungrouped)
    if len(items) == len(graph.vertices):
        return leave_ungrouped(graph)
    flattened = list(_walk_open_groups(items, frozenset(open_ids), None))
    visible = [(item, outer) for item, outer, is_open in flattened if not is_open]
    closed = {representative_of(item): item for item, _ in visible if isinstance(item, Group)}
    contracted, counts = _contract_groups(graph, closed)
    drawn = contracted.associations
    if closed and len(graph.vertices) > MAX_UNGROUPED_VERTICES and has_stages(graph):
        drawn = drop_implied_links(contracted)
    implied = {edge.ends for edge in contracted.associations} - {edge.ends for edge in drawn}
    return GroupedGraph(
        graph=replace(contracted, associations=drawn),
        closed_groups=closed,
        open_groups=tuple(item for item, _, is_open in flattened if is_open and isinstance(item, Group)),
        enclosing_groups={representative_of(item): outer for item, outer in visible if outer},
        association_counts={ends: count for ends, count in counts.items() if ends not in implied},
        undrawn_count=len(graph.associations) - sum(counts.get(edge.ends, 1) for edge in drawn),
    )


def _walk_open_groups(
    items: Sequence[VertexOrGroup], open_ids: frozenset[str], outer: Group | None
) -> Iterator[tuple[VertexOrGroup, Group | None, bool]]:
    """Yield each item, its enclosing open group, and whether it is open.

    The contents of an open group follow the group.
    """
    for item in items:
        is_open = isinstance(item, Group) and item.id in open_ids
        yield item, outer, is_open
        if isinstance(item, Group) and is_open:
            yield from _walk_open_groups(item.contents, open_ids, item)


def map_to_representatives(closed_groups: Mapping[Arn, Group]) -> dict[Arn, Arn]:
    """Return the representative of each member of closed groups."""
    return {arn: first for first, group in closed_groups.items() for arn in group.members}


def _contract_groups(
    graph: LineageGraph, closed: Mapping[Arn, Group]
) -> tuple[LineageGraph, dict[Ends, int]]:
    """Return the graph of ungrouped vertices and group representatives.

    The second value is the number of associations merged into one, by its ends, if there are several.
    """
    representatives = map_to_representatives(closed)
    vertices = {
        arn: vertex for arn, vertex in graph.vertices.items() if arn not in representatives or arn in closed
    }
    bundles: dict[Ends, list[str | None]] = {}
    for item in graph.associations:
        ends = (
            representatives.get(item.source, item.source),
            representatives.get(item.destination, item.destination),
        )
        if ends[0] != ends[1] or ends[0] not in closed:
            bundles.setdefault(ends, []).append(item.type)
    contracted = replace(
        graph,
        vertices=vertices,
        associations=tuple(Association(*ends, _join_types(types)) for ends, types in bundles.items()),
        matches=graph.matches & vertices.keys(),
        distances={arn: steps for arn, steps in graph.distances.items() if arn in vertices},
    )
    return contracted, {ends: len(types) for ends, types in bundles.items() if len(types) > 1}


def _join_types(types: Sequence[str | None]) -> str | None:
    """Join the types of several associations into one line.

    Return None if none has a type.
    """
    return ", ".join(sorted({name for name in types if name})) or None
