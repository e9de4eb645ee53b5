"""Loaded, described and laid out view of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from callbacks.explore.connecting import kept_apart
from callbacks.explore.naming import named_picture
from callbacks.explore.picture import Picture
from callbacks.explore.reading import Awaited, Found, Looking, Reader, Wish, read
from lineage.address import Address
from lineage.model import Arn
from lineage.paths import Paths, joining
from lineage.placement import Placement
from lineage.query import LineageQuery


@dataclass(frozen=True, slots=True)
class Scene:
    """View of an address; equal views render equal screens.

    Attributes:
        address: The address.
        query: Its query.
        stopped: Whether the page requested to stop reading.
        found: The loaded graph.
        undescribed: Reasons why vertices could not be described.
        described: Number of API calls for the descriptions.
        where: Id of the layout.
        placement, picture, ways: Layout, visible graph, and paths. They follow from the other fields.
    """

    address: Address
    query: LineageQuery
    stopped: bool
    found: Found
    undescribed: Mapping[Arn, str]
    described: int
    where: str
    placement: Placement = field(compare=False)
    picture: Picture = field(compare=False)
    ways: Paths | None = field(compare=False)


def staged(reader: Reader, address: Address, *, looking: Looking) -> Scene | Awaited | None:
    """Load, describe and lay out the graph of an address.

    Returns:
        The view; None if the address has no query.

    Raises:
        SourceError: Nothing could be read at all.
    """
    query = address.query
    if query is None:
        return None
    loaded = read(reader, address, query, looking=looking)
    if isinstance(loaded, Awaited):
        return loaded
    paths = joining(loaded.graph, address.between)
    loaded, visible = named_picture(reader, loaded, address, apart=kept_apart(paths, address.between))
    layout_id, layout = reader.placements.of(visible, former=looking.former)
    return Scene(
        address,
        query,
        looking.wish is Wish.STOP,
        loaded,
        reader.catalog.undescribable(loaded.graph.vertices),
        reader.catalog.calls(loaded.graph.vertices),
        layout_id,
        layout,
        visible,
        paths,
    )
