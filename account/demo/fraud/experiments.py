"""What notebooks, evaluation pipelines and MLflow add to the fraud project's lineage by hand."""

from account.demo.author import Artifact, Author
from account.demo.fraud.feature_store import BUCKET
from account.demo.naming import arn, execution_arn
from account.demo.people import JUNE, MARA, PIPELINES

_RUNS = (
    ("logistic", 0.488, "2026-02-10T13:00"),
    ("boosted", 0.655, "2026-02-11T09:30"),
    ("wide-deep", 0.671, "2026-02-12T15:10"),
    ("transformer", 0.669, "2026-02-16T10:45"),
)
_CURVES = ("ConfusionMatrix", "ROCCurve", "PrecisionRecallCurve")


def explore(author: Author, data: Artifact) -> None:
    """Write four experiment runs over one data set. No job stands behind a run, so it has no type."""
    for name, auc, moment in _RUNS:
        _run(author.by(MARA).at(moment), name, auc, data)


def evaluate(author: Author, version: int, moment: str, model: Artifact, test: Artifact) -> None:
    """Write an evaluation pipeline: its action ends at a context that stands for the pipeline execution."""
    judge = author.by(PIPELINES).at(moment)
    execution = execution_arn("payment-fraud-evaluation", version)
    folder = f"{BUCKET}/evaluation/v{version}"
    action = judge.action(f"payment-fraud-evaluation-v{version}", "Evaluation", execution)
    context = judge.context(f"payment-fraud-evaluation-v{version}", "PipelineExecution", execution)
    evidence = (
        model,
        test,
        judge.artifact(f"{folder}/results.jsonl", "InferenceResults"),
        judge.artifact(
            f"{folder}/report.html", "EvaluationReport", ArtifactName=f"fraud-evaluation-v{version}"
        ),
    )
    for artifact in evidence:
        judge.link(artifact.arn, action)
    judge.link(action, context)


def build_from_mlflow(author: Author) -> None:
    """Write a model that ModelBuilder took from MLflow; the deployment it adds has no endpoint."""
    builder = author.by(JUNE).at("2026-03-24T14:00")
    tracked = builder.artifact(
        "models:/fraud-boosted/4", "ModelBuilderInputModelData", ArtifactName="fraud-boosted-4"
    )
    packed = builder.artifact(f"{BUCKET}/model-builder/fraud-boosted-4/model.tar.gz", "ModelData")
    builder.link(tracked.arn, packed.arn)
    deployment = builder.action(
        "fraud-boosted-4-model-builder", "ModelDeployment", arn("model", "fraud-boosted-4")
    )
    builder.link(packed.arn, deployment)


def _run(author: Author, name: str, auc: float, data: Artifact) -> None:
    folder = f"{BUCKET}/experiments/{name}"
    component = author.trial_component(
        f"payment-fraud-exploration-{name}",
        DisplayName=name,
        Status={"PrimaryStatus": "Completed"},
        StartTime=author.when,
        EndTime=author.after(minutes=37).when,
        Parameters={"seed": {"NumberValue": 20260210}, "test:pr-auc": {"NumberValue": auc}},
        InputArtifacts={"data": {"Value": data.uri}},
    )
    author.link(data.arn, component)
    for curve in _CURVES:
        plot = author.artifact(f"{folder}/{curve.lower()}.json", curve, ArtifactName=f"{name}-{curve}")
        author.link(component, plot.arn, "Produced")
