"""Searching model package groups, with their makers and tags."""

from datetime import timedelta

import pytest

from sagemaker_account.seed_resources import seed_resource
from tests.support.api_errors import expect_error
from tests.support.resource_samples import PREFIX, WHEN, describe


@pytest.fixture
def groups(account, client):
    """Seed three groups, an hour apart; the second has a team, the third a maker."""
    for hours, (name, user) in enumerate(
        {"Old": {}, "Churn": {}, "Fraud": {"UserProfileName": "ada"}}.items()
    ):
        group = {
            "ModelPackageGroupName": name,
            "ModelPackageGroupArn": f"{PREFIX}model-package-group/{name}",
            "ModelPackageGroupStatus": "Completed",
            "CreationTime": WHEN + timedelta(hours=hours),
            "CreatedBy": user,
        }
        seed_resource(account, "DescribeModelPackageGroup", group)
    client.add_tags(
        ResourceArn=f"{PREFIX}model-package-group/Churn", Tags=[{"Key": "team", "Value": "retention"}]
    )


def search(client, **request):
    found = describe(client, "Search", Resource="ModelPackageGroup", SortBy="CreationTime", **request)
    return [result["ModelPackageGroup"] for result in found["Results"]], found.get("NextToken")


@pytest.mark.usefixtures("groups")
def test_groups_come_newest_first_with_maker_and_tags(client):
    found, _ = search(client)
    assert [group["ModelPackageGroupName"] for group in found] == ["Fraud", "Churn", "Old"]
    assert found[0]["CreatedBy"] == {"UserProfileName": "ada"}
    assert [group["Tags"] for group in found] == [[], [{"Key": "team", "Value": "retention"}], []]


@pytest.mark.usefixtures("groups")
def test_a_token_leads_to_the_next_page(client):
    first, token = search(client, MaxResults=2)
    rest, end = search(client, MaxResults=2, NextToken=token)
    assert [group["ModelPackageGroupName"] for group in (*first, *rest)] == ["Fraud", "Churn", "Old"]
    assert end is None


def test_an_expression_and_an_unknown_order_are_refused(client):
    condition = {"Name": "ModelPackageGroupName", "Operator": "Equals", "Value": "Churn"}
    with expect_error("ValidationException", saying="cannot be searched with an expression"):
        client.search(Resource="ModelPackageGroup", SearchExpression={"Filters": [condition]})
    with expect_error("ValidationException", saying="cannot be sorted by Name"):
        client.search(Resource="ModelPackageGroup", SortBy="Name")
