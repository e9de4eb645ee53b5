"""Readable names of jobs, images, files and other resources."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.resource_names import name_job, name_source, strip_service_suffix

SAGEMAKER = "arn:aws:sagemaker:us-west-2:000000000000"


@pytest.mark.parametrize(
    ("name", "title", "details"),
    [
        ("pipelines-dxzqrhrcf8mu-ChurnFeatures-q7lXN52zbu", "ChurnFeatures", ("run dxzqrhrc",)),
        ("pipelines-dxzqrhrcf8mu-Churn-Features-2-q7lXN52zbu", "Churn-Features-2", ("run dxzqrhrc",)),
        ("churn-tune-260316-0836-008-464851fc", "churn-tune #8", ()),
        ("churn-tune-260316-0836-1000-464851fc", "churn-tune #1000", ()),
        ("sagemaker-xgboost-2022-04-18-00-21-56-371", "sagemaker-xgboost", ("18 Apr 2022, 00:21",)),
        ("sagemaker-xgboost-2022-13-18-00-21-56-371", "sagemaker-xgboost-2022-13-18-00-21-56-371", ()),
        ("my-own-job", "my-own-job", ()),
    ],
)
def test_job_is_named_by_its_step_number_or_moment(name: str, title: str, details: tuple[str, ...]):
    assert (name_job(name).title, name_job(name).details) == (title, details)


@pytest.mark.parametrize(
    ("uri", "title", "details"),
    [
        ("s3://bucket", "bucket", ()),
        ("s3://bucket/", "bucket/", ()),
        ("s3://bucket/prefix/", "prefix/", ()),
        ("s3://b/churn/code/2026-08/features.py", "features.py", ("code", "2026-08")),
        ("s3://b/jobs/churn-0412/output/model.tar.gz", "churn-0412 model", ("jobs",)),
        ("s3://b/retail/output/output.tar.gz", "retail output", ()),
        ("s3://b/model.tar.gz", "model", ()),
        ("s3://b/fraud/training/v3/train/", "train v3", ("training",)),
        ("s3://b/fraud/v3/", "fraud v3", ()),
        ("s3://b/churn/1/", "churn 1", ()),
        ("s3://b/signals/2026-01/", "signals 2026-01", ()),
        ("s3://b/events/dt=2026-01-07/part-0.parquet", "part-0.parquet", ("events", "dt=2026-01-07")),
        (
            "s3://b/m/pipelines-xkgbr7enz1sd-FraudTrain-b0Ffx2t5v5/checkpoints/",
            "FraudTrain checkpoints",
            ("run xkgbr7en",),
        ),
        (
            "s3://b/m/pipelines-xkgbr7enz1sd-FraudTrain-b0Ffx2t5v5/output/scores.csv",
            "scores.csv",
            ("FraudTrain", "run xkgbr7en"),
        ),
        (f"{SAGEMAKER}:endpoint/live", "live", ()),
        (f"{SAGEMAKER}:model-package/churn/7", "churn v7", ()),
        (f"{SAGEMAKER}:model-package/unversioned", "unversioned", ()),
        (f"{SAGEMAKER}:pipeline/churn/execution/dxzqrhrcf8mu", "churn", ("run dxzqrhrc",)),
        (
            "arn:aws:sagemaker:us-west-2:aws:hub-content/SageMakerPublicHub/Model/huggingface-llm-falcon-7b/3.2.1",
            "huggingface-llm-falcon-7b 3.2.1",
            ("SageMakerPublicHub",),
        ),
        ("arn:aws:redshift:us-west-2:000000000000:cluster:dw-1", "dw-1", ()),
        ("arn:aws:s3:::bucket/raw/x.csv", "x.csv", ("raw",)),
        ("models:/fraud detector/3", "fraud detector v3", ("MLflow model",)),
        (
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.5-1",
            "xgboost:1.5-1",
            ("683313688378",),
        ),
        (
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/team/train:latest",
            "team/train:latest",
            ("683313688378",),
        ),
        (
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/train@sha256:0123456789abcdef0123",
            "train",
            ("683313688378", "0123456789ab"),
        ),
        ("https://github.com/team/repo", "repo", ("team",)),
        ("https://github.com/team/repo/blob/main/my%20file.py", "my file.py", ("repo",)),
    ],
)
def test_source_is_named_by_what_it_is_and_where_it_lies(uri: str, title: str, details: tuple[str, ...]):
    assert (name_source(uri).title, name_source(uri).details) == (title, details)


@pytest.mark.parametrize(
    ("name", "stripped"),
    [
        ("churn-live-1760000000-aws-endpoint", "churn-live"),
        ("churn-train-20260412-aws-training-job", "churn-train-20260412"),
        ("-aws-endpoint", "-aws-endpoint"),
        ("sm-fs-fe-hourly-1780905600-fep-ver", "hourly"),
        ("sm-fs-fe-hourly", "sm-fs-fe-hourly"),
    ],
)
def test_what_the_service_adds_is_no_part_of_a_name(name: str, stripped: str):
    assert strip_service_suffix(name) == stripped
