"""The fraud model: exports of the feature store, managed spot training, registry, endpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from account.demo.author import Artifact, Author
from account.demo.fraud.feature_store import BUCKET
from account.demo.images import PYTORCH_INFERENCE, PYTORCH_TRAINING, SKLEARN_1_2, image
from account.demo.job import MODEL, Job, Output
from account.demo.jobs import Run, run
from account.demo.naming import commit, execution_arn, step_job
from account.demo.people import DEPLOYER, PIPELINES, PRIYA, TOMAS
from account.demo.pipelines import begin, succeed
from account.demo.registry import ModelGroup, Package, decide, deploy, endpoint, in_service, register

REPOSITORY = "https://git.orchard-telecom.example/ml/payment-fraud"


@dataclass(frozen=True, slots=True)
class Round:
    """One round of training.

    Attributes:
        version: Number in the model package group, and of the pipeline execution.
        began: When it began, UTC.
        rows: Payments in the export.
        auc: Area under the precision-recall curve on the test split.
        decision: What the review decided, three days later.
        reason: What the reviewer wrote.
    """

    version: int
    began: str
    rows: int
    auc: float
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trained:
    """What a round left for others: its data, its model and its package."""

    splits: Mapping[str, Artifact]
    model: Artifact
    package: Package


ROUNDS = (
    Round(
        1,
        "2026-02-02T06:00",
        8_204_117,
        0.641,
        "Rejected",
        "Misses the recall that the payments desk asked for",
    ),
    Round(
        2,
        "2026-05-04T06:00",
        11_733_902,
        0.702,
        "Approved",
        "Recall 0.81 at one alert in a thousand payments",
    ),
    Round(3, "2026-09-07T06:00", 15_320_448, 0.748, "Approved", "With the supplier's merchant embedding"),
)

ENDPOINTS = {
    "payment-fraud-authorisation": {2: "2026-05-11T06:00", 3: "2026-09-21T06:00"},
    "payment-fraud-shadow": {3: "2026-09-14T06:00"},
}
"""When each version was deployed to each endpoint, UTC."""


def train(
    author: Author,
    turn: Round,
    group: ModelGroup,
    store: Artifact,
    pretrained: Mapping[str, Artifact],
) -> Trained:
    """Write a round: export from the offline store, train on spot instances, register, decide.

    Args:
        author: Who writes; the round states when.
        turn: The round.
        group: Where the model is registered.
        store: The offline store of the features.
        pretrained: Models that the training starts from, by channel.
    """
    execution = execution_arn("payment-fraud", turn.version)
    begun = author.by(PIPELINES).at(turn.began)
    begun = begun.within(execution, commit=commit(execution), repository=REPOSITORY)
    begin(begun, f"fraud-v{turn.version}")
    exported = run(begun, _export(begun, turn, execution, store))
    trained = run(exported.ended, _training(exported, turn, execution, pretrained))
    model = trained.outputs[MODEL]
    served = image(trained.ended, PYTORCH_INFERENCE)
    facts = {"pr-auc": f"{turn.auc:.3f}"}
    about = f"Fraud score of a card payment; area under the precision-recall curve {turn.auc:.3f}"
    package = register(trained.ended, group, turn.version, (model, served), about=about, Properties=facts)
    succeed(trained.ended.after(minutes=1))
    trained.ended.update_context(group.context, {"PipelineExecutionArn": execution})
    decide(trained.ended.after(days=3).by(PRIYA), package, turn.decision, Description=turn.reason)
    return Trained(exported.outputs, model, package)


def serve(author: Author, packages: Mapping[int, Package]) -> None:
    """Write the two endpoints with the versions that they served."""
    deployer = author.by(DEPLOYER).tagged(stage="production")
    for name, deployments in ENDPOINTS.items():
        opened = deployer.at(next(iter(deployments.values())))
        context = endpoint(opened, name, Description="Answers within 40 ms, before the payment is authorised")
        for version, moment in deployments.items():
            package, then = packages[version], deployer.at(moment)
            deploy(then, f"{name}-v{version}", package.served, context)
            done = then.after(minutes=9)
            done.update_context(context, {"PipelineExecutionArn": package.execution})
            in_service(done, name, f"{name}-v{version}", package, created=opened.when)


def revise(author: Author, exports: tuple[Artifact, ...]) -> None:
    """Say that each export is a revision of the one before it."""
    for before, after in pairwise(exports):
        author.by(TOMAS).link(before.arn, after.arn, "DerivedFrom")


def _export(author: Author, turn: Round, execution: str, store: Artifact) -> Job:
    folder = f"{BUCKET}/training/v{turn.version}"
    return Job(
        kind="processing",
        name=step_job(execution, "FraudExport"),
        display_name=f"Export-v{turn.version}",
        inputs={"offline-store": store, "code": author.artifact(f"{BUCKET}/code/export.py", "DataSet")},
        image=image(author, SKLEARN_1_2),
        outputs={
            "train": Output(f"{folder}/train/", facts={"rows": str(turn.rows)}),
            "test": Output(f"{folder}/test/", facts={"rows": str(turn.rows // 10)}),
        },
        machines=("ml.r5.4xlarge", 2),
        minutes=31,
    )


def _training(exported: Run, turn: Round, execution: str, pretrained: Mapping[str, Artifact]) -> Job:
    name = step_job(execution, "FraudTrain")
    folder = f"{BUCKET}/models/{name}"
    return Job(
        kind="training",
        name=name,
        display_name=f"FraudNet-v{turn.version}",
        inputs={"train": exported.outputs["train"], **pretrained},
        image=image(exported.ended, PYTORCH_TRAINING),
        outputs={
            MODEL: Output(f"{folder}/output/model.tar.gz", "Model"),
            "checkpoints": Output(f"{folder}/checkpoints/", "Checkpoint"),
            "tensorboard": Output(f"{folder}/tensorboard/", "TensorBoard"),
        },
        machines=("ml.g5.2xlarge", 2),
        minutes=146,
        parameters={
            "epochs": 20,
            "learning_rate": 0.0008,
            "hidden_units": "256,128,32",
            "managed_spot_training": "true",
            "billable_seconds": 3120.0,
            "validation:pr-auc": turn.auc,
        },
    )
