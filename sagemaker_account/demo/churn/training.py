"""Training of the churn model by one job or a tuning job."""

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker_account.demo.arn_names import build_arn, build_step_job_name, hash_text
from sagemaker_account.demo.churn.releases import BUCKET, Release
from sagemaker_account.demo.images import XGBOOST_1_7, create_image_artifact
from sagemaker_account.demo.job_record import MODEL, Job, Output
from sagemaker_account.demo.jobs import JobRun, run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder

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
    runs = [
        run_job(builder.after_delay(minutes=3 * number), build_training_job(builder, trial, splits))
        for number, trial in enumerate(_build_tuning_specs(builder, release), start=1)
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
