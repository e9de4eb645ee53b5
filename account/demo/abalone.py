"""AWS's abalone pipeline sample, run once by the team.

It contains everything that SageMaker records by itself for one pipeline (process, train, evaluate, register,
approve, deploy, transform). Nothing else in the account is connected to it, so it serves as a reference for
checking answers.
"""

from collections.abc import Mapping
from types import MappingProxyType

from account.demo.author import Artifact, Author
from account.demo.images import SKLEARN_0_23, XGBOOST_1_0, image
from account.demo.job import MODEL, Job, Output
from account.demo.jobs import run
from account.demo.naming import arn, commit, execution_arn, package_arn, step_job
from account.demo.pipelines import begin, pipeline, succeed
from account.demo.registry import decide, deploy, endpoint, in_service, model_group, register

_BUCKET = "s3://sagemaker-us-west-2-000000000000"
_EXECUTION = execution_arn("abalone", 1)
_WORK = f"{_BUCKET}/abalone/{_EXECUTION.rpartition('/')[2]}"
_TRAINING = step_job(_EXECUTION, "AbaloneTrain")

REFERENCE: Mapping[str, str] = MappingProxyType(
    {
        "raw": f"{_BUCKET}/abalone/input/abalone-dataset.csv",
        "code": f"{_BUCKET}/abalone/code/preprocess.py",
        "imgP": SKLEARN_0_23,
        "tcP": arn("processing-job", step_job(_EXECUTION, "AbaloneProcess")),
        "train": f"{_WORK}/train",
        "val": f"{_WORK}/validation",
        "test": f"{_WORK}/test",
        "imgX": XGBOOST_1_0,
        "tcT": arn("training-job", _TRAINING),
        "modeltar": f"{_BUCKET}/abalone/model/{_TRAINING}/output/model.tar.gz",
        "tcE": arn("processing-job", step_job(_EXECUTION, "AbaloneEval")),
        "evalout": f"{_WORK}/evaluation",
        "mp": package_arn("abalone", 1),
        "appr": package_arn("abalone", 1),
        "grp": arn("model-package-group", "abalone"),
        "dep": arn("endpoint-config", "abalone"),
        "ep": arn("endpoint", "abalone"),
        "tcB": arn("transform-job", step_job(_EXECUTION, "AbaloneTransform")),
        "batchin": f"{_BUCKET}/abalone/input/abalone-dataset-batch.csv",
        "batchout": f"{_BUCKET}/abalone/transform/abalone-dataset-batch.csv.out",
    }
)
"""Source of each entity of the reference: the SourceUri of an artifact, action or context, the SourceArn of
a trial component. The keys are short names of the entities' roles."""


def write(author: Author) -> None:
    """Write the 20 entities and 26 associations of the reference."""
    start = author.at("2025-10-02T14:05").within(
        _EXECUTION, commit=commit("abalone"), repository="https://github.com/aws/amazon-sagemaker-examples"
    )
    pipeline(start, "abalone", "Predicts the age of abalone: the sample of the SageMaker Pipelines guide")
    begin(start, "abalone-first-run")
    splits = _prepare(start)
    xgboost = image(start, XGBOOST_1_0)
    model = _train(start.after(minutes=6), splits, xgboost)
    _evaluate(start.after(minutes=12), model, splits["test"], xgboost)
    _serve(start.after(minutes=18), model, xgboost)
    _transform(start.after(minutes=40), model, xgboost)
    succeed(start.after(minutes=46))


def _prepare(builder: Author) -> Mapping[str, Artifact]:
    job = Job(
        kind="processing",
        name=_job("tcP"),
        display_name="AbaloneProcess",
        inputs={
            "input-1": builder.artifact(REFERENCE["raw"], "DataSet", Properties={"rows": "4177"}),
            "code": builder.artifact(REFERENCE["code"], "DataSet"),
        },
        image=image(builder, REFERENCE["imgP"]),
        outputs={
            "train": Output(REFERENCE["train"], facts={"rows": "2923"}),
            "validation": Output(REFERENCE["val"], facts={"rows": "627"}),
            "test": Output(REFERENCE["test"], facts={"rows": "627"}),
        },
        minutes=4,
    )
    return run(builder, job).outputs


def _train(builder: Author, splits: Mapping[str, Artifact], xgboost: Artifact) -> Artifact:
    job = Job(
        kind="training",
        name=_job("tcT"),
        display_name="AbaloneTrain",
        inputs={"train": splits["train"], "validation": splits["validation"]},
        image=xgboost,
        outputs={MODEL: Output(REFERENCE["modeltar"], "Model")},
        minutes=3,
        parameters={"objective": "reg:linear", "num_round": 50, "max_depth": 5, "eta": 0.2, "subsample": 0.7},
    )
    return run(builder, job).outputs[MODEL]


def _evaluate(builder: Author, model: Artifact, test: Artifact, xgboost: Artifact) -> None:
    job = Job(
        kind="processing",
        name=_job("tcE"),
        display_name="AbaloneEval",
        inputs={"model": model, "test": test},
        image=xgboost,
        outputs={"evaluation": Output(REFERENCE["evalout"])},
        minutes=4,
        parameters={"test:mse": 4.94, "test:mse_std": 2.22},
    )
    run(builder, job)


def _serve(builder: Author, model: Artifact, xgboost: Artifact) -> None:
    group = model_group(builder, "abalone", Properties={"PipelineExecutionArn": _EXECUTION})
    package = register(
        builder, group, 1, (model, xgboost), about="Age of abalone by XGBoost, the sample's own"
    )
    decide(
        builder.after(minutes=5), package, "Approved", Description="Walked through in the team's first week"
    )
    deployment = builder.after(minutes=9)
    serving = endpoint(deployment, "abalone", Properties={"PipelineExecutionArn": _EXECUTION})
    deploy(deployment, "abalone", package.served, serving)
    in_service(deployment.after(minutes=6), "abalone", "abalone", package, created=deployment.when)


def _transform(builder: Author, model: Artifact, xgboost: Artifact) -> None:
    job = Job(
        kind="transform",
        name=_job("tcB"),
        display_name="AbaloneTransform",
        inputs={"model": model, "data": builder.artifact(REFERENCE["batchin"], "DataSet")},
        image=xgboost,
        outputs={"transform": Output(REFERENCE["batchout"])},
        minutes=5,
        model_name="abalone",
    )
    run(builder, job)


def _job(key: str) -> str:
    return REFERENCE[key].rpartition("/")[2]
