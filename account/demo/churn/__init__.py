"""Customer churn, the team's main project.

It has eight releases in one model package group over a year.
"""

from collections.abc import Mapping

from account.demo.author import Artifact, Author
from account.demo.churn.releases import CANDIDATE, RELEASES, REPOSITORY, TRACKED, Release
from account.demo.churn.serving import BATCHES, ENDPOINTS, score, serve
from account.demo.churn.steps import evaluate, explain, prepare, reuse
from account.demo.churn.training import single_trial, train, training_job
from account.demo.images import XGBOOST_1_7, image
from account.demo.job import MODEL
from account.demo.jobs import run
from account.demo.people import MARA, PIPELINES, SERVICE
from account.demo.pipelines import begin, pipeline, succeed
from account.demo.registry import ModelGroup, Package, decide, model_group, register
from account.demo.trials import experiment, trial

_NAME = "customer-churn"
"""Name of the pipeline, of its experiment, and of the group in which it registers models."""


def write(author: Author) -> None:
    """Write the churn project.

    It consists of releases, endpoints, monthly batches, and a running execution.
    """
    team = author.by(PIPELINES).tagged(team="retention", project="customer-churn", **{"cost-center": "4411"})
    founder = team.at("2025-10-20T07:30").by(MARA)
    group = model_group(founder, _NAME)
    pipeline(founder, _NAME, "From raw tables to a registered churn model")
    splits: dict[int, Mapping[str, Artifact]] = {}
    packages: dict[int, Package] = {}
    for release in RELEASES:
        packages[release.version] = _release(team, release, group, splits)
    for served_endpoint in ENDPOINTS:
        serve(team, served_endpoint, packages)
    for version, months in BATCHES.items():
        for month in months:
            score(team, version, month, packages[version])
    _begin_candidate(team)


def _release(
    team: Author, release: Release, group: ModelGroup, splits: dict[int, Mapping[str, Artifact]]
) -> Package:
    """Write one pipeline execution up to its review.

    Its data splits are added to `splits`, because later releases may reuse them from the pipeline's cache.
    """
    builder = _execution(team, release)
    if release.cached:
        reuse(builder, release, RELEASES[release.cached - 1])
        splits[release.version] = splits[release.cached]
    else:
        preparation = prepare(builder, release)
        splits[release.version], builder = preparation.outputs, preparation.ended.after(minutes=1)
    data = splits[release.version]
    training = train(builder, release, data)
    model = training.outputs[MODEL]
    evaluate(training.ended.after(minutes=1), release, model, data["test"])
    if release.disparate_impact:
        explain(training.ended.after(minutes=1), release, model, data["validation"])
    package = _register(training.ended.after(minutes=25), release, group, model)
    succeed(training.ended.after(minutes=26))
    if review := release.review:
        reviewer = team.at(review.ended).by(review.reviewer)
        decide(reviewer, package, review.status, Description=review.reason)
    return package


def _register(builder: Author, release: Release, group: ModelGroup, model: Artifact) -> Package:
    properties = {"auc": f"{release.auc:.3f}", "snapshot": release.snapshot}
    xgboost = image(builder, XGBOOST_1_7)
    about = f"Churn within 90 days, trained on the snapshot of {release.snapshot}; AUC {release.auc:.3f}"
    package = register(builder, group, release.version, (model, xgboost), about=about, Properties=properties)
    decide(builder.by(SERVICE), package, "PendingManualApproval")
    builder.update_context(group.context, {"PipelineExecutionArn": release.execution})
    return package


def _begin_candidate(team: Author) -> None:
    builder = _execution(team, CANDIDATE)
    preparation = prepare(builder, CANDIDATE)
    running_trial = single_trial(CANDIDATE, status="InProgress")
    run(preparation.ended.after(minutes=1), training_job(builder, running_trial, preparation.outputs))


def _execution(team: Author, release: Release) -> Author:
    builder = team.at(release.began).within(release.execution, commit=release.commit, repository=REPOSITORY)
    if release.trial:
        if release.version == TRACKED:
            experiment(builder, _NAME, Description="Every execution of the churn pipeline since March 2026")
        builder = trial(builder, _NAME, release.trial, DisplayName=f"churn-v{release.version}")
    begin(builder, f"churn-v{release.version}")
    return builder
