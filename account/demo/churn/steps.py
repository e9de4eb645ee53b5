"""Steps of the churn pipeline: data preparation, evaluation, bias analysis."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from account.demo.author import Artifact, Author
from account.demo.churn.releases import BUCKET, Release
from account.demo.images import CLARIFY, SKLEARN_1_2, XGBOOST_1_7, image
from account.demo.job import Job, Output
from account.demo.jobs import Run, run
from account.demo.naming import arn, step_job

_SHARES = {"train": 0.70, "validation": 0.15, "test": 0.15}


def prepare(author: Author, release: Release) -> Run:
    """Prepare a release's data from its raw tables.

    Returns:
        The last job; its outputs are `train`, `validation` and `test`.
    """
    *cleaning_scripts, split_script = release.scripts
    data: Mapping[str, Artifact] = {source: _raw_table(author, release, source) for source in release.sources}
    clean = Output(f"{release.folder}/clean/clean.parquet", facts={"rows": str(release.rows)})
    for script in cleaning_scripts:
        cleaning_job = run(author, processing_job(author, release, script, data, {"clean": clean}))
        author, data = cleaning_job.ended.after(minutes=1), cleaning_job.outputs
    return run(author, processing_job(author, release, split_script, data, _splits(release)))


def reuse(author: Author, release: Release, source: Release) -> None:
    """Write steps that reuse an earlier release's data from the cache."""
    for script in release.scripts:
        job = arn("processing-job", step_job(source.execution, _step(script)))
        author.step(
            _step(script),
            author.when,
            CacheHitResult={"SourcePipelineExecutionArn": source.execution},
            Metadata={"ProcessingJob": {"Arn": job}},
        )


def evaluate(author: Author, release: Release, model: Artifact, test: Artifact) -> Run:
    """Evaluate the model on the test split.

    No registered entity depends on the artifact of the evaluation.
    """
    facts = {"auc": f"{release.auc:.3f}", "threshold": "0.42"}
    job = Job(
        kind="processing",
        name=step_job(release.execution, "ChurnEvaluate"),
        display_name=f"Evaluate-v{release.version}",
        inputs={"model": model, "test": test, "code": _script(author, "2025-10/evaluate.py")},
        image=image(author, XGBOOST_1_7),
        outputs={"evaluation": Output(f"{release.folder}/evaluation/evaluation.json", facts=facts)},
        minutes=5,
        parameters={
            "test:auc": release.auc,
            "test:accuracy": round(release.auc + 0.031, 3),
            "test:f1": round(release.auc - 0.142, 3),
        },
    )
    return run(author, job)


def explain(author: Author, release: Release, model: Artifact, validation: Artifact) -> Run:
    """Analyze bias of the model with SageMaker Clarify."""
    job = Job(
        kind="processing",
        name=step_job(release.execution, "ChurnBias"),
        display_name=f"Bias-v{release.version}",
        inputs={"model": model, "dataset": validation},
        image=image(author, CLARIFY),
        outputs={"analysis_result": Output(f"{release.folder}/bias/analysis.json")},
        minutes=14,
        parameters={"facet": "age_band", "disparate_impact": release.disparate_impact},
    )
    return run(author, job)


def processing_job(
    author: Author,
    release: Release,
    script: str,
    data: Mapping[str, Artifact],
    outputs: Mapping[str, Output],
) -> Job:
    """Return a job that runs one of the release's scripts."""
    return Job(
        kind="processing",
        name=step_job(release.execution, _step(script)),
        display_name=f"{_step(script).removeprefix('Churn')}-v{release.version}",
        inputs={**data, "code": _script(author, script)},
        image=image(author, SKLEARN_1_2),
        outputs=outputs,
        machines=("ml.m5.4xlarge", 2),
        minutes=17,
        parameters={"snapshot": release.snapshot},
    )


def _step(script: str) -> str:
    return f"Churn{PurePosixPath(script).stem.title()}"


def _raw_table(builder: Author, release: Release, source: str) -> Artifact:
    uri = f"{BUCKET}/raw/{source}/{release.snapshot}/{source}.parquet"
    return builder.artifact(uri, "DataSet", Properties={"rows": str(release.rows), "owner": "data-platform"})


def _script(builder: Author, path: str) -> Artifact:
    return builder.artifact(f"{BUCKET}/code/{path}", "DataSet")


def _splits(release: Release) -> dict[str, Output]:
    return {
        name: Output(f"{release.folder}/{name}/{name}.csv", facts={"rows": str(round(release.rows * share))})
        for name, share in _SHARES.items()
    }
