"""Searching training jobs by their names and their data."""

from datetime import timedelta

import pytest

from sagemaker_account.seed_resources import seed_resource
from tests.support.api_errors import expect_error
from tests.support.resource_samples import WHEN, describe, training_job

MODEL = "ModelArtifacts.S3ModelArtifacts"
URI = "InputDataConfig.DataSource.S3DataSource.S3Uri"
CHANNEL = "InputDataConfig.ChannelName"


def build_channel(name, uri):
    location = {"S3DataType": "S3Prefix", "S3Uri": uri}
    return {"ChannelName": name, "DataSource": {"S3DataSource": location}}


@pytest.fixture
def jobs(account):
    """Seed three jobs, an hour apart."""
    channels = {
        "Fit-1": [build_channel("train", "s3://b/Churn/train.csv"), build_channel("test", "s3://b/test.csv")],
        "Fit-2": [build_channel("test", "s3://b/churn/train.csv")],
        "Other": [build_channel("train", "s3://b/été 100%/train.csv")],
    }
    for hours, (name, inputs) in enumerate(channels.items()):
        job = training_job(name, when=WHEN + timedelta(hours=hours), InputDataConfig=inputs)
        seed_resource(account, "DescribeTrainingJob", job)


def search(client, expression=None, **request):
    if expression:
        request["SearchExpression"] = expression
    found = describe(client, "Search", Resource="TrainingJob", **request)
    return [result["TrainingJob"]["TrainingJobName"] for result in found["Results"]]


def build_filter(name, value, operator="Contains"):
    return {"Name": name, "Operator": operator, "Value": value}


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ({"Filters": [build_filter(URI, "churn/train")]}, ["Fit-2", "Fit-1"]),
        ({"Filters": [build_filter(URI, "s3://b/test.csv", "Equals")]}, ["Fit-1"]),
        ({"Filters": [build_filter(URI, "été 100%")]}, ["Other"]),
        ({"Filters": [build_filter(MODEL, "fit-1/output")]}, ["Fit-1"]),
        ({"Filters": [build_filter("TrainingJobName", "fit")]}, ["Fit-2", "Fit-1"]),
        ({"Filters": [build_filter(MODEL, "test.csv")]}, []),
        (
            {"Operator": "Or", "Filters": [build_filter(MODEL, "Other"), build_filter(URI, "test.csv")]},
            ["Other", "Fit-1"],
        ),
        (
            {
                "NestedFilters": [
                    {
                        "NestedPropertyName": "InputDataConfig",
                        "Filters": [build_filter(CHANNEL, "test", "Equals"), build_filter(URI, "train.csv")],
                    }
                ]
            },
            ["Fit-2"],
        ),
        ({"SubExpressions": [{"Filters": [build_filter(URI, "churn")]}]}, ["Fit-2", "Fit-1"]),
    ],
)
def test_jobs_are_found_by_where_their_data_is_newest_first(every_client, expression, names):
    assert search(every_client, expression, SortBy="CreationTime") == names


@pytest.mark.usefixtures("jobs")
def test_pages_together_hold_every_job(client):
    pages = client.get_paginator("search").paginate(
        Resource="TrainingJob", SortOrder="Ascending", PaginationConfig={"PageSize": 2}
    )
    assert [len(page["Results"]) for page in pages] == [2, 1]


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        ({"SearchExpression": {"Filters": [build_filter("RoleArn", "x")]}}, "RoleArn cannot be searched for"),
        ({"SearchExpression": {"Filters": [build_filter(URI, "x", "NotEquals")]}}, "operator NotEquals"),
        ({"SearchExpression": {"Filters": [{"Name": URI}]}}, "has no value"),
        ({"SearchExpression": {}}, "needs a filter"),
        ({"SortBy": "Name"}, "cannot be sorted by Name"),
        (
            {
                "SearchExpression": {
                    "NestedFilters": [{"NestedPropertyName": "Tags", "Filters": [build_filter(URI, "x")]}]
                }
            },
            "Tags cannot be searched with nested filters",
        ),
        (
            {"SearchExpression": {"SubExpressions": [{"Filters": [build_filter(URI, "x")] * 20}] * 3}},
            "50 conditions",
        ),
    ],
)
def test_what_cannot_be_searched_is_refused_by_name(client, request_, problem):
    with expect_error("ValidationException", saying=problem):
        client.search(Resource="TrainingJob", **request_)
