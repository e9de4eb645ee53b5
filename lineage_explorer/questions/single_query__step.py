"""One filtered query of a question."""

from __future__ import annotations

from dataclasses import dataclass

from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, Filters, LineageQuery


@dataclass(frozen=True, slots=True)
class QueryStep:
    """Filtered lineage query without its start.

    The paths to its matches are requested too, so that the result can be drawn as a graph.

    Attributes:
        direction: Direction to follow.
        lineage_type: Lineage type to find.
        types: Types to find; empty for any.
        depth: Longest path to follow, in associations.
    """

    direction: Direction
    lineage_type: LineageType
    types: tuple[str, ...] = ()
    depth: int = MAX_DEPTH

    def build_query(self, start: Arn, depth: int = MAX_DEPTH) -> LineageQuery:
        """Return the query from a start, at most as deep as requested."""
        filters = Filters(lineage_types=(self.lineage_type,), types=self.types)
        return LineageQuery(start, self.direction, min(depth, self.depth), filters)
