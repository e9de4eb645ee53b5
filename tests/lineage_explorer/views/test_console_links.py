"""Links to the pages of the AWS console."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.views.console_links import build_console_url
from tests.support.graph_builders import DATA

SAGEMAKER = "arn:aws:sagemaker:us-west-2:000000000000"
HOME = "https://us-west-2.console.aws.amazon.com/sagemaker/home?region=us-west-2#"
ECR = "https://us-east-1.console.aws.amazon.com/ecr/repositories/private"
S3 = "https://s3.console.aws.amazon.com/s3"


def build(uri: str | None, arn: Arn = DATA) -> str | None:
    return build_console_url(Entity(arn, LineageType.ARTIFACT, source_uri=uri))


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        (f"{SAGEMAKER}:training-job/churn-0412", f"{HOME}/jobs/churn-0412"),
        (f"{SAGEMAKER}:processing-job/clean", f"{HOME}/processing-jobs/clean"),
        (f"{SAGEMAKER}:transform-job/score", f"{HOME}/transform-jobs/score"),
        (f"{SAGEMAKER}:hyper-parameter-tuning-job/tune", f"{HOME}/hyper-tuning-jobs/tune"),
        (f"{SAGEMAKER}:endpoint/live", f"{HOME}/endpoints/live"),
        (f"{SAGEMAKER}:endpoint-config/live-v8", f"{HOME}/endpointConfig/live-v8"),
        (f"{SAGEMAKER}:model/churn", f"{HOME}/models/churn"),
        (f"{SAGEMAKER}:model-package/unversioned", f"{HOME}/model-packages/unversioned"),
        ("s3://bucket/churn/train.csv", f"{S3}/object/bucket?prefix=churn/train.csv"),
        ("s3://bucket/churn/", f"{S3}/buckets/bucket?prefix=churn/"),
        ("s3://bucket", f"{S3}/buckets/bucket?prefix="),
        (
            "s3://bucket/raw/Customer Churn 2024/train data.csv",
            f"{S3}/object/bucket?prefix=raw/Customer%20Churn%202024/train%20data.csv",
        ),
        ("s3://bucket/a+b&c#d.csv", f"{S3}/object/bucket?prefix=a%2Bb%26c%23d.csv"),
        (
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/team/xgboost:1.5-1",
            f"{ECR}/683313688378/team/xgboost?region=us-east-1",
        ),
    ],
)
def test_source_leads_to_its_page(uri: str, url: str):
    assert build(uri) == url


@pytest.mark.parametrize(
    "resource",
    [
        "model-package/churn/7",
        "model-package-group/churn",
        "pipeline/churn",
        "pipeline/churn/execution/dxzqrhrcf8mu",
        "feature-group/customers",
    ],
)
def test_what_only_studio_shows_leads_to_studio(resource: str):
    assert build(f"{SAGEMAKER}:{resource}") == f"{HOME}/studio-landing"


@pytest.mark.parametrize(
    "uri",
    [
        "s3://arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap/k.csv",
        f"{SAGEMAKER}:inference-component/a",
        f"{SAGEMAKER}:training-job/a/b",
        "arn:aws-iso:sagemaker:us-iso-east-1:000000000000:endpoint/live",
        "javascript:alert(1)",
        "https://example.com/x",
        "",
        None,
    ],
)
def test_what_has_no_page_has_no_link(uri: str | None):
    assert build(uri) is None


@pytest.mark.parametrize(
    ("partition", "host"),
    [("aws-cn", "console.amazonaws.cn"), ("aws-us-gov", "console.amazonaws-us-gov.com")],
)
def test_other_partitions_have_consoles_of_their_own(partition: str, host: str):
    arn = Arn(DATA.replace("arn:aws:", f"arn:{partition}:"))
    assert build("s3://bucket/train.csv", arn) == f"https://{host}/s3/object/bucket?prefix=train.csv"
    endpoint = f"arn:{partition}:sagemaker:x-north-1:000000000000:endpoint/live"
    assert build(endpoint, arn) == f"https://x-north-1.{host}/sagemaker/home?region=x-north-1#/endpoints/live"
