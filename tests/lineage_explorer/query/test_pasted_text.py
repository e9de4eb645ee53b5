"""What pasted text may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.query.pasted_text import list_readings

IMAGE = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1"
ENDPOINT = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/live"
PIPELINE = "arn:aws:sagemaker:us-west-2:000000000000:pipeline/churn/execution/dxzqrhrcf8mu"
QUERY = "direction=Ascendants"


CONSOLE = "https://us-west-2.console.aws.amazon.com/sagemaker/home?region=us-west-2#"


@pytest.mark.parametrize(
    "text",
    [
        ENDPOINT,
        f"  {ENDPOINT}\n",
        f'"EndpointArn": "{ENDPOINT}",',
        f'{{"EndpointArn": "{ENDPOINT}"}}',
        f"<{ENDPOINT}>",
        f"({ENDPOINT})",
        f"{ENDPOINT}.",
        f"“{ENDPOINT}”",
        f"EndpointArn={ENDPOINT};",
        f"see {ENDPOINT} for the endpoint",
        f"| {ENDPOINT} | InService |",
        ENDPOINT.replace(":", "%3A").replace("/", "%2F"),
        f"http://127.0.0.1:8050/?start={ENDPOINT}&{QUERY}",
        f"https://lineage.example.com/proxy/8050/?{QUERY}&start={ENDPOINT.replace(':', '%3A')}",
        f"?start={ENDPOINT}",
    ],
)
def test_the_one_arn_of_a_text_is_found(text: str):
    assert ENDPOINT in list_readings(text)


def test_several_arns_are_no_one_start():
    assert list_readings(f"{ENDPOINT} {PIPELINE}") == (f"{ENDPOINT} {PIPELINE}",)


@pytest.mark.parametrize(
    "text",
    [
        "s3://bucket/raw/train.csv",
        "S3://bucket/raw/train.csv",
        "s3a://bucket/raw/train.csv",
        "s3n://bucket/raw/train.csv",
        "s3:/bucket/raw/train.csv",
        "s3:///bucket/raw/train.csv",
        "s3://bucket//raw//train.csv",
        "arn:aws:s3:::bucket/raw/train.csv",
        "https://bucket.s3.amazonaws.com/raw/train.csv",
        "https://bucket.s3.us-west-2.amazonaws.com/raw/train.csv",
        "https://bucket.s3-us-west-2.amazonaws.com/raw/train.csv",
        "https://s3.us-west-2.amazonaws.com/bucket/raw/train.csv",
        "https://bucket.s3.cn-north-1.amazonaws.com.cn/raw/train.csv",
        "https://s3.console.aws.amazon.com/s3/object/bucket?region=us-west-2&prefix=raw/train.csv",
        "https://us-west-2.console.aws.amazon.com/s3/object/bucket?prefix=raw%2Ftrain.csv",
        "s3%3A%2F%2Fbucket%2Fraw%2Ftrain.csv",
    ],
)
def test_s3_is_read_in_each_of_its_spellings(text: str):
    assert "s3://bucket/raw/train.csv" in list_readings(text)


def test_encoded_keys_are_decoded_after_the_literal_spelling():
    literal, decoded, *_ = list_readings("s3://b/train%20data.csv")
    assert (literal, decoded) == ("s3://b/train%20data.csv", "s3://b/train data.csv")


def test_location_that_spark_wrote_is_found_by_what_the_console_copies():
    assert list_readings("s3://lake/x.parquet")[-1] == "s3a://lake/x.parquet"


@pytest.mark.parametrize(
    "text",
    [
        f"docker pull {IMAGE}",
        f"docker://{IMAGE}",
        f"https://{IMAGE}",
        f"FROM {IMAGE} AS training",
        f'"TrainingImage": "{IMAGE}",',
        f"sagemaker.image_uris.retrieve() -> '{IMAGE}'",
    ],
)
def test_image_is_read_with_what_stood_around_it(text: str):
    assert IMAGE in list_readings(text)


def test_two_images_are_not_one_start():
    other = IMAGE.replace("1.7-1", "1.5-1")
    assert list_readings(f"{IMAGE} {other}") == (f"{IMAGE} {other}",)


def test_bucket_called_like_a_resource_stays_a_bucket():
    assert list_readings("arn:aws:s3:::experiment/x.csv") == (
        "arn:aws:s3:::experiment/x.csv",
        "s3://experiment/x.csv",
        "s3a://experiment/x.csv",
    )


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        (f"{CONSOLE}/endpoints/live", "endpoint/live"),
        (f"{CONSOLE}/endpointConfig/live", "endpoint-config/live"),
        (f"{CONSOLE}/jobs/live", "training-job/live"),
        (f"{CONSOLE}/hyper-tuning-jobs/live", "hyper-parameter-tuning-job/live"),
        ("https://runtime.sagemaker.us-west-2.amazonaws.com/endpoints/live/invocations", "endpoint/live"),
    ],
)
def test_links_to_sagemaker_name_their_resource(text: str, resource: str):
    assert list_readings(text)[-1] == resource


def test_link_to_another_page_of_the_console_is_only_a_link():
    assert list_readings(f"{CONSOLE}/notebook-instances/n") == (f"{CONSOLE}/notebook-instances/n",)


@given(st.text(max_size=200))
def test_every_text_is_read_literally_first(text: str):
    readings = list_readings(text)
    assert all(readings)
    assert len(readings) == len(set(readings))
