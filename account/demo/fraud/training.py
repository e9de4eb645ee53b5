"""Training rounds and endpoints of the fraud model.

A round exports the feature store, trains on managed spot instances and registers the model.
"""

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
    """Round of training.

    Attributes:
        version: Number in the model package group, and of the pipeline execution.
        began: Start time, UTC.
        rows: Number of payments in the export.
        auc: Area under the precision-recall curve on the test split.
        decision: Approval status set by the review, three days after the training.
        reason: Comment of the reviewer.
    """

    version: int
    began: str
    rows: int
    auc: float
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trained:
    """Data splits, model and package of a written round."""

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
"""Deployment time of each version, UTC, by endpoint."""


def train(
    author: Author,
    turn: Round,
    group: ModelGroup,
    store: Artifact,
    pretrained: Mapping[str, Artifact],
) -> Trained:
    """Write a training round: export, spot training, registration, review.

    Args:
        author: The builder; the round defines its time.
        turn: The round.
        group: Model package group in which the model is registered.
        store: Artifact of the offline feature store.
        pretrained: Models from which the training starts, by channel.
    """
    execution = execution_arn("payment-fraud", turn.version)
    start = author.by(PIPELINES).at(turn.began)
    start = start.within(execution, commit=commit(execution), repository=REPOSITORY)
    begin(start, f"fraud-v{turn.version}")
    export = run(start, _export(start, turn, execution, store))
    training = run(export.ended, _training(export, turn, execution, pretrained))
    model = training.outputs[MODEL]
    inference_image = image(training.ended, PYTORCH_INFERENCE)
    properties = {"pr-auc": f"{turn.auc:.3f}"}
    about = f"Fraud score of a card payment; area under the precision-recall curve {turn.auc:.3f}"
    package = register(
        training.ended, group, turn.version, (model, inference_image), about=about, Properties=properties
    )
    succeed(training.ended.after(minutes=1))
    training.ended.update_context(group.context, {"PipelineExecutionArn": execution})
    decide(training.ended.after(days=3).by(PRIYA), package, turn.decision, Description=turn.reason)
    return Trained(export.outputs, model, package)


def serve(author: Author, packages: Mapping[int, Package]) -> None:
    """Write the two endpoints and the deployments of their versions."""
    deployer = author.by(DEPLOYER).tagged(stage="production")
    for name, deployments in ENDPOINTS.items():
        creation = deployer.at(next(iter(deployments.values())))
        context = endpoint(
            creation, name, Description="Answers within 40 ms, before the payment is authorised"
        )
        for version, moment in deployments.items():
            package, deployment = packages[version], deployer.at(moment)
            deploy(deployment, f"{name}-v{version}", package.served, context)
            end = deployment.after(minutes=9)
            end.update_context(context, {"PipelineExecutionArn": package.execution})
            in_service(end, name, f"{name}-v{version}", package, created=creation.when)


def revise(author: Author, exports: tuple[Artifact, ...]) -> None:
    """Associate each export with the previous one that it revises."""
    for earlier, later in pairwise(exports):
        author.by(TOMAS).link(earlier.arn, later.arn, "DerivedFrom")


def _export(builder: Author, training_round: Round, execution: str, store: Artifact) -> Job:
    folder = f"{BUCKET}/training/v{training_round.version}"
    return Job(
        kind="processing",
        name=step_job(execution, "FraudExport"),
        display_name=f"Export-v{training_round.version}",
        inputs={"offline-store": store, "code": builder.artifact(f"{BUCKET}/code/export.py", "DataSet")},
        image=image(builder, SKLEARN_1_2),
        outputs={
            "train": Output(f"{folder}/train/", facts={"rows": str(training_round.rows)}),
            "test": Output(f"{folder}/test/", facts={"rows": str(training_round.rows // 10)}),
        },
        machines=("ml.r5.4xlarge", 2),
        minutes=31,
    )


def _training(export: Run, training_round: Round, execution: str, pretrained: Mapping[str, Artifact]) -> Job:
    name = step_job(execution, "FraudTrain")
    folder = f"{BUCKET}/models/{name}"
    return Job(
        kind="training",
        name=name,
        display_name=f"FraudNet-v{training_round.version}",
        inputs={"train": export.outputs["train"], **pretrained},
        image=image(export.ended, PYTORCH_TRAINING),
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
            "validation:pr-auc": training_round.auc,
        },
    )
