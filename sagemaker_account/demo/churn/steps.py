"""Steps of the churn pipeline: data preparation, evaluation, bias analysis."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from sagemaker_account.demo.arn_names import build_arn, build_step_job_name
from sagemaker_account.demo.churn.releases import BUCKET, Release
from sagemaker_account.demo.images import CLARIFY, SKLEARN_1_2, XGBOOST_1_7, create_image_artifact
from sagemaker_account.demo.job_record import Job, Output
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
