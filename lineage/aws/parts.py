"""The requests that a query needs: one a direction, and one for matches that vertices cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lineage.query import Direction, Filters, LineageQuery

_SIDES = {
    Direction.ASCENDANTS: "Upstream",
    Direction.DESCENDANTS: "Downstream",
    Direction.BOTH: "Both ways",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the requests that a query needs.

    Attributes:
        edges: With the associations, and the entities that stand on the way to a match; without, the
            answer is the matches alone.
        apart: The matches are asked for alone, beside another part that has the associations.
    """

    direction: Direction
    edges: bool
    apart: bool = False

    @property
    def subject(self) -> str:
        """What a sentence about it begins with: "Upstream"."""
        side = _SIDES[self.direction]
        return f"{side}, which entities match" if self.apart else side


def parts(query: LineageQuery) -> tuple[Part, ...]:
    """Return what a query is made of.

    `UpAndDown` takes two requests. So does a query by date or property that keeps the entities on the way:
    vertices carry neither dates nor properties, so the matches have to be asked for alone.
    """
    up_and_down = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if up_and_down else (query.direction,)
    edges = query.paths or not query.filters
    matches_apart = edges and query.filters.by_time_or_property
    return (
        *(Part(direction, edges) for direction in directions),
        *(Part(direction, edges=False, apart=True) for direction in directions if matches_apart),
    )


def request(query: LineageQuery, part: Part, *, page_size: int) -> dict[str, Any]:
    """Spell out every member but the next page's token: the service documents no defaults."""
    filters = _filters(query.filters)
    return {
        "StartArns": [query.start],
        "Direction": part.direction.value,
        "IncludeEdges": part.edges,
        "MaxDepth": query.depth,
        "MaxResults": page_size,
        **({"Filters": filters} if filters else {}),
    }


def _filters(filters: Filters) -> dict[str, Any]:
    members = {
        "LineageTypes": [kind.value for kind in filters.lineage_types],
        "Types": list(filters.types),
        "CreatedAfter": filters.created_after,
        "CreatedBefore": filters.created_before,
        "ModifiedAfter": filters.modified_after,
        "ModifiedBefore": filters.modified_before,
        "Properties": {pair.key: pair.value for pair in filters.properties},
    }
    return {name: value for name, value in members.items() if value}
