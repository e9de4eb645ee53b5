"""Customer churn, the team's main project.

It has eight releases in one model package group over a year.
"""

from collections.abc import Mapping

from sagemaker_account.demo.churn.releases import (
    CANDIDATE,
    FIRST_TRACKED_VERSION,
    RELEASES,
    REPOSITORY,
    Release,
)
from sagemaker_account.demo.churn.serving import BATCHES, ENDPOINTS, write_batch_transform, write_endpoint
from sagemaker_account.demo.churn.steps import analyze_bias, evaluate_model, prepare_data, reuse_cached_steps
from sagemaker_account.demo.churn.training import build_single_spec, build_training_job, train_release
from sagemaker_account.demo.experiment_trials import create_experiment, create_trial
from sagemaker_account.demo.images import XGBOOST_1_7, create_image_artifact
from sagemaker_account.demo.job_record import MODEL
from sagemaker_account.demo.jobs import run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.pipelines import add_pipeline, begin_execution, finish_execution
from sagemaker_account.demo.registry import (
    ModelGroup,
    ModelPackage,
    create_model_group,
    register_model,
    set_approval_status,
)
from sagemaker_account.demo.users import MARA, PIPELINES, SERVICE

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
        builder, group, release.version, (model, xgboost), description=about, Properties=properties
    )
    set_approval_status(builder.with_caller(SERVICE), package, "PendingManualApproval")
    builder.update_context(group.context, {"PipelineExecutionArn": release.execution})
    return package


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
