"""Convert stored entities to output shapes of the API.

Each output has the members of its shape and no others.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import select

from sagemaker_account.api_model import list_members
from sagemaker_account.entity_kinds import EntityKind
from sagemaker_account.tables import ENTITIES, LINEAGE_GROUPS, AnyRow, AnySelect

# a row selected by `build_select` → value of a member; None omits the member
RowReader: TypeAlias = Callable[[AnyRow], Any]


def get_description_shape(kind: EntityKind) -> str:
    """Return the shape name of a kind's Describe output."""
    return f"Describe{kind.lineage_type}Response"


def get_summary_shape(kind: EntityKind) -> str:
    """Return the shape name of an item in a kind's List output."""
    return f"{kind.lineage_type}Summary"


@cache
def build_select(kind: EntityKind, shape: str) -> AnySelect:
    """Return the statement that selects a shape's columns for a kind.

    It selects all entities of the kind. A row has the columns of `tables.ENTITIES`, the kind's own columns
    labelled by member, and `group_arn`.
    """
    return (
        select(
            ENTITIES,
            LINEAGE_GROUPS.c.arn.label("group_arn"),
            *(kind.table.c[m].label(m) for m in _find_own_members(kind, shape)),
        )
        .join_from(ENTITIES, kind.table, kind.table.c.id == ENTITIES.c.id)
        .join(LINEAGE_GROUPS, LINEAGE_GROUPS.c.id == ENTITIES.c.lineage_group)
        .where(ENTITIES.c.lineage_type == kind.lineage_type)
    )


def build_description(kind: EntityKind, row: AnyRow, shape: str) -> dict[str, Any]:
    """Convert a selected row to a shape, without the entity's properties."""
    pairs = ((member, read(row)) for member, read in _build_readers(kind, shape))
    return {member: value for member, value in pairs if value is not None}


@cache
def _find_own_members(kind: EntityKind, shape: str) -> tuple[str, ...]:
    """Return a kind's own members that a shape contains.

    A member counts if the shape has it directly or within its source.
    """
    return tuple(m for m in kind.own_members if m in list_members(shape) or m in kind.source_members)


@cache
def _build_readers(kind: EntityKind, shape: str) -> tuple[tuple[str, RowReader], ...]:
    """Return the members of a shape, each with its row reader."""
    readers: dict[str, RowReader] = {
        **{member: _build_constant_reader(value) for member, value in kind.empty_values.items()},
        **{member: _build_column_reader(kind, member) for member in _find_own_members(kind, shape)},
        kind.name_member: attrgetter("name"),
        kind.arn_member: attrgetter("arn"),
        kind.type_member: attrgetter("type"),
        "Source": _build_source_reader(kind),
        # The shapes of trial components have two more names for the source.
        "Sources": _build_sources_reader(kind),
        f"{kind.lineage_type}Source": _build_source_reader(kind),
        "CreationTime": attrgetter("created"),
        "CreatedBy": lambda row: row.created_by or {},
        "LastModifiedTime": attrgetter("modified"),
        "LastModifiedBy": lambda row: row.modified_by or {},
        "LineageGroupArn": attrgetter("group_arn"),
    }
    return tuple((member, read) for member, read in readers.items() if member in list_members(shape))


def _build_constant_reader(value: Any) -> RowReader:
    return lambda _row: value


def _build_column_reader(kind: EntityKind, member: str) -> RowReader:
    read_column, blank = attrgetter(member), kind.empty_values.get(member)
    return lambda row: blank if (value := read_column(row)) is None else value


def _build_source_reader(kind: EntityKind) -> RowReader:
    details = tuple((member, _build_column_reader(kind, member)) for member in kind.source_members)

    def read(row: AnyRow) -> dict[str, Any] | None:
        if row.source is None:
            return None
        pairs = ((member, read_detail(row)) for member, read_detail in details)
        return {kind.source_uri_member: row.source, **{m: value for m, value in pairs if value is not None}}

    return read


def _build_sources_reader(kind: EntityKind) -> RowReader:
    read = _build_source_reader(kind)
    return lambda row: None if (source := read(row)) is None else [source]
