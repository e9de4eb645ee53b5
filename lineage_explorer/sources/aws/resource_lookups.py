"""Read the states of linked resources, with one `Describe…` call each.

Covers endpoints, model packages, jobs and pipeline executions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lineage_explorer.errors import EntityNotFound, SourceError, UnexpectedResponse
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Request
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_time
from lineage_explorer.sources.linked_resources import DELETED, ResourceState, Trial

_ARN = re.compile(
    r"arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:(?P<account>\d{12}):(?P<resource>[a-z-]+)/(?P<name>.+)"
)
_MISSING_MESSAGE = re.compile(r"could not find|does not exist|not found", re.IGNORECASE)
"""Wording of a `ValidationException` for a deleted resource; there is no code of its own for it."""


@dataclass(frozen=True, slots=True)
class _ResourceType:
    """`Describe…` operation of one resource type.

    Attributes:
        noun: The operation's name after `Describe`, and the stem of its response's ARN member.
        name_member: Member of the request that names the resource.
        status_members: Members of the response that hold the status, the most informative first.
        note_member: Member of the response that holds the reason.
        takes_arn: True when the request takes the whole ARN; a bare name is looked up in the caller's
            account.
    """

    noun: str
    name_member: str
    status_members: tuple[str, ...]
    note_member: str
    takes_arn: bool = False


_RESOURCE_TYPES = {
    "endpoint": _ResourceType("Endpoint", "EndpointName", ("EndpointStatus",), "FailureReason"),
    "model-package": _ResourceType(
        "ModelPackage",
        "ModelPackageName",
        ("ModelApprovalStatus", "ModelPackageStatus"),
        "ApprovalDescription",
        takes_arn=True,
    ),
    "training-job": _ResourceType("TrainingJob", "TrainingJobName", ("TrainingJobStatus",), "FailureReason"),
    "processing-job": _ResourceType(
        "ProcessingJob", "ProcessingJobName", ("ProcessingJobStatus",), "FailureReason"
    ),
    "transform-job": _ResourceType(
        "TransformJob", "TransformJobName", ("TransformJobStatus",), "FailureReason"
    ),
    "pipeline-execution": _ResourceType(
        "PipelineExecution",
        "PipelineExecutionArn",
        ("PipelineExecutionStatus",),
        "FailureReason",
        takes_arn=True,
    ),
}


def group_by_noun(arns: Iterable[str]) -> Mapping[str, list[str]]:
    """Group the ARNs of supported resources by their noun.

    Nouns are for example `endpoint` and `training job`; ARNs of other resources are left out.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for arn in arns:
        resource, _ = _split_name(arn)
        if resource in _RESOURCE_TYPES:
            groups[resource.replace("-", " ")].append(arn)
    return groups


def build_describe_request(arn: str) -> Request:
    """Return the `Describe…` request for a supported resource."""
    kind, name = _find_resource_type(arn)
    return Request(f"Describe{kind.noun}", {kind.name_member: arn if kind.takes_arn else name})


def read_state(api: SageMakerApi, arn: str, *, since: datetime | None = None) -> ResourceState | None:
    """Return a supported resource's state; None if only a namesake was found.

    Args:
        api: The SageMaker API.
        arn: The resource.
        since: Earliest time of a cached response; None to read it anew.

    Raises:
        SourceError: The state could not be read.
    """
    kind, _ = _find_resource_type(arn)
    describe_request = build_describe_request(arn)
    try:
        if since is None:
            response = api.send(describe_request.operation, about=arn, **describe_request.parameters)
        else:
            response = api.send_cached(
                describe_request.operation, about=arn, since=since, **describe_request.parameters
            ).response
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return ResourceState(DELETED)
        raise
    # A bare name is looked up in the caller's own account, wherever the resource is.
    if (response.get(f"{kind.noun}Arn") or arn).casefold() != arn.casefold():
        return None
    return _parse_state(response, kind)


def is_missing(error: SourceError) -> bool:
    """Return whether an error means that a resource does not exist."""
    match = isinstance(error, UnexpectedResponse) and _MISSING_MESSAGE.search(str(error))
    return isinstance(error, EntityNotFound) or bool(match)


