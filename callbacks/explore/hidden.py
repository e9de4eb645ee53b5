"""Legend and notices about hidden kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash.development.base_component import Component

from callbacks.explore.picture import Picture
from components.legend import legend
from lineage.address import Address, link
from lineage.model import Arn
from lineage.views.completeness import Part
from lineage.views.kinds import meaningless
from lineage.views.legend import entries
from lineage.views.lenses import Shade
from lineage.views.summary import counted


def legend_of(picture: Picture, shaded: Mapping[Arn, Shade], address: Address) -> list[Component]:
    """Return the legend, in which a click hides or shows a kind.

    Args:
        picture: The visible graph.
        shaded: Shade of each vertex of the graph, visible or not.
        address: The address.
    """
    graph = picture.rest.graph
    items = entries(shaded, picture.hidden, graph.vertices.keys(), graph.start)
    return legend(items, everything=link(_everything(address)))


def how_many(picture: Picture, address: Address) -> list[Part]:
    """Return how many kinds are hidden, with a link to show them.

    The list is empty if none is hidden.
    """
    count = sum(1 for kind in picture.hidden if kind.members & picture.rest.hidden)
    return [Part(f"{counted(count, 'kind')} hidden", "show", _everything(address))] if count else []


def ignored(picture: Picture, address: Address) -> list[str]:
    """Return sentences about what could not be hidden.

    They name each word of `hide` that matches nothing, and count the hidden entities that stay as hubs.
    """
    sentences = [
        f"“{word}” is no kind that could be hidden: neither in the legend nor a type in this answer."
        for word in meaningless(address.hidden, picture.hidden)
    ]
    hub_count = len(picture.rest.joints)
    if not hub_count:
        return sentences
    stays = f"{counted(hub_count, 'entity')} of what is hidden {'stays' if hub_count == 1 else 'stay'}"
    return [*sentences, f"{stays}: without, too many would have to be joined to too many."]


def _everything(address: Address) -> Address:
    return replace(address, hidden=())
