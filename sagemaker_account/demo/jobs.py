"""Records that SageMaker writes by itself for a job.

Jobs are processing, training and transform jobs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sagemaker_account.demo.arn_names import build_arn
from sagemaker_account.demo.experiment_trials import join_trial
from sagemaker_account.demo.job_descriptions import add_job_resource
from sagemaker_account.demo.job_record import Job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder, format_tags

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
class JobRun:
    """Written job.

    Attributes:
        component_arn: ARN of its trial component.
        outputs: Artifacts that it produced, by name.
        builder_at_end: Writer at the end of the job; for a running job, at its start.
    """

    component_arn: str
    outputs: Mapping[str, Artifact]
    builder_at_end: DemoBuilder


def run_job(builder: DemoBuilder, job: Job) -> JobRun:
    """Write a job with its trial component, inputs and outputs."""
    inputs = {**job.inputs, "SageMaker.ImageUri": job.image}
    component = builder.create_trial_component(
        job.component_name,
        DisplayName=job.display_name,
        Status={"PrimaryStatus": "InProgress"},
        StartTime=builder.time,
        Parameters=_build_parameters(job),
        InputArtifacts=_build_artifact_members(inputs),
    )
    for artifact in inputs.values():
        builder.associate(artifact.arn, component)
    _tag_job(builder, job)
    join_trial(builder, job.component_name)
    end = None if job.status == "InProgress" else builder.after_delay(minutes=job.minutes)
    add_job_resource(builder, job, end.time if end else None)
    if builder.execution and not job.tuning:
        _add_step(builder, job, end)
    return _finish_job(end, job, component) if end else JobRun(component, {}, builder)


def _finish_job(end: DemoBuilder, job: Job, component: str) -> JobRun:
    produced = {} if job.status == "Failed" else job.outputs
    outputs = {
        name: end.create_artifact(output.uri, output.artifact_type, Properties=output.properties)
        for name, output in produced.items()
    }
    for artifact in outputs.values():
        end.associate(component, artifact.arn, "Produced")
    end.call(
        "UpdateTrialComponent",
        TrialComponentName=job.component_name,
        Status={"PrimaryStatus": job.status, **({"Message": job.message} if job.message else {})},
        EndTime=end.time,
        OutputArtifacts=_build_artifact_members(outputs),
    )
    return JobRun(component, outputs, end)


def _tag_job(builder: DemoBuilder, job: Job) -> None:
    tags = {**builder.tags, **({EXECUTION_TAG: builder.execution} if builder.execution else {})}
    if tags:
        builder.call("AddTags", ResourceArn=_build_job_arn(builder, job), Tags=format_tags(tags))


def _add_step(builder: DemoBuilder, job: Job, end: DemoBuilder | None) -> None:
    """Write the pipeline step that started a job.

    The step's name is part of the job's name.
    """
    _, _, step, _ = job.name.split("-")
    (end or builder).add_step(
        step,
        builder.time,
        EndTime=end.time if end else None,
        StepStatus=_STEP_STATUS.get(job.status, job.status),
        AttemptCount=1,
        Metadata={f"{job.job_type.title()}Job": {"Arn": _build_job_arn(builder, job)}},
    )


def _build_job_arn(builder: DemoBuilder, job: Job) -> str:
    return build_arn(f"{job.job_type}-job", job.name, account_id=builder.account_id)


def _build_parameters(job: Job) -> dict[str, dict[str, str | float]]:
    instance, count = job.instances
    resources: dict[str, str | float] = {"SageMaker.InstanceType": instance, "SageMaker.InstanceCount": count}
    return {name: _build_parameter(value) for name, value in {**resources, **job.parameters}.items()}


def _build_parameter(value: str | float) -> dict[str, str | float]:
    return {"StringValue": value} if isinstance(value, str) else {"NumberValue": value}


def _build_artifact_members(artifacts: Mapping[str, Artifact]) -> dict[str, dict[str, Any]]:
    return {name: _build_artifact_member(artifact.uri) for name, artifact in artifacts.items()}


def _build_artifact_member(uri: str) -> dict[str, str]:
    media_type = _MEDIA_TYPES.get(PurePosixPath(uri).suffix)
    return {"Value": uri, "MediaType": media_type} if media_type else {"Value": uri}
