"""Steps of the churn pipeline: preparation, training, evaluation, bias analysis.

A release is trained by one job or a tuning job.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sagemaker_account.demo.arn_names import build_arn, build_step_job_name, hash_text
from sagemaker_account.demo.churn.releases import BUCKET, Release
from sagemaker_account.demo.job_record import (
    CLARIFY,
    MODEL,
    SKLEARN_1_2,
    XGBOOST_1_7,
    Job,
    Output,
    create_image_artifact,
)
from sagemaker_account.demo.jobs import JobRun, run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder

_SHARES = {"train": 0.70, "validation": 0.15, "test": 0.15}


def prepare_data(builder: DemoBuilder, release: Release) -> JobRun:
    """Prepare a release's data from its raw tables.

    Returns:
        The last job; its outputs are `train`, `validation` and `test`.
    """
    *cleaning_scripts, split_script = release.scripts
    data: Mapping[str, Artifact] = {
        source: _create_raw_table(builder, release, source) for source in release.raw_tables
    }
    clean = Output(f"{release.folder}/clean/clean.parquet", properties={"rows": str(release.rows)})
    for script in cleaning_scripts:
        cleaning_job = run_job(
            builder, build_processing_job(builder, release, script, data, {"clean": clean})
        )
        builder, data = cleaning_job.builder_at_end.after_delay(minutes=1), cleaning_job.outputs
    return run_job(
        builder, build_processing_job(builder, release, split_script, data, _build_splits(release))
    )


def reuse_cached_steps(builder: DemoBuilder, release: Release, source: Release) -> None:
    """Write steps that reuse an earlier release's data from the cache."""
    for script in release.scripts:
        job = build_arn("processing-job", build_step_job_name(source.execution, _get_step_name(script)))
        builder.add_step(
            _get_step_name(script),
            builder.time,
            CacheHitResult={"SourcePipelineExecutionArn": source.execution},
            Metadata={"ProcessingJob": {"Arn": job}},
        )


def evaluate_model(builder: DemoBuilder, release: Release, model: Artifact, test: Artifact) -> JobRun:
    """Evaluate the model on the test split.

    No registered entity depends on the artifact of the evaluation.
    """
    facts = {"auc": f"{release.auc:.3f}", "threshold": "0.42"}
    job = Job(
        job_type="processing",
        name=build_step_job_name(release.execution, "ChurnEvaluate"),
        display_name=f"Evaluate-v{release.version}",
        inputs={"model": model, "test": test, "code": _create_script(builder, "2025-10/evaluate.py")},
        image=create_image_artifact(builder, XGBOOST_1_7),
        outputs={"evaluation": Output(f"{release.folder}/evaluation/evaluation.json", properties=facts)},
        minutes=5,
        parameters={
            "test:auc": release.auc,
            "test:accuracy": round(release.auc + 0.031, 3),
            "test:f1": round(release.auc - 0.142, 3),
        },
    )
    return run_job(builder, job)


def analyze_bias(builder: DemoBuilder, release: Release, model: Artifact, validation: Artifact) -> JobRun:
    """Analyze bias of the model with SageMaker Clarify."""
    job = Job(
        job_type="processing",
        name=build_step_job_name(release.execution, "ChurnBias"),
        display_name=f"Bias-v{release.version}",
        inputs={"model": model, "dataset": validation},
        image=create_image_artifact(builder, CLARIFY),
        outputs={"analysis_result": Output(f"{release.folder}/bias/analysis.json")},
        minutes=14,
        parameters={"facet": "age_band", "disparate_impact": release.disparate_impact},
    )
    return run_job(builder, job)


def build_processing_job(
    builder: DemoBuilder,
    release: Release,
    script: str,
    data: Mapping[str, Artifact],
    outputs: Mapping[str, Output],
) -> Job:
    """Return a job that runs one of the release's scripts."""
    return Job(
        job_type="processing",
        name=build_step_job_name(release.execution, _get_step_name(script)),
        display_name=f"{_get_step_name(script).removeprefix('Churn')}-v{release.version}",
        inputs={**data, "code": _create_script(builder, script)},
        image=create_image_artifact(builder, SKLEARN_1_2),
        outputs=outputs,
        instances=("ml.m5.4xlarge", 2),
        minutes=17,
        parameters={"snapshot": release.snapshot},
    )


def _get_step_name(script: str) -> str:
    return f"Churn{PurePosixPath(script).stem.title()}"


def _create_raw_table(builder: DemoBuilder, release: Release, source: str) -> Artifact:
    uri = f"{BUCKET}/raw/{source}/{release.snapshot}/{source}.parquet"
    return builder.create_artifact(
        uri, "DataSet", Properties={"rows": str(release.rows), "owner": "data-platform"}
    )


def _create_script(builder: DemoBuilder, path: str) -> Artifact:
    return builder.create_artifact(f"{BUCKET}/code/{path}", "DataSet")


def _build_splits(release: Release) -> dict[str, Output]:
    return {
        name: Output(
            f"{release.folder}/{name}/{name}.csv", properties={"rows": str(round(release.rows * share))}
        )
        for name, share in _SHARES.items()
    }


