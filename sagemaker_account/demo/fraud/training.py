"""Training rounds and endpoints of the fraud model.

A round exports the feature store, trains on managed spot instances and registers the model.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sagemaker_account.demo.arn_names import build_commit_id, build_execution_arn, build_step_job_name
from sagemaker_account.demo.executions import begin_execution, finish_execution
from sagemaker_account.demo.fraud.feature_store import BUCKET
from sagemaker_account.demo.job_record import (
    MODEL,
    PYTORCH_INFERENCE,
    PYTORCH_TRAINING,
    SKLEARN_1_2,
    Job,
    Output,
    create_image_artifact,
)
from sagemaker_account.demo.jobs import JobRun, run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.registry import (
    ModelGroup,
    ModelPackage,
    add_endpoint,
    create_endpoint_context,
    deploy_model,
    register_model,
    set_approval_status,
)
from sagemaker_account.demo.users import DEPLOYER, PIPELINES, PRIYA, TOMAS

REPOSITORY = "https://git.orchard-telecom.example/ml/payment-fraud"


@dataclass(frozen=True, slots=True)
class TrainingRound:
    """Round of training.

    Attributes:
        version: Number in the model package group, and of the pipeline execution.
        started_at: Start time, UTC.
        rows: Number of payments in the export.
        auc: Area under the precision-recall curve on the test split.
        decision: Approval status set by the review, three days after the training.
        reason: Comment of the reviewer.
    """

    version: int
    started_at: str
    rows: int
    auc: float
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoundResult:
    """Data splits, model and package of a written round."""

    splits: Mapping[str, Artifact]
    model: Artifact
    package: ModelPackage


ROUNDS = (
    TrainingRound(
        1,
        "2026-02-02T06:00",
        8_204_117,
        0.641,
        "Rejected",
        "Misses the recall that the payments desk asked for",
    ),
    TrainingRound(
        2,
        "2026-05-04T06:00",
        11_733_902,
        0.702,
        "Approved",
        "Recall 0.81 at one alert in a thousand payments",
    ),
    TrainingRound(
        3, "2026-09-07T06:00", 15_320_448, 0.748, "Approved", "With the supplier's merchant embedding"
    ),
)

DEPLOYMENTS = {
    "payment-fraud-authorisation": {2: "2026-05-11T06:00", 3: "2026-09-21T06:00"},
    "payment-fraud-shadow": {3: "2026-09-14T06:00"},
}
"""Deployment time of each version, UTC, by endpoint."""


def write_training_round(
    builder: DemoBuilder,
    training_round: TrainingRound,
    group: ModelGroup,
    store: Artifact,
    pretrained: Mapping[str, Artifact],
) -> RoundResult:
    """Write a training round: export, spot training, registration, review.

    Args:
        builder: The builder; the round defines its time.
        training_round: The round.
        group: Model package group in which the model is registered.
        store: Artifact of the offline feature store.
        pretrained: Models from which the training starts, by channel.
    """
    execution = build_execution_arn("payment-fraud", training_round.version)
    start = builder.with_caller(PIPELINES).at_time(training_round.started_at)
    start = start.with_execution(execution, commit=build_commit_id(execution), repository=REPOSITORY)
    begin_execution(start, f"fraud-v{training_round.version}")
    export = run_job(start, _build_export_job(start, training_round, execution, store))
    training = run_job(
        export.builder_at_end, _build_training_job(export, training_round, execution, pretrained)
    )
    model = training.outputs[MODEL]
    inference_image = create_image_artifact(training.builder_at_end, PYTORCH_INFERENCE)
    properties = {"pr-auc": f"{training_round.auc:.3f}"}
    about = f"Fraud score of a card payment; area under the precision-recall curve {training_round.auc:.3f}"
    package = register_model(
        training.builder_at_end,
        group,
        training_round.version,
        (model, inference_image),
        package_members={"ModelPackageDescription": about},
        Properties=properties,
    )
    finish_execution(training.builder_at_end.after_delay(minutes=1))
    training.builder_at_end.update_context(group.context, {"PipelineExecutionArn": execution})
    set_approval_status(
        training.builder_at_end.after_delay(days=3).with_caller(PRIYA),
        package,
        training_round.decision,
        Description=training_round.reason,
    )
    return RoundResult(export.outputs, model, package)


def write_endpoints(builder: DemoBuilder, packages: Mapping[int, ModelPackage]) -> None:
    """Write the two endpoints and the deployments of their versions."""
    deployer = builder.with_caller(DEPLOYER).with_tags(stage="production")
    for name, deployments in DEPLOYMENTS.items():
        creation = deployer.at_time(next(iter(deployments.values())))
        context = create_endpoint_context(
            creation, name, Description="Answers within 40 ms, before the payment is authorized"
        )
        for version, moment in deployments.items():
            package, deployment = packages[version], deployer.at_time(moment)
            deploy_model(deployment, f"{name}-v{version}", package.deployment_inputs, context)
            end = deployment.after_delay(minutes=9)
            end.update_context(context, {"PipelineExecutionArn": package.execution})
            add_endpoint(end, name, f"{name}-v{version}", package, created_at=creation.time)


def link_revisions(builder: DemoBuilder, exports: tuple[Artifact, ...]) -> None:
    """Associate each export with the previous one that it revises."""
    for earlier, later in pairwise(exports):
        builder.with_caller(TOMAS).associate(earlier.arn, later.arn, "DerivedFrom")


def _build_export_job(
    builder: DemoBuilder, training_round: TrainingRound, execution: str, store: Artifact
) -> Job:
    folder = f"{BUCKET}/training/v{training_round.version}"
    return Job(
        job_type="processing",
        name=build_step_job_name(execution, "FraudExport"),
        display_name=f"Export-v{training_round.version}",
        inputs={
            "offline-store": store,
            "code": builder.create_artifact(f"{BUCKET}/code/export.py", "DataSet"),
        },
        image=create_image_artifact(builder, SKLEARN_1_2),
        outputs={
            "train": Output(f"{folder}/train/", properties={"rows": str(training_round.rows)}),
            "test": Output(f"{folder}/test/", properties={"rows": str(training_round.rows // 10)}),
        },
        instances=("ml.r5.4xlarge", 2),
        minutes=31,
    )


def _build_training_job(
    export: JobRun, training_round: TrainingRound, execution: str, pretrained: Mapping[str, Artifact]
) -> Job:
    name = build_step_job_name(execution, "FraudTrain")
    folder = f"{BUCKET}/models/{name}"
    return Job(
        job_type="training",
        name=name,
        display_name=f"FraudNet-v{training_round.version}",
        inputs={"train": export.outputs["train"], **pretrained},
        image=create_image_artifact(export.builder_at_end, PYTORCH_TRAINING),
        outputs={
            MODEL: Output(f"{folder}/output/model.tar.gz", "Model"),
            "checkpoints": Output(f"{folder}/checkpoints/", "Checkpoint"),
            "tensorboard": Output(f"{folder}/tensorboard/", "TensorBoard"),
        },
        instances=("ml.g5.2xlarge", 2),
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
