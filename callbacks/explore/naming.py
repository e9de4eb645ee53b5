"""Selection of the entities to describe before drawing.

They are all visible entities and the first few of each closed group.
"""

from __future__ import annotations

from collections.abc import Collection

from callbacks.explore.picture import Picture, pictured
from callbacks.explore.reading import Found, Reader, named
from lineage.address import Address, View
from lineage.graph import LineageGraph
from lineage.lens import Lens
from lineage.model import Arn
from lineage.views.grouping import BUDGET, Grouped
from lineage.views.stacks import FIRST_NAMES


def named_picture(
    reader: Reader, found: Found, address: Address, *, apart: Collection[Arn]
) -> tuple[Found, Picture]:
    """Select the visible graph and describe the entities that it needs.

    Args:
        reader: The services.
        found: The loaded graph, without descriptions.
        address: The address.
        apart: Vertices that are not grouped.

    Returns:
        The loaded graph with descriptions, and the visible graph.
    """
    if _each_tells(found.graph, address):
        found = named(reader, found, list(found.graph.vertices))
        return found, _pictured(reader, found, address, apart)
    visible = _pictured(reader, found, address, apart)
    return named(reader, found, _drawn(visible.cards)), visible


def _pictured(services: Reader, loaded: Found, address: Address, ungrouped: Collection[Arn]) -> Picture:
    """Return the visible graph.

    It is memoized if nothing is hidden, because then it does not depend on descriptions.
    """
    if address.hidden:
        return pictured(loaded.graph, loaded.entities, address, apart=ungrouped)
    return services.made.of(
        loaded.graph,
        (address, frozenset(ungrouped)),
        lambda: pictured(loaded.graph, {}, address, apart=ungrouped),
    )


def _each_tells(graph: LineageGraph, address: Address) -> bool:
    """Return whether all vertices must be described, visible or not.

    That is so in a table, in colors that depend on descriptions, and where kinds are hidden, which depend on
    descriptions as well. In a graph that is small enough to be drawn whole, it lets readers search all names.
    """
    depends_on_all = address.view is View.TABLE or address.lens is not Lens.TYPE or bool(address.hidden)
    return depends_on_all or len(graph.vertices) <= BUDGET


def _drawn(grouped: Grouped) -> list[Arn]:
    """Return the visible vertices, and those named on closed groups."""
    members = (arn for group in grouped.closed.values() for arn in group.members[:FIRST_NAMES])
    return list(dict.fromkeys((*grouped.graph.vertices, *members)))
