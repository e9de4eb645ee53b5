"""Create, Describe, List, Update and Delete: the same five functions for all four kinds of entity.

What is decided here where the API's documentation leaves it open:

- Names are unique regardless of case, as documented for trial components; a second Create is refused with
  `ValidationException`, in words that hold the "already exists" the SDK looks for.
- An entity that still has associations cannot be deleted (`ValidationException`): the SDK's `delete` takes
  `disassociate=True` for that reason.
- `Properties` in an Update replaces all properties, as documented; a trial component's `Parameters` and
  artifacts are replaced key by key, also as documented. `…ToRemove` is applied last.
- The service's caps on entities made by hand (6,000 artifacts, 3,000 actions, 500 contexts) are not kept.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, type_coerce, update

from account.arns import folded
from account.errors import invalid
from account.kinds import Kind
from account.model import most
from account.operations.call import Call, Operation
from account.operations.descriptions import described, description_shape, shown, summary_shape
from account.operations.experiments import in_experiments
from account.operations.records import add, drop, find, find_own, properties, replace_properties
from account.paging import Paging, read_page
from account.tables import ENTITIES, LINEAGE_GROUPS, AnyRow

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
    return add(kind, call, request, resource_id=folded(request[kind.name_member]))


def describe(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Tell all of one entity, of this account by name or of any by ARN."""
    row = find(kind, call, _reference(kind, request))
    told = shown(kind, row, description_shape(kind))
    return {**told, "Properties": properties(call, row.id)} if kind.has_properties else told


def list_summaries(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what this account has of a kind, a page at a time."""
    rows, next_token = read_page(
        call.connection,
        described(kind, summary_shape(kind)).where(*_listed(kind, call, request)),
        Paging.of(call.operation, request, size=LIST_SIZE),
        keys=(_SORT_KEYS[request.get("SortBy", "CreationTime")], ENTITIES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    summaries = [shown(kind, row, summary_shape(kind)) for row in rows]
    return {f"{kind.lineage_type}Summaries": summaries, **next_token}


def change(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Replace some of an entity's members."""
    row = find_own(kind, call, _reference(kind, request))
    replaced = {m: request[m] for m in kind.own_members if m in request}
    for member in kind.merged:
        if _touches(request, member):
            before = getattr(row, member) or {}
            replaced[member] = _kept(member, {**before, **request.get(member, {})}, request)
    if replaced:
        call.connection.execute(update(kind.table).where(kind.table.c.id == row.id).values(replaced))
    if _touches(request, "Properties"):
        pairs = request["Properties"] if "Properties" in request else properties(call, row.id)
        replace_properties(call, row.id, _kept("Properties", pairs, request))
    _stamp(kind, call, request, row)
    return {kind.arn_member: row.arn}


def remove(kind: Kind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Delete an entity that has no associations."""
    return drop(kind, call, find_own(kind, call, _reference(kind, request)))


def _reference(kind: Kind, request: Mapping[str, Any]) -> str:
    """Return by what a request names its entity: artifacts by ARN, all others by name (or, to read, ARN)."""
    reference: str = request[kind.arn_member] if kind.arn_member in request else request[kind.name_member]
    return reference


def _stamp(kind: Kind, call: Call, request: Mapping[str, Any], row: AnyRow) -> None:
    """Note who changed an entity and when, and its new name, if it is addressed by something else."""
    changed = {"modified": call.now, "modified_by": call.caller or None}
    if kind.arn_member in request and kind.name_member in request:
        changed["name"] = request[kind.name_member]
    call.connection.execute(update(ENTITIES).where(ENTITIES.c.id == row.id).values(changed))


def _listed(kind: Kind, call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return the conditions of a List request; dates are inclusive, as documented."""
    conditions = [LINEAGE_GROUPS.c.arn == call.owner.lineage_group]
    if "CreatedAfter" in request:
        conditions.append(ENTITIES.c.created >= request["CreatedAfter"])
    if "CreatedBefore" in request:
        conditions.append(ENTITIES.c.created <= request["CreatedBefore"])
    if kind.type_member in request:
        conditions.append(ENTITIES.c.type == request[kind.type_member])
    if kind.source_uri in request:
        conditions.append(ENTITIES.c.source == kind.source_key(request[kind.source_uri]))
    return conditions + in_experiments(call, request)


def _touches(request: Mapping[str, Any], member: str) -> bool:
    return member in request or f"{member}ToRemove" in request


def _kept(member: str, pairs: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    """Return pairs without those that `<member>ToRemove` names, if they are not more than the API allows."""
    removed = frozenset(request.get(f"{member}ToRemove", ()))
    kept = {key: value for key, value in pairs.items() if key not in removed}
    limit = most(_MAP_SHAPES[member])
    if len(kept) > limit:
        raise invalid(f"{member} would hold {len(kept)} pairs; {limit} is the most.")
    return kept


_SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    "CreationTime": type_coerce(ENTITIES.c.created, BigInteger),
    "Name": func.lower(ENTITIES.c.name),
}

_MAP_SHAPES = {
    "Properties": "LineageEntityParameters",
    "Parameters": "TrialComponentParameters",
    "InputArtifacts": "TrialComponentArtifacts",
    "OutputArtifacts": "TrialComponentArtifacts",
}
