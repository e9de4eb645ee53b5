"""AWS's abalone pipeline sample, run once by the team.

It contains everything that SageMaker records by itself for one pipeline (process, train, evaluate, register,
approve, deploy, transform). Nothing else in the account is connected to it, so it serves as a reference for
checking answers.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sagemaker_account.demo.arn_names import (
    build_arn,
    build_commit_id,
    build_execution_arn,
    build_package_arn,
    build_step_job_name,
)
from sagemaker_account.demo.executions import add_pipeline, begin_execution, finish_execution
from sagemaker_account.demo.job_record import (
    MODEL,
    SKLEARN_0_23,
    XGBOOST_1_0,
    Job,
    Output,
    create_image_artifact,
)
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
_EXECUTION = build_execution_arn("abalone", 1)
_WORK = f"{_BUCKET}/abalone/{_EXECUTION.rpartition('/')[2]}"
_TRAINING = build_step_job_name(_EXECUTION, "AbaloneTrain")

REFERENCE: Mapping[str, str] = MappingProxyType(
    {
        "raw": f"{_BUCKET}/abalone/input/abalone-dataset.csv",
        "code": f"{_BUCKET}/abalone/code/preprocess.py",
        "imgP": SKLEARN_0_23,
        "tcP": build_arn("processing-job", build_step_job_name(_EXECUTION, "AbaloneProcess")),
        "train": f"{_WORK}/train",
        "val": f"{_WORK}/validation",
        "test": f"{_WORK}/test",
        "imgX": XGBOOST_1_0,
        "tcT": build_arn("training-job", _TRAINING),
        "modeltar": f"{_BUCKET}/abalone/model/{_TRAINING}/output/model.tar.gz",
        "tcE": build_arn("processing-job", build_step_job_name(_EXECUTION, "AbaloneEval")),
        "evalout": f"{_WORK}/evaluation",
        "mp": build_package_arn("abalone", 1),
        "appr": build_package_arn("abalone", 1),
        "grp": build_arn("model-package-group", "abalone"),
        "dep": build_arn("endpoint-config", "abalone"),
        "ep": build_arn("endpoint", "abalone"),
        "tcB": build_arn("transform-job", build_step_job_name(_EXECUTION, "AbaloneTransform")),
        "batchin": f"{_BUCKET}/abalone/input/abalone-dataset-batch.csv",
        "batchout": f"{_BUCKET}/abalone/transform/abalone-dataset-batch.csv.out",
    }
)
"""Source of each entity of the reference: the SourceUri of an artifact, action or context, the SourceArn of
a trial component. The keys are short names of the entities' roles."""


def write(builder: DemoBuilder) -> None:
    """Write the 20 entities and 26 associations of the reference."""
    start = builder.at_time("2025-10-02T14:05").with_execution(
        _EXECUTION,
        commit=build_commit_id("abalone"),
        repository="https://github.com/aws/amazon-sagemaker-examples",
    )
    add_pipeline(start, "abalone", "Predicts the age of abalone: the sample of the SageMaker Pipelines guide")
    begin_execution(start, "abalone-first-run")
    splits = _prepare(start)
    xgboost = create_image_artifact(start, XGBOOST_1_0)
    model = _train(start.after_delay(minutes=6), splits, xgboost)
    _evaluate(start.after_delay(minutes=12), model, splits["test"], xgboost)
    _serve(start.after_delay(minutes=18), model, xgboost)
    _transform(start.after_delay(minutes=40), model, xgboost)
    finish_execution(start.after_delay(minutes=46))


def _prepare(builder: DemoBuilder) -> Mapping[str, Artifact]:
    job = Job(
        job_type="processing",
        name=_get_job_name("tcP"),
        display_name="AbaloneProcess",
        inputs={
            "input-1": builder.create_artifact(REFERENCE["raw"], "DataSet", Properties={"rows": "4177"}),
            "code": builder.create_artifact(REFERENCE["code"], "DataSet"),
        },
        image=create_image_artifact(builder, REFERENCE["imgP"]),
        outputs={
            "train": Output(REFERENCE["train"], properties={"rows": "2923"}),
            "validation": Output(REFERENCE["val"], properties={"rows": "627"}),
            "test": Output(REFERENCE["test"], properties={"rows": "627"}),
        },
        minutes=4,
    )
    return run_job(builder, job).outputs


def _train(builder: DemoBuilder, splits: Mapping[str, Artifact], xgboost: Artifact) -> Artifact:
    job = Job(
        job_type="training",
        name=_get_job_name("tcT"),
        display_name="AbaloneTrain",
        inputs={"train": splits["train"], "validation": splits["validation"]},
        image=xgboost,
        outputs={MODEL: Output(REFERENCE["modeltar"], "Model")},
        minutes=3,
        parameters={"objective": "reg:linear", "num_round": 50, "max_depth": 5, "eta": 0.2, "subsample": 0.7},
    )
    return run_job(builder, job).outputs[MODEL]


def _evaluate(builder: DemoBuilder, model: Artifact, test: Artifact, xgboost: Artifact) -> None:
    job = Job(
        job_type="processing",
        name=_get_job_name("tcE"),
        display_name="AbaloneEval",
        inputs={"model": model, "test": test},
        image=xgboost,
        outputs={"evaluation": Output(REFERENCE["evalout"])},
        minutes=4,
        parameters={"test:mse": 4.94, "test:mse_std": 2.22},
    )
    run_job(builder, job)


def _serve(builder: DemoBuilder, model: Artifact, xgboost: Artifact) -> None:
    group = create_model_group(builder, "abalone", Properties={"PipelineExecutionArn": _EXECUTION})
    about = "Age of abalone by XGBoost, the sample's own"
    package = register_model(
        builder, group, 1, (model, xgboost), package_members={"ModelPackageDescription": about}
    )
    set_approval_status(
        builder.after_delay(minutes=5),
        package,
        "Approved",
        Description="Walked through in the team's first week",
    )
    deployment = builder.after_delay(minutes=9)
    serving = create_endpoint_context(deployment, "abalone", Properties={"PipelineExecutionArn": _EXECUTION})
    deploy_model(deployment, "abalone", package.deployment_inputs, serving)
    add_endpoint(deployment.after_delay(minutes=6), "abalone", "abalone", package, created_at=deployment.time)


def _transform(builder: DemoBuilder, model: Artifact, xgboost: Artifact) -> None:
    job = Job(
        job_type="transform",
        name=_get_job_name("tcB"),
        display_name="AbaloneTransform",
        inputs={"model": model, "data": builder.create_artifact(REFERENCE["batchin"], "DataSet")},
        image=xgboost,
        outputs={"transform": Output(REFERENCE["batchout"])},
        minutes=5,
        model_name="abalone",
    )
    run_job(builder, job)


def _get_job_name(key: str) -> str:
    return REFERENCE[key].rpartition("/")[2]
