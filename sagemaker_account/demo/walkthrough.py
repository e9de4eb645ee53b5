"""AWS's published walk-through of multi-hop lineage.

It consists of six runs of one notebook over one `train.csv`. The endpoints of all six runs and every detail
of the last one are as published in amazon-sagemaker-examples, `sagemaker-lineage-multihop-queries`. The job
names of the other five runs are not published; here they have the format of the last one's.
"""

from collections.abc import Mapping

from sagemaker_account.demo.arn_names import build_job_name
from sagemaker_account.demo.executions import create_experiment, create_trial
from sagemaker_account.demo.job_record import MODEL, XGBOOST_1_5, Job, Output, create_image_artifact
from sagemaker_account.demo.jobs import run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.registry import (
    add_endpoint,
    create_endpoint_context,
    create_model_group,
    deploy_model,
    register_model,
    set_approval_status,
)

_BUCKET = "s3://sagemaker-us-west-2-000000000000"

_RUNS = (1638576916, 1638749736, 1638836105, 1639008846, 1639181910, 1650241311)
"""Number of each run: its start time in seconds since 1970."""
_STILL_SERVING = _RUNS[-2:]
"""Runs whose endpoint still exists. The notebook deletes its endpoint at the end; two runs ended before."""
_HYPERPARAMETERS: Mapping[str, str | float] = {
    "objective": "reg:linear",
    "num_round": 50,
    "max_depth": 5,
    "eta": 0.2,
    "gamma": 4,
    "min_child_weight": 6,
    "subsample": 0.7,
    "verbosity": 0,
}


def write(builder: DemoBuilder) -> None:
    """Write the six runs.

    They have only their two data sets and their image in common.
    """
    epoch = builder.at_time("1970-01-01")
    for number in _RUNS:
        start = epoch.after_delay(seconds=number)
        create_experiment(start, f"MultihopQueryExperiment-{number}")
        in_trial = create_trial(start, f"MultihopQueryExperiment-{number}", f"MultihopQueryTrial-{number}")
        _run(in_trial.after_delay(milliseconds=5371), number)


def _run(builder: DemoBuilder, number: int) -> None:
    xgboost = create_image_artifact(builder, XGBOOST_1_5)
    training = run_job(builder, _build_training_job(builder, xgboost))
    model = training.outputs[MODEL]
    registration = training.builder_at_end.after_delay(seconds=20)
    group = create_model_group(registration, f"lineage-test-{number}")
    package = register_model(registration.after_delay(seconds=5), group, 1, (model, xgboost))
    set_approval_status(registration.after_delay(seconds=10), package, "Approved")
    name = f"lineage-test-endpoint-{number}"
    deployment = registration.after_delay(minutes=1)
    serving = create_endpoint_context(deployment, name)
    deploy_model(deployment, name, package.deployment_inputs, serving)
    if number in _STILL_SERVING:
        add_endpoint(deployment.after_delay(minutes=6), name, name, package, created_at=deployment.time)


def _build_training_job(builder: DemoBuilder, xgboost: Artifact) -> Job:
    name = build_job_name("sagemaker-xgboost", builder.time)
    data = f"{_BUCKET}/experiments-demo"
    return Job(
        job_type="training",
        name=name,
        display_name="MultiHopQueryTrialComponent",
        inputs={
            "train": builder.create_artifact(f"{data}/train.csv", "DataSet", Properties={"rows": "2923"}),
            "validation": builder.create_artifact(
                f"{data}/validation.csv", "DataSet", Properties={"rows": "627"}
            ),
        },
        image=xgboost,
        outputs={MODEL: Output(f"{_BUCKET}/multihop-example/xgb_model/{name}/output/model.tar.gz", "Model")},
        instances=("ml.m5.large", 1),
        minutes=3,
        parameters=_HYPERPARAMETERS,
    )
