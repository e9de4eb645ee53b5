"""Sources by which lineage records what other resources stand for.

Lineage knows nothing of an inference component, a tuning job or a model card, but it knows the endpoint, the
training jobs and the model package that they tell of. Each costs one call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from lineage_explorer.errors import EntityNotFound, UnexpectedResponse
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.resource_lookups import is_missing

MAX_READS = 3
"""Maximum number of resources that are read for one: a component, its model, and the model's package."""

MAX_STEP_RESOURCES = 20
"""Maximum number of jobs, models and packages that are looked up per execution."""

JOB_TYPES = ("training-job", "processing-job", "transform-job")

_MAX_TUNING_JOBS = MAX_LIST_PAGE_SIZE
_MAX_STEPS = 100
_ARN = re.compile(
    r"(?P<prefix>arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:(?:\d{12}|aws)):(?P<type>[a-z-]+)/(?P<name>\S+)"
)
_NAME = re.compile(r"[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}")
_HUB_CONTENT = re.compile(
    r"arn:\S+:hub-content/(?P<hub>[\w-]+)/(?P<type>[A-Z][a-z]+[A-Za-z]*)/(?P<name>[A-Za-z0-9-]{1,63})"
    r"(?:/(?P<version>[\d.]+))?"
)
_EXECUTION = "/execution/"

SourceReader: TypeAlias = Callable[[SageMakerApi, str], Iterable[str]]


class RecordedSources(NamedTuple):
    """Sources of one resource.

    Attributes:
        sources: ARNs of resources and of lineage entities, and URIs; the nearest first.
        calls: Number of calls that were needed.
    """

    sources: tuple[str, ...]
    calls: int


def find_recorded_sources(api: SageMakerApi, arn: str) -> RecordedSources:
    """Return the sources under which a resource may be recorded.

    A source that stands for others itself is read as well, so that a component leads to its model's package.

    Raises:
        SourceError: A request failed.
    """
    found: dict[str, None] = {}
    queue, calls = [arn], 0
    while queue and calls < MAX_READS:
        resource = queue.pop(0)
        reader = _READERS.get(get_resource_kind(resource))
        if reader is None:
            continue
        calls += 1
        sources = [source for source in reader(api, resource) if source and source not in (arn, *found)]
        found |= dict.fromkeys(sources)
        queue += sources
    return RecordedSources(tuple(found), calls)


def find_served_sources(api: SageMakerApi, configuration: str) -> frozenset[str]:
    """Return what an endpoint configuration's models consist of, in lower case.

    Shadow variants are not among them: nobody gets their answers. Nothing is returned where there are more
    models than are read.

    Raises:
        SourceError: A request failed.
    """
    variants = _describe(api, "EndpointConfig", configuration).get("ProductionVariants") or ()
    models = {_build_arn(configuration, "model", each.get("ModelName")) for each in variants}
    if "" in models or len(models) > MAX_READS:
        return frozenset()
    found = [source for model in models for source in _read_model(api, model)]
    return frozenset(source.casefold() for source in (*models, *found) if source)


def get_resource_kind(arn: str) -> str:
    """Return a SageMaker resource's type; that of an execution has two words."""
    match = _ARN.fullmatch(arn)
    if match is None:
        return ""
    is_execution = match["type"] == "pipeline" and _EXECUTION in match["name"]
    return "pipeline-execution" if is_execution else match["type"]


def _read_execution(api: SageMakerApi, execution: str) -> Iterator[str]:
    """Yield what an execution's steps created, oldest first."""
    try:
        listing = api.list_items(
            "ListPipelineExecutionSteps",
            "PipelineExecutionSteps",
            limit=_MAX_STEPS,
            max_calls=1,
            PipelineExecutionArn=execution,
            SortOrder="Ascending",
        )
    except EntityNotFound:
        return
    arns = (arn for step in listing.items for arn in _find_arns(step.get("Metadata") or {}))
    yield from list(dict.fromkeys(arns))[:MAX_STEP_RESOURCES]


