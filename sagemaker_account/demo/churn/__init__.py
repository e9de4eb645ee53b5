"""Customer churn, the team's main project.

It has eight releases in one model package group over a year, monthly batches, and three endpoints: a retired
one, staging and production.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagemaker_account.demo.arn_names import build_job_name
from sagemaker_account.demo.churn.releases import (
    BUCKET,
    CANDIDATE,
    FIRST_TRACKED_VERSION,
    RELEASES,
    REPOSITORY,
    Release,
)
from sagemaker_account.demo.churn.steps import (
    analyze_bias,
    build_single_spec,
    build_training_job,
    evaluate_model,
    prepare_data,
    reuse_cached_steps,
    train_release,
)
from sagemaker_account.demo.executions import (
    add_pipeline,
    begin_execution,
    create_experiment,
    create_trial,
    finish_execution,
)
from sagemaker_account.demo.job_record import MODEL, XGBOOST_1_7, Job, Output, create_image_artifact
from sagemaker_account.demo.jobs import run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.registry import (
    ModelGroup,
    ModelPackage,
    add_endpoint,
    add_model_card,
    create_endpoint_context,
    create_model_group,
    deploy_model,
    register_model,
    set_approval_status,
)
from sagemaker_account.demo.users import DEPLOYER, MARA, PIPELINES, SERVICE

_NAME = "customer-churn"
"""Name of the pipeline, of its experiment, and of the group in which it registers models."""


def write(builder: DemoBuilder) -> None:
    """Write the churn project.

    It consists of releases, endpoints, monthly batches, and a running execution.
    """
    team = builder.with_caller(PIPELINES).with_tags(
        team="retention", project="customer-churn", **{"cost-center": "4411"}
    )
    founder = team.at_time("2025-10-20T07:30").with_caller(MARA)
    group = create_model_group(founder, _NAME)
    add_pipeline(founder, _NAME, "From raw tables to a registered churn model")
    splits: dict[int, Mapping[str, Artifact]] = {}
    packages: dict[int, ModelPackage] = {}
    for release in RELEASES:
        packages[release.version] = _write_release(team, release, group, splits)
    for served_endpoint in ENDPOINTS:
        write_endpoint(team, served_endpoint, packages)
    author = team.at_time("2026-11-04T16:30").with_caller(MARA)
    add_model_card(author, _NAME, packages[8], "Ranks customers for the retention desk")
    for version, months in BATCHES.items():
        for month in months:
            write_batch_transform(team, version, month, packages[version])
    _begin_candidate(team)


def _write_release(
    team: DemoBuilder, release: Release, group: ModelGroup, splits: dict[int, Mapping[str, Artifact]]
) -> ModelPackage:
    """Write one pipeline execution up to its review.

    Its data splits are added to `splits`, because later releases may reuse them from the pipeline's cache.
    """
    builder = _begin_execution(team, release)
    if release.cached_version:
        reuse_cached_steps(builder, release, RELEASES[release.cached_version - 1])
        splits[release.version] = splits[release.cached_version]
    else:
        preparation = prepare_data(builder, release)
        splits[release.version], builder = (
            preparation.outputs,
            preparation.builder_at_end.after_delay(minutes=1),
        )
    data = splits[release.version]
    training = train_release(builder, release, data)
    model = training.outputs[MODEL]
    evaluate_model(training.builder_at_end.after_delay(minutes=1), release, model, data["test"])
    if release.disparate_impact:
        analyze_bias(training.builder_at_end.after_delay(minutes=1), release, model, data["validation"])
    package = _register(training.builder_at_end.after_delay(minutes=25), release, group, model)
    finish_execution(training.builder_at_end.after_delay(minutes=26))
    if review := release.review:
        reviewer = team.at_time(review.decided_at).with_caller(review.reviewer)
        set_approval_status(reviewer, package, review.status, Description=review.reason)
    return package


def _register(builder: DemoBuilder, release: Release, group: ModelGroup, model: Artifact) -> ModelPackage:
    properties = {"auc": f"{release.auc:.3f}", "snapshot": release.snapshot}
    xgboost = create_image_artifact(builder, XGBOOST_1_7)
    about = f"Churn within 90 days, trained on the snapshot of {release.snapshot}; AUC {release.auc:.3f}"
    package = register_model(
        builder,
        group,
        release.version,
        (model, xgboost),
        package_members={"ModelPackageDescription": about, **_build_package_members(release)},
        Properties=properties,
    )
    set_approval_status(builder.with_caller(SERVICE), package, "PendingManualApproval")
    builder.update_context(group.context, {"PipelineExecutionArn": release.execution})
    return package


def _build_package_members(release: Release) -> dict[str, Any]:
    """Return what the registry holds of a version beside its containers."""
    quality = _build_report(f"{release.folder}/evaluation/evaluation.json")
    is_approved = release.review is not None and release.review.status == "Approved"
    bias = {"Bias": {"Report": _build_report(f"{release.folder}/bias/analysis.json")}}
    return {
        "ModelMetrics": {
            "ModelQuality": {"Statistics": quality},
            **(bias if release.disparate_impact else {}),
        },
        "ModelLifeCycle": {
            "Stage": "Production" if is_approved else "Development",
            "StageStatus": "PendingManualApproval",
            "StageDescription": "For the retention desk",
        },
        "ModelCard": {"ModelCardStatus": "PendingReview", "ModelCardContent": "{}"},
        "CustomerMetadataProperties": {"auc": f"{release.auc:.3f}", "rows": f"{release.rows}"},
        "Domain": "MACHINE_LEARNING",
        "Task": "CLASSIFICATION",
    }


def _build_report(uri: str) -> dict[str, str]:
    return {"ContentType": "application/json", "S3Uri": uri}


def _begin_candidate(team: DemoBuilder) -> None:
    builder = _begin_execution(team, CANDIDATE)
    preparation = prepare_data(builder, CANDIDATE)
    running_trial = build_single_spec(CANDIDATE, status="InProgress")
    run_job(
        preparation.builder_at_end.after_delay(minutes=1),
        build_training_job(builder, running_trial, preparation.outputs),
    )


def _begin_execution(team: DemoBuilder, release: Release) -> DemoBuilder:
    builder = team.at_time(release.started_at).with_execution(
        release.execution, commit=release.commit, repository=REPOSITORY
    )
    if release.trial_name:
        if release.version == FIRST_TRACKED_VERSION:
            create_experiment(
                builder, _NAME, Description="Every execution of the churn pipeline since March 2026"
            )
        builder = create_trial(builder, _NAME, release.trial_name, DisplayName=f"churn-v{release.version}")
    begin_execution(builder, f"churn-v{release.version}")
    return builder


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
