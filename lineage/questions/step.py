"""One filtered query of a question."""

from __future__ import annotations

from dataclasses import dataclass

from lineage.model import Arn, LineageType
from lineage.query import MAX_DEPTH, Direction, Filters, LineageQuery


@dataclass(frozen=True, slots=True)
class Step:
    """A query that is sent with the paths to what it finds, so that its answer is a picture too.

    Attributes:
        direction: Which way to walk.
        lineage_type: The kind of entity to find.
        types: The types to find; empty for any.
        depth: Longest way to follow, in associations.
    """

    direction: Direction
    lineage_type: LineageType
    types: tuple[str, ...] = ()
    depth: int = MAX_DEPTH

    def query(self, start: Arn, depth: int = MAX_DEPTH) -> LineageQuery:
        """Return the query from a start, no deeper than asked for."""
        filters = Filters(lineage_types=(self.lineage_type,), types=self.types)
        return LineageQuery(start, self.direction, min(depth, self.depth), filters)
