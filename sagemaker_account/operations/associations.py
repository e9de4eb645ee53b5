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

from sagemaker_account.arns import normalize_arn
from sagemaker_account.entity_kinds import SOURCE_PREFIX, TRIAL_COMPONENT
from sagemaker_account.errors import build_not_found_error, build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.tables import ASSOCIATIONS, ENTITIES, LINEAGE_GROUPS, AnyRow, build_before_condition

_INSERT_ASSOCIATION = insert(ASSOCIATIONS)
_TRIAL_COMPONENT_MARKER = f":{TRIAL_COMPONENT.resource_type}/"
_SELECT_ENDS = select(ENTITIES.c.id, ENTITIES.c.arn, ENTITIES.c.lineage_type).where(
    or_(ENTITIES.c.arn == bindparam("source"), ENTITIES.c.arn == bindparam("destination"))
)
_SOURCE = ENTITIES.alias("source_entity")
_DESTINATION = ENTITIES.alias("destination_entity")


def build_operations() -> dict[str, Operation]:
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
    source, destination = _find_ends(call, request["SourceArn"], request["DestinationArn"])
    reject_trial_component_pair(source.arn, destination.arn)
    row = {
        "source": source.id,
        "destination": destination.id,
        "type": request.get("AssociationType"),
        "created": call.now,
        "created_by": call.caller or None,
    }
    try:
        call.connection.execute(_INSERT_ASSOCIATION, row)
    except IntegrityError as exc:
        raise build_validation_error(
            f"An association between {source.arn} and {destination.arn} already exists."
        ) from exc
    return {"SourceArn": source.arn, "DestinationArn": destination.arn}


def reject_trial_component_pair(source: str, destination: str) -> None:
    """Reject an association between two trial components.

    The developer guide excludes exactly this pair.

    Args:
        source: The stored ARN of the source.
        destination: The stored ARN of the destination.

    Raises:
        ServiceError: `ValidationException`.
    """
    if _TRIAL_COMPONENT_MARKER in source and _TRIAL_COMPONENT_MARKER in destination:
        raise build_validation_error("An association cannot be created between two experiment entities.")


def delete_association(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Delete the association between two entities."""
    source, destination = _find_ends(call, request["SourceArn"], request["DestinationArn"])
    is_pair = (ASSOCIATIONS.c.source == source.id, ASSOCIATIONS.c.destination == destination.id)
    if call.connection.execute(delete(ASSOCIATIONS).where(*is_pair)).rowcount == 0:
        raise build_not_found_error(f"There is no association between {source.arn} and {destination.arn}.")
    return {"SourceArn": source.arn, "DestinationArn": destination.arn}


def list_associations(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List associations, a page at a time.

    Without a source or destination, list all associations of this account's entities.
    """
    paging = PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE)
    rows, next_token = read_page(
        call.connection,
        _SUMMARIES.where(*_build_conditions(call, request)),
        paging,
        keys=(
            _SORT_KEYS[request.get("SortBy", "CreationTime")],
            ASSOCIATIONS.c.source,
            ASSOCIATIONS.c.destination,
        ),
        descending=request.get("SortOrder") != "Ascending",
    )
    return {"AssociationSummaries": [_build_summary(row) for row in rows], **next_token}


def _find_ends(call: Call, source: str, destination: str) -> tuple[AnyRow, AnyRow]:
    """Return the rows of an association's two ends.

    The ends may belong to any account: sharing lineage through RAM includes the right to associate.
    """
    arns = {"source": normalize_arn(source), "destination": normalize_arn(destination)}
    row_by_arn = {row.arn: row for row in call.connection.execute(_SELECT_ENDS, arns).all()}
    for arn in (source, destination):
        if normalize_arn(arn) not in row_by_arn:
            raise build_not_found_error(f"{arn} does not exist.")
    return row_by_arn[arns["source"]], row_by_arn[arns["destination"]]


def _find_end(call: Call, arn: str) -> AnyRow:
    return _find_ends(call, arn, arn)[0]


def _build_type_column(entity: FromClause) -> ColumnElement[Any]:
    """Return the column of an entity's type as ListAssociations spells it.

    The operation writes `SageMakerTrainingJob` for `TrainingJob`.
    """
    is_trial_component = entity.c.lineage_type == TRIAL_COMPONENT.lineage_type
    return case((is_trial_component, literal(SOURCE_PREFIX) + entity.c.type), else_=entity.c.type)


_SUMMARIES = (
    select(
        _SOURCE.c.arn.label("SourceArn"),
        _DESTINATION.c.arn.label("DestinationArn"),
        _build_type_column(_SOURCE).label("SourceType"),
        _build_type_column(_DESTINATION).label("DestinationType"),
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
    "SourceType": func.coalesce(_build_type_column(_SOURCE), ""),
    "DestinationType": func.coalesce(_build_type_column(_DESTINATION), ""),
    "CreationTime": type_coerce(ASSOCIATIONS.c.created, BigInteger),
}


def _build_conditions(call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    conditions = [
        condition(request[member]) for member, condition in _CONDITIONS.items() if member in request
    ]
    # ResourceNotFound is the only error modelled for the operation, so an unknown ARN must raise it.
    if "SourceArn" in request:
        conditions.append(ASSOCIATIONS.c.source == _find_end(call, request["SourceArn"]).id)
    if "DestinationArn" in request:
        conditions.append(ASSOCIATIONS.c.destination == _find_end(call, request["DestinationArn"]).id)
    if "SourceArn" not in request and "DestinationArn" not in request:
        is_own_group = LINEAGE_GROUPS.c.arn == call.owner.lineage_group
        own_group = select(LINEAGE_GROUPS.c.id).where(is_own_group).scalar_subquery()
        conditions.append(
            or_(_SOURCE.c.lineage_group == own_group, _DESTINATION.c.lineage_group == own_group)
        )
    return conditions


_CONDITIONS: Mapping[str, Any] = {
    "SourceType": lambda value: _build_type_column(_SOURCE) == value,
    "DestinationType": lambda value: _build_type_column(_DESTINATION) == value,
    "AssociationType": lambda value: ASSOCIATIONS.c.type == value,
    "CreatedAfter": lambda value: ASSOCIATIONS.c.created >= value,
    "CreatedBefore": lambda value: build_before_condition(ASSOCIATIONS.c.created, value),
}


def _build_summary(row: AnyRow) -> dict[str, Any]:
    members = {
        name: value for name, value in row._asdict().items() if value is not None and name[0].isupper()
    }
    return {**members, "CreatedBy": row.created_by or {}}
