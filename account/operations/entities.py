"""Create, Describe, List, Update and Delete: the same five functions for all four kinds of entity.

What is decided here where the API's documentation leaves it open:

- Names are unique regardless of case, as documented for trial components; a second Create is refused with
  `ValidationException`, in words that hold the "already exists" the SDK looks for.
- An entity that still has associations cannot be deleted (`ValidationException`): the SDK's `delete` takes
  `disassociate=True` for that reason.
- `Properties` in an Update replaces all properties, as documented; a trial component's `Parameters` and
  artifacts are replaced key by key, also as documented. `…ToRemove` is applied last.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError

from account.arns import folded, is_arn
from account.errors import ServiceError, invalid, not_found
from account.kinds import TRIAL_COMPONENT, Kind
from account.model import members, most
from account.operations.call import Call, Operation
from account.operations.tags import put_tags, remove_tags
from account.paging import Paging, read_page
from account.tables import ENTITIES, LINEAGE_GROUPS, PROPERTIES, AnyRow, AnySelect

# SageMaker's default page of every List operation here.
LIST_SIZE = 10


def operations(kind: Kind) -> dict[str, Operation]:
    """Return the operations on a kind of entity, by name."""
    of = kind.lineage_type
    return {
        f"Create{of}": Operation(partial(create, kind), writes=True),
        f"Describe{of}": Operation(partial(describe, kind)),
        f"List{of}s": Operation(partial(list_summaries, kind)),
        f"Update{of}": Operation(partial(change, kind), writes=True),
        f"Delete{of}": Operation(partial(remove, kind), writes=True),
    }


def create(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Make an entity that is known by its name."""
    name = request[kind.name_member]
    return add(kind, call, request, resource_id=folded(name))


