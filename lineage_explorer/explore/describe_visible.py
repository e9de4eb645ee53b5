"""Selection of the entities to describe before drawing.

They are all visible entities and the first few of each closed group.
"""

from __future__ import annotations

from collections.abc import Collection

from lineage_explorer.explore.load_graph import ExplorerServices, LoadedGraph, describe_vertices
from lineage_explorer.explore.visible_graph import VisibleGraph, select_visible
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, View
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.elements import MAX_GROUP_NAMES
from lineage_explorer.views.grouping import NODE_BUDGET, GroupedGraph


def select_and_describe(
    services: ExplorerServices, loaded: LoadedGraph, address: Address, *, ungrouped: Collection[Arn]
) -> tuple[LoadedGraph, VisibleGraph]:
    """Select the visible graph and describe the entities that it needs.

    Args:
        services: The services.
        loaded: The loaded graph, without descriptions.
        address: The address.
        ungrouped: Vertices that are not grouped.

    Returns:
        The loaded graph with descriptions, and the visible graph.
    """
    if _must_describe_all(loaded.graph, address):
        loaded = describe_vertices(services, loaded, list(loaded.graph.vertices))
        return loaded, _select_visible(services, loaded, address, ungrouped)
    visible = _select_visible(services, loaded, address, ungrouped)
    return describe_vertices(services, loaded, _list_visible(visible.grouped)), visible


def _select_visible(
    services: ExplorerServices, loaded: LoadedGraph, address: Address, ungrouped: Collection[Arn]
) -> VisibleGraph:
    """Return the visible graph.

    It is memoized if nothing is hidden, because then it does not depend on descriptions.
    """
    if address.hidden_kinds:
        return select_visible(loaded.graph, loaded.entities, address, ungrouped=ungrouped)
    return services.memo.memoize(
        loaded.graph,
        (address, frozenset(ungrouped)),
        lambda: select_visible(loaded.graph, {}, address, ungrouped=ungrouped),
    )


def _must_describe_all(graph: LineageGraph, address: Address) -> bool:
    """Return whether all vertices must be described, visible or not.

    That is so in a table, in colors that depend on descriptions, and where kinds are hidden, which depend on
    descriptions as well. In a graph that is small enough to be drawn whole, it lets readers search all names.
    """
    depends_on_all = (
        address.view is View.TABLE or address.color_by is not ColorMode.TYPE or bool(address.hidden_kinds)
    )
    return depends_on_all or len(graph.vertices) <= NODE_BUDGET


def _list_visible(grouped: GroupedGraph) -> list[Arn]:
    """Return the visible vertices, and those named on closed groups."""
    members = (arn for group in grouped.closed_groups.values() for arn in group.members[:MAX_GROUP_NAMES])
    return list(dict.fromkeys((*grouped.graph.vertices, *members)))
