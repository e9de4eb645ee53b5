"""Describe and List operations of the resources that lineage entities represent.

The two functions serve every kind of resource. Decisions where the API's documentation leaves the behavior
open: names and NameContains ignore case; date filters are inclusive, as those of lineage entities; resources
of other accounts are not visible.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, false, func, select, true, type_coerce

from sagemaker_account.api_model import list_members
from sagemaker_account.entity_kinds import TRIAL_COMPONENT
from sagemaker_account.operations.call import Call, Operation
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.operations.entity_table import find_entity
from sagemaker_account.operations.resource_table import find_resource
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import (
    ENDPOINT,
    ENDPOINT_CONFIG,
    EXPERIMENT,
    FEATURE_GROUP,
    MODEL_PACKAGE,
    MODEL_PACKAGE_GROUP,
    PIPELINE,
    PIPELINE_EXECUTION,
    PROCESSING_JOB,
    RESOURCE_KINDS,
    TRAINING_JOB,
    TRANSFORM_JOB,
    TRIAL,
    ResourceKind,
)
from sagemaker_account.tables import RESOURCES, TRIAL_MEMBERS, AnyRow
from sagemaker_account.validation import parse_shape

# (call, value of a filter) → condition on `tables.RESOURCES`
ConditionBuilder: TypeAlias = Callable[[Call, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOperation:
    """Definition of a List operation on resources.

    Attributes:
        kind: Kind of the listed resources.
        list_member: Member of the output that contains the list.
        item_shape: Shape of an item.
        descending: Whether the newest item is first by default, as documented for each operation.
        conditions: Filters of this operation beside the common ones, by member of the request.
    """

    kind: ResourceKind
    list_member: str
    item_shape: str
    descending: bool = True
    conditions: Mapping[str, ConditionBuilder] = field(default_factory=dict)


def build_operations() -> dict[str, Operation]:
    """Return the Describe and List operations on resources, by name."""
    describe_operations = {
        kind.describe_operation: Operation(partial(describe_resource, kind)) for kind in RESOURCE_KINDS
    }
    list_operations = {
        f"List{listing.kind.api_name}s": Operation(partial(list_resources, listing))
        for listing in _LIST_OPERATIONS
    }
    return describe_operations | list_operations


def describe_resource(kind: ResourceKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one resource."""
    row = find_resource(call.connection, call.owner, kind, request[kind.reference])
    return parse_shape(kind.shape, row.description)


