"""Customer churn, the team's main project: eight releases in one model package group over a year."""

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
"""Of the pipeline, its experiment, and the group that it registers models in."""


def write(author: Author) -> None:
    """Write the project: its releases, its endpoints, its monthly batches, and the run that is under way."""
    team = author.by(PIPELINES).tagged(team="retention", project="customer-churn", **{"cost-center": "4411"})
    founder = team.at("2025-10-20T07:30").by(MARA)
    group = model_group(founder, _NAME)
    pipeline(founder, _NAME, "From raw tables to a registered churn model")
    splits: dict[int, Mapping[str, Artifact]] = {}
    packages: dict[int, Package] = {}
    for release in RELEASES:
        packages[release.version] = _release(team, release, group, splits)
    for place in ENDPOINTS:
        serve(team, place, packages)
    for version, months in BATCHES.items():
        for month in months:
            score(team, version, month, packages[version])
    _begin_candidate(team)


def _release(
    team: Author, release: Release, group: ModelGroup, splits: dict[int, Mapping[str, Artifact]]
) -> Package:
    """Write one pipeline execution up to its review; its data joins `splits`, for those who get it cached."""
    author = _execution(team, release)
    if release.cached:
        reuse(author, release, RELEASES[release.cached - 1])
        splits[release.version] = splits[release.cached]
    else:
        prepared = prepare(author, release)
        splits[release.version], author = prepared.outputs, prepared.ended.after(minutes=1)
    data = splits[release.version]
    trained = train(author, release, data)
    model = trained.outputs[MODEL]
    evaluate(trained.ended.after(minutes=1), release, model, data["test"])
    if release.disparate_impact:
        explain(trained.ended.after(minutes=1), release, model, data["validation"])
    package = _register(trained.ended.after(minutes=25), release, group, model)
    succeed(trained.ended.after(minutes=26))
    if review := release.review:
        reviewer = team.at(review.ended).by(review.reviewer)
        decide(reviewer, package, review.status, Description=review.reason)
    return package


def _register(author: Author, release: Release, group: ModelGroup, model: Artifact) -> Package:
    properties = {"auc": f"{release.auc:.3f}", "snapshot": release.snapshot}
    xgboost = image(author, XGBOOST_1_7)
    about = f"Churn within 90 days, trained on the snapshot of {release.snapshot}; AUC {release.auc:.3f}"
    package = register(author, group, release.version, (model, xgboost), about=about, Properties=properties)
    decide(author.by(SERVICE), package, "PendingManualApproval")
    author.update_context(group.context, {"PipelineExecutionArn": release.execution})
    return package


def _begin_candidate(team: Author) -> None:
    author = _execution(team, CANDIDATE)
    prepared = prepare(author, CANDIDATE)
    running = single_trial(CANDIDATE, status="InProgress")
    run(prepared.ended.after(minutes=1), training_job(author, running, prepared.outputs))


def _execution(team: Author, release: Release) -> Author:
    author = team.at(release.began).within(release.execution, commit=release.commit, repository=REPOSITORY)
    if release.trial:
        if release.version == TRACKED:
            experiment(author, _NAME, Description="Every execution of the churn pipeline since March 2026")
        author = trial(author, _NAME, release.trial, DisplayName=f"churn-v{release.version}")
    begin(author, f"churn-v{release.version}")
    return author
