"""Manually recorded lineage of the fraud project.

It comes from notebooks, an evaluation pipeline and MLflow.
"""

from account.demo.author import Artifact, Author
from account.demo.fraud.feature_store import BUCKET
from account.demo.fraud.training import REPOSITORY
from account.demo.naming import arn, commit, execution_arn
from account.demo.people import JUNE, MARA, PIPELINES
from account.demo.pipelines import begin, succeed
from account.demo.trials import experiment, join, trial

_RUNS = (
    ("logistic", 0.488, "2026-02-10T13:00"),
    ("boosted", 0.655, "2026-02-11T09:30"),
    ("wide-deep", 0.671, "2026-02-12T15:10"),
    ("transformer", 0.669, "2026-02-16T10:45"),
)
_EXPERIMENT = "payment-fraud-exploration"
_SHORTLISTED = 0.66
_CURVES = ("ConfusionMatrix", "ROCCurve", "PrecisionRecallCurve")


def explore(author: Author, data: Artifact) -> None:
    """Write four experiment runs over one data set.

    A run is not a job, so its trial component has no type. The SDK adds the runs of an experiment to one
    trial; the two best runs are in a second, manually created one.
    """
    start = author.by(MARA).at(_RUNS[0][2])
    experiment(start, _EXPERIMENT, Description="Which kind of model for payment fraud?")
    runs = trial(start, _EXPERIMENT, f"Default-Run-Group-{_EXPERIMENT}")
    shortlist = trial(start.at("2026-02-17T09:00"), _EXPERIMENT, f"{_EXPERIMENT}-shortlist")
    for name, auc, moment in _RUNS:
        _run(runs.at(moment), name, auc, data)
        if auc > _SHORTLISTED:
            join(shortlist, f"{_EXPERIMENT}-{name}")


def evaluate(author: Author, version: int, moment: str, model: Artifact, test: Artifact) -> None:
    """Write an execution of the evaluation pipeline.

    Its action is associated with a context that represents the pipeline execution.
    """
    evaluator = author.by(PIPELINES).at(moment)
    execution = execution_arn("payment-fraud-evaluation", version)
    folder = f"{BUCKET}/evaluation/v{version}"
    action = evaluator.action(f"payment-fraud-evaluation-v{version}", "Evaluation", execution)
    context = evaluator.context(f"payment-fraud-evaluation-v{version}", "PipelineExecution", execution)
    evidence = (
        model,
        test,
        evaluator.artifact(f"{folder}/results.jsonl", "InferenceResults"),
        evaluator.artifact(
            f"{folder}/report.html", "EvaluationReport", ArtifactName=f"fraud-evaluation-v{version}"
        ),
    )
    for artifact in evidence:
        evaluator.link(artifact.arn, action)
    evaluator.link(action, context)
    _execute(
        evaluator, f"fraud-evaluation-v{version}", execution, (action, context, *(e.arn for e in evidence))
    )


def _execute(evaluator: Author, display_name: str, execution: str, written_arns: tuple[str, ...]) -> None:
    """Write a pipeline execution whose only step writes lineage.

    Args:
        evaluator: The builder.
        display_name: Display name of the execution.
        execution: ARN of the execution.
        written_arns: ARNs of the action, the context and the artifacts that the step wrote.
    """
    in_execution = evaluator.within(execution, commit=commit(execution), repository=REPOSITORY)
    action, context, *evidence = written_arns
    begin(in_execution, display_name)
    end = in_execution.after(minutes=12)
    arns = {
        "ActionArns": {"evaluation": action},
        "ContextArns": {"execution": context},
        "ArtifactArns": {f"evidence-{number}": artifact for number, artifact in enumerate(evidence, start=1)},
        "Associations": [
            *({"SourceArn": artifact, "DestinationArn": action} for artifact in evidence),
            {"SourceArn": action, "DestinationArn": context},
        ],
    }
    end.step("WriteLineage", in_execution.when, Metadata={"Lineage": arns})
    succeed(end)


def build_from_mlflow(author: Author) -> None:
    """Write a model that ModelBuilder imports from MLflow.

    Its deployment action has no endpoint.
    """
    engineer = author.by(JUNE).at("2026-03-24T14:00")
    mlflow_model = engineer.artifact(
        "models:/fraud-boosted/4", "ModelBuilderInputModelData", ArtifactName="fraud-boosted-4"
    )
    packaged_model = engineer.artifact(f"{BUCKET}/model-builder/fraud-boosted-4/model.tar.gz", "ModelData")
    engineer.link(mlflow_model.arn, packaged_model.arn)
    deployment = engineer.action(
        "fraud-boosted-4-model-builder", "ModelDeployment", arn("model", "fraud-boosted-4")
    )
    engineer.link(packaged_model.arn, deployment)


def _run(builder: Author, name: str, auc: float, data: Artifact) -> None:
    folder = f"{BUCKET}/experiments/{name}"
    component = builder.trial_component(
        f"{_EXPERIMENT}-{name}",
        DisplayName=name,
        Status={"PrimaryStatus": "Completed"},
        StartTime=builder.when,
        EndTime=builder.after(minutes=37).when,
        Parameters={"seed": {"NumberValue": 20260210}, "test:pr-auc": {"NumberValue": auc}},
        InputArtifacts={"data": {"Value": data.uri}},
    )
    builder.link(data.arn, component)
    join(builder, f"{_EXPERIMENT}-{name}")
    for curve in _CURVES:
        plot = builder.artifact(f"{folder}/{curve.lower()}.json", curve, ArtifactName=f"{name}-{curve}")
        builder.link(component, plot.arn, "Produced")
