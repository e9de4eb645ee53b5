"""Create, Describe, List, Update and Delete operations of all entity kinds.

The five functions serve all four kinds. Decisions where the API's documentation leaves the behavior open:

- Names are unique regardless of case, as documented for trial components. A second Create is rejected with
  `ValidationException`; its message contains the "already exists" that the SDK looks for.
- An entity that still has associations cannot be deleted (`ValidationException`): the SDK's `delete` takes
  `disassociate=True` for that reason.
- `Properties` in an Update replaces all properties, as documented; a trial component's `Parameters` and
  artifacts are replaced key by key, also as documented. `…ToRemove` is applied last.
- The service's limits on manually created entities (6,000 artifacts, 3,000 actions, 500 contexts) are not
  enforced.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, select, type_coerce, update

from sagemaker_account.api_model import get_size_limit
from sagemaker_account.arns import normalize_arn
from sagemaker_account.entity_kinds import TRIAL_COMPONENT, EntityKind
from sagemaker_account.errors import NOT_IN_FILE, ServiceError, build_validation_error
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entity_table import (
    delete_entity_record,
    find_entity,
    find_own_entity,
    insert_entity,
    read_properties,
    replace_properties,
)
from sagemaker_account.operations.experiments import build_experiment_conditions
from sagemaker_account.operations.output_shapes import (
    build_description,
    build_select,
    get_description_shape,
    get_summary_shape,
)
from sagemaker_account.operations.resource_table import find_resource
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import TRAINING_JOB
from sagemaker_account.tables import ENTITIES, LINEAGE_GROUPS, METRICS, AnyRow, build_before_condition
from sagemaker_account.validation import parse_shape

_SELECT_METRICS = select(METRICS.c.metrics).where(METRICS.c.entity == bindparam("of"))

# SageMaker's default page size of every List operation here.
DEFAULT_PAGE_SIZE = 10


def build_operations(kind: EntityKind) -> dict[str, Operation]:
    """Return the operations on a kind of entity, by name."""
    lineage_type = kind.lineage_type
    return {
        f"Create{lineage_type}": Operation(partial(create_entity, kind), writes=True),
        f"Describe{lineage_type}": Operation(partial(describe_entity, kind)),
        f"List{lineage_type}s": Operation(partial(list_entities, kind)),
        f"Update{lineage_type}": Operation(partial(update_entity, kind), writes=True),
        f"Delete{lineage_type}": Operation(partial(delete_entity, kind), writes=True),
    }


def create_entity(kind: EntityKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Create an entity that is identified by its name."""
    return insert_entity(kind, call, request, resource_id=normalize_arn(request[kind.name_member]))


