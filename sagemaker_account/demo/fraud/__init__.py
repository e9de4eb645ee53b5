"""Payment fraud, the team's second project.

It has feature groups, spot training, experiments and a supplier's data.
"""

from sagemaker_account.demo.fraud.experiments import (
    write_evaluation,
    write_experiment_runs,
    write_mlflow_model,
)
from sagemaker_account.demo.fraud.feature_store import (
    BUCKET,
    PROCESSORS,
    FeatureGroup,
    write_feature_groups,
    write_feature_processor,
)
from sagemaker_account.demo.fraud.training import (
    ROUNDS,
    link_revisions,
    write_endpoints,
    write_training_round,
)
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.partner_account import SupplierArtifacts
from sagemaker_account.demo.pipelines import add_pipeline
from sagemaker_account.demo.registry import create_model_group
from sagemaker_account.demo.users import TOMAS


def write(builder: DemoBuilder, supplier_artifacts: SupplierArtifacts) -> None:
    """Write the fraud project.

    It uses the supplier's signals from the start, and the supplier's embedding from version 3.
    """
    team = builder.with_tags(team="payments", project="payment-fraud", **{"cost-center": "5207"})
    groups = write_feature_groups(team)
    _write_processors(team, groups, supplier_artifacts)
    store = _create_offline_store(
        team.with_caller(TOMAS).at_time("2026-01-26T09:00"), groups["fraud-signals"]
    )
    founder = team.at_time("2026-02-02T05:45")
    group = create_model_group(founder, "payment-fraud")
    add_pipeline(founder, "payment-fraud", "From the offline feature store to a registered fraud model")
    add_pipeline(founder, "payment-fraud-evaluation", "Reports on a fraud model, for the payments desk")
    results = {
        training_round.version: write_training_round(
            team,
            training_round,
            group,
            store,
            {"merchants": supplier_artifacts.embedding} if training_round.version == len(ROUNDS) else {},
        )
        for training_round in ROUNDS
    }
    link_revisions(
        team.at_time("2026-09-08T09:00"), tuple(result.splits["train"] for result in results.values())
    )
    write_endpoints(team, {version: result.package for version, result in results.items()})
    write_experiment_runs(team, results[1].splits["train"])
    for version, moment in ((2, "2026-05-05T07:00"), (3, "2026-09-08T07:00")):
        write_evaluation(team, version, moment, results[version].model, results[version].splits["test"])
    write_mlflow_model(team)


def _write_processors(
    team: DemoBuilder, groups: dict[str, FeatureGroup], supplied: SupplierArtifacts
) -> None:
    landing = (
        team.with_caller(TOMAS)
        .at_time("2026-01-09T08:00")
        .create_artifact(f"{BUCKET}/landing/card-transactions/", "DataSet")
    )
    devices = (
        team.with_caller(TOMAS)
        .at_time("2026-01-19T12:00")
        .create_artifact(f"{BUCKET}/landing/device-prints/", "DataSet")
    )
    raw: dict[str, tuple[Artifact, ...]] = {
        "card-transactions-ingest": (landing,),
        "merchant-risk-refresh": (supplied.signals,),
        "fraud-signals-hourly": (devices,),
    }
    for processor in PROCESSORS:
        write_feature_processor(team, processor, groups, raw[processor.name])


def _create_offline_store(builder: DemoBuilder, group: FeatureGroup) -> Artifact:
    store = builder.create_artifact(
        f"{BUCKET}/feature-store/000000000000/sagemaker/us-west-2/offline-store/fraud-signals/data",
        "DataSet",
        ArtifactName="fraud-signals-offline-store",
    )
    builder.associate(group.pipeline, store.arn)
    return store
