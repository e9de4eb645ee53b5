"""How endpoints, model packages, jobs and pipeline executions are now: one `Describe…` each."""

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
"""How `ValidationException` says that a resource is gone, which has no code of its own for it."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of resource is described.

    Attributes:
        noun: The operation after `Describe`, and the stem of its answer's ARN.
        member: The request's member that names the resource.
        statuses: Members of the answer that hold its status, the most telling first.
        note: Member of the answer that says why.
        by_arn: Whether the request takes the whole ARN; a bare name is looked up in the caller's account.
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
    """Return those of `arns` whose state can be asked for, by what they are: `endpoint`, `training job`."""
    groups: dict[str, list[str]] = defaultdict(list)
    for arn in arns:
        resource, _ = _named(arn)
        if resource in _KINDS:
            groups[resource.replace("-", " ")].append(arn)
    return groups


def request(arn: str) -> Request:
    """Return the `Describe…` request for one of the resources of `by_noun`."""
    kind, name = _kind(arn)
    return Request(f"Describe{kind.noun}", {kind.member: arn if kind.by_arn else name})


def state(api: Api, arn: str) -> State | None:
    """Return the state of one of the resources of `by_noun`; None where the answer tells of a namesake.

    Raises:
        SourceError: It could not be read.
    """
    kind, _ = _kind(arn)
    sent = request(arn)
    try:
        answer = api.ask(sent.operation, about=arn, **sent.parameters)
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return State(DELETED)
        raise
    # A bare name is looked up in the caller's own account, wherever the resource is.
    if (answer.get(f"{kind.noun}Arn") or arn).casefold() != arn.casefold():
        return None
    return _state(answer, kind)


def is_missing(error: SourceError) -> bool:
    """Tell whether an error says that a resource is gone."""
    unknown = isinstance(error, UnexpectedResponse) and _MISSING.search(str(error))
    return isinstance(error, EntityNotFound) or bool(unknown)


def owner(arn: str) -> str:
    """Return the account that an ARN belongs to; empty for what is no SageMaker ARN."""
    match = _ARN.fullmatch(arn)
    return match["account"] if match else ""


def _kind(arn: str) -> tuple[_Kind, str]:
    """Return how a resource is described, and its name."""
    resource, name = _named(arn)
    return _KINDS[resource], name


def _named(arn: str) -> tuple[str, str]:
    """Return what a resource is and its name; an execution's ARN begins as its pipeline's does."""
    match = _ARN.fullmatch(arn)
    if match is None:
        return "", ""
    execution = match["resource"] == "pipeline" and "/execution/" in match["name"]
    return "pipeline-execution" if execution else match["resource"], match["name"]


def _state(answer: Mapping[str, Any], kind: _Kind) -> State:
    created = answer.get("CreationTime")
    return State(
        status=next((str(answer[name]) for name in kind.statuses if answer.get(name)), ""),
        created=as_utc(created) if created else None,
        note=str(answer.get(kind.note) or ""),
    )
