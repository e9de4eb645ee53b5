"""Find, insert and delete entities with their properties and tags."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Insert, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from sagemaker_account.arns import Owner, is_arn, normalize_arn
from sagemaker_account.entity_kinds import EntityKind, Origin
from sagemaker_account.errors import ServiceError, build_not_found_error, build_validation_error
from sagemaker_account.operations.call import Call
from sagemaker_account.operations.output_shapes import build_select, get_description_shape
from sagemaker_account.operations.tags import insert_tags, remove_tags
from sagemaker_account.tables import ENTITIES, LINEAGE_GROUPS, PROPERTIES, AnyRow, AnySelect

# column key → value
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Time and caller of a write.

    Attributes:
        time: Time of the write.
        caller: UserContext of the caller; empty if unspecified.
    """

    time: datetime
    caller: Mapping[str, Any]


def build_entity_row(  # noqa: PLR0913 - the parts of a row of `tables.ENTITIES`
    kind: EntityKind, request: Mapping[str, Any], origin: Origin, *, arn: str, group: int, stamp: Stamp
) -> Row:
    """Return an entity's row in `tables.ENTITIES`, without its id.

    Args:
        kind: Kind of the entity.
        request: The input of its Create operation.
        origin: Its type and source.
        arn: Its ARN.
        group: The id of its owner's lineage group.
        stamp: Time and caller of its creation.
    """
    return {
        "arn": arn,
        "lineage_group": group,
        "lineage_type": kind.lineage_type,
        "type": origin.type,
        "name": request.get(kind.name_member),
        "source": kind.normalize_source(origin.source[kind.source_uri_member]) if origin.source else None,
        "created": stamp.time,
        "modified": stamp.time,
        "created_by": stamp.caller or None,
        "modified_by": stamp.caller or None,
    }


def build_members_row(kind: EntityKind, request: Mapping[str, Any], origin: Origin) -> Row:
    """Return an entity's row in its kind's own table, without its id."""
    values = {**(origin.source or {}), **request}
    return {member: values[member] for member in kind.own_members if member in values}


def build_property_rows(entity: int, pairs: Mapping[str, str]) -> list[Row]:
    """Return the rows of an entity's properties."""
    return [{"entity": entity, "key": key, "value": value} for key, value in pairs.items()]


# Built once: building a statement takes several times as long as running it.
_INSERT_ENTITY = insert(ENTITIES).returning(ENTITIES.c.id)
_INSERT_PROPERTIES = insert(PROPERTIES)
_SELECT_PROPERTIES = select(PROPERTIES.c.key, PROPERTIES.c.value).where(
    PROPERTIES.c.entity == bindparam("of")
)
_SELECT_GROUP = select(LINEAGE_GROUPS.c.id).where(LINEAGE_GROUPS.c.arn == bindparam("arn"))


def find_entity(kind: EntityKind, call: Call, name_or_arn: str) -> AnyRow:
    """Return an entity by name in this account, or by any ARN.

    Raises:
        ServiceError: `ResourceNotFound`.
    """
    arn = name_or_arn if is_arn(name_or_arn) else call.owner.format_arn(f"{kind.resource_type}/{name_or_arn}")
    row = call.connection.execute(_select_by_arn(kind), {"arn": normalize_arn(arn)}).one_or_none()
    if row is None:
        raise build_not_found_error(f"{kind.lineage_type} '{name_or_arn}' does not exist.")
    return row


def find_own_entity(kind: EntityKind, call: Call, name_or_arn: str) -> AnyRow:
    """Return an entity that this account may change.

    Lineage of other accounts is shared for reading only.

    Raises:
        ServiceError: `ResourceNotFound`; `AccessDeniedException`, if the entity belongs to another account.
    """
    row = find_entity(kind, call, name_or_arn)
    if row.group_arn != call.owner.lineage_group:
        raise ServiceError("AccessDeniedException", f"{row.arn} belongs to another account.")
    return row


