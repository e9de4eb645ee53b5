"""What SageMaker records by itself when a processing, training or transform job runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from account.demo.author import Artifact, Author, tag_list
from account.demo.job import Job
from account.demo.job_descriptions import describe
from account.demo.naming import arn
from account.demo.trials import join

EXECUTION_TAG = "sagemaker:pipeline-execution-arn"
"""Tag by which a job names the pipeline execution that started it."""

_STEP_STATUS = {"InProgress": "Executing", "Completed": "Succeeded"}

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".parquet": "application/x-parquet",
    ".py": "text/x-python",
}


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
    """Write a job, its trial component, what contributed to it, and what it produced."""
    inputs = {**job.inputs, "SageMaker.ImageUri": job.image}
    component = author.trial_component(
        job.component,
        DisplayName=job.display_name,
        Status={"PrimaryStatus": "InProgress"},
        StartTime=author.when,
        Parameters=_parameters(job),
        InputArtifacts=_places(inputs),
    )
    for artifact in inputs.values():
        author.link(artifact.arn, component)
    _tag_job(author, job)
    join(author, job.component)
    done = None if job.status == "InProgress" else author.after(minutes=job.minutes)
    describe(author, job, done.when if done else None)
    if author.execution and not job.tuning:
        _step(author, job, done)
    return _end(done, job, component) if done else Run(component, {}, author)


def _end(done: Author, job: Job, component: str) -> Run:
    left = {} if job.status == "Failed" else job.outputs
    outputs = {name: done.artifact(out.uri, out.kind, Properties=out.facts) for name, out in left.items()}
    for artifact in outputs.values():
        done.link(component, artifact.arn, "Produced")
    done.call(
        "UpdateTrialComponent",
        TrialComponentName=job.component,
        Status={"PrimaryStatus": job.status, **({"Message": job.message} if job.message else {})},
        EndTime=done.when,
        OutputArtifacts=_places(outputs),
    )
    return Run(component, outputs, done)


def _tag_job(author: Author, job: Job) -> None:
    tags = {**author.tags, **({EXECUTION_TAG: author.execution} if author.execution else {})}
    if tags:
        author.call("AddTags", ResourceArn=_arn(author, job), Tags=tag_list(tags))


def _step(author: Author, job: Job, done: Author | None) -> None:
    """Write the step of the pipeline execution that started the job, by whose name its own is."""
    _, _, step, _ = job.name.split("-")
    (done or author).step(
        step,
        author.when,
        EndTime=done.when if done else None,
        StepStatus=_STEP_STATUS.get(job.status, job.status),
        AttemptCount=1,
        Metadata={f"{job.kind.title()}Job": {"Arn": _arn(author, job)}},
    )


def _arn(author: Author, job: Job) -> str:
    return arn(f"{job.kind}-job", job.name, account_id=author.account_id)


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
