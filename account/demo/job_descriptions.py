"""Outputs of the Describe operations of jobs.

The members are derived from a job's definition.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from account.demo.author import Author
from account.demo.job import MODEL, Job
from account.demo.naming import arn

_LOCAL = "/opt/ml/processing"
_LONGEST_RUN = {"MaxRuntimeInSeconds": 86_400}
_VOLUME_GB = 30
_SECONDARY = {"InProgress": "Training"}

# (job, start time, end time or None while it runs) → members of one job type
Told: TypeAlias = Callable[[Job, datetime, datetime | None], Mapping[str, Any]]


def describe(author: Author, job: Job, ended: datetime | None) -> None:
    """Seed the description of a job.

    Args:
        author: The builder; its time is the start of the job.
        job: The job.
        ended: End time; None while the job runs.
    """
    prefix = f"{job.kind.title()}Job"
    times = {f"{job.kind.title()}StartTime": author.when, f"{job.kind.title()}EndTime": ended}
    failure = {"FailureReason": job.message} if job.status == "Failed" else {}
    output = {
        f"{prefix}Name": job.name,
        f"{prefix}Arn": arn(f"{job.kind}-job", job.name, account_id=author.account_id),
        f"{prefix}Status": job.status,
        "CreationTime": author.when,
        "LastModifiedTime": ended or author.when,
        "RoleArn": f"arn:aws:iam::{author.account_id}:role/SageMakerExecution",
        **times,
        **failure,
        **_experiment(author, job),
        **_TOLD[job.kind](job, author.when, ended),
    }
    author.keep(f"Describe{prefix}", **{member: v for member, v in output.items() if v is not None})


def _experiment(builder: Author, job: Job) -> dict[str, Any]:
    if builder.trial is None:
        return {}
    config = {"ExperimentName": builder.trial.experiment, "TrialName": builder.trial.name}
    return {"ExperimentConfig": {**config, "TrialComponentDisplayName": job.display_name}}


def _training(job: Job, start: datetime, end: datetime | None) -> dict[str, Any]:
    instance, count = job.machines
    seconds = round((end - start).total_seconds()) if end else None
    metrics = {name: value for name, value in job.parameters.items() if ":" in name}
    model = job.outputs[MODEL].uri
    return {
        "ModelArtifacts": {"S3ModelArtifacts": model},
        "SecondaryStatus": _SECONDARY.get(job.status, job.status),
        "HyperParameters": {n: str(value) for n, value in job.parameters.items() if n not in metrics},
        "AlgorithmSpecification": {"TrainingImage": job.image.uri, "TrainingInputMode": "File"},
        "InputDataConfig": [_channel(name, artifact.uri) for name, artifact in job.inputs.items()],
        "OutputDataConfig": {"S3OutputPath": model.removesuffix(f"/{job.name}/output/model.tar.gz")},
        "ResourceConfig": {"InstanceType": instance, "InstanceCount": count, "VolumeSizeInGB": _VOLUME_GB},
        "StoppingCondition": _LONGEST_RUN,
        "FinalMetricDataList": [
            {"MetricName": name, "Value": float(value), "Timestamp": end} for name, value in metrics.items()
        ],
        "TrainingTimeInSeconds": seconds,
        "BillableTimeInSeconds": seconds,
        "TuningJobArn": arn("hyper-parameter-tuning-job", job.tuning) if job.tuning else None,
    }


def _channel(name: str, uri: str) -> dict[str, Any]:
    return {"ChannelName": name, "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}}}


def _processing(job: Job, _start: datetime, _end: datetime | None) -> dict[str, Any]:
    instance, count = job.machines
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


def _transform(job: Job, _start: datetime, _end: datetime | None) -> dict[str, Any]:
    instance, count = job.machines
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


_TOLD: Mapping[str, Told] = {"training": _training, "processing": _processing, "transform": _transform}
