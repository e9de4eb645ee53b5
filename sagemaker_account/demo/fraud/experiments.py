"""Manually recorded lineage of the fraud project.

It comes from notebooks, an evaluation pipeline and MLflow.
"""

from sagemaker_account.demo.arn_names import build_arn, build_commit_id, build_execution_arn
from sagemaker_account.demo.experiment_trials import create_experiment, create_trial, join_trial
from sagemaker_account.demo.fraud.feature_store import BUCKET
from sagemaker_account.demo.fraud.training import REPOSITORY
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.pipelines import begin_execution, finish_execution
from sagemaker_account.demo.users import JUNE, MARA, PIPELINES

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
