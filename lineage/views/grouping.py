"""Graph in which groups of siblings replace their members.

The original graph stays whole: tables, saved pages and counts are based on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lineage.graph import LineageGraph
from lineage.model import Arn, Association
from lineage.views.siblings import Group, Part, first_of, siblings

BUDGET = 400
"""Maximum number of nodes drawn while all groups are closed.

About this many are still readable.
"""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Drawn part of a graph, with groups.

    Attributes:
        graph: The drawn vertices. A closed group is represented by the first of its members. Associations
            between the same two vertices are merged into one, and those within a closed group are not drawn.
        closed: The groups that are drawn as one node, by their representative.
        opened: The groups whose members are drawn, outer groups before inner ones.
        within: The innermost open group of each drawn vertex that belongs to one.
        counts: Number of associations that each merged one represents, by its ends, if there are several.
    """

    graph: LineageGraph
    closed: Mapping[Arn, Group]
    opened: tuple[Group, ...]
    within: Mapping[Arn, Group]
    counts: Mapping[tuple[Arn, Arn], int]

    def members(self, arn: Arn) -> tuple[Arn, ...]:
        """Return the vertices that a drawn vertex represents."""
        return self.closed[arn].members if arn in self.closed else (arn,)


SMALL = 60
"""Maximum number of vertices of a graph that is drawn ungrouped.

This many names can be read, and a reader may look for each of them.
"""


def summarised(graph: LineageGraph, opened: Collection[str] = (), apart: Collection[Arn] = ()) -> Grouped:
    """Group siblings in a graph, unless the graph is small."""
    return alone(graph) if len(graph.vertices) <= SMALL else grouped(graph, opened, apart=apart)


def alone(graph: LineageGraph) -> Grouped:
    """Return a graph in which every vertex is drawn by itself."""
    return Grouped(graph, {}, (), {}, {})


def grouped(
    graph: LineageGraph, opened: Collection[str] = (), budget: int = BUDGET, *, apart: Collection[Arn] = ()
) -> Grouped:
    """Return a graph in which siblings are grouped.

    Every vertex is drawn once, by itself or in one group; the start is always drawn by itself. The set of
    groups does not depend on which of them are open: opening one changes nothing else.

    Args:
        graph: The graph to group.
        opened: Ids of the groups to open; unknown ids have no effect.
        budget: Maximum number of nodes while all groups are closed, as far as there are siblings to group.
        apart: Vertices that are drawn beside the group of their siblings, whether or not it is open.
    """
    items = siblings(graph, budget, apart)
    if len(items) == len(graph.vertices):
        return alone(graph)
    flattened = list(_opened(items, frozenset(opened), None))
    visible = [(item, outer) for item, outer, is_open in flattened if not is_open]
    closed = {first_of(item): item for item, _ in visible if isinstance(item, Group)}
    contracted, counts = _drawn(graph, closed)
    return Grouped(
        graph=contracted,
        closed=closed,
        opened=tuple(item for item, _, is_open in flattened if is_open and isinstance(item, Group)),
        within={first_of(item): outer for item, outer in visible if outer},
        counts=counts,
    )


def _opened(
    items: Sequence[Part], open_ids: frozenset[str], outer: Group | None
) -> Iterator[tuple[Part, Group | None, bool]]:
    """Yield each item, its enclosing open group, and whether it is open.

    The contents of an open group follow the group.
    """
    for item in items:
        is_open = isinstance(item, Group) and item.id in open_ids
        yield item, outer, is_open
        if isinstance(item, Group) and is_open:
            yield from _opened(item.parts, open_ids, item)


def _drawn(
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
        associations=tuple(Association(*ends, _together(types)) for ends, types in bundles.items()),
        matches=graph.matches & vertices.keys(),
        distances={arn: steps for arn, steps in graph.distances.items() if arn in vertices},
    )
    return contracted, {ends: len(types) for ends, types in bundles.items() if len(types) > 1}


def _together(types: Sequence[str | None]) -> str | None:
    """Join the types of several associations into one line.

    Return None if none has a type.
    """
    return ", ".join(sorted({name for name in types if name})) or None