def _find_arns(metadata: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the ARNs of the resources and entities that a step created.

    A check step has a member of its own for the ARN of its processing job, one of hub content too. A step
    that writes lineage names its entities.
    """
    for resource in metadata.values():
        arn = resource.get("Arn") or resource.get("CheckJobArn") or resource.get("HubContentArn") or ""
        if ":sagemaker:" in arn:
            yield arn
    lineage = metadata.get("Lineage") or {}
    for member in ("ContextArns", "ArtifactArns", "ActionArns"):
        yield from (lineage.get(member) or {}).values()


def _read_inference_component(api: SageMakerApi, arn: str) -> Iterator[str]:
    component = _describe(api, "InferenceComponent", arn)
    yield component.get("EndpointArn") or ""
    for specification in (component.get("Specification") or {}, *(component.get("Specifications") or ())):
        yield _build_arn(arn, "model", specification.get("ModelName"))
        yield (specification.get("Container") or {}).get("ArtifactUrl") or ""
        yield _build_arn(arn, "inference-component", specification.get("BaseInferenceComponentName"))


def _read_endpoint_config(api: SageMakerApi, arn: str) -> Iterator[str]:
    config = _describe(api, "EndpointConfig", arn)
    for member in ("ProductionVariants", "ShadowProductionVariants"):
        for variant in config.get(member) or ():
            yield _build_arn(arn, "model", variant.get("ModelName"))


def _read_model(api: SageMakerApi, arn: str) -> Iterator[str]:
    model = _describe(api, "Model", arn)
    for container in (model.get("PrimaryContainer") or {}, *(model.get("Containers") or ())):
        location = (container.get("ModelDataSource") or {}).get("S3DataSource") or {}
        yield container.get("ModelPackageName") or ""
        yield container.get("ModelDataUrl") or location.get("S3Uri") or ""


def _read_tuning_job(api: SageMakerApi, arn: str) -> Iterator[str]:
    name = _get_name(arn)
    if name is None:
        return
    try:
        listing = api.list_items(
            "ListTrainingJobsForHyperParameterTuningJob",
            "TrainingJobSummaries",
            limit=_MAX_TUNING_JOBS,
            max_calls=1,
            HyperParameterTuningJobName=name,
        )
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return
        raise
    for summary in listing.items:
        yield summary.get("TrainingJobArn") or ""


def _read_auto_ml_job(api: SageMakerApi, arn: str) -> Iterator[str]:
    """Yield the jobs and the model of the best candidate."""
    job = _describe(api, "AutoMLJob", arn)
    candidate = job.get("BestCandidate") or {}
    for container in candidate.get("InferenceContainers") or ():
        yield container.get("ModelDataUrl") or ""
    for step in candidate.get("CandidateSteps") or ():
        yield step.get("CandidateStepArn") or ""
    yield _build_arn(arn, "endpoint", (job.get("ModelDeployResult") or {}).get("EndpointName"))


def _read_hub_content(api: SageMakerApi, arn: str) -> Iterator[str]:
    """Yield the version that content without one means, or its original."""
    match = _HUB_CONTENT.fullmatch(arn)
    if match is None:
        return
    try:
        content = api.send(
            "DescribeHubContent",
            about=arn,
            HubName=match["hub"],
            HubContentType=match["type"],
            HubContentName=match["name"],
            HubContentVersion=match["version"],
        )
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return
        raise
    yield content.get("HubContentArn") or ""
    yield content.get("SageMakerPublicHubContentArn") or ""


def _read_model_card(api: SageMakerApi, arn: str) -> Iterator[str]:
    """Yield the package, model and job in a card's content."""
    card = _describe(api, "ModelCard", arn)
    try:
        content = json.loads(card.get("Content") or "{}")
    except ValueError:
        return
    overview, package, training = (
        _get_object(content, name) for name in ("model_overview", "model_package_details", "training_details")
    )
    artifacts = overview.get("model_artifact") or ()
    texts = (
        package.get("model_package_arn"),
        overview.get("model_id"),
        *(artifacts if isinstance(artifacts, list) else (artifacts,)),
        training.get("training_arn"),
    )
    yield from (text for text in texts if isinstance(text, str) and text.startswith(("arn:", "s3://")))


def _get_object(content: Any, name: str) -> Mapping[str, Any]:
    value = content.get(name) if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


_READERS: Mapping[str, SourceReader] = {
    "pipeline-execution": _read_execution,
    "inference-component": _read_inference_component,
    "endpoint-config": _read_endpoint_config,
    "model": _read_model,
    "hyper-parameter-tuning-job": _read_tuning_job,
    "automl-job": _read_auto_ml_job,
    "model-card": _read_model_card,
    "hub-content": _read_hub_content,
}

_DESCRIBE_OPERATIONS = {
    "InferenceComponent": "DescribeInferenceComponent",
    "EndpointConfig": "DescribeEndpointConfig",
    "Model": "DescribeModel",
    "AutoMLJob": "DescribeAutoMLJobV2",
    "ModelCard": "DescribeModelCard",
}


def _describe(api: SageMakerApi, noun: str, arn: str) -> Mapping[str, Any]:
    """Return the description of a resource.

    Empty if there is none, or only its namesake in the caller's account.
    """
    name = _get_name(arn)
    if name is None:
        return {}
    request: dict[str, Any] = {f"{noun}Name": name}
    try:
        response = api.send(_DESCRIBE_OPERATIONS[noun], about=arn, **request)
    except (EntityNotFound, UnexpectedResponse) as error:
        if is_missing(error):
            return {}
        raise
    return response if str(response.get(f"{noun}Arn")).casefold() == arn.casefold() else {}


def _get_name(arn: str) -> str | None:
    """Return the name in an ARN; None if it is invalid."""
    name = arn.rpartition("/")[2]
    return name if _NAME.fullmatch(name) else None


def _build_arn(sibling: str, resource_type: str, name: str | None) -> str:
    """Return the ARN of a resource in another one's account, or nothing."""
    match = _ARN.fullmatch(sibling)
    return f"{match['prefix']}:{resource_type}/{name}" if match and name else ""
