"""Records that SageMaker writes by itself for a job.

Jobs are processing, training and transform jobs.
"""

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
"""Tag of a job with the ARN of the pipeline execution that started it."""

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
    """Written job.

    Attributes:
        component: ARN of its trial component.
        outputs: Artifacts that it produced, by name.
        ended: Writer at the end of the job; for a running job, at its start.
    """

    component: str
    outputs: Mapping[str, Artifact]
    ended: Author


def run(author: Author, job: Job) -> Run:
    """Write a job with its trial component, inputs and outputs."""
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
    end = None if job.status == "InProgress" else author.after(minutes=job.minutes)
    describe(author, job, end.when if end else None)
    if author.execution and not job.tuning:
        _step(author, job, end)
    return _end(end, job, component) if end else Run(component, {}, author)


def _end(end: Author, job: Job, component: str) -> Run:
    produced = {} if job.status == "Failed" else job.outputs
    outputs = {
        name: end.artifact(output.uri, output.kind, Properties=output.facts)
        for name, output in produced.items()
    }
    for artifact in outputs.values():
        end.link(component, artifact.arn, "Produced")
    end.call(
        "UpdateTrialComponent",
        TrialComponentName=job.component,
        Status={"PrimaryStatus": job.status, **({"Message": job.message} if job.message else {})},
        EndTime=end.when,
        OutputArtifacts=_places(outputs),
    )
    return Run(component, outputs, end)


def _tag_job(builder: Author, job: Job) -> None:
    tags = {**builder.tags, **({EXECUTION_TAG: builder.execution} if builder.execution else {})}
    if tags:
        builder.call("AddTags", ResourceArn=_arn(builder, job), Tags=tag_list(tags))


def _step(builder: Author, job: Job, end: Author | None) -> None:
    """Write the pipeline step that started a job.

    The step's name is part of the job's name.
    """
    _, _, step, _ = job.name.split("-")
    (end or builder).step(
        step,
        builder.when,
        EndTime=end.when if end else None,
        StepStatus=_STEP_STATUS.get(job.status, job.status),
        AttemptCount=1,
        Metadata={f"{job.kind.title()}Job": {"Arn": _arn(builder, job)}},
    )


def _arn(builder: Author, job: Job) -> str:
    return arn(f"{job.kind}-job", job.name, account_id=builder.account_id)


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
