"""What an address shows, read, named and placed: all that a screen is made of."""

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
    """What was read at an address, and where it stands; equal scenes make equal screens.

    Attributes:
        stopped: Whether the page wants no more than what was read.
        undescribed: Why vertices could not be described.
        described: How many calls it took to describe the others.
        where: The name of the placement.
        placement, picture, ways: They follow from the rest: where all stands, what is drawn, the paths.
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
    """Read, name and place what an address asks; None where it asks nothing.

    Raises:
        SourceError: Nothing could be read at all.
    """
    query = address.query
    if query is None:
        return None
    found = read(reader, address, query, looking=looking)
    if isinstance(found, Awaited):
        return found
    ways = joining(found.graph, address.between)
    found, picture = named_picture(reader, found, address, apart=kept_apart(ways, address.between))
    where, placement = reader.placements.of(picture, former=looking.former)
    return Scene(
        address,
        query,
        looking.wish is Wish.STOP,
        found,
        reader.catalog.undescribable(found.graph.vertices),
        reader.catalog.calls(found.graph.vertices),
        where,
        placement,
        picture,
        ways,
    )
