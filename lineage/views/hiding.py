"""Hide vertices of a graph, and connect the remaining ones by bridges.

A bridge leads from one vertex to another if a path through hidden vertices alone leads from the first to the
second. So a visible vertex leads to exactly the visible vertices that it led to before. Vertices that no
hidden path connects get no bridge.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lineage.graph import LineageGraph
from lineage.model import Arn, Association
from lineage.views.grouping import Grouped
from lineage.views.ways import NO_WAYS, Ends, Span, Ways, ways_over

FEW_BRIDGES, BRIDGES_EACH = 500, 2
"""Maximum number of bridges: a base, and more for each association.

A vertex that joins many vertices to many others would need one bridge for each pair.
"""


@dataclass(frozen=True, slots=True)
class Remainder:
    """Graph without its hidden vertices.

    Attributes:
        graph: The vertices that are not hidden, the associations between them, and one association without a
            type for each bridge.
        bridges: The ends of the bridges. There is none where an association leads from one to the other.
        hidden: The vertices that are not drawn.
        ways: The hidden paths that the bridges replace.
        joints: Hubs: vertices that stay although they were to be hidden, because they join too many vertices
            to too many others.
    """

    graph: LineageGraph
    bridges: frozenset[Ends] = frozenset()
    hidden: frozenset[Arn] = frozenset()
    ways: Ways = NO_WAYS
    joints: frozenset[Arn] = frozenset()


def hide(
    graph: LineageGraph, unwanted: Collection[Arn], *, keep: Collection[Arn] = (), most: int | None = None
) -> Remainder:
    """Return a graph without some of its vertices.

    The start always stays. If there would be too many bridges, hubs stay too, the most connected ones first.

    Args:
        graph: The graph to filter.
        unwanted: The vertices to hide.
        keep: Vertices that stay all the same, as the start does.
        most: Maximum number of bridges; by default, as many as a graph of that size can show.
    """
    hidden = (frozenset(unwanted) & graph.vertices.keys()) - {graph.start, *keep}
    if not hidden:
        return Remainder(graph)
    most = FEW_BRIDGES + BRIDGES_EACH * len(graph.associations) if most is None else most
    hubs: frozenset[Arn] = frozenset()
    hidden_paths, limit = ways_over(graph, hidden), most
    while len(hidden_paths) > most:
        hubs |= hidden_paths.busy(limit)
        hidden_paths, limit = ways_over(graph, hidden - hubs), limit // 2
    remaining = _without(graph, hidden - hubs)
    bridges = frozenset(hidden_paths) - {(item.source, item.destination) for item in remaining.associations}
    associations = (*remaining.associations, *(Association(*ends) for ends in sorted(bridges)))
    return Remainder(
        replace(remaining, associations=associations), bridges, hidden - hubs, hidden_paths, hubs
    )


def spans(rest: Remainder, shown: Grouped) -> dict[Ends, Span]:
    """Return the span of each drawn bridge, by its drawn ends.

    Several associations that are drawn as one are drawn as a bridge only if all of them are bridges.

    Args:
        rest: The filtered graph.
        shown: The drawn part of the filtered graph.
    """
    return {ends: rest.ways.span(*map(shown.members, ends)) for ends in _drawn(rest, shown)}


def routes(rest: Remainder, shown: Grouped) -> dict[Ends, tuple[Arn, ...]]:
    """Return a shortest hidden path for each drawn bridge.

    The path includes both ends.
    """
    return {ends: rest.ways.way(*map(shown.members, ends)) for ends in _drawn(rest, shown)}


def _drawn(filtered: Remainder, grouped: Grouped) -> set[Ends]:
    """Return the ends between which only bridges are drawn."""
    representatives = {
        arn: representative for representative, group in grouped.closed.items() for arn in group.members
    }
    drawn_ends = (
        {(item.source, item.destination) for item in grouped.graph.associations}
        if filtered.bridges
        else set()
    )
    return drawn_ends - {
        (
            representatives.get(item.source, item.source),
            representatives.get(item.destination, item.destination),
        )
        for item in filtered.graph.associations
        if (item.source, item.destination) not in filtered.bridges
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
