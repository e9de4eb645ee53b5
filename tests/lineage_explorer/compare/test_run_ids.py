"""What is new in every run is blanked, and nothing else."""

import pytest

from lineage_explorer.compare.run_ids import blank_ids, blank_versions, find_execution


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("s3://b/runs/7z76zacviu6k/train.csv", "s3://b/runs/*/train.csv"),
        (
            "s3://b/m/pipelines-7z76zacviu6k-ChurnTrain-NtZ13JJoZ4/m.gz",
            "s3://b/m/pipelines-*-ChurnTrain-*/m.gz",
        ),
        ("churn-tune-260316-0836-008-464851fc", "churn-tune-*"),
        ("s3://b/scoring-2026-11-14-02-30-00-000/out", "s3://b/scoring-*/out"),
        ("s3://b/raw/2026-06/a.parquet", "s3://b/raw/*/a.parquet"),
        ("s3://b/raw/2026/06/30/a.parquet", "s3://b/raw/*/a.parquet"),
        ("s3://b/raw/dt=20260630/a.parquet", "s3://b/raw/dt=*/a.parquet"),
        ("s3://b/a-v3.csv", "s3://b/a-*.csv"),
        ("s3://b/0b5d1a52-3c83-4f3c-a8b5-5f0f6c1f6d2b/a", "s3://b/*/a"),
        ("s3://b/1760945400/a", "s3://b/*/a"),
        (
            "arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7",
            "arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/*",
        ),
        ("s3://bucket-2/customers/train.csv", "s3://bucket-2/customers/train.csv"),
        ("s3://b/network-quality/part-00001.csv", "s3://b/network-quality/part-00001.csv"),
    ],
)
def test_versions_are_blanked(text, blanked):
    assert blank_versions(text) == blanked


def test_only_own_ids_are_blanked_and_dates_stay():
    assert blank_ids("s3://b/7z76zacviu6k/2026-06/a", {"7z76zacviu6k"}) == "s3://b/*/2026-06/a"
    assert blank_ids("s3://b/dxzqrhrcf8mu/a", {"7z76zacviu6k"}) == "s3://b/dxzqrhrcf8mu/a"


def test_execution_is_found_in_job_names_and_arns():
    assert find_execution("pipelines-7z76zacviu6k-Train-NtZ13JJoZ4-aws-training-job") == "7z76zacviu6k"
    assert (
        find_execution("arn:aws:sagemaker:us-west-2:0:pipeline/churn/execution/7z76zacviu6k")
        == "7z76zacviu6k"
    )
    assert find_execution("churn-scoring") == ""
