"""AWS's published walk-through of multi-hop lineage: six runs of one notebook over one `train.csv`.

The endpoints of all six runs and every detail of the last one are as AWS printed them in
amazon-sagemaker-examples, `sagemaker-lineage-multihop-queries`. What the other five runs called their jobs
was never printed; their names follow the last one's.
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
"""Each run is numbered by the second it began, counted from 1970."""
_STILL_SERVING = _RUNS[-2:]
"""The notebook ends with the deletion of its endpoint; two of the runs were left before that."""
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
    """Write the six runs, which share their two data sets and their image and nothing else."""
    epoch = author.at("1970-01-01")
    for number in _RUNS:
        began = epoch.after(seconds=number)
        experiment(began, f"MultihopQueryExperiment-{number}")
        tracked = trial(began, f"MultihopQueryExperiment-{number}", f"MultihopQueryTrial-{number}")
        _run(tracked.after(milliseconds=5371), number)


def _run(author: Author, number: int) -> None:
    xgboost = image(author, XGBOOST_1_5)
    trained = run(author, _training(author, xgboost))
    model = trained.outputs[MODEL]
    registering = trained.ended.after(seconds=20)
    group = model_group(registering, f"lineage-test-{number}")
    package = register(registering.after(seconds=5), group, 1, (model, xgboost))
    decide(registering.after(seconds=10), package, "Approved")
    name = f"lineage-test-endpoint-{number}"
    deploying = registering.after(minutes=1)
    serving = endpoint(deploying, name)
    deploy(deploying, name, package.served, serving)
    if number in _STILL_SERVING:
        in_service(deploying.after(minutes=6), name, name, package, created=deploying.when)


def _training(author: Author, xgboost: Artifact) -> Job:
    name = stamped_job("sagemaker-xgboost", author.when)
    data = f"{_BUCKET}/experiments-demo"
    return Job(
        kind="training",
        name=name,
        display_name="MultiHopQueryTrialComponent",
        inputs={
            "train": author.artifact(f"{data}/train.csv", "DataSet", Properties={"rows": "2923"}),
            "validation": author.artifact(f"{data}/validation.csv", "DataSet", Properties={"rows": "627"}),
        },
        image=xgboost,
        outputs={MODEL: Output(f"{_BUCKET}/multihop-example/xgb_model/{name}/output/model.tar.gz", "Model")},
        machines=("ml.m5.large", 1),
        minutes=3,
        parameters=_HYPERPARAMETERS,
    )
