"""Hide vertices of a graph, and connect the remaining ones by bridges.

A bridge leads from one vertex to another if a path through hidden vertices alone leads from the first to the
second. So a visible vertex leads to exactly the visible vertices that it led to before. Vertices that no
hidden path connects get no bridge.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lineage_explorer.graph.lineage_graph import LineageGraph, induce_subgraph
from lineage_explorer.graph.model import Arn, Association, Ends
from lineage_explorer.views.grouping import GroupedGraph, map_to_representatives
from lineage_explorer.views.hidden_paths import NO_HIDDEN_PATHS, BridgeSpan, HiddenPaths, find_hidden_paths

BASE_BRIDGES, BRIDGES_PER_ASSOCIATION = 500, 2
"""Maximum number of bridges: a base, and more for each association.

A vertex that joins many vertices to many others would need one bridge for each pair.
"""


@dataclass(frozen=True, slots=True)
class FilteredGraph:
    """Graph without its hidden vertices.

    Attributes:
        graph: The vertices that are not hidden, the associations between them, and one association without a
            type for each bridge.
        bridges: The ends of the bridges. There is none where an association leads from one to the other.
        hidden: The vertices that are not drawn.
        hidden_paths: The hidden paths that the bridges replace.
        hubs: Hubs: vertices that stay although they were to be hidden, because they join too many vertices
            to too many others.
    """

    graph: LineageGraph
    bridges: frozenset[Ends] = frozenset()
    hidden: frozenset[Arn] = frozenset()
    hidden_paths: HiddenPaths = NO_HIDDEN_PATHS
    hubs: frozenset[Arn] = frozenset()


def hide_vertices(
    graph: LineageGraph,
    to_hide: Collection[Arn],
    *,
    keep: Collection[Arn] = (),
    max_bridges: int | None = None,
) -> FilteredGraph:
    """Return a graph without some of its vertices.

    The start always stays. If there would be too many bridges, hubs stay too, the most connected ones first.

    Args:
        graph: The graph to filter.
        to_hide: The vertices to hide.
        keep: Vertices that stay all the same, as the start does.
        max_bridges: Maximum number of bridges; by default, as many as a graph of that size can show.
    """
    hidden = (frozenset(to_hide) & graph.vertices.keys()) - {*graph.starts, *keep}
    if not hidden:
        return FilteredGraph(graph)
    max_bridges = (
        BASE_BRIDGES + BRIDGES_PER_ASSOCIATION * len(graph.associations)
        if max_bridges is None
        else max_bridges
    )
    hubs: frozenset[Arn] = frozenset()
    hidden_paths, limit = find_hidden_paths(graph, hidden), max_bridges
    while len(hidden_paths) > max_bridges:
        hubs |= hidden_paths.find_hubs(limit)
        hidden_paths, limit = find_hidden_paths(graph, hidden - hubs), limit // 2
    remaining = induce_subgraph(graph, graph.vertices.keys() - hidden | hubs)
    bridges = frozenset(hidden_paths) - {item.ends for item in remaining.associations}
    associations = (*remaining.associations, *(Association(*ends) for ends in sorted(bridges)))
    return FilteredGraph(
        replace(remaining, associations=associations), bridges, hidden - hubs, hidden_paths, hubs
    )


def find_bridge_spans(filtered: FilteredGraph, grouped: GroupedGraph) -> dict[Ends, BridgeSpan]:
    """Return the span of each drawn bridge, by its drawn ends.

    Several associations that are drawn as one are drawn as a bridge only if all of them are bridges.

    Args:
        filtered: The filtered graph.
        grouped: The drawn part of the filtered graph.
    """
    return {
        ends: filtered.hidden_paths.summarize_between(*map(grouped.list_members, ends))
        for ends in _find_drawn_bridges(filtered, grouped)
    }


def find_bridge_paths(filtered: FilteredGraph, grouped: GroupedGraph) -> dict[Ends, tuple[Arn, ...]]:
    """Return a shortest hidden path for each drawn bridge.

    The path includes both ends.
    """
    return {
        ends: filtered.hidden_paths.find_shortest_path(*map(grouped.list_members, ends))
        for ends in _find_drawn_bridges(filtered, grouped)
    }


def _find_drawn_bridges(filtered: FilteredGraph, grouped: GroupedGraph) -> set[Ends]:
    """Return the ends between which only bridges are drawn."""
    if not filtered.bridges:
        return set()
    representatives = map_to_representatives(grouped.closed_groups)
    return {item.ends for item in grouped.graph.associations} - {
        (
            representatives.get(item.source, item.source),
            representatives.get(item.destination, item.destination),
        )
        for item in filtered.graph.associations
        if item.ends not in filtered.bridges
    }
