"""Endpoints and monthly batches of the churn model.

The endpoints are a retired one, staging and production.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from account.demo.author import Author
from account.demo.churn.releases import BUCKET
from account.demo.job import Job, Output
from account.demo.jobs import run
from account.demo.naming import stamped_job
from account.demo.people import DEPLOYER
from account.demo.registry import Package, deploy, endpoint, in_service


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Endpoint and the versions that it served.

    Attributes:
        name: Name of the endpoint.
        stage: Value of its tag `stage`.
        description: Description of the endpoint.
        deployments: Deployment time of each version, UTC, by version, in chronological order.
        replacing: Version whose deployment replaced a model in place, or 0.
        deleted: Whether the endpoint has been deleted.
    """

    name: str
    stage: str
    description: str
    deployments: Mapping[int, str]
    replacing: int = 0
    deleted: bool = False


ENDPOINTS = (
    Endpoint(
        "churn-scoring",
        "retired",
        "First production endpoint, deleted on 31 August 2026",
        {1: "2025-10-27T07:00", 2: "2025-12-11T07:00", 4: "2026-03-19T07:00", 5: "2026-05-20T07:00"},
        replacing=5,
        deleted=True,
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


def serve(author: Author, place: Endpoint, packages: Mapping[int, Package]) -> None:
    """Write an endpoint and its deployments.

    The properties of its context contain the newest version and execution.
    """
    deployer = author.by(DEPLOYER).tagged(stage=place.stage)
    creation = deployer.at(next(iter(place.deployments.values())))
    context = endpoint(creation, place.name, Description=place.description)
    for version, moment in place.deployments.items():
        package = packages[version]
        release = deployer.at(moment)
        kind = "ModelReplaced" if version == place.replacing else "ModelDeployment"
        deploy(release, f"{place.name}-v{version}", package.served, context, kind)
        properties = {"PipelineExecutionArn": package.execution, "ModelPackageVersion": str(version)}
        end = release.after(minutes=9)
        end.update_context(context, properties)
        if not place.deleted:
            config = f"{place.name}-v{version}"
            in_service(end, place.name, config, package, created=creation.when)


def score(author: Author, version: int, month: str, package: Package) -> None:
    """Write a month's batch transform, on its fourteenth day."""
    start = author.at(f"{month}-14T02:30")
    job = Job(
        kind="transform",
        name=stamped_job("churn-scoring", start.when),
        display_name=f"Score-{month}",
        inputs={
            "model": package.model,
            "data": start.artifact(f"{BUCKET}/scoring/{month}/customers.csv", "DataSet"),
        },
        image=package.image,
        outputs={
            "scores": Output(
                f"{BUCKET}/scoring/{month}/customers.csv.out", facts={"model-version": str(version)}
            )
        },
        machines=("ml.m5.2xlarge", 4),
        minutes=48,
        model_name=f"customer-churn-v{version}",
    )
    run(start, job)
