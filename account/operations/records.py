"""Find, insert and delete entities with their properties and tags."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from account.arns import Owner, folded, is_arn
from account.errors import ServiceError, invalid, not_found
from account.kinds import Kind
from account.operations.call import Call
from account.operations.descriptions import described, description_shape
from account.operations.rows import Stamp, entity_row, members_row, property_rows
from account.operations.tags import remove_tags, tag_new
from account.tables import ENTITIES, LINEAGE_GROUPS, PROPERTIES, AnyRow, AnySelect

# Built once: building a statement takes several times as long as running it.
_ADDED = insert(ENTITIES).returning(ENTITIES.c.id)
_ADDED_PROPERTIES = insert(PROPERTIES)
_PROPERTIES = select(PROPERTIES.c.key, PROPERTIES.c.value).where(PROPERTIES.c.entity == bindparam("of"))
_GROUP = select(LINEAGE_GROUPS.c.id).where(LINEAGE_GROUPS.c.arn == bindparam("arn"))


def find(kind: Kind, call: Call, name_or_arn: str) -> AnyRow:
    """Return an entity by name in this account, or by any ARN.

    Raises:
        ServiceError: `ResourceNotFound`.
    """
    arn = name_or_arn if is_arn(name_or_arn) else call.owner.arn(f"{kind.resource}/{name_or_arn}")
    row = call.connection.execute(_described(kind), {"arn": folded(arn)}).one_or_none()
    if row is None:
        raise not_found(f"{kind.lineage_type} '{name_or_arn}' does not exist.")
    return row


def find_own(kind: Kind, call: Call, name_or_arn: str) -> AnyRow:
    """Return an entity that this account may change.

    Lineage of other accounts is shared for reading only.

    Raises:
        ServiceError: `ResourceNotFound`; `AccessDeniedException`, if the entity belongs to another account.
    """
    row = find(kind, call, name_or_arn)
    if row.group_arn != call.owner.lineage_group:
        raise ServiceError("AccessDeniedException", f"{row.arn} belongs to another account.")
    return row


def add(
    kind: Kind, call: Call, request: Mapping[str, Any], *, resource_id: str, **own: object
) -> dict[str, Any]:
    """Insert an entity and return the output of its Create operation.

    Its properties and tags are inserted as well.

    Args:
        kind: Kind of the entity.
        call: Context of the call.
        request: The input of its Create operation.
        resource_id: The last part of its ARN.
        own: Values for columns of the kind's table that are not members of the request.

    Raises:
        ServiceError: `ValidationException`, if an entity with this ARN exists.
    """
    arn = call.owner.arn(f"{kind.resource}/{resource_id}")
    origin = kind.origin(call.owner, request)
    stamp = Stamp(call.now, call.caller)
    group = lineage_group(call.connection, call.owner, stamp)
    entity = _insert(kind, call, entity_row(kind, request, origin, arn=arn, group=group, stamp=stamp))
    members = members_row(kind, request, origin)
    call.connection.execute(_added_members(kind), {"id": entity, **members, **own})
    _insert_properties(call, entity, request.get("Properties", {}))
    tag_new(call, arn, request.get("Tags", ()))
    return {kind.arn_member: arn}


def drop(kind: Kind, call: Call, row: AnyRow) -> dict[str, Any]:
    """Delete an entity and return the output of its Delete operation.

    Its properties and tags are deleted as well.

    Raises:
        ServiceError: `ValidationException`, if the entity has associations or is in a trial.
    """
    try:
        call.connection.execute(delete(ENTITIES).where(ENTITIES.c.id == row.id))
    except IntegrityError as exc:
        raise invalid(f"{row.arn} has associations or trials, which must be parted from it first.") from exc
    remove_tags(call, row.arn)
    return {kind.arn_member: row.arn}


def properties(call: Call, entity: int) -> dict[str, str]:
    """Return an entity's properties."""
    return {row.key: row.value for row in call.connection.execute(_PROPERTIES, {"of": entity}).all()}


def replace_properties(call: Call, entity: int, pairs: Mapping[str, str]) -> None:
    """Replace all properties of an entity."""
    call.connection.execute(delete(PROPERTIES).where(PROPERTIES.c.entity == entity))
    _insert_properties(call, entity, pairs)


def lineage_group(connection: Connection, owner: Owner, stamp: Stamp) -> int:
    """Return the id of an owner's lineage group.

    The group is created together with the owner's first entity.
    """
    arn = owner.lineage_group
    group = connection.execute(_GROUP, {"arn": arn}).scalar_one_or_none()
    if group is None:
        row = {"arn": arn, "created": stamp.when, "created_by": stamp.who or None}
        insertion = insert(LINEAGE_GROUPS).values(row).returning(LINEAGE_GROUPS.c.id)
        group = connection.execute(insertion).scalar_one()
    return int(group)


@cache
def _described(kind: Kind) -> AnySelect:
    return described(kind, description_shape(kind)).where(ENTITIES.c.arn == bindparam("arn"))


@cache
def _added_members(kind: Kind) -> Insert:
    return insert(kind.table)


def _insert(kind: Kind, call: Call, row: Mapping[str, Any]) -> int:
    try:
        return int(call.connection.execute(_ADDED, row).scalar_one())
    except IntegrityError as exc:
        raise invalid(
            f"{kind.lineage_type} names must be unique within an AWS account and Region, "
            f"and one of this name already exists ({row['arn']})."
        ) from exc


def _insert_properties(call: Call, entity: int, pairs: Mapping[str, str]) -> None:
    if pairs:
        call.connection.execute(_ADDED_PROPERTIES, property_rows(entity, pairs))
