"""The graph that is left of an answer when some of it is hidden: the rest, bridged.

A bridge leads from one vertex to another where hidden ones alone lead from the first to the second. So
whoever is drawn leads to exactly those that it led to before; and what no hidden vertex joined, no bridge
joins.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lineage.graph import LineageGraph
from lineage.model import Arn, Association
from lineage.views.grouping import Grouped
from lineage.views.ways import NO_WAYS, Ends, Span, Ways, ways_over

FEW_BRIDGES, BRIDGES_EACH = 500, 2
"""A picture can hold so many bridges, and so many more for each association: what joins many to many would
need one for each pair."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of an answer.

    Attributes:
        graph: The vertices that are not hidden, the associations between them, and one without a type for
            each bridge.
        bridges: The ends of the bridges. Where an association joins two vertices, no bridge does.
        hidden: What is not drawn.
        ways: What the bridges stand for.
        joints: Vertices that stay although they were to be hidden: they join too many to too many.
    """

    graph: LineageGraph
    bridges: frozenset[Ends] = frozenset()
    hidden: frozenset[Arn] = frozenset()
    ways: Ways = NO_WAYS
    joints: frozenset[Arn] = frozenset()


def hide(
    graph: LineageGraph, unwanted: Collection[Arn], *, keep: Collection[Arn] = (), most: int | None = None
) -> Remainder:
    """Return an answer without some of its vertices.

    The start always stays. So do joints, the busiest first, where there would be too many bridges.

    Args:
        graph: The answer.
        unwanted: What to hide.
        keep: What stays all the same, as the start does.
        most: How many bridges there may be; as many as a picture of that size can hold unless given.
    """
    hidden = (frozenset(unwanted) & graph.vertices.keys()) - {graph.start, *keep}
    if not hidden:
        return Remainder(graph)
    most = FEW_BRIDGES + BRIDGES_EACH * len(graph.associations) if most is None else most
    joints: frozenset[Arn] = frozenset()
    ways, busy = ways_over(graph, hidden), most
    while len(ways) > most:
        joints |= ways.busy(busy)
        ways, busy = ways_over(graph, hidden - joints), busy // 2
    rest = _without(graph, hidden - joints)
    bridges = frozenset(ways) - {(item.source, item.destination) for item in rest.associations}
    bridged = (*rest.associations, *(Association(*ends) for ends in sorted(bridges)))
    return Remainder(replace(rest, associations=bridged), bridges, hidden - joints, ways, joints)


def spans(rest: Remainder, shown: Grouped) -> dict[Ends, Span]:
    """Return what the bridges of a picture lead over, by the ends that they are drawn between.

    Of several associations that are drawn as one, all must be bridges for it to be drawn as one.

    Args:
        rest: What is left of an answer.
        shown: What is drawn of that.
    """
    return {ends: rest.ways.span(*map(shown.members, ends)) for ends in _drawn(rest, shown)}


def routes(rest: Remainder, shown: Grouped) -> dict[Ends, tuple[Arn, ...]]:
    """Return a shortest way that each bridge of a picture stands for, both ends included."""
    return {ends: rest.ways.way(*map(shown.members, ends)) for ends in _drawn(rest, shown)}


def _drawn(rest: Remainder, shown: Grouped) -> set[Ends]:
    """Return where bridges alone are drawn."""
    first = {arn: one for one, group in shown.closed.items() for arn in group.members}
    drawn = {(item.source, item.destination) for item in shown.graph.associations} if rest.bridges else set()
    return drawn - {
        (first.get(item.source, item.source), first.get(item.destination, item.destination))
        for item in rest.graph.associations
        if (item.source, item.destination) not in rest.bridges
    }


def _without(graph: LineageGraph, hidden: Collection[Arn]) -> LineageGraph:
    return replace(
        graph,
        vertices={arn: vertex for arn, vertex in graph.vertices.items() if arn not in hidden},
        associations=tuple(
            item
            for item in graph.associations
            if item.source not in hidden and item.destination not in hidden
        ),
        matches=graph.matches - frozenset(hidden),
        distances={arn: steps for arn, steps in graph.distances.items() if arn not in hidden},
    )
