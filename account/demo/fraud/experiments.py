"""What notebooks, evaluation pipelines and MLflow add to the fraud project's lineage by hand."""

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
    """Write four experiment runs over one data set. No job stands behind a run, so it has no type.

    The SDK puts the runs of an experiment into one trial; the two best are in a second one, made by hand.
    """
    begun = author.by(MARA).at(_RUNS[0][2])
    experiment(begun, _EXPERIMENT, Description="Which kind of model for payment fraud?")
    runs = trial(begun, _EXPERIMENT, f"Default-Run-Group-{_EXPERIMENT}")
    shortlist = trial(begun.at("2026-02-17T09:00"), _EXPERIMENT, f"{_EXPERIMENT}-shortlist")
    for name, auc, moment in _RUNS:
        _run(runs.at(moment), name, auc, data)
        if auc > _SHORTLISTED:
            join(shortlist, f"{_EXPERIMENT}-{name}")


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
    _execute(judge, f"fraud-evaluation-v{version}", execution, (action, context, *(e.arn for e in evidence)))


def _execute(judge: Author, display_name: str, execution: str, written: tuple[str, ...]) -> None:
    """Write the pipeline execution whose one step wrote lineage of its own."""
    author = judge.within(execution, commit=commit(execution), repository=REPOSITORY)
    action, context, *evidence = written
    begin(author, display_name)
    done = author.after(minutes=12)
    made = {
        "ActionArns": {"evaluation": action},
        "ContextArns": {"execution": context},
        "ArtifactArns": {f"evidence-{number}": artifact for number, artifact in enumerate(evidence, start=1)},
        "Associations": [
            *({"SourceArn": artifact, "DestinationArn": action} for artifact in evidence),
            {"SourceArn": action, "DestinationArn": context},
        ],
    }
    done.step("WriteLineage", author.when, Metadata={"Lineage": made})
    succeed(done)


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
        f"{_EXPERIMENT}-{name}",
        DisplayName=name,
        Status={"PrimaryStatus": "Completed"},
        StartTime=author.when,
        EndTime=author.after(minutes=37).when,
        Parameters={"seed": {"NumberValue": 20260210}, "test:pr-auc": {"NumberValue": auc}},
        InputArtifacts={"data": {"Value": data.uri}},
    )
    author.link(data.arn, component)
    join(author, f"{_EXPERIMENT}-{name}")
    for curve in _CURVES:
        plot = author.artifact(f"{folder}/{curve.lower()}.json", curve, ArtifactName=f"{name}-{curve}")
        author.link(component, plot.arn, "Produced")
