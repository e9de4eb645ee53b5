"""AWS's published walk-through of multi-hop lineage.

It consists of six runs of one notebook over one `train.csv`. The endpoints of all six runs and every detail
of the last one are as published in amazon-sagemaker-examples, `sagemaker-lineage-multihop-queries`. The job
names of the other five runs are not published; here they have the format of the last one's.
"""

from collections.abc import Mapping

from account.demo.author import Artifact, Author
from account.demo.images import XGBOOST_1_5, image
from account.demo.job import MODEL, Job, Output
from account.demo.jobs import run
from account.demo.naming import stamped_job
from account.demo.registry import decide, deploy, endpoint, in_service, model_group, register
from account.demo.trials import experiment, trial

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


def write(author: Author) -> None:
    """Write the six runs.

    They have only their two data sets and their image in common.
    """
    epoch = author.at("1970-01-01")
    for number in _RUNS:
        start = epoch.after(seconds=number)
        experiment(start, f"MultihopQueryExperiment-{number}")
        in_trial = trial(start, f"MultihopQueryExperiment-{number}", f"MultihopQueryTrial-{number}")
        _run(in_trial.after(milliseconds=5371), number)


def _run(builder: Author, number: int) -> None:
    xgboost = image(builder, XGBOOST_1_5)
    training = run(builder, _training(builder, xgboost))
    model = training.outputs[MODEL]
    registration = training.ended.after(seconds=20)
    group = model_group(registration, f"lineage-test-{number}")
    package = register(registration.after(seconds=5), group, 1, (model, xgboost))
    decide(registration.after(seconds=10), package, "Approved")
    name = f"lineage-test-endpoint-{number}"
    deployment = registration.after(minutes=1)
    serving = endpoint(deployment, name)
    deploy(deployment, name, package.served, serving)
    if number in _STILL_SERVING:
        in_service(deployment.after(minutes=6), name, name, package, created=deployment.when)


def _training(builder: Author, xgboost: Artifact) -> Job:
    name = stamped_job("sagemaker-xgboost", builder.when)
    data = f"{_BUCKET}/experiments-demo"
    return Job(
        kind="training",
        name=name,
        display_name="MultiHopQueryTrialComponent",
        inputs={
            "train": builder.artifact(f"{data}/train.csv", "DataSet", Properties={"rows": "2923"}),
            "validation": builder.artifact(f"{data}/validation.csv", "DataSet", Properties={"rows": "627"}),
        },
        image=xgboost,
        outputs={MODEL: Output(f"{_BUCKET}/multihop-example/xgb_model/{name}/output/model.tar.gz", "Model")},
        machines=("ml.m5.large", 1),
        minutes=3,
        parameters=_HYPERPARAMETERS,
    )
