"""Whom a picture needs the names of: who is drawn, and of the others as many as cost little."""

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
    """Return what is drawn of an answer, and the answer with the names that this needs.

    Args:
        reader: Whom to ask.
        found: The answer, nothing of it named.
        address: What was asked.
        apart: Vertices that are drawn beside their siblings.
    """
    if _each_tells(found.graph, address):
        found = named(reader, found, list(found.graph.vertices))
        return found, _pictured(reader, found, address, apart)
    picture = _pictured(reader, found, address, apart)
    return named(reader, found, _drawn(picture.cards)), picture


def _pictured(reader: Reader, found: Found, address: Address, apart: Collection[Arn]) -> Picture:
    """Return what is drawn; where nothing is hidden it does not depend on what was described."""
    if address.hidden:
        return pictured(found.graph, found.entities, address, apart=apart)
    return reader.made.of(
        found.graph, (address, frozenset(apart)), lambda: pictured(found.graph, {}, address, apart=apart)
    )


def _each_tells(graph: LineageGraph, address: Address) -> bool:
    """Tell whether what is seen tells of every vertex, drawn or not.

    So it is in a table, in colours that facts give, and where kinds are hidden, which descriptions tell. An
    answer that could be drawn whole can be searched by all of its names.
    """
    seen = address.view is View.TABLE or address.lens is not Lens.TYPE or bool(address.hidden)
    return seen or len(graph.vertices) <= BUDGET


def _drawn(cards: Grouped) -> list[Arn]:
    """Return the vertices that are drawn, and of each closed group as many as its card tells."""
    told = (arn for group in cards.closed.values() for arn in group.members[:FIRST_NAMES])
    return list(dict.fromkeys((*cards.graph.vertices, *told)))
