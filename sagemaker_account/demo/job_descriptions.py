"""Outputs of the Describe operations of jobs.

The members are derived from a job's definition.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sagemaker_account.demo.arn_names import build_arn
from sagemaker_account.demo.job_record import MODEL, Job
from sagemaker_account.demo.lineage_builder import DemoBuilder

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
