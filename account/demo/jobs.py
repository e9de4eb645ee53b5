"""What SageMaker records by itself when a processing, training or transform job runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from account.demo.author import Artifact, Author, tag_list
from account.demo.naming import arn

EXECUTION_TAG = "sagemaker:pipeline-execution-arn"
"""Tag by which a job names the pipeline execution that started it."""

MODEL = "SageMaker.ModelArtifact"
"""Name under which a training job's trial component lists its model data."""

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".parquet": "application/x-parquet",
    ".py": "text/x-python",
}


@dataclass(frozen=True, slots=True)
class Output:
    """An artifact that a job will leave behind.

    Attributes:
        uri: Where it is written.
        kind: Its type.
        facts: Its properties.
    """

    uri: str
    kind: str = "DataSet"
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job, as its trial component and its associations tell of it.

    Attributes:
        kind: Which of the three kinds of job.
        name: The job's name.
        display_name: What Studio shows in its place.
        inputs: The artifact behind each input channel.
        image: The container image it runs.
        outputs: What it leaves behind, by name.
        machines: Instance type and count.
        minutes: How long it ran.
        parameters: Hyperparameters, and results that its script reported as parameters.
        status: How it ended: Completed, Failed or Stopped; InProgress if it still runs.
        message: What its status says about that.
    """

    kind: Literal["processing", "training", "transform"]
    name: str
    display_name: str
    inputs: Mapping[str, Artifact]
    image: Artifact
    outputs: Mapping[str, Output]
    machines: tuple[str, int] = ("ml.m5.xlarge", 1)
    minutes: int = 8
    parameters: Mapping[str, str | float] = field(default_factory=dict)
    status: str = "Completed"
    message: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A job that ran.

    Attributes:
        component: ARN of its trial component.
        outputs: The artifacts that it produced, by name.
        ended: The author when it was done.
    """

    component: str
    outputs: Mapping[str, Artifact]
    ended: Author


def run(author: Author, job: Job) -> Run:
    """Write a job's trial component, what contributed to it, and what it produced."""
    inputs = {**job.inputs, "SageMaker.ImageUri": job.image}
    component = author.trial_component(
        component_name(job),
        DisplayName=job.display_name,
        Status={"PrimaryStatus": "InProgress"},
        StartTime=author.when,
        Parameters=_parameters(job),
        InputArtifacts=_places(inputs),
    )
    for artifact in inputs.values():
        author.link(artifact.arn, component)
    _tag_job(author, job)
    if job.status == "InProgress":
        return Run(component, {}, author)
    return _end(author.after(minutes=job.minutes), job, component)


def component_name(job: Job) -> str:
    """Name of the trial component that SageMaker makes for a job."""
    return f"{job.name}-aws-{job.kind}-job"


def _end(done: Author, job: Job, component: str) -> Run:
    outputs = {
        name: done.artifact(out.uri, out.kind, Properties=out.facts) for name, out in job.outputs.items()
    }
    for artifact in outputs.values():
        done.link(component, artifact.arn, "Produced")
    done.call(
        "UpdateTrialComponent",
        TrialComponentName=component_name(job),
        Status={"PrimaryStatus": job.status, **({"Message": job.message} if job.message else {})},
        EndTime=done.when,
        OutputArtifacts=_places(outputs),
    )
    return Run(component, outputs, done)


def _tag_job(author: Author, job: Job) -> None:
    execution = author.origin.get("GeneratedBy")
    tags = {**author.tags, **({EXECUTION_TAG: execution} if execution else {})}
    if tags:
        job_arn = arn(f"{job.kind}-job", job.name, account_id=author.account_id)
        author.call("AddTags", ResourceArn=job_arn, Tags=tag_list(tags))


def _parameters(job: Job) -> dict[str, dict[str, str | float]]:
    instance, count = job.machines
    resources: dict[str, str | float] = {"SageMaker.InstanceType": instance, "SageMaker.InstanceCount": count}
    return {name: _parameter(value) for name, value in {**resources, **job.parameters}.items()}


def _parameter(value: str | float) -> dict[str, str | float]:
    return {"StringValue": value} if isinstance(value, str) else {"NumberValue": value}


def _places(artifacts: Mapping[str, Artifact]) -> dict[str, dict[str, Any]]:
    return {name: _place(artifact.uri) for name, artifact in artifacts.items()}


def _place(uri: str) -> dict[str, str]:
    media_type = _MEDIA_TYPES.get(PurePosixPath(uri).suffix)
    return {"Value": uri, "MediaType": media_type} if media_type else {"Value": uri}
