"""Payment fraud, the team's second project.

It has feature groups, spot training, experiments and a supplier's data.
"""

from account.demo.author import Artifact, Author
from account.demo.fraud.experiments import build_from_mlflow, evaluate, explore
from account.demo.fraud.feature_store import (
    BUCKET,
    PROCESSORS,
    FeatureGroup,
    feature_groups,
    feature_processor,
)
from account.demo.fraud.training import ROUNDS, revise, serve, train
from account.demo.partner import Supplied
from account.demo.people import TOMAS
from account.demo.pipelines import pipeline
from account.demo.registry import model_group


def write(author: Author, supplied: Supplied) -> None:
    """Write the fraud project.

    It uses the supplier's signals from the start, and the supplier's embedding from version 3.
    """
    team = author.tagged(team="payments", project="payment-fraud", **{"cost-center": "5207"})
    groups = feature_groups(team)
    _processors(team, groups, supplied)
    store = _offline_store(team.by(TOMAS).at("2026-01-26T09:00"), groups["fraud-signals"])
    founder = team.at("2026-02-02T05:45")
    group = model_group(founder, "payment-fraud")
    pipeline(founder, "payment-fraud", "From the offline feature store to a registered fraud model")
    pipeline(founder, "payment-fraud-evaluation", "Reports on a fraud model, for the payments desk")
    results = {
        training_round.version: train(
            team,
            training_round,
            group,
            store,
            {"merchants": supplied.embedding} if training_round.version == len(ROUNDS) else {},
        )
        for training_round in ROUNDS
    }
    revise(team.at("2026-09-08T09:00"), tuple(result.splits["train"] for result in results.values()))
    serve(team, {version: result.package for version, result in results.items()})
    explore(team, results[1].splits["train"])
    for version, moment in ((2, "2026-05-05T07:00"), (3, "2026-09-08T07:00")):
        evaluate(team, version, moment, results[version].model, results[version].splits["test"])
    build_from_mlflow(team)


def _processors(team: Author, groups: dict[str, FeatureGroup], supplied: Supplied) -> None:
    landing = (
        team.by(TOMAS).at("2026-01-09T08:00").artifact(f"{BUCKET}/landing/card-transactions/", "DataSet")
    )
    devices = team.by(TOMAS).at("2026-01-19T12:00").artifact(f"{BUCKET}/landing/device-prints/", "DataSet")
    raw: dict[str, tuple[Artifact, ...]] = {
        "card-transactions-ingest": (landing,),
        "merchant-risk-refresh": (supplied.signals,),
        "fraud-signals-hourly": (devices,),
    }
    for processor in PROCESSORS:
        feature_processor(team, processor, groups, raw[processor.name])


def _offline_store(builder: Author, group: FeatureGroup) -> Artifact:
    store = builder.artifact(
        f"{BUCKET}/feature-store/000000000000/sagemaker/us-west-2/offline-store/fraud-signals/data",
        "DataSet",
        ArtifactName="fraud-signals-offline-store",
    )
    builder.link(group.pipeline, store.arn)
    return store
