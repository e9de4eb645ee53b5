"""The account's lineage group, and those shared with it."""

import json
from datetime import timedelta

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_policy
from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import expect_error
from tests.support.entity_samples import CONTEXT
from tests.support.resource_samples import PREFIX, describe

NAME = "sagemaker-default-lineage-group"
MINE = f"{PREFIX}lineage-group/{NAME}"
THEIRS = MINE.replace("0" * 12, "1" * 12)


@pytest.fixture
def other(store, clock):
    return Account(store, account_id="1" * 12, clock=clock)


def visible_groups(client, **request):
    groups = describe(client, "ListLineageGroups", **request)["LineageGroupSummaries"]
    return [group["LineageGroupArn"] for group in groups]


def make_groups(client, other, clock):
    CONTEXT.create(client)
    clock.advance(hours=1)
    other.call("CreateContext", CONTEXT.full)


def policy_for(*accounts):
    return json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": accounts}}]})


def test_group_is_created_with_the_first_entity(every_client, clock):
    assert visible_groups(every_client) == []
    with expect_error("ResourceNotFound", saying=MINE):
        every_client.describe_lineage_group(LineageGroupName=NAME)
    CONTEXT.create(every_client)
    assert describe(every_client, "DescribeLineageGroup", LineageGroupName=NAME) == {
        "LineageGroupName": NAME,
        "LineageGroupArn": MINE,
        "DisplayName": NAME,
        "CreationTime": clock.now,
        "CreatedBy": {},
        "LastModifiedTime": clock.now,
        "LastModifiedBy": {},
    }


def test_group_is_visible_to_accounts_it_is_shared_with(every_client, other, clock):
    make_groups(every_client, other, clock)
    assert visible_groups(every_client) == [MINE]
    seed_policy(other, policy_for("2" * 12))
    assert visible_groups(every_client) == [MINE]
    seed_policy(other, policy_for("0" * 12))
    assert visible_groups(every_client) == [MINE, THEIRS]
    assert visible_groups(connect(other)) == [THEIRS]


def test_groups_are_sorted_paged_and_filtered_by_date(every_client, other, clock):
    make_groups(every_client, other, clock)
    seed_policy(other, policy_for("0" * 12))
    assert visible_groups(every_client, SortOrder="Descending") == [THEIRS, MINE]
    assert visible_groups(every_client, SortBy="Name", MaxResults=1) == [MINE]
    assert visible_groups(every_client, CreatedAfter=clock.now) == [THEIRS]
    assert visible_groups(every_client, CreatedBefore=clock.now - timedelta(hours=1)) == [MINE]


def test_policy_is_returned_by_name_or_arn_to_accounts_that_see_the_group(every_client, other, clock):
    make_groups(every_client, other, clock)
    assert describe(every_client, "GetLineageGroupPolicy", LineageGroupName=NAME) == {"LineageGroupArn": MINE}
    with expect_error("ResourceNotFound", saying=THEIRS):
        every_client.get_lineage_group_policy(LineageGroupName=THEIRS)
    policy = policy_for("0" * 12)
    seed_policy(other, policy)
    answer = {"LineageGroupArn": THEIRS, "ResourcePolicy": policy}
    assert describe(every_client, "GetLineageGroupPolicy", LineageGroupName=THEIRS) == answer
    assert describe(connect(other), "GetLineageGroupPolicy", LineageGroupName=NAME) == answer


def test_a_policy_must_be_json_not_too_long_and_of_a_group(account, client):
    with pytest.raises(ServiceError, match="does not exist"):
        seed_policy(account, "{}")
    CONTEXT.create(client)
    with pytest.raises(ServiceError, match="not JSON"):
        seed_policy(account, "allow all")
    with pytest.raises(ServiceError, match="20480 characters"):
        seed_policy(account, json.dumps("x" * 20480))


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "0" * 12},
        {"AWS": ["2" * 12, "0" * 12]},
        {"AWS": f"arn:aws:iam::{'0' * 12}:root"},
        {"AWS": [f"arn:aws:iam::{'0' * 12}:role/Reader"]},
    ],
)
def test_group_is_visible_to_an_account_whose_principal_is_allowed(every_client, other, clock, principal):
    make_groups(every_client, other, clock)
    seed_policy(other, json.dumps({"Statement": {"Effect": "Allow", "Principal": principal}}))
    assert visible_groups(every_client) == [MINE, THEIRS]


@pytest.mark.parametrize(
    "policy",
    [
        {"Id": "0" * 12},
        {"Statement": [{"Effect": "Deny", "Principal": {"AWS": "0" * 12}}]},
        {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "2" * 12}, "Resource": MINE}]},
        {"Statement": [{"Effect": "Allow", "Principal": {"AWS": f"9{'0' * 12}"}}]},
        {"Statement": [{"Effect": "Allow", "Principal": {"Service": f"{'0' * 12}.amazonaws.com"}}]},
        {"Statement": [{"Effect": "Allow", "Principal": "0" * 12}, "0" * 12]},
        ["0" * 12],
    ],
)
def test_group_is_hidden_from_an_account_that_a_policy_mentions_otherwise(every_client, other, clock, policy):
    make_groups(every_client, other, clock)
    seed_policy(other, json.dumps(policy))
    assert visible_groups(every_client) == [MINE]
    with expect_error("ResourceNotFound", saying=THEIRS):
        every_client.get_lineage_group_policy(LineageGroupName=THEIRS)
