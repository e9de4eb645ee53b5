"""Endpoints and monthly batches of the churn model.

The endpoints are a retired one, staging and production.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker_account.demo.arn_names import build_job_name
from sagemaker_account.demo.churn.releases import BUCKET
from sagemaker_account.demo.job_record import Job, Output
from sagemaker_account.demo.jobs import run_job
from sagemaker_account.demo.lineage_builder import DemoBuilder
from sagemaker_account.demo.registry import ModelPackage, add_endpoint, create_endpoint_context, deploy_model
from sagemaker_account.demo.users import DEPLOYER


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Endpoint and the versions that it served.

    Attributes:
        name: Name of the endpoint.
        stage: Value of its tag `stage`.
        description: Description of the endpoint.
        deployments: Deployment time of each version, UTC, by version, in chronological order.
        replacing_version: Version whose deployment replaced a model in place, or 0.
        is_deleted: Whether the endpoint has been deleted.
    """

    name: str
    stage: str
    description: str
    deployments: Mapping[int, str]
    replacing_version: int = 0
    is_deleted: bool = False


ENDPOINTS = (
    Endpoint(
        "churn-scoring",
        "retired",
        "First production endpoint, deleted on 31 August 2026",
        {1: "2025-10-27T07:00", 2: "2025-12-11T07:00", 4: "2026-03-19T07:00", 5: "2026-05-20T07:00"},
        replacing_version=5,
        is_deleted=True,
    ),
    Endpoint(
        "customer-churn-staging",
        "staging",
        "Rehearses every approved version before production",
        {
            2: "2025-12-10T12:00",
            4: "2026-03-18T17:00",
            5: "2026-05-19T13:00",
            7: "2026-08-27T12:00",
            8: "2026-11-05T12:00",
        },
    ),
    Endpoint(
        "customer-churn-production",
        "production",
        "Scores a customer when the retention desk picks up the phone",
        {7: "2026-08-31T07:00", 8: "2026-11-09T07:00"},
    ),
)

BATCHES = {
    1: ("2025-11",),
    2: ("2025-12", "2026-01", "2026-02", "2026-03"),
    4: ("2026-04", "2026-05"),
    5: ("2026-06", "2026-07", "2026-08"),
    7: ("2026-09", "2026-10"),
    8: ("2026-11",),
}
"""Months in which each version scored all customers, by version."""


def write_endpoint(
    builder: DemoBuilder, served_endpoint: Endpoint, packages: Mapping[int, ModelPackage]
) -> None:
    """Write an endpoint and its deployments.

    The properties of its context contain the newest version and execution.
    """
    deployer = builder.with_caller(DEPLOYER).with_tags(stage=served_endpoint.stage)
    creation = deployer.at_time(next(iter(served_endpoint.deployments.values())))
    context = create_endpoint_context(creation, served_endpoint.name, Description=served_endpoint.description)
    for version, moment in served_endpoint.deployments.items():
        package = packages[version]
        release = deployer.at_time(moment)
        kind = "ModelReplaced" if version == served_endpoint.replacing_version else "ModelDeployment"
        deploy_model(release, f"{served_endpoint.name}-v{version}", package.deployment_inputs, context, kind)
        properties = {"PipelineExecutionArn": package.execution, "ModelPackageVersion": str(version)}
        end = release.after_delay(minutes=9)
        end.update_context(context, properties)
        if not served_endpoint.is_deleted:
            config = f"{served_endpoint.name}-v{version}"
            add_endpoint(end, served_endpoint.name, config, package, created_at=creation.time)


def write_batch_transform(builder: DemoBuilder, version: int, month: str, package: ModelPackage) -> None:
    """Write a month's batch transform, on its fourteenth day."""
    start = builder.at_time(f"{month}-14T02:30")
    job = Job(
        job_type="transform",
        name=build_job_name("churn-scoring", start.time),
        display_name=f"Score-{month}",
        inputs={
            "model": package.model,
            "data": start.create_artifact(f"{BUCKET}/scoring/{month}/customers.csv", "DataSet"),
        },
        image=package.image,
        outputs={
            "scores": Output(
                f"{BUCKET}/scoring/{month}/customers.csv.out", properties={"model-version": str(version)}
            )
        },
        instances=("ml.m5.2xlarge", 4),
        minutes=48,
        model_name=f"customer-churn-v{version}",
    )
    run_job(start, job)
