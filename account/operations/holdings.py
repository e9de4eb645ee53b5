"""Find, store and delete resources in the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from account.arns import Owner
from account.errors import invalid
from account.resources import ResourceKind
from account.tables import RESOURCES, AnyRow
from account.validation import broken, conform, refuse

_ONE = select(RESOURCES).where(RESOURCES.c.key == bindparam("sought"), RESOURCES.c.owner == bindparam("of"))
_ADDED = insert(RESOURCES).returning(RESOURCES.c.id)
_CHANGED = update(RESOURCES).where(RESOURCES.c.id == bindparam("changed"))


def find(connection: Connection, owner: Owner, kind: ResourceKind, reference: str) -> AnyRow:
    """Return an owner's resource of a kind, by name or ARN.

    Raises:
        ServiceError: The error of the kind's Describe operation, if the resource does not exist.
    """
    row = _look_up(connection, owner, kind.key(owner, reference))
    if row is None or row.kind != kind.word:
        raise kind.absent(owner, reference)
    return row


def put(connection: Connection, owner: Owner, kind: ResourceKind, description: Mapping[str, Any]) -> None:
    """Insert or replace a resource.

    Args:
        connection: Database connection to write to.
        owner: Account of the resource.
        kind: Kind of the resource.
        description: Output of the kind's Describe operation for the resource.

    Raises:
        ServiceError: `SerializationException` or `ValidationException`, if the description is not an output
            of the kind's Describe operation; the error of `find`, if the parent resource does not exist.
    """
    row = _row(connection, owner, kind, description)
    existing = _look_up(connection, owner, row["key"])
    if existing is None:
        connection.execute(_ADDED, row)
    else:
        connection.execute(_CHANGED, {**row, "changed": existing.id})


def add(connection: Connection, owner: Owner, kind: ResourceKind, description: Mapping[str, Any]) -> int:
    """Insert a new resource and return its id.

    Raises:
        ServiceError: `ValidationException`, if a resource with this ARN exists; the errors of `put`.
    """
    row = _row(connection, owner, kind, description)
    try:
        return int(connection.execute(_ADDED, row).scalar_one())
    except IntegrityError as exc:
        raise invalid(
            f"{kind.word} names must be unique within an AWS account and Region, "
            f"and {row['name']} already exists."
        ) from exc


def drop(connection: Connection, row: AnyRow, held: str) -> None:
    """Delete a resource.

    Args:
        connection: Database connection to write to.
        row: Row of the resource.
        held: Plural noun for the resource's contents, for the error message.

    Raises:
        ServiceError: `ValidationException`, if the resource is the parent of others.
    """
    try:
        connection.execute(delete(RESOURCES).where(RESOURCES.c.id == row.id))
    except IntegrityError as exc:
        raise invalid(f"{row.name} has {held}; they must be taken from it first.") from exc


def _look_up(connection: Connection, owner: Owner, key: str) -> AnyRow | None:
    return connection.execute(_ONE, {"sought": key, "of": owner.prefix}).one_or_none()


def _row(
    connection: Connection, owner: Owner, kind: ResourceKind, description: Mapping[str, Any]
) -> dict[str, Any]:
    description = conform(kind.shape, description)
    # The model does not require all members by which the account identifies a resource.
    refuse(
        [broken(None, name, "Member must not be null") for name in kind.known_by if name not in description]
    )
    key = kind.key(owner, description[f"{kind.word}Arn"])
    if not key.startswith(owner.prefix):
        raise invalid(f"{key} belongs to another account.")
    return {
        "key": key,
        "owner": owner.prefix,
        "kind": kind.word,
        "parent": _parent(connection, owner, kind, description),
        "name": kind.name(description),
        "status": description.get(kind.status),
        "created": description["CreationTime"],
        "modified": description.get(kind.modified, description["CreationTime"]),
        "description": description,
    }


def _parent(
    connection: Connection, owner: Owner, kind: ResourceKind, description: Mapping[str, Any]
) -> int | None:
    if kind.parent is None:
        return None
    parent_kind, member = kind.parent
    return (
        int(find(connection, owner, parent_kind, description[member]).id) if member in description else None
    )