_DEPTHS = (4, 6, 8)
_RATES = (0.05, 0.1, 0.2, 0.3)
_BEST = 8
_UNSUCCESSFUL = {
    3: ("Failed", "AlgorithmError: framework error: XGBoostError: bad allocation"),
    11: ("Stopped", "Stopped early by the tuning job"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSpec:
    """Names, hyperparameters and outcome of one training job."""

    name: str
    display_name: str
    max_depth: int
    eta: float
    auc: float
    status: str = "Completed"
    message: str = ""
    tuning: str = ""


def train_release(builder: DemoBuilder, release: Release, splits: Mapping[str, Artifact]) -> JobRun:
    """Write the training or tuning of a release.

    Returns:
        The job whose model is registered; the best one of a tuning.
    """
    if release.training_jobs == 1:
        return run_job(builder, build_training_job(builder, build_single_spec(release), splits))
    specs = _build_tuning_specs(builder, release)
    _add_tuning_job(builder, specs)
    runs = [
        run_job(builder.after_delay(minutes=3 * number), build_training_job(builder, trial, splits))
        for number, trial in enumerate(specs, start=1)
    ]
    *_, last = runs
    tuning = build_arn("hyper-parameter-tuning-job", _build_tuning_name(builder))
    last.builder_at_end.add_step("ChurnTune", builder.time, Metadata={"TuningJob": {"Arn": tuning}})
    return runs[_BEST - 1]


def build_single_spec(release: Release, status: str = "Completed") -> TrainingSpec:
    """Return the only training job of a release without tuning."""
    return TrainingSpec(
        name=build_step_job_name(release.execution, "ChurnTrain"),
        display_name=f"Train-v{release.version}",
        max_depth=8 if release.cached_version else 6,
        eta=0.05 if release.cached_version else 0.1,
        auc=release.auc,
        status=status,
    )


def build_training_job(builder: DemoBuilder, spec: TrainingSpec, splits: Mapping[str, Artifact]) -> Job:
    """Return a job that trains XGBoost with a trial's hyperparameters.

    A failed job produces no model, and only a completed one has a result among its parameters.
    """
    model = Output(f"{BUCKET}/models/{spec.name}/output/model.tar.gz", "Model")
    result = {"validation:auc": round(spec.auc, 3)} if spec.status == "Completed" else {}
    return Job(
        job_type="training",
        name=spec.name,
        display_name=spec.display_name,
        inputs={"train": splits["train"], "validation": splits["validation"]},
        image=create_image_artifact(builder, XGBOOST_1_7),
        outputs={MODEL: model},
        instances=("ml.m5.2xlarge", 1),
        minutes=21,
        parameters={
            "objective": "binary:logistic",
            "eval_metric": "auc",
            "num_round": 400,
            "max_depth": spec.max_depth,
            "eta": spec.eta,
            "subsample": 0.8,
            **result,
        },
        status=spec.status,
        message=spec.message,
        tuning=spec.tuning,
    )


def _build_tuning_specs(builder: DemoBuilder, release: Release) -> list[TrainingSpec]:
    return [
        _build_tuning_spec(_build_tuning_name(builder), release, number)
        for number in range(1, release.training_jobs + 1)
    ]


def _add_tuning_job(builder: DemoBuilder, specs: Sequence[TrainingSpec]) -> None:
    """Seed the tuning job that starts the training jobs of a release."""
    name = _build_tuning_name(builder)
    best = specs[_BEST - 1]
    end = builder.after_delay(minutes=3 * len(specs) + 21)
    completed = sum(spec.status == "Completed" for spec in specs)
    builder.add_resource(
        "DescribeHyperParameterTuningJob",
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobArn=build_arn("hyper-parameter-tuning-job", name),
        HyperParameterTuningJobConfig={
            "Strategy": "Bayesian",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": len(specs), "MaxParallelTrainingJobs": 4},
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:auc"},
        },
        HyperParameterTuningJobStatus="Completed",
        CreationTime=builder.time,
        HyperParameterTuningEndTime=end.time,
        LastModifiedTime=end.time,
        TrainingJobStatusCounters={"Completed": completed},
        ObjectiveStatusCounters={"Succeeded": completed, "Pending": 0, "Failed": len(specs) - completed},
        BestTrainingJob={
            "TrainingJobName": best.name,
            "TrainingJobArn": build_arn("training-job", best.name),
            "CreationTime": builder.after_delay(minutes=3 * _BEST).time,
            "TrainingJobStatus": best.status,
            "TunedHyperParameters": {"max_depth": str(best.max_depth), "eta": str(best.eta)},
        },
    )


def _build_tuning_name(builder: DemoBuilder) -> str:
    return f"churn-tune-{builder.time:%y%m%d-%H%M}"


def _build_tuning_spec(tuning: str, release: Release, number: int) -> TrainingSpec:
    status, message = _UNSUCCESSFUL.get(number, ("Completed", ""))
    return TrainingSpec(
        name=f"{tuning}-{number:03d}-{hash_text(f'{tuning}/{number}', 8)}",
        display_name=f"Tune-v{release.version}-{number:02d}",
        max_depth=_DEPTHS[number % len(_DEPTHS)],
        eta=_RATES[number % len(_RATES)],
        auc=release.auc - 0.004 * abs(number - _BEST),
        status=status,
        message=message,
        tuning=tuning,
    )
