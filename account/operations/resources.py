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

from account.kinds import TRIAL_COMPONENT
from account.model import members
from account.operations.call import Call, Operation
from account.operations.entities import LIST_SIZE
from account.operations.holdings import find
from account.operations.records import find as find_entity
from account.paging import Paging, read_page
from account.resources import (
    ENDPOINT,
    EXPERIMENT,
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
from account.tables import RESOURCES, TRIAL_MEMBERS, AnyRow
from account.validation import conform

# (call, value of a filter) → condition on `tables.RESOURCES`
Condition: TypeAlias = Callable[[Call, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Definition of a List operation on resources.

    Attributes:
        kind: Kind of the listed resources.
        summaries: Member of the output that contains the list.
        shape: Shape of an item.
        descending: Whether the newest item is first by default, as documented for each operation.
        conditions: Filters of this operation beside the common ones, by member of the request.
    """

    kind: ResourceKind
    summaries: str
    shape: str
    descending: bool = True
    conditions: Mapping[str, Condition] = field(default_factory=dict)


def operations() -> dict[str, Operation]:
    """Return the Describe and List operations on resources, by name."""
    describe_operations = {kind.describe: Operation(partial(describe, kind)) for kind in RESOURCE_KINDS}
    list_operations = {
        f"List{listing.kind.word}s": Operation(partial(list_summaries, listing)) for listing in _LISTINGS
    }
    return describe_operations | list_operations


def describe(kind: ResourceKind, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one resource."""
    row = find(call.connection, call.owner, kind, request[kind.reference])
    return conform(kind.shape, row.description)


def list_summaries(listing: Listing, call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """List this account's resources of a kind, a page at a time."""
    default_order = "Descending" if listing.descending else "Ascending"
    own_resources = (RESOURCES.c.owner == call.owner.prefix, RESOURCES.c.kind == listing.kind.word)
    rows, next_token = read_page(
        call.connection,
        select(RESOURCES).where(*own_resources, *_selected(listing, call, request)),
        Paging.of(call.operation, request, size=LIST_SIZE),
        keys=(_SORT_KEYS[request.get("SortBy", "CreationTime")], RESOURCES.c.id),
        descending=request.get("SortOrder", default_order) != "Ascending",
    )
    return {listing.summaries: [_summary(listing, row) for row in rows], **next_token}


def _selected(listing: Listing, call: Call, request: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    conditions = {**_CONDITIONS, **listing.conditions}
    if listing.kind is MODEL_PACKAGE and "ModelPackageGroupName" not in request:
        # As documented: versions are listed only if the request names their type or their group.
        request = {"ModelPackageType": "Unversioned", **request}
    return [conditions[member](call, value) for member, value in request.items() if member in conditions]


def _summary(listing: Listing, row: AnyRow) -> dict[str, Any]:
    description = {**row.description, "LastModifiedTime": row.modified}
    if listing.kind is PIPELINE_EXECUTION:
        description["StartTime"] = row.created
    if listing.kind is MODEL_PACKAGE and "ModelPackageVersion" in description:
        # Listed versions lack this member (seen in published output); Describe requires it.
        del description["ModelPackageName"]
    return conform(
        listing.shape,
        {member: value for member, value in description.items() if member in members(listing.shape)},
    )


def _held_by(kind: ResourceKind) -> Condition:
    def condition(call: Call, reference: str) -> ColumnElement[bool]:
        parent = int(find(call.connection, call.owner, kind, reference).id)
        return RESOURCES.c.parent == parent

    return condition


def _holding_component(call: Call, name: str) -> ColumnElement[bool]:
    component = find_entity(TRIAL_COMPONENT, call, name).id
    trials = select(TRIAL_MEMBERS.c.trial).where(TRIAL_MEMBERS.c.component == component)
    # Read first: with a subquery, SQLite's planner scans all trials of the account.
    trial_ids = call.connection.execute(trials).scalars().all()
    return RESOURCES.c.id.in_(trial_ids) if trial_ids else false()


def _of_package_type(_call: Call, package_type: str) -> ColumnElement[bool]:
    is_version = RESOURCES.c.parent.is_not(None)
    return {"Versioned": is_version, "Unversioned": ~is_version, "Both": true()}[package_type]


_CONDITIONS: Mapping[str, Condition] = {
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

_LISTINGS = (
    Listing(kind=ENDPOINT, summaries="Endpoints", shape="EndpointSummary"),
    Listing(
        kind=TRAINING_JOB, summaries="TrainingJobSummaries", shape="TrainingJobSummary", descending=False
    ),
    Listing(
        kind=PROCESSING_JOB,
        summaries="ProcessingJobSummaries",
        shape="ProcessingJobSummary",
        descending=False,
    ),
    Listing(kind=TRANSFORM_JOB, summaries="TransformJobSummaries", shape="TransformJobSummary"),
    Listing(
        kind=MODEL_PACKAGE_GROUP,
        summaries="ModelPackageGroupSummaryList",
        shape="ModelPackageGroupSummary",
        descending=False,
    ),
    Listing(
        kind=MODEL_PACKAGE,
        summaries="ModelPackageSummaryList",
        shape="ModelPackageSummary",
        descending=False,
        conditions={
            "ModelPackageGroupName": _held_by(MODEL_PACKAGE_GROUP),
            "ModelPackageType": _of_package_type,
            "ModelApprovalStatus": lambda _, status: RESOURCES.c.status == status,
        },
    ),
    Listing(
        kind=PIPELINE_EXECUTION,
        summaries="PipelineExecutionSummaries",
        shape="PipelineExecutionSummary",
        conditions={"PipelineName": _held_by(PIPELINE)},
    ),
    Listing(kind=EXPERIMENT, summaries="ExperimentSummaries", shape="ExperimentSummary"),
    Listing(
        kind=TRIAL,
        summaries="TrialSummaries",
        shape="TrialSummary",
        conditions={"ExperimentName": _held_by(EXPERIMENT), "TrialComponentName": _holding_component},
    ),
)
