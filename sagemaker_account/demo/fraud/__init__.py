"""Payment fraud, the team's second project.

It has feature groups, spot training, a supplier's data, and manually recorded lineage: from notebooks, an
evaluation pipeline and MLflow.
"""

from sagemaker_account.demo.arn_names import build_arn, build_commit_id, build_execution_arn
from sagemaker_account.demo.executions import (
    add_pipeline,
    begin_execution,
    create_experiment,
    create_trial,
    finish_execution,
    join_trial,
)
from sagemaker_account.demo.fraud.feature_store import (
    BUCKET,
    PROCESSORS,
    FeatureGroup,
    write_feature_groups,
    write_feature_processor,
)
from sagemaker_account.demo.fraud.training import (
    REPOSITORY,
    ROUNDS,
    link_revisions,
    write_endpoints,
    write_training_round,
)
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.partner_account import SupplierArtifacts
from sagemaker_account.demo.registry import create_model_group
from sagemaker_account.demo.users import JUNE, MARA, PIPELINES, TOMAS


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


_RUNS = (
    ("logistic", 0.488, "2026-02-10T13:00"),
    ("boosted", 0.655, "2026-02-11T09:30"),
    ("wide-deep", 0.671, "2026-02-12T15:10"),
    ("transformer", 0.669, "2026-02-16T10:45"),
)
_EXPERIMENT = "payment-fraud-exploration"
_SHORTLISTED = 0.66
_CURVES = ("ConfusionMatrix", "ROCCurve", "PrecisionRecallCurve")


def write_experiment_runs(builder: DemoBuilder, data: Artifact) -> None:
    """Write four experiment runs over one data set.

    A run is not a job, so its trial component has no type. The SDK adds the runs of an experiment to one
    trial; the two best runs are in a second, manually created one.
    """
    start = builder.with_caller(MARA).at_time(_RUNS[0][2])
    create_experiment(start, _EXPERIMENT, Description="Which kind of model for payment fraud?")
    runs = create_trial(start, _EXPERIMENT, f"Default-Run-Group-{_EXPERIMENT}")
    shortlist = create_trial(start.at_time("2026-02-17T09:00"), _EXPERIMENT, f"{_EXPERIMENT}-shortlist")
    for name, auc, moment in _RUNS:
        _write_run(runs.at_time(moment), name, auc, data)
        if auc > _SHORTLISTED:
            join_trial(shortlist, f"{_EXPERIMENT}-{name}")


def write_evaluation(
    builder: DemoBuilder, version: int, moment: str, model: Artifact, test: Artifact
) -> None:
    """Write an execution of the evaluation pipeline.

    Its action is associated with a context that represents the pipeline execution.
    """
    evaluator = builder.with_caller(PIPELINES).at_time(moment)
    execution = build_execution_arn("payment-fraud-evaluation", version)
    folder = f"{BUCKET}/evaluation/v{version}"
    action = evaluator.create_action(f"payment-fraud-evaluation-v{version}", "Evaluation", execution)
    context = evaluator.create_context(f"payment-fraud-evaluation-v{version}", "PipelineExecution", execution)
    evidence = (
        model,
        test,
        evaluator.create_artifact(f"{folder}/results.jsonl", "InferenceResults"),
        evaluator.create_artifact(
            f"{folder}/report.html", "EvaluationReport", ArtifactName=f"fraud-evaluation-v{version}"
        ),
    )
    for artifact in evidence:
        evaluator.associate(artifact.arn, action)
    evaluator.associate(action, context)
    _write_execution(
        evaluator, f"fraud-evaluation-v{version}", execution, (action, context, *(e.arn for e in evidence))
    )


def _write_execution(
    evaluator: DemoBuilder, display_name: str, execution: str, written_arns: tuple[str, ...]
) -> None:
    """Write a pipeline execution whose only step writes lineage.

    Args:
        evaluator: The builder.
        display_name: Display name of the execution.
        execution: ARN of the execution.
        written_arns: ARNs of the action, the context and the artifacts that the step wrote.
    """
    in_execution = evaluator.with_execution(
        execution, commit=build_commit_id(execution), repository=REPOSITORY
    )
    action, context, *evidence = written_arns
    begin_execution(in_execution, display_name)
    end = in_execution.after_delay(minutes=12)
    arns = {
        "ActionArns": {"evaluation": action},
        "ContextArns": {"execution": context},
        "ArtifactArns": {f"evidence-{number}": artifact for number, artifact in enumerate(evidence, start=1)},
        "Associations": [
            *({"SourceArn": artifact, "DestinationArn": action} for artifact in evidence),
            {"SourceArn": action, "DestinationArn": context},
        ],
    }
    end.add_step("WriteLineage", in_execution.time, Metadata={"Lineage": arns})
    finish_execution(end)


def write_mlflow_model(builder: DemoBuilder) -> None:
    """Write a model that ModelBuilder imports from MLflow.

    Its deployment action has no endpoint.
    """
    engineer = builder.with_caller(JUNE).at_time("2026-03-24T14:00")
    mlflow_model = engineer.create_artifact(
        "models:/fraud-boosted/4", "ModelBuilderInputModelData", ArtifactName="fraud-boosted-4"
    )
    packaged_model = engineer.create_artifact(
        f"{BUCKET}/model-builder/fraud-boosted-4/model.tar.gz", "ModelData"
    )
    engineer.associate(mlflow_model.arn, packaged_model.arn)
    deployment = engineer.create_action(
        "fraud-boosted-4-model-builder", "ModelDeployment", build_arn("model", "fraud-boosted-4")
    )
    engineer.associate(packaged_model.arn, deployment)


def _write_run(builder: DemoBuilder, name: str, auc: float, data: Artifact) -> None:
    folder = f"{BUCKET}/experiments/{name}"
    component = builder.create_trial_component(
        f"{_EXPERIMENT}-{name}",
        DisplayName=name,
        Status={"PrimaryStatus": "Completed"},
        StartTime=builder.time,
        EndTime=builder.after_delay(minutes=37).time,
        Parameters={"seed": {"NumberValue": 20260210}, "test:pr-auc": {"NumberValue": auc}},
        InputArtifacts={"data": {"Value": data.uri}},
    )
    builder.associate(data.arn, component)
    join_trial(builder, f"{_EXPERIMENT}-{name}")
    for curve in _CURVES:
        plot = builder.create_artifact(
            f"{folder}/{curve.lower()}.json", curve, ArtifactName=f"{name}-{curve}"
        )
        builder.associate(component, plot.arn, "Produced")
