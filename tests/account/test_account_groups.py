"""An account has one lineage group, and sees those that are shared with it."""

import json
from datetime import timedelta

import pytest
from account_errors import refused
from account_kinds import CONTEXT
from account_resources import PREFIX, told

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_policy
from sagemaker_account.service import Account
from sagemaker_account.transport import connect

NAME = "sagemaker-default-lineage-group"
MINE = f"{PREFIX}lineage-group/{NAME}"
THEIRS = MINE.replace("0" * 12, "1" * 12)


@pytest.fixture
def other(store, clock):
    return Account(store, account_id="1" * 12, clock=clock)


def seen(client, **request):
    groups = told(client, "ListLineageGroups", **request)["LineageGroupSummaries"]
    return [group["LineageGroupArn"] for group in groups]


def make_groups(client, other, clock):
    CONTEXT.create(client)
    clock.advance(hours=1)
    other.call("CreateContext", CONTEXT.full)


def policy_for(*accounts):
    return json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": accounts}}]})


def test_a_group_is_made_with_the_first_entity(any_client, clock):
    assert seen(any_client) == []
    with refused("ResourceNotFound", saying=MINE):
        any_client.describe_lineage_group(LineageGroupName=NAME)
    CONTEXT.create(any_client)
    assert told(any_client, "DescribeLineageGroup", LineageGroupName=NAME) == {
        "LineageGroupName": NAME,
        "LineageGroupArn": MINE,
        "DisplayName": NAME,
        "CreationTime": clock.now,
        "CreatedBy": {},
        "LastModifiedTime": clock.now,
        "LastModifiedBy": {},
    }


def test_a_group_is_seen_by_whom_it_is_shared_with(any_client, other, clock):
    make_groups(any_client, other, clock)
    assert seen(any_client) == [MINE]
    seed_policy(other, policy_for("2" * 12))
    assert seen(any_client) == [MINE]
    seed_policy(other, policy_for("0" * 12))
    assert seen(any_client) == [MINE, THEIRS]
    assert seen(connect(other)) == [THEIRS]


def test_groups_are_sorted_paged_and_filtered_by_date(any_client, other, clock):
    make_groups(any_client, other, clock)
    seed_policy(other, policy_for("0" * 12))
    assert seen(any_client, SortOrder="Descending") == [THEIRS, MINE]
    assert seen(any_client, SortBy="Name", MaxResults=1) == [MINE]
    assert seen(any_client, CreatedAfter=clock.now) == [THEIRS]
    assert seen(any_client, CreatedBefore=clock.now - timedelta(hours=1)) == [MINE]


def test_a_policy_is_told_by_name_or_arn_to_whoever_sees_the_group(any_client, other, clock):
    make_groups(any_client, other, clock)
    assert told(any_client, "GetLineageGroupPolicy", LineageGroupName=NAME) == {"LineageGroupArn": MINE}
    with refused("ResourceNotFound", saying=THEIRS):
        any_client.get_lineage_group_policy(LineageGroupName=THEIRS)
    policy = policy_for("0" * 12)
    seed_policy(other, policy)
    answer = {"LineageGroupArn": THEIRS, "ResourcePolicy": policy}
    assert told(any_client, "GetLineageGroupPolicy", LineageGroupName=THEIRS) == answer
    assert told(connect(other), "GetLineageGroupPolicy", LineageGroupName=NAME) == answer


def test_a_policy_must_be_json_not_too_long_and_of_a_group(account, client):
    with pytest.raises(ServiceError, match="does not exist"):
        seed_policy(account, "{}")
    CONTEXT.create(client)
    with pytest.raises(ServiceError, match="no JSON"):
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
def test_a_group_is_seen_by_an_account_whose_principal_is_allowed(any_client, other, clock, principal):
    make_groups(any_client, other, clock)
    seed_policy(other, json.dumps({"Statement": {"Effect": "Allow", "Principal": principal}}))
    assert seen(any_client) == [MINE, THEIRS]


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
def test_a_group_is_hidden_from_an_account_that_a_policy_mentions_otherwise(any_client, other, clock, policy):
    make_groups(any_client, other, clock)
    seed_policy(other, json.dumps(policy))
    assert seen(any_client) == [MINE]
    with refused("ResourceNotFound", saying=THEIRS):
        any_client.get_lineage_group_policy(LineageGroupName=THEIRS)