def get_account(arn: str) -> str:
    """Return the account in a SageMaker ARN; empty for other text."""
    match = _ARN.fullmatch(arn)
    return match["account"] if match else ""


def _find_resource_type(arn: str) -> tuple[_ResourceType, str]:
    """Return a resource's `Describe…` operation and its name."""
    resource, name = _split_name(arn)
    return _RESOURCE_TYPES[resource], name


def _split_name(arn: str) -> tuple[str, str]:
    """Return a resource's type and its name.

    A pipeline execution's ARN begins with that of its pipeline.
    """
    match = _ARN.fullmatch(arn)
    if match is None:
        return "", ""
    is_execution = match["resource"] == "pipeline" and "/execution/" in match["name"]
    return "pipeline-execution" if is_execution else match["resource"], match["name"]


def _parse_state(response: Mapping[str, Any], kind: _ResourceType) -> ResourceState:
    return ResourceState(
        status=next((str(response[name]) for name in kind.status_members if response.get(name)), ""),
        created=parse_time(response.get("CreationTime")),
        note=str(response.get(kind.note_member) or ""),
        configuration=str(response.get("EndpointConfigName") or ""),
    )


_MAX_FILTERS = 20
"""Maximum number of filters per search; the API's limit."""

_MAX_VALUE_LENGTH = 1024
"""Maximum length of a filter's value, in characters; the API's limit."""


def build_search_requests(components: Sequence[Arn]) -> tuple[Request, ...]:
    """Return the requests that find trial components by ARN.

    Each request holds as many components as one search accepts.
    """
    filters = [
        {"Name": "TrialComponentArn", "Operator": "In", "Value": value} for value in _join_arns(components)
    ]
    return tuple(
        Request(
            "Search",
            {
                "Resource": "ExperimentTrialComponent",
                "SearchExpression": {"Filters": filters[first : first + _MAX_FILTERS], "Operator": "Or"},
                "MaxResults": MAX_LIST_PAGE_SIZE,
            },
        )
        for first in range(0, len(filters), _MAX_FILTERS)
    )


def search_trials(api: SageMakerApi, request: Request) -> dict[str, tuple[Trial, ...]]:
    """Return the trials of a search's trial components, by component ARN.

    Raises:
        SourceError: The search failed.
    """
    members = {name: value for name, value in request.parameters.items() if name != "MaxResults"}
    listing = api.list_items("Search", "Results", limit=_MAX_FILTERS * MAX_LIST_PAGE_SIZE, **members)
    components = (result.get("TrialComponent") or {} for result in listing.items)
    return {
        component["TrialComponentArn"]: _parse_trials(component)
        for component in components
        if component.get("TrialComponentArn")
    }


def build_list_request(component: str) -> Request:
    """Return the request for the trials of one trial component.

    Args:
        component: The trial component's ARN; the API takes its name.
    """
    return Request(
        "ListTrials", {"TrialComponentName": component.rpartition("/")[2], "MaxResults": MAX_LIST_PAGE_SIZE}
    )


def list_trials(api: SageMakerApi, component: str) -> tuple[Trial, ...]:
    """Return the trials of one trial component.

    Raises:
        SourceError: The request failed.
    """
    name = build_list_request(component).parameters["TrialComponentName"]
    listing = api.list_items(
        "ListTrials", "TrialSummaries", limit=MAX_LIST_PAGE_SIZE, TrialComponentName=name
    )
    return tuple(Trial(summary["TrialName"]) for summary in listing.items if summary.get("TrialName"))


def _join_arns(components: Iterable[Arn]) -> Iterator[str]:
    """Yield filter values of as many comma-separated ARNs as fit."""
    value = ""
    for arn in components:
        longer = f"{value},{arn}" if value else arn
        if len(longer) > _MAX_VALUE_LENGTH:
            yield value
            longer = arn
        value = longer
    if value:
        yield value


def _parse_trials(component: Mapping[str, Any]) -> tuple[Trial, ...]:
    parents = component.get("Parents") or ()
    return tuple(
        Trial(parent["TrialName"], parent.get("ExperimentName") or "")
        for parent in parents
        if parent.get("TrialName")
    )
