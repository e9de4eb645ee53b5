"""Read the states of linked resources, with one `Describe…` call each.

Covers endpoints, model packages, jobs and pipeline executions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lineage.answer import Request
from lineage.aws.api import Api
from lineage.errors import EntityNotFound, SourceError, UnexpectedResponse
from lineage.query import as_utc
from lineage.resources import DELETED, State

_ARN = re.compile(
    r"arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:(?P<account>\d{12}):(?P<resource>[a-z-]+)/(?P<name>.+)"
)
_MISSING = re.compile(r"could not find|does not exist|not found", re.IGNORECASE)
"""Wording of a `ValidationException` for a deleted resource; there is no code of its own for it."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """`Describe…` operation of one resource type.

    Attributes:
        noun: The operation's name after `Describe`, and the stem of its response's ARN member.
        member: Member of the request that names the resource.
        statuses: Members of the response that hold the status, the most informative first.
        note: Member of the response that holds the reason.
        by_arn: True when the request takes the whole ARN; a bare name is looked up in the caller's account.
    """

    noun: str
    member: str
    statuses: tuple[str, ...]
    note: str
    by_arn: bool = False


_KINDS = {
    "endpoint": _Kind("Endpoint", "EndpointName", ("EndpointStatus",), "FailureReason"),
    "model-package": _Kind(
        "ModelPackage",
        "ModelPackageName",
        ("ModelApprovalStatus", "ModelPackageStatus"),
        "ApprovalDescription",
        by_arn=True,
    ),
    "training-job": _Kind("TrainingJob", "TrainingJobName", ("TrainingJobStatus",), "FailureReason"),
    "processing-job": _Kind("ProcessingJob", "ProcessingJobName", ("ProcessingJobStatus",), "FailureReason"),
    "transform-job": _Kind("TransformJob", "TransformJobName", ("TransformJobStatus",), "FailureReason"),
    "pipeline-execution": _Kind(
        "PipelineExecution",
        "PipelineExecutionArn",
        ("PipelineExecutionStatus",),
        "FailureReason",
        by_arn=True,
    ),
}


def by_noun(arns: Iterable[str]) -> Mapping[str, list[str]]:
    """Group the ARNs of supported resources by their noun.

    Nouns are for example `endpoint` and `training job`; ARNs of other resources are left out.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for arn in arns:
        resource, _ = _named(arn)
        if resource in _KINDS:
            groups[resource.replace("-", " ")].append(arn)
    return groups


def request(arn: str) -> Request:
    """Return the `Describe…` request for a supported resource."""
    kind, name = _kind(arn)
    return Request(f"Describe{kind.noun}", {kind.member: arn if kind.by_arn else name})


def state(api: Api, arn: str) -> State | None:
    """Return a supported resource's state; None if only a namesake was found.

    Raises:
        SourceError: The state could not be read.
    """
    kind, _ = _kind(arn)
    describe_request = request(arn)
    try:
        response = api.ask(describe_request.operation, about=arn, **describe_request.parameters)
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return State(DELETED)
        raise
    # A bare name is looked up in the caller's own account, wherever the resource is.
    if (response.get(f"{kind.noun}Arn") or arn).casefold() != arn.casefold():
        return None
    return _state(response, kind)


def is_missing(error: SourceError) -> bool:
    """Return whether an error means that a resource does not exist."""
    match = isinstance(error, UnexpectedResponse) and _MISSING.search(str(error))
    return isinstance(error, EntityNotFound) or bool(match)


def owner(arn: str) -> str:
    """Return the account in a SageMaker ARN; empty for other text."""
    match = _ARN.fullmatch(arn)
    return match["account"] if match else ""


def _kind(arn: str) -> tuple[_Kind, str]:
    """Return a resource's `Describe…` operation and its name."""
    resource, name = _named(arn)
    return _KINDS[resource], name


def _named(arn: str) -> tuple[str, str]:
    """Return a resource's type and its name.

    A pipeline execution's ARN begins with that of its pipeline.
    """
    match = _ARN.fullmatch(arn)
    if match is None:
        return "", ""
    is_execution = match["resource"] == "pipeline" and "/execution/" in match["name"]
    return "pipeline-execution" if is_execution else match["resource"], match["name"]


def _state(response: Mapping[str, Any], kind: _Kind) -> State:
    created = response.get("CreationTime")
    return State(
        status=next((str(response[name]) for name in kind.statuses if response.get(name)), ""),
        created=as_utc(created) if created else None,
        note=str(response.get(kind.note) or ""),
    )