def describe(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Tell all of one entity, of this account by name or of any by ARN."""
    row = find(kind, call, _reference(kind, request))
    described = _description(kind, row)
    described["Properties"] = properties(call, row.id)
    return _shown(described, f"Describe{kind.lineage_type}Response")


def list_summaries(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what this account has of a kind, a page at a time."""
    _refuse_experiments(request)
    paging = Paging.of(call.operation, request, size=LIST_SIZE)
    sort_key = (
        ENTITIES.c.arn if request.get("SortBy") == "Name" else type_coerce(ENTITIES.c.created, BigInteger)
    )
    rows, next_token = read_page(
        call.connection,
        _described(kind).where(*_listed(kind, call, request)),
        paging,
        keys=(sort_key, ENTITIES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    summary = f"{kind.lineage_type}Summary"
    summaries = [_shown(_description(kind, row), summary) for row in rows]
    return {f"{kind.lineage_type}Summaries": summaries, **next_token}


def change(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Replace some of an entity's members."""
    row = find_own(kind, call, _reference(kind, request))
    replaced = {m: request[m] for m in kind.own_members if m in request}
    for member in kind.merged:
        if member in request or f"{member}ToRemove" in request:
            before = getattr(row, member) or {}
            replaced[member] = _merged(member, {**before, **request.get(member, {})}, request)
    if replaced:
        call.connection.execute(update(kind.table).where(kind.table.c.id == row.id).values(replaced))
    if "Properties" in request or "PropertiesToRemove" in request:
        before = properties(call, row.id)
        _put_properties(call, row.id, _merged("Properties", request.get("Properties", before), request))
    stamp = {"modified": call.now, "modified_by": call.caller or None}
    # Of all kinds, only an artifact is addressed by something else than its name, and so can be renamed.
    name = request.get(kind.name_member) if kind.arn_member in request else None
    call.connection.execute(
        update(ENTITIES).where(ENTITIES.c.id == row.id).values({**stamp, "name": name or row.name})
    )
    return {kind.arn_member: row.arn}


def remove(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Delete an entity that has no associations."""
    return drop(kind, call, find_own(kind, call, _reference(kind, request)))


def add(
    kind: Kind, call: Call, request: Mapping[str, Any], *, resource_id: str, **own: object
) -> dict[str, Any]:
    """Insert an entity, its properties and tags.

    Args:
        kind: What it is.
        call: The call that makes it.
        request: The input of its Create operation.
        resource_id: The last part of its ARN.
        own: Values for columns of the kind's table that are no members of the request.

    Raises:
        ServiceError: `ValidationException`, if there is one of that ARN already.
    """
    arn = call.owner.arn(f"{kind.resource}/{resource_id}")
    origin = kind.origin(call.owner, request)
    source = origin.source or {}
    row = {
        "arn": arn,
        "lineage_group": _lineage_group(call),
        "lineage_type": kind.lineage_type,
        "type": origin.type,
        "name": request.get(kind.name_member),
        "source": source.get(kind.source_uri),
        "created": call.now,
        "modified": call.now,
        "created_by": call.caller or None,
        "modified_by": call.caller or None,
    }
    try:
        entity = call.connection.execute(insert(ENTITIES).values(row).returning(ENTITIES.c.id)).scalar_one()
    except IntegrityError as exc:
        raise invalid(
            f"{kind.lineage_type} names must be unique within an AWS account and Region, "
            f"and one of this name already exists ({arn})."
        ) from exc
    given = {**source, **request}
    values = {m: given[m] for m in kind.own_members if m in given}
    call.connection.execute(insert(kind.table).values(id=entity, **values, **own))
    _put_properties(call, entity, request.get("Properties", {}))
    put_tags(call, arn, request.get("Tags", ()))
    return {kind.arn_member: arn}


def find(kind: Kind, call: Call, name_or_arn: str) -> AnyRow:
    """Return the entity of a name in this account, or of an ARN in any.

    Raises:
        ServiceError: `ResourceNotFound`.
    """
    name = name_or_arn if is_arn(name_or_arn) else call.owner.arn(f"{kind.resource}/{name_or_arn}")
    here = _described(kind).where(
        ENTITIES.c.arn == folded(name), ENTITIES.c.lineage_type == kind.lineage_type
    )
    row = call.connection.execute(here).one_or_none()
    if row is None:
        raise not_found(f"{kind.lineage_type} '{name_or_arn}' does not exist.")
    return row


def find_own(kind: Kind, call: Call, name_or_arn: str) -> AnyRow:
    """Return an entity that this account may change: lineage is shared for reading alone.

    Raises:
        ServiceError: `ResourceNotFound`; `AccessDeniedException` for another account's.
    """
    row = find(kind, call, name_or_arn)
    if row.group_arn != call.owner.lineage_group:
        raise ServiceError("AccessDeniedException", f"{row.arn} belongs to another account.")
    return row


def drop(kind: Kind, call: Call, row: AnyRow) -> dict[str, Any]:
    """Delete an entity, its properties and tags.

    Raises:
        ServiceError: `ValidationException`, if it has associations.
    """
    try:
        call.connection.execute(delete(ENTITIES).where(ENTITIES.c.id == row.id))
    except IntegrityError as exc:
        raise invalid(f"{row.arn} has associations; they must be deleted before it.") from exc
    remove_tags(call, row.arn)
    return {kind.arn_member: row.arn}


def properties(call: Call, entity: int) -> dict[str, str]:
    """Return an entity's properties."""
    of_entity = select(PROPERTIES.c.key, PROPERTIES.c.value).where(PROPERTIES.c.entity == entity)
    return {row.key: row.value for row in call.connection.execute(of_entity)}


def _put_properties(call: Call, entity: int, pairs: Mapping[str, str]) -> None:
    call.connection.execute(delete(PROPERTIES).where(PROPERTIES.c.entity == entity))
    if pairs:
        rows = [{"entity": entity, "key": key, "value": value} for key, value in pairs.items()]
        call.connection.execute(insert(PROPERTIES), rows)


def _reference(kind: Kind, request: Mapping[str, Any]) -> str:
    """Return by what a request names its entity: artifacts by ARN, all others by name (or, to read, ARN)."""
    reference: str = request[kind.arn_member] if kind.arn_member in request else request[kind.name_member]
    return reference


def _described(kind: Kind) -> AnySelect:
    columns = (c for c in kind.table.columns if c.key in kind.own_members)
    return (
        select(ENTITIES, LINEAGE_GROUPS.c.arn.label("group_arn"), *(c.label(c.key) for c in columns))
        .join_from(ENTITIES, kind.table, kind.table.c.id == ENTITIES.c.id)
        .join(LINEAGE_GROUPS, LINEAGE_GROUPS.c.id == ENTITIES.c.lineage_group)
    )


def _description(kind: Kind, row: AnyRow) -> dict[str, Any]:
    """Return all that is known of an entity but its properties, under every name some answer gives it."""
    blank = kind.blank or {}
    own = {m: getattr(row, m) for m in kind.own_members}
    own = {m: blank.get(m) if value is None else value for m, value in {**blank, **own}.items()}
    details = {m: own[m] for m in kind.source_details}
    source = _given({kind.source_uri: row.source, **details}) if row.source is not None else None
    return {
        **own,
        kind.name_member: row.name,
        kind.arn_member: row.arn,
        kind.type_member: row.type,
        "Source": source,
        f"{kind.lineage_type}Source": source,
        "Sources": [source] if source else None,
        "CreationTime": row.created,
        "CreatedBy": row.created_by or {},
        "LastModifiedTime": row.modified,
        "LastModifiedBy": row.modified_by or {},
        "LineageGroupArn": row.group_arn,
    }


def _given(described: Mapping[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in described.items() if value is not None}


def _shown(described: Mapping[str, Any], shape: str) -> dict[str, Any]:
    """Return of a description what an output shape has members for."""
    return {m: value for m, value in described.items() if value is not None and m in members(shape)}


def _listed(kind: Kind, call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return the conditions of a List request; dates are inclusive, as documented."""
    conditions = [
        ENTITIES.c.lineage_type == kind.lineage_type,
        LINEAGE_GROUPS.c.arn == call.owner.lineage_group,
    ]
    if "CreatedAfter" in request:
        conditions.append(ENTITIES.c.created >= request["CreatedAfter"])
    if "CreatedBefore" in request:
        conditions.append(ENTITIES.c.created <= request["CreatedBefore"])
    if kind.type_member in request:
        conditions.append(ENTITIES.c.type == request[kind.type_member])
    if kind.source_uri in request:
        source = request[kind.source_uri]
        conditions.append(func.lower(ENTITIES.c.source) == func.lower(source))
        # Jobs, like trial components, are the same in any case; a URI is not.
        if kind is not TRIAL_COMPONENT:
            conditions.append(ENTITIES.c.source == source)
    return conditions


def _refuse_experiments(request: Mapping[str, Any]) -> None:
    """Refuse the filters that ask for experiments and trials, of which the account keeps none."""
    exclusive = [m for m in ("ExperimentName", "TrialName", "SourceArn") if m in request]
    if len(exclusive) > 1:
        raise invalid(f"{' and '.join(exclusive)} cannot be given together.")
    if exclusive and exclusive != ["SourceArn"]:
        raise not_found(f"{exclusive[0]} '{request[exclusive[0]]}' does not exist.")


def _merged(member: str, pairs: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    """Return pairs without those that `<member>ToRemove` names, if they are not more than the API allows."""
    removed = frozenset(request.get(f"{member}ToRemove", ()))
    kept = {key: value for key, value in pairs.items() if key not in removed}
    limit = most(_MAP_SHAPES[member])
    if len(kept) > limit:
        raise invalid(f"{member} would hold {len(kept)} pairs; {limit} is the most.")
    return kept


_MAP_SHAPES = {
    "Properties": "LineageEntityParameters",
    "Parameters": "TrialComponentParameters",
    "InputArtifacts": "TrialComponentArtifacts",
    "OutputArtifacts": "TrialComponentArtifacts",
}


def _lineage_group(call: Call) -> int:
    """Return the id of the caller's lineage group, which is made with its first entity."""
    arn = call.owner.lineage_group
    here = select(LINEAGE_GROUPS.c.id).where(LINEAGE_GROUPS.c.arn == arn)
    group = call.connection.execute(here).scalar_one_or_none()
    if group is None:
        made = insert(LINEAGE_GROUPS).values(arn=arn).returning(LINEAGE_GROUPS.c.id)
        group = call.connection.execute(made).scalar_one()
    return int(group)
