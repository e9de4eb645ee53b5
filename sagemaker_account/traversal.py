"""Breadth-first traversal of associations, with one statement per level.

The vertices of a level go to the database as one parameter and come back with their associations through an
index, so the cost depends on what is traversed, not on what the account holds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from sagemaker_account.tables import ASSOCIATIONS, AnyRow, AnySelect

# (source id, destination id)
Pair: TypeAlias = tuple[int, int]


class TraversalDirection(StrEnum):
    """Direction in which a traversal follows associations."""

    ASCENDANTS = "Ascendants"
    DESCENDANTS = "Descendants"
    BOTH = "Both"

    @property
    def follows_to_source(self) -> bool:
        """Whether a step may go from destination to source."""
        return self is not TraversalDirection.DESCENDANTS

    @property
    def follows_to_destination(self) -> bool:
        """Whether a step may go from source to destination."""
        return self is not TraversalDirection.ASCENDANTS


@dataclass(frozen=True, slots=True)
class Traversal:
    """Vertices and associations that a traversal found.

    Attributes:
        start: Id of the start vertex.
        direction: Direction of the traversal.
        depths: Vertex id → the fewest associations from the start; ordered by depth, then id.
        associations: Pair → association type, of every association followed: those that touch, on the
            side the direction asks for, a vertex less deep than the limit.
    """

    start: int
    direction: TraversalDirection
    depths: Mapping[int, int]
    associations: Mapping[Pair, str | None]


def traverse(connection: Connection, start: int, direction: TraversalDirection, max_depth: int) -> Traversal:
    """Traverse from a vertex, at most `max_depth` associations far."""
    depths = {start: 0}
    associations: dict[Pair, str | None] = {}
    frontier = [start]
    for depth in range(1, max_depth + 1):
        reached: set[int] = set()
        for source, destination, association_type in _read_associations(connection, direction, frontier):
            associations[source, destination] = association_type
            # Both ends: the one the association was followed from has a depth already, and is removed below.
            reached.add(source)
            reached.add(destination)
        # By id, so that the order of vertices is the same in every process.
        frontier = sorted(reached.difference(depths))
        if not frontier:
            break
        depths.update(dict.fromkeys(frontier, depth))
    return Traversal(start, direction, depths, associations)


def build_in_condition(column: ColumnElement[Any], dialect: str) -> ColumnElement[bool]:
    """Return the condition that a column is in the parameter `ids`.

    SQLite takes the ids as one JSON text, however many they are; elsewhere they expand to a list.
    """
    if dialect == "sqlite":
        id_table = func.json_each(bindparam("ids")).table_valued("value")
        return column.in_(select(id_table.c.value))
    return column.in_(bindparam("ids", expanding=True))


def batch_ids(connection: Connection, ids: Iterable[int | str]) -> Iterator[dict[str, Any]]:
    """Yield the parameter of `build_in_condition` in batches that the database accepts.

    SQLite takes all ids at once; other databases limit the number of parameters in a statement.
    """
    all_ids = list(ids)
    if connection.dialect.name == "sqlite":
        yield {"ids": json.dumps(all_ids, separators=(",", ":"))}
        return
    for first in range(0, len(all_ids), _IDS_PER_STATEMENT):
        yield {"ids": all_ids[first : first + _IDS_PER_STATEMENT]}


# PostgreSQL's protocol counts parameters in 16 bits.
_IDS_PER_STATEMENT = 30_000


def _read_associations(
    connection: Connection, direction: TraversalDirection, frontier: list[int]
) -> Iterator[AnyRow]:
    for parameters in batch_ids(connection, frontier):
        for statement in _build_statements(direction, connection.dialect.name):
            yield from connection.execute(statement, parameters).all()


@cache
def _build_statements(direction: TraversalDirection, dialect: str) -> tuple[AnySelect, ...]:
    columns = (ASSOCIATIONS.c.source, ASSOCIATIONS.c.destination, ASSOCIATIONS.c.type)
    ends = []
    if direction.follows_to_destination:
        ends.append(ASSOCIATIONS.c.source)
    if direction.follows_to_source:
        ends.append(ASSOCIATIONS.c.destination)
    return tuple(select(*columns).where(build_in_condition(end, dialect)) for end in ends)
