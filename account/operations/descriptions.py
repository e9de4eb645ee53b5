"""How a stored entity looks in the API: the members that an output shape has, and no others."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import select

from account.kinds import Kind
from account.model import members
from account.tables import ENTITIES, LINEAGE_GROUPS, AnyRow, AnySelect


def description_shape(kind: Kind) -> str:
    """Return the name of the shape of a kind's Describe output."""
    return f"Describe{kind.lineage_type}Response"


def summary_shape(kind: Kind) -> str:
    """Return the name of the shape of an item in a kind's List output."""
    return f"{kind.lineage_type}Summary"


@cache
def described(kind: Kind, shape: str) -> AnySelect:
    """Return the statement that selects what a shape shows, of all entities of a kind.

    Beside the columns of `tables.ENTITIES`, and the kind's own by member, a row has the `group_arn`.
    """
    return (
        select(
            ENTITIES,
            LINEAGE_GROUPS.c.arn.label("group_arn"),
            *(kind.table.c[m].label(m) for m in _own_members(kind, shape)),
        )
        .join_from(ENTITIES, kind.table, kind.table.c.id == ENTITIES.c.id)
        .join(LINEAGE_GROUPS, LINEAGE_GROUPS.c.id == ENTITIES.c.lineage_group)
        .where(ENTITIES.c.lineage_type == kind.lineage_type)
    )


def shown(kind: Kind, row: AnyRow, shape: str) -> dict[str, Any]:
    """Return a row of `described` as its shape shows it, without its properties."""
    known = {m: getattr(row, m) for m in _own_members(kind, shape)}
    told = {**kind.blank, **_given(known)}
    source = _source(kind, row, told)
    told |= {
        kind.name_member: row.name,
        kind.arn_member: row.arn,
        kind.type_member: row.type,
        "Source": source,
        # Two more names for the same, in the shapes of trial components.
        "Sources": [source] if source else None,
        f"{kind.lineage_type}Source": source,
        "CreationTime": row.created,
        "CreatedBy": row.created_by or {},
        "LastModifiedTime": row.modified,
        "LastModifiedBy": row.modified_by or {},
        "LineageGroupArn": row.group_arn,
    }
    return {member: value for member, value in _given(told).items() if member in members(shape)}


@cache
def _own_members(kind: Kind, shape: str) -> tuple[str, ...]:
    """Return which of a kind's own members a shape shows, itself or within its source."""
    return tuple(m for m in kind.own_members if m in members(shape) or m in kind.source_details)


def _source(kind: Kind, row: AnyRow, told: Mapping[str, Any]) -> dict[str, Any] | None:
    if row.source is None:
        return None
    return {kind.source_uri: row.source, **_given({m: told.get(m) for m in kind.source_details})}


def _given(told: Mapping[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in told.items() if value is not None}
