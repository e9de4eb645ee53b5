"""What the page says of what is hidden: in the legend, which hides and shows, and beside the answer."""

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
    """Return the legend.

    Args:
        picture: What is drawn.
        shaded: What the colour of each of the answer's vertices means, drawn or not.
        address: What was asked.
    """
    graph = picture.rest.graph
    listed = entries(shaded, picture.hidden, graph.vertices.keys(), graph.start)
    return legend(listed, everything=link(_everything(address)))


def how_many(picture: Picture, address: Address) -> list[Part]:
    """Say how many kinds are hidden, and offer to show them; nothing where none is."""
    many = sum(1 for kind in picture.hidden if kind.members & picture.rest.hidden)
    return [Part(f"{counted(many, 'kind')} hidden", "show", _everything(address))] if many else []


def ignored(picture: Picture, address: Address) -> list[str]:
    """Return a sentence for each word that hides nothing anywhere, and for what could not be hidden."""
    nothing = [
        f"“{word}” is no kind that could be hidden: neither in the legend nor a type in this answer."
        for word in meaningless(address.hidden, picture.hidden)
    ]
    joints = len(picture.rest.joints)
    if not joints:
        return nothing
    stay = f"{counted(joints, 'entity')} of what is hidden {'stays' if joints == 1 else 'stay'}"
    return [*nothing, f"{stay}: without, too many would have to be joined to too many."]


def _everything(address: Address) -> Address:
    return replace(address, hidden=())
