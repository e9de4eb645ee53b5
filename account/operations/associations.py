"""Operations AddAssociation, DeleteAssociation and ListAssociations."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.exc import IntegrityError

from account.arns import folded
from account.errors import invalid, not_found
from account.jobs import SOURCE_PREFIX
from account.kinds import TRIAL_COMPONENT
from account.operations.call import Call, Operation
from account.operations.entities import LIST_SIZE
from account.paging import Paging, read_page
from account.tables import ASSOCIATIONS, ENTITIES, LINEAGE_GROUPS, AnyRow

_ADDED = insert(ASSOCIATIONS)
_EXPERIMENTAL = f":{TRIAL_COMPONENT.resource}/"
_ENDS = select(ENTITIES.c.id, ENTITIES.c.arn, ENTITIES.c.lineage_type).where(
    or_(ENTITIES.c.arn == bindparam("source"), ENTITIES.c.arn == bindparam("destination"))
)
_SOURCE = ENTITIES.alias("source_entity")
_DESTINATION = ENTITIES.alias("destination_entity")


def operations() -> dict[str, Operation]:
    """Return the operations on associations, by name."""
    return {
        "AddAssociation": Operation(add_association, writes=True),
        "DeleteAssociation": Operation(delete_association, writes=True),
        "ListAssociations": Operation(list_associations),
    }


def add_association(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Associate two entities of any account.

    There is at most one association per ordered pair.
    """
    source, destination = _ends(call, request["SourceArn"], request["DestinationArn"])
    refuse_experiments(source.arn, destination.arn)
    row = {
        "source": source.id,
        "destination": destination.id,
        "type": request.get("AssociationType"),
        "created": call.now,
        "created_by": call.caller or None,
    }
    try:
        call.connection.execute(_ADDED, row)
    except IntegrityError as exc:
        raise invalid(f"An association between {source.arn} and {destination.arn} already exists.") from exc
    return {"SourceArn": source.arn, "DestinationArn": destination.arn}


def refuse_experiments(source: str, destination: str) -> None:
    """Reject an association between two trial components.

    The developer guide excludes exactly this pair.

    Args:
        source: The stored ARN of the source.
        destination: The stored ARN of the destination.

    Raises:
        ServiceError: `ValidationException`.
    """
    if _EXPERIMENTAL in source and _EXPERIMENTAL in destination:
        raise invalid("An association cannot be created between two experiment entities.")


def delete_association(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Delete the association between two entities."""
    source, destination = _ends(call, request["SourceArn"], request["DestinationArn"])
    is_pair = (ASSOCIATIONS.c.source == source.id, ASSOCIATIONS.c.destination == destination.id)
    if call.connection.execute(delete(ASSOCIATIONS).where(*is_pair)).rowcount == 0:
        raise not_found(f"There is no association between {source.arn} and {destination.arn}.")
    return {"SourceArn": source.arn, "DestinationArn": destination.arn}


def list_associations(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List associations, a page at a time.

    Without a source or destination, list all associations of this account's entities.
    """
    paging = Paging.of(call.operation, request, size=LIST_SIZE)
    rows, next_token = read_page(
        call.connection,
        _SUMMARIES.where(*_listed(call, request)),
        paging,
        keys=(
            _SORT_KEYS[request.get("SortBy", "CreationTime")],
            ASSOCIATIONS.c.source,
            ASSOCIATIONS.c.destination,
        ),
        descending=request.get("SortOrder") != "Ascending",
    )
    return {"AssociationSummaries": [_summary(row) for row in rows], **next_token}


def _ends(call: Call, source: str, destination: str) -> tuple[AnyRow, AnyRow]:
    """Return the rows of an association's two ends.

    The ends may belong to any account: sharing lineage through RAM includes the right to associate.
    """
    arns = {"source": folded(source), "destination": folded(destination)}
    row_by_arn = {row.arn: row for row in call.connection.execute(_ENDS, arns).all()}
    for arn in (source, destination):
        if folded(arn) not in row_by_arn:
            raise not_found(f"{arn} does not exist.")
    return row_by_arn[arns["source"]], row_by_arn[arns["destination"]]


def _end(call: Call, arn: str) -> AnyRow:
    return _ends(call, arn, arn)[0]


def _listed_type(entity: FromClause) -> ColumnElement[Any]:
    """Return the column of an entity's type as ListAssociations spells it.

    The operation writes `SageMakerTrainingJob` for `TrainingJob`.
    """
    is_trial_component = entity.c.lineage_type == TRIAL_COMPONENT.lineage_type
    return case((is_trial_component, literal(SOURCE_PREFIX) + entity.c.type), else_=entity.c.type)


_SUMMARIES = (
    select(
        _SOURCE.c.arn.label("SourceArn"),
        _DESTINATION.c.arn.label("DestinationArn"),
        _listed_type(_SOURCE).label("SourceType"),
        _listed_type(_DESTINATION).label("DestinationType"),
        ASSOCIATIONS.c.type.label("AssociationType"),
        _SOURCE.c.name.label("SourceName"),
        _DESTINATION.c.name.label("DestinationName"),
        ASSOCIATIONS.c.created.label("CreationTime"),
        ASSOCIATIONS.c.created_by,
    )
    .join_from(ASSOCIATIONS, _SOURCE, _SOURCE.c.id == ASSOCIATIONS.c.source)
    .join(_DESTINATION, _DESTINATION.c.id == ASSOCIATIONS.c.destination)
)

# Types may be absent, and paging cannot continue from a sort key that is NULL.
_SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    "SourceArn": _SOURCE.c.arn,
    "DestinationArn": _DESTINATION.c.arn,
    "SourceType": func.coalesce(_listed_type(_SOURCE), ""),
    "DestinationType": func.coalesce(_listed_type(_DESTINATION), ""),
    "CreationTime": type_coerce(ASSOCIATIONS.c.created, BigInteger),
}


def _listed(call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    conditions = [
        condition(request[member]) for member, condition in _CONDITIONS.items() if member in request
    ]
    # ResourceNotFound is the only error modelled for the operation, so an unknown ARN must raise it.
    if "SourceArn" in request:
        conditions.append(ASSOCIATIONS.c.source == _end(call, request["SourceArn"]).id)
    if "DestinationArn" in request:
        conditions.append(ASSOCIATIONS.c.destination == _end(call, request["DestinationArn"]).id)
    if "SourceArn" not in request and "DestinationArn" not in request:
        is_own_group = LINEAGE_GROUPS.c.arn == call.owner.lineage_group
        own_group = select(LINEAGE_GROUPS.c.id).where(is_own_group).scalar_subquery()
        conditions.append(
            or_(_SOURCE.c.lineage_group == own_group, _DESTINATION.c.lineage_group == own_group)
        )
    return conditions


_CONDITIONS: Mapping[str, Any] = {
    "SourceType": lambda value: _listed_type(_SOURCE) == value,
    "DestinationType": lambda value: _listed_type(_DESTINATION) == value,
    "AssociationType": lambda value: ASSOCIATIONS.c.type == value,
    "CreatedAfter": lambda value: ASSOCIATIONS.c.created >= value,
    "CreatedBefore": lambda value: ASSOCIATIONS.c.created <= value,
}


def _summary(row: AnyRow) -> dict[str, Any]:
    members = {
        name: value for name, value in row._asdict().items() if value is not None and name[0].isupper()
    }
    return {**members, "CreatedBy": row.created_by or {}}