def list_resources(list_operation: ListOperation, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List this account's resources of a kind, a page at a time."""
    default_order = "Descending" if list_operation.descending else "Ascending"
    own_resources = (RESOURCES.c.owner == call.owner.prefix, RESOURCES.c.kind == list_operation.kind.api_name)
    rows, next_token = read_page(
        call.connection,
        select(RESOURCES).where(*own_resources, *_build_conditions(list_operation, call, request)),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(_SORT_KEYS[request.get("SortBy", "CreationTime")], RESOURCES.c.id),
        descending=request.get("SortOrder", default_order) != "Ascending",
    )
    return {list_operation.list_member: [_build_summary(list_operation, row) for row in rows], **next_token}


def _build_conditions(
    listing: ListOperation, call: Call, request: Mapping[str, Any]
) -> list[ColumnElement[bool]]:
    conditions = {**_CONDITIONS, **listing.conditions}
    if listing.kind is MODEL_PACKAGE and "ModelPackageGroupName" not in request:
        # As documented: versions are listed only if the request names their type or their group.
        request = {"ModelPackageType": "Unversioned", **request}
    return [conditions[member](call, value) for member, value in request.items() if member in conditions]


def _build_summary(listing: ListOperation, row: AnyRow) -> dict[str, Any]:
    description = {**row.description, "LastModifiedTime": row.modified}
    if listing.kind is PIPELINE_EXECUTION:
        description["StartTime"] = row.created
    if listing.kind is MODEL_PACKAGE and "ModelPackageVersion" in description:
        # Listed versions lack this member (seen in published output); Describe requires it.
        del description["ModelPackageName"]
    return parse_shape(
        listing.item_shape,
        {
            member: value
            for member, value in description.items()
            if member in list_members(listing.item_shape)
        },
    )


def _filter_by_parent(kind: ResourceKind) -> ConditionBuilder:
    def condition(call: Call, reference: str) -> ColumnElement[bool]:
        parent = int(find_resource(call.connection, call.owner, kind, reference).id)
        return RESOURCES.c.parent == parent

    return condition


def _filter_by_component(call: Call, name: str) -> ColumnElement[bool]:
    component = find_entity(TRIAL_COMPONENT, call, name).id
    trials = select(TRIAL_MEMBERS.c.trial).where(TRIAL_MEMBERS.c.component == component)
    # Read first: with a subquery, SQLite's planner scans all trials of the account.
    trial_ids = call.connection.execute(trials).scalars().all()
    return RESOURCES.c.id.in_(trial_ids) if trial_ids else false()


def _filter_by_package_type(_call: Call, package_type: str) -> ColumnElement[bool]:
    is_version = RESOURCES.c.parent.is_not(None)
    return {"Versioned": is_version, "Unversioned": ~is_version, "Both": true()}[package_type]


_CONDITIONS: Mapping[str, ConditionBuilder] = {
    "NameContains": lambda _, text: RESOURCES.c.name.icontains(text, autoescape=True),
    "StatusEquals": lambda _, status: RESOURCES.c.status == status,
    "CreationTimeAfter": lambda _, date: RESOURCES.c.created >= date,
    "CreationTimeBefore": lambda _, date: RESOURCES.c.created <= date,
    "CreatedAfter": lambda _, date: RESOURCES.c.created >= date,
    "CreatedBefore": lambda _, date: RESOURCES.c.created <= date,
    "LastModifiedTimeAfter": lambda _, date: RESOURCES.c.modified >= date,
    "LastModifiedTimeBefore": lambda _, date: RESOURCES.c.modified <= date,
    # Filters on features that the account does not have match nothing.
    "WarmPoolStatusEquals": lambda *_: false(),
    "TrainingPlanArnEquals": lambda *_: false(),
    "PipelineVersionAlias": lambda *_: false(),
    "CrossAccountFilterOption": lambda _, option: false() if option == "CrossAccount" else true(),
}

_SORT_KEYS: Mapping[str, ColumnElement[Any]] = {
    "Name": func.lower(RESOURCES.c.name),
    "CreationTime": type_coerce(RESOURCES.c.created, BigInteger),
    # A status may be absent, and paging cannot continue from a sort key that is NULL.
    "Status": func.coalesce(RESOURCES.c.status, ""),
    "PipelineExecutionArn": RESOURCES.c.key,
}

_LIST_OPERATIONS = (
    ListOperation(kind=ENDPOINT, list_member="Endpoints", item_shape="EndpointSummary"),
    ListOperation(kind=ENDPOINT_CONFIG, list_member="EndpointConfigs", item_shape="EndpointConfigSummary"),
    ListOperation(
        kind=TRAINING_JOB,
        list_member="TrainingJobSummaries",
        item_shape="TrainingJobSummary",
        descending=False,
    ),
    ListOperation(
        kind=PROCESSING_JOB,
        list_member="ProcessingJobSummaries",
        item_shape="ProcessingJobSummary",
        descending=False,
    ),
    ListOperation(kind=TRANSFORM_JOB, list_member="TransformJobSummaries", item_shape="TransformJobSummary"),
    ListOperation(
        kind=MODEL_PACKAGE_GROUP,
        list_member="ModelPackageGroupSummaryList",
        item_shape="ModelPackageGroupSummary",
        descending=False,
    ),
    ListOperation(
        kind=MODEL_PACKAGE,
        list_member="ModelPackageSummaryList",
        item_shape="ModelPackageSummary",
        descending=False,
        conditions={
            "ModelPackageGroupName": _filter_by_parent(MODEL_PACKAGE_GROUP),
            "ModelPackageType": _filter_by_package_type,
            "ModelApprovalStatus": lambda _, status: RESOURCES.c.status == status,
        },
    ),
    ListOperation(
        kind=PIPELINE_EXECUTION,
        list_member="PipelineExecutionSummaries",
        item_shape="PipelineExecutionSummary",
        conditions={"PipelineName": _filter_by_parent(PIPELINE)},
    ),
    ListOperation(
        kind=PIPELINE,
        list_member="PipelineSummaries",
        item_shape="PipelineSummary",
        conditions={
            "PipelineNamePrefix": lambda _, text: RESOURCES.c.name.istartswith(text, autoescape=True)
        },
    ),
    ListOperation(kind=FEATURE_GROUP, list_member="FeatureGroupSummaries", item_shape="FeatureGroupSummary"),
    ListOperation(kind=EXPERIMENT, list_member="ExperimentSummaries", item_shape="ExperimentSummary"),
    ListOperation(
        kind=TRIAL,
        list_member="TrialSummaries",
        item_shape="TrialSummary",
        conditions={
            "ExperimentName": _filter_by_parent(EXPERIMENT),
            "TrialComponentName": _filter_by_component,
        },
    ),
)
