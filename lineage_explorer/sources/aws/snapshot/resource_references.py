"""Find the resources that responses name, and the calls that read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_ARN = re.compile(
    r"arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:(?P<resource>[a-z-]+)/(?P<name>[^\s\"'<>]+)", re.IGNORECASE
)
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class ResourceOperation:
    """Describe operation of a type of resource.

    Attributes:
        operation: Its name.
        member: Member of the request that names the resource.
        takes_arn: Whether the request takes the whole ARN, not the name.
        more: List operations that tell more of the resource, with the member that names it.
    """

    operation: str
    member: str
    takes_arn: bool = False
    more: tuple[tuple[str, str], ...] = ()


_EXECUTION = "pipeline-execution"
RESOURCE_OPERATIONS: Mapping[str, ResourceOperation] = {
    "endpoint": ResourceOperation("DescribeEndpoint", "EndpointName"),
    "endpoint-config": ResourceOperation("DescribeEndpointConfig", "EndpointConfigName"),
    "inference-component": ResourceOperation("DescribeInferenceComponent", "InferenceComponentName"),
    "model": ResourceOperation("DescribeModel", "ModelName"),
    "training-job": ResourceOperation("DescribeTrainingJob", "TrainingJobName"),
    "processing-job": ResourceOperation("DescribeProcessingJob", "ProcessingJobName"),
    "transform-job": ResourceOperation("DescribeTransformJob", "TransformJobName"),
    "hyper-parameter-tuning-job": ResourceOperation(
        "DescribeHyperParameterTuningJob",
        "HyperParameterTuningJobName",
        more=(("ListTrainingJobsForHyperParameterTuningJob", "HyperParameterTuningJobName"),),
    ),
    "automl-job": ResourceOperation("DescribeAutoMLJobV2", "AutoMLJobName"),
    "model-card": ResourceOperation("DescribeModelCard", "ModelCardName"),
    "model-package-group": ResourceOperation("DescribeModelPackageGroup", "ModelPackageGroupName"),
    "model-package": ResourceOperation("DescribeModelPackage", "ModelPackageName", takes_arn=True),
    "pipeline": ResourceOperation("DescribePipeline", "PipelineName"),
    _EXECUTION: ResourceOperation(
        "DescribePipelineExecution",
        "PipelineExecutionArn",
        takes_arn=True,
        more=(("ListPipelineExecutionSteps", "PipelineExecutionArn"),),
    ),
    "feature-group": ResourceOperation("DescribeFeatureGroup", "FeatureGroupName"),
    "experiment": ResourceOperation("DescribeExperiment", "ExperimentName"),
    "experiment-trial": ResourceOperation("DescribeTrial", "TrialName"),
}
"""Describe operations by the type of resource in ARNs."""

_NAMES = {
    operation.member: resource
    for resource, operation in RESOURCE_OPERATIONS.items()
    if not operation.takes_arn
}
"""Types of resources by the members that hold their names."""


def find_resource_arns(response: Mapping[str, Any], account: str) -> Iterator[str]:
    """Yield the ARNs of resources that a response names.

    Args:
        response: The response.
        account: Beginning of the account's ARNs up to its id; names are of that account.
    """
    for member, text in _list_texts(response, "", _MAX_DEPTH):
        match = _ARN.fullmatch(text)
        if match and _get_type(match) in RESOURCE_OPERATIONS:
            yield text
        elif member in _NAMES and not match and account:
            yield f"{account}:{_NAMES[member]}/{text}"


def find_operation(arn: str) -> ResourceOperation | None:
    """Return the Describe operation of a resource; None if there is none."""
    match = _ARN.fullmatch(arn)
    return RESOURCE_OPERATIONS.get(_get_type(match)) if match else None


def get_reference(arn: str, operation: ResourceOperation) -> str:
    """Return what a request names a resource by."""
    return arn if operation.takes_arn else arn.split("/", 1)[1]


def _get_type(match: re.Match[str]) -> str:
    """Return the type of a resource, an execution or another."""
    resource = match["resource"].lower()
    return _EXECUTION if resource == "pipeline" and "/execution/" in match["name"] else resource


def _list_texts(value: object, member: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the texts of a value, each with its member."""
    if isinstance(value, str):
        yield member, value
    elif depth and isinstance(value, Mapping):
        for name, item in value.items():
            yield from _list_texts(item, str(name), depth - 1)
    elif depth and isinstance(value, (list, tuple)):
        for item in value:
            yield from _list_texts(item, member, depth - 1)
