"""Find, store and delete resources in the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from sagemaker_account.arns import Owner
from sagemaker_account.errors import build_validation_error
from sagemaker_account.resource_kinds import ResourceKind
from sagemaker_account.tables import RESOURCES, AnyRow
from sagemaker_account.validation import MISSING_MEMBER, format_violation, parse_shape, raise_problems

_SELECT_RESOURCE = select(RESOURCES).where(
    RESOURCES.c.key == bindparam("sought"), RESOURCES.c.owner == bindparam("of")
)
_INSERT_RESOURCE = insert(RESOURCES).returning(RESOURCES.c.id)
_UPDATE_RESOURCE = update(RESOURCES).where(RESOURCES.c.id == bindparam("changed"))


def find_resource(connection: Connection, owner: Owner, kind: ResourceKind, reference: str) -> AnyRow:
    """Return an owner's resource of a kind, by name or ARN.

    Raises:
        ServiceError: The error of the kind's Describe operation, if the resource does not exist.
    """
    row = _find_by_key(connection, owner, kind.build_key(owner, reference))
    if row is None or row.kind != kind.api_name:
        raise kind.build_missing_error(owner, reference)
    return row


def put_resource(
    connection: Connection,
    owner: Owner,
    kind: ResourceKind,
    description: Mapping[str, Any],
    *,
    needs_parent: bool = True,
) -> None:
    """Insert or replace a resource.

    Args:
        connection: Database connection to write to.
        owner: Account of the resource.
        kind: Kind of the resource.
        description: Output of the kind's Describe operation for the resource.
        needs_parent: Whether a parent that does not exist is an error.

    Raises:
        ServiceError: `SerializationException` or `ValidationException`, if the description is not an output
            of the kind's Describe operation; the error of `find_resource`, if the parent resource does not
            exist.
    """
    row = _build_row(connection, owner, kind, description, needs_parent=needs_parent)
    existing = _find_by_key(connection, owner, row["key"])
    if existing is None:
        connection.execute(_INSERT_RESOURCE, row)
    else:
        connection.execute(_UPDATE_RESOURCE, {**row, "changed": existing.id})


def insert_resource(
    connection: Connection, owner: Owner, kind: ResourceKind, description: Mapping[str, Any]
) -> int:
    """Insert a new resource and return its id.

    Raises:
        ServiceError: `ValidationException`, if a resource with this ARN exists; the errors of `put_resource`.
    """
    row = _build_row(connection, owner, kind, description)
    try:
        return int(connection.execute(_INSERT_RESOURCE, row).scalar_one())
    except IntegrityError as exc:
        raise build_validation_error(
            f"{kind.api_name} names must be unique within an AWS account and Region, "
            f"and {row['name']} already exists."
        ) from exc


def delete_resource(connection: Connection, row: AnyRow, contents: str) -> None:
    """Delete a resource.

    Args:
        connection: Database connection to write to.
        row: Row of the resource.
        contents: Plural noun for the resource's contents, for the error message.

    Raises:
        ServiceError: `ValidationException`, if the resource is the parent of others.
    """
    try:
        connection.execute(delete(RESOURCES).where(RESOURCES.c.id == row.id))
    except IntegrityError as exc:
        raise build_validation_error(f"{row.name} has {contents}; they must be taken from it first.") from exc


def _find_by_key(connection: Connection, owner: Owner, key: str) -> AnyRow | None:
    return connection.execute(_SELECT_RESOURCE, {"sought": key, "of": owner.prefix}).one_or_none()


def _build_row(
    connection: Connection,
    owner: Owner,
    kind: ResourceKind,
    description: Mapping[str, Any],
    *,
    needs_parent: bool = True,
) -> dict[str, Any]:
    description = parse_shape(kind.shape, description)
    # The model does not require all members by which the account identifies a resource.
    raise_problems(
        [
            format_violation(None, name, MISSING_MEMBER)
            for name in kind.mandatory_members
            if name not in description
        ]
    )
    key = kind.build_key(owner, description[f"{kind.api_name}Arn"])
    if not key.startswith(owner.prefix):
        raise build_validation_error(f"{key} belongs to another account.")
    return {
        "key": key,
        "owner": owner.prefix,
        "kind": kind.api_name,
        "parent": _find_parent(connection, owner, kind, description, needs_parent=needs_parent),
        "name": kind.get_name(description),
        "status": description.get(kind.status),
        "created": description["CreationTime"],
        "modified": description.get(kind.modified, description["CreationTime"]),
        "description": description,
    }


def _find_parent(
    connection: Connection,
    owner: Owner,
    kind: ResourceKind,
    description: Mapping[str, Any],
    *,
    needs_parent: bool,
) -> int | None:
    if kind.parent is None:
        return None
    parent_kind, member = kind.parent
    if member not in description:
        return None
    if not needs_parent:
        row = _find_by_key(connection, owner, parent_kind.build_key(owner, description[member]))
        return int(row.id) if row else None
    return int(find_resource(connection, owner, parent_kind, description[member]).id)
