"""Training of the churn model by one job or a tuning job."""

from collections.abc import Mapping
from dataclasses import dataclass

from account.demo.author import Artifact, Author
from account.demo.churn.releases import BUCKET, Release
from account.demo.images import XGBOOST_1_7, image
from account.demo.job import MODEL, Job, Output
from account.demo.jobs import Run, run
from account.demo.naming import arn, digest, step_job

_DEPTHS = (4, 6, 8)
_RATES = (0.05, 0.1, 0.2, 0.3)
_BEST = 8
_ENDED_OTHERWISE = {
    3: ("Failed", "AlgorithmError: framework error: XGBoostError: bad allocation"),
    11: ("Stopped", "Stopped early by the tuning job"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Names, hyperparameters and outcome of one training job."""

    name: str
    display_name: str
    max_depth: int
    eta: float
    auc: float
    status: str = "Completed"
    message: str = ""
    tuning: str = ""


def train(author: Author, release: Release, splits: Mapping[str, Artifact]) -> Run:
    """Write the training or tuning of a release.

    Returns:
        The job whose model is registered; the best one of a tuning.
    """
    if release.trials == 1:
        return run(author, training_job(author, single_trial(release), splits))
    runs = [
        run(author.after(minutes=3 * number), training_job(author, trial, splits))
        for number, trial in enumerate(_tuning(author, release), start=1)
    ]
    *_, last = runs
    tuning = arn("hyper-parameter-tuning-job", _tuning_name(author))
    last.ended.step("ChurnTune", author.when, Metadata={"TuningJob": {"Arn": tuning}})
    return runs[_BEST - 1]


def single_trial(release: Release, status: str = "Completed") -> Trial:
    """Return the only training job of a release without tuning."""
    return Trial(
        name=step_job(release.execution, "ChurnTrain"),
        display_name=f"Train-v{release.version}",
        max_depth=8 if release.cached else 6,
        eta=0.05 if release.cached else 0.1,
        auc=release.auc,
        status=status,
    )


def training_job(author: Author, trial: Trial, splits: Mapping[str, Artifact]) -> Job:
    """Return a job that trains XGBoost with a trial's hyperparameters.

    A failed job produces no model, and only a completed one has a result among its parameters.
    """
    model = Output(f"{BUCKET}/models/{trial.name}/output/model.tar.gz", "Model")
    result = {"validation:auc": round(trial.auc, 3)} if trial.status == "Completed" else {}
    return Job(
        kind="training",
        name=trial.name,
        display_name=trial.display_name,
        inputs={"train": splits["train"], "validation": splits["validation"]},
        image=image(author, XGBOOST_1_7),
        outputs={MODEL: model},
        machines=("ml.m5.2xlarge", 1),
        minutes=21,
        parameters={
            "objective": "binary:logistic",
            "eval_metric": "auc",
            "num_round": 400,
            "max_depth": trial.max_depth,
            "eta": trial.eta,
            "subsample": 0.8,
            **result,
        },
        status=trial.status,
        message=trial.message,
        tuning=trial.tuning,
    )


def _tuning(builder: Author, release: Release) -> list[Trial]:
    return [_tuned(_tuning_name(builder), release, number) for number in range(1, release.trials + 1)]


def _tuning_name(builder: Author) -> str:
    return f"churn-tune-{builder.when:%y%m%d-%H%M}"


def _tuned(tuning: str, release: Release, number: int) -> Trial:
    status, message = _ENDED_OTHERWISE.get(number, ("Completed", ""))
    return Trial(
        name=f"{tuning}-{number:03d}-{digest(f'{tuning}/{number}', 8)}",
        display_name=f"Tune-v{release.version}-{number:02d}",
        max_depth=_DEPTHS[number % len(_DEPTHS)],
        eta=_RATES[number % len(_RATES)],
        auc=release.auc - 0.004 * abs(number - _BEST),
        status=status,
        message=message,
        tuning=tuning,
    )
