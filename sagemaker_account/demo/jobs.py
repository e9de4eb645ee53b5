"""Records that SageMaker writes by itself for a job.

Jobs are processing, training and transform jobs. Their descriptions are derived from the job's definition.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from sagemaker_account.demo.arn_names import build_arn, parse_step_name
from sagemaker_account.demo.executions import join_trial
from sagemaker_account.demo.job_record import MODEL, Job
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
    """Write the pipeline step that started a job."""
    (end or builder).add_step(
        parse_step_name(job.name),
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


_LOCAL = "/opt/ml/processing"
_LONGEST_RUN = {"MaxRuntimeInSeconds": 86_400}
_VOLUME_GB = 30
_SECONDARY = {"InProgress": "Training"}

# (job, start time, end time or None while it runs) → members of one job type
MembersBuilder: TypeAlias = Callable[[Job, datetime, datetime | None], Mapping[str, Any]]


def add_job_resource(builder: DemoBuilder, job: Job, ended_at: datetime | None) -> None:
    """Seed the description of a job.

    Args:
        builder: The builder; its time is the start of the job.
        job: The job.
        ended_at: End time; None while the job runs.
    """
    prefix = f"{job.job_type.title()}Job"
    times = {f"{job.job_type.title()}StartTime": builder.time, f"{job.job_type.title()}EndTime": ended_at}
    failure = {"FailureReason": job.message} if job.status == "Failed" else {}
    output = {
        f"{prefix}Name": job.name,
        f"{prefix}Arn": build_arn(f"{job.job_type}-job", job.name, account_id=builder.account_id),
        f"{prefix}Status": job.status,
        "CreationTime": builder.time,
        "LastModifiedTime": ended_at or builder.time,
        "RoleArn": f"arn:aws:iam::{builder.account_id}:role/SageMakerExecution",
        **times,
        **failure,
        **_build_experiment_members(builder, job),
        **_MEMBERS_BUILDERS[job.job_type](job, builder.time, ended_at),
    }
    builder.add_resource(f"Describe{prefix}", **{member: v for member, v in output.items() if v is not None})


def _build_experiment_members(builder: DemoBuilder, job: Job) -> dict[str, Any]:
    if builder.trial is None:
        return {}
    config = {"ExperimentName": builder.trial.experiment, "TrialName": builder.trial.name}
    return {"ExperimentConfig": {**config, "TrialComponentDisplayName": job.display_name}}


def _build_training_members(job: Job, start: datetime, end: datetime | None) -> dict[str, Any]:
    instance, count = job.instances
    seconds = round((end - start).total_seconds()) if end else None
    metrics = {name: value for name, value in job.parameters.items() if ":" in name}
    model = job.outputs[MODEL].uri
    return {
        "ModelArtifacts": {"S3ModelArtifacts": model},
        "SecondaryStatus": _SECONDARY.get(job.status, job.status),
        "HyperParameters": {n: str(value) for n, value in job.parameters.items() if n not in metrics},
        "AlgorithmSpecification": {"TrainingImage": job.image.uri, "TrainingInputMode": "File"},
        "InputDataConfig": [_build_channel(name, artifact.uri) for name, artifact in job.inputs.items()],
        "OutputDataConfig": {"S3OutputPath": model.removesuffix(f"/{job.name}/output/model.tar.gz")},
        "ResourceConfig": {"InstanceType": instance, "InstanceCount": count, "VolumeSizeInGB": _VOLUME_GB},
        "StoppingCondition": _LONGEST_RUN,
        "FinalMetricDataList": [
            {"MetricName": name, "Value": float(value), "Timestamp": end} for name, value in metrics.items()
        ],
        "TrainingTimeInSeconds": seconds,
        "BillableTimeInSeconds": seconds,
        "TuningJobArn": build_arn("hyper-parameter-tuning-job", job.tuning) if job.tuning else None,
    }


def _build_channel(name: str, uri: str) -> dict[str, Any]:
    return {"ChannelName": name, "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}}}


def _build_processing_members(job: Job, _start: datetime, _end: datetime | None) -> dict[str, Any]:
    instance, count = job.instances
    cluster = {"InstanceType": instance, "InstanceCount": count, "VolumeSizeInGB": _VOLUME_GB}
    return {
        "ProcessingInputs": [
            {
                "InputName": name,
                "S3Input": {
                    "S3Uri": artifact.uri,
                    "LocalPath": f"{_LOCAL}/input/{name}",
                    "S3DataType": "S3Prefix",
                    "S3InputMode": "File",
                },
            }
            for name, artifact in job.inputs.items()
        ],
        "ProcessingOutputConfig": {
            "Outputs": [
                {
                    "OutputName": name,
                    "S3Output": {
                        "S3Uri": output.uri,
                        "LocalPath": f"{_LOCAL}/output/{name}",
                        "S3UploadMode": "EndOfJob",
                    },
                }
                for name, output in job.outputs.items()
            ]
        },
        "ProcessingResources": {"ClusterConfig": cluster},
        "AppSpecification": {"ImageUri": job.image.uri},
        "StoppingCondition": _LONGEST_RUN,
    }


def _build_transform_members(job: Job, _start: datetime, _end: datetime | None) -> dict[str, Any]:
    instance, count = job.instances
    (output,) = job.outputs.values()
    data = {"S3DataType": "S3Prefix", "S3Uri": job.inputs["data"].uri}
    return {
        "ModelName": job.model_name,
        "TransformInput": {
            "DataSource": {"S3DataSource": data},
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        "TransformOutput": {"S3OutputPath": output.uri.rpartition("/")[0], "AssembleWith": "Line"},
        "TransformResources": {"InstanceType": instance, "InstanceCount": count},
    }


_MEMBERS_BUILDERS: Mapping[str, MembersBuilder] = {
    "training": _build_training_members,
    "processing": _build_processing_members,
    "transform": _build_transform_members,
}