def insert_entity(
    kind: EntityKind, call: Call, request: Mapping[str, Any], *, resource_id: str, **columns: object
) -> dict[str, Any]:
    """Insert an entity and return the output of its Create operation.

    Its properties and tags are inserted as well.

    Args:
        kind: Kind of the entity.
        call: Context of the call.
        request: The input of its Create operation.
        resource_id: The last part of its ARN.
        columns: Values for columns of the kind's table that are not members of the request.

    Raises:
        ServiceError: `ValidationException`, if an entity with this ARN exists.
    """
    arn = call.owner.format_arn(f"{kind.resource_type}/{resource_id}")
    origin = kind.build_origin(call.owner, request)
    stamp = Stamp(call.now, call.caller)
    group = get_or_create_lineage_group(call.connection, call.owner, stamp)
    entity = _insert_entity_row(
        kind, call, build_entity_row(kind, request, origin, arn=arn, group=group, stamp=stamp)
    )
    members = build_members_row(kind, request, origin)
    call.connection.execute(_build_members_insert(kind), {"id": entity, **members, **columns})
    _insert_properties(call, entity, request.get("Properties", {}))
    insert_tags(call, arn, request.get("Tags", ()))
    return {kind.arn_member: arn}


def delete_entity_record(kind: EntityKind, call: Call, row: AnyRow) -> dict[str, Any]:
    """Delete an entity and return the output of its Delete operation.

    Its properties and tags are deleted as well.

    Raises:
        ServiceError: `ValidationException`, if the entity has associations or is in a trial.
    """
    try:
        call.connection.execute(delete(ENTITIES).where(ENTITIES.c.id == row.id))
    except IntegrityError as exc:
        raise build_validation_error(
            f"{row.arn} has associations or trials, which must be parted from it first."
        ) from exc
    remove_tags(call, row.arn)
    return {kind.arn_member: row.arn}


def read_properties(call: Call, entity: int) -> dict[str, str]:
    """Return an entity's properties."""
    return {row.key: row.value for row in call.connection.execute(_SELECT_PROPERTIES, {"of": entity}).all()}


def replace_properties(call: Call, entity: int, pairs: Mapping[str, str]) -> None:
    """Replace all properties of an entity."""
    call.connection.execute(delete(PROPERTIES).where(PROPERTIES.c.entity == entity))
    _insert_properties(call, entity, pairs)


def get_or_create_lineage_group(connection: Connection, owner: Owner, stamp: Stamp) -> int:
    """Return the id of an owner's lineage group.

    The group is created together with the owner's first entity.
    """
    arn = owner.lineage_group
    group = connection.execute(_SELECT_GROUP, {"arn": arn}).scalar_one_or_none()
    if group is None:
        row = {"arn": arn, "created": stamp.time, "created_by": stamp.caller or None}
        insertion = insert(LINEAGE_GROUPS).values(row).returning(LINEAGE_GROUPS.c.id)
        group = connection.execute(insertion).scalar_one()
    return int(group)


@cache
def _select_by_arn(kind: EntityKind) -> AnySelect:
    return build_select(kind, get_description_shape(kind)).where(ENTITIES.c.arn == bindparam("arn"))


@cache
def _build_members_insert(kind: EntityKind) -> Insert:
    return insert(kind.table)


def _insert_entity_row(kind: EntityKind, call: Call, row: Mapping[str, Any]) -> int:
    try:
        return int(call.connection.execute(_INSERT_ENTITY, row).scalar_one())
    except IntegrityError as exc:
        raise build_validation_error(
            f"{kind.lineage_type} names must be unique within an AWS account and Region, "
            f"and one of this name already exists ({row['arn']})."
        ) from exc


def _insert_properties(call: Call, entity: int, pairs: Mapping[str, str]) -> None:
    if pairs:
        call.connection.execute(_INSERT_PROPERTIES, build_property_rows(entity, pairs))