def describe_entity(kind: EntityKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one entity.

    An entity of this account is found by name or ARN, one of another account by ARN.
    """
    row = find_entity(kind, call, _get_reference(kind, request))
    if row.created is None and row.name is None and row.source is None:
        output = f"“aws sagemaker describe-{_HYPHENATED[kind.lineage_type]}”"
        raise ServiceError(NOT_IN_FILE, f"It is not in the file. Open the output of {output} beside it")
    description = build_description(kind, row, get_description_shape(kind))
    if kind.has_properties:
        return {**description, "Properties": read_properties(call, row.id)}
    return {**description, "Metrics": _read_metrics(call, row)}


def _read_metrics(call: Call, row: AnyRow) -> list[dict[str, Any]]:
    """Return a trial component's metrics, from its training job.

    A snapshot has the metrics as they were described. Others sum up a single value, the last one, because a
    job's description holds no others.
    """
    recorded = call.connection.execute(_SELECT_METRICS, {"of": row.id}).scalar_one_or_none()
    if recorded is not None:
        return list(parse_shape(get_description_shape(TRIAL_COMPONENT), recorded)["Metrics"])
    if row.type != TRAINING_JOB.api_name:
        return []
    try:
        job = find_resource(call.connection, call.owner, TRAINING_JOB, row.source).description
    except ServiceError:  # it was never given to this account
        return []
    return [_build_metric_summary(row.source, metric) for metric in job.get("FinalMetricDataList", ())]


def _build_metric_summary(source: str, metric: Mapping[str, Any]) -> dict[str, Any]:
    values = dict.fromkeys(("Min", "Max", "Last", "Avg"), metric["Value"])
    summary = {"MetricName": metric["MetricName"], "SourceArn": source, "TimeStamp": metric.get("Timestamp")}
    return {name: value for name, value in {**summary, **values, "Count": 1}.items() if value is not None}


def list_entities(kind: EntityKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List this account's entities of a kind, a page at a time."""
    rows, next_token = read_page(
        call.connection,
        build_select(kind, get_summary_shape(kind)).where(*_build_conditions(kind, call, request)),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(_SORT_KEYS[request.get("SortBy", "CreationTime")], ENTITIES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    summaries = [build_description(kind, row, get_summary_shape(kind)) for row in rows]
    return {f"{kind.lineage_type}Summaries": summaries, **next_token}


def update_entity(kind: EntityKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Update members of an entity."""
    row = find_own_entity(kind, call, _get_reference(kind, request))
    values = {member: request[member] for member in kind.own_members if member in request}
    for member in kind.merged_members:
        if _is_changed(request, member):
            current = getattr(row, member) or {}
            values[member] = _drop_removed_keys(member, {**current, **request.get(member, {})}, request)
    if values:
        call.connection.execute(update(kind.table).where(kind.table.c.id == row.id).values(values))
    if _is_changed(request, "Properties"):
        pairs = request["Properties"] if "Properties" in request else read_properties(call, row.id)
        replace_properties(call, row.id, _drop_removed_keys("Properties", pairs, request))
    _record_change(kind, call, request, row)
    return {kind.arn_member: row.arn}


def delete_entity(kind: EntityKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Delete an entity that has no associations."""
    return delete_entity_record(kind, call, find_own_entity(kind, call, _get_reference(kind, request)))


def _get_reference(kind: EntityKind, request: Mapping[str, Any]) -> str:
    """Return the name or ARN by which a request identifies its entity.

    Artifacts are identified by ARN, all others by name; read operations accept an ARN for them as well.
    """
    reference: str = request[kind.arn_member] if kind.arn_member in request else request[kind.name_member]
    return reference


def _record_change(kind: EntityKind, call: Call, request: Mapping[str, Any], row: AnyRow) -> None:
    """Record the time and the caller of a change.

    The new name is recorded as well if the request identifies the entity by ARN.
    """
    values = {"modified": call.now, "modified_by": call.caller or None}
    if kind.arn_member in request and kind.name_member in request:
        values["name"] = request[kind.name_member]
    call.connection.execute(update(ENTITIES).where(ENTITIES.c.id == row.id).values(values))


def _build_conditions(kind: EntityKind, call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Return the conditions of a List request; dates are inclusive, as documented."""
    conditions = [LINEAGE_GROUPS.c.arn == call.owner.lineage_group]
    if "CreatedAfter" in request:
        conditions.append(ENTITIES.c.created >= request["CreatedAfter"])
    if "CreatedBefore" in request:
        conditions.append(build_before_condition(ENTITIES.c.created, request["CreatedBefore"]))
    if kind.type_member in request:
        conditions.append(ENTITIES.c.type == request[kind.type_member])
    if kind.source_uri_member in request:
        conditions.append(ENTITIES.c.source == kind.normalize_source(request[kind.source_uri_member]))
    return conditions + build_experiment_conditions(call, request)


def _is_changed(request: Mapping[str, Any], member: str) -> bool:
    return member in request or f"{member}ToRemove" in request


def _drop_removed_keys(member: str, pairs: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    """Return pairs without the keys in `<member>ToRemove`.

    Raises:
        ServiceError: `ValidationException`, if more pairs remain than the API allows.
    """
    removed_keys = frozenset(request.get(f"{member}ToRemove", ()))
    remaining = {key: value for key, value in pairs.items() if key not in removed_keys}
    limit = get_size_limit(_MAP_SHAPES[member])
    if len(remaining) > limit:
        raise build_validation_error(f"{member} would hold {len(remaining)} pairs; {limit} is the most.")
    return remaining


_SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    "CreationTime": type_coerce(ENTITIES.c.created, BigInteger),
    "Name": func.lower(ENTITIES.c.name),
}

_HYPHENATED = {
    "Artifact": "artifact",
    "Action": "action",
    "Context": "context",
    "TrialComponent": "trial-component",
}
"""Kinds as the AWS CLI spells them."""

_MAP_SHAPES = {
    "Properties": "LineageEntityParameters",
    "Parameters": "TrialComponentParameters",
    "InputArtifacts": "TrialComponentArtifacts",
    "OutputArtifacts": "TrialComponentArtifacts",
}
