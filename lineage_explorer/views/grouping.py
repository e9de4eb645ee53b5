"""Graph in which groups of siblings replace their members.

The original graph stays whole: tables, saved pages and counts are based on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association
from lineage_explorer.views.grouping__siblings import (
    Group,
    VertexOrGroup,
    partition_vertices,
    representative_of,
)

NODE_BUDGET = 400
"""Maximum number of nodes drawn while all groups are closed.

About this many are still readable.
"""


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
    """

    graph: LineageGraph
    closed_groups: Mapping[Arn, Group]
    open_groups: tuple[Group, ...]
    enclosing_groups: Mapping[Arn, Group]
    association_counts: Mapping[tuple[Arn, Arn], int]

    def list_members(self, arn: Arn) -> tuple[Arn, ...]:
        """Return the vertices that a drawn vertex represents."""
        return self.closed_groups[arn].members if arn in self.closed_groups else (arn,)


MAX_UNGROUPED_VERTICES = 60
"""Maximum number of vertices of a graph that is drawn ungrouped.

This many names can be read, and a reader may look for each of them.
"""


def group_siblings(
    graph: LineageGraph, open_ids: Collection[str] = (), ungrouped: Collection[Arn] = ()
) -> GroupedGraph:
    """Group siblings in a graph, unless the graph is small."""
    return (
        leave_ungrouped(graph)
        if len(graph.vertices) <= MAX_UNGROUPED_VERTICES
        else build_grouped_graph(graph, open_ids, ungrouped=ungrouped)
    )


def leave_ungrouped(graph: LineageGraph) -> GroupedGraph:
    """Return a graph in which every vertex is drawn by itself."""
    return GroupedGraph(graph, {}, (), {}, {})


def build_grouped_graph(
    graph: LineageGraph,
    open_ids: Collection[str] = (),
    budget: int = NODE_BUDGET,
    *,
    ungrouped: Collection[Arn] = (),
) -> GroupedGraph:
    """Return a graph in which siblings are grouped.

    Every vertex is drawn once, by itself or in one group; the start is always drawn by itself. The set of
    groups does not depend on which of them are open: opening one changes nothing else.

    Args:
        graph: The graph to group.
        open_ids: Ids of the groups to open; unknown ids have no effect.
        budget: Maximum number of nodes while all groups are closed, as far as there are siblings to group.
        ungrouped: Vertices that are drawn beside the group of their siblings, whether or not it is open.
    """
    items = partition_vertices(graph, budget, ungrouped)
    if len(items) == len(graph.vertices):
        return leave_ungrouped(graph)
    flattened = list(_walk_open_groups(items, frozenset(open_ids), None))
    visible = [(item, outer) for item, outer, is_open in flattened if not is_open]
    closed = {representative_of(item): item for item, _ in visible if isinstance(item, Group)}
    contracted, counts = _contract_groups(graph, closed)
    return GroupedGraph(
        graph=contracted,
        closed_groups=closed,
        open_groups=tuple(item for item, _, is_open in flattened if is_open and isinstance(item, Group)),
        enclosing_groups={representative_of(item): outer for item, outer in visible if outer},
        association_counts=counts,
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


def _contract_groups(
    graph: LineageGraph, closed: Mapping[Arn, Group]
) -> tuple[LineageGraph, dict[tuple[Arn, Arn], int]]:
    """Return the graph of ungrouped vertices and group representatives.

    The second value is the number of associations merged into one, by its ends, if there are several.
    """
    representatives = {arn: first for first, group in closed.items() for arn in group.members}
    vertices = {
        arn: vertex for arn, vertex in graph.vertices.items() if arn not in representatives or arn in closed
    }
    bundles: dict[tuple[Arn, Arn], list[str | None]] = {}
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
