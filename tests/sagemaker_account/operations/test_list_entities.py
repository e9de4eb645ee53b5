"""Listing entities: filtered, sorted and paged."""

from datetime import UTC, datetime, timedelta

import pytest

from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import expect_error
from tests.support.entity_samples import ACTION, ARTIFACT, CONTEXT, KINDS, NAMED_KINDS, TRIAL_COMPONENT

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
NAMES = ["Delta", "alpha", "Charlie", "bravo", "echo"]
START = datetime(2026, 1, 1, tzinfo=UTC)


def source_of(kind, name):
    return {} if kind is TRIAL_COMPONENT else {"Source": {"SourceUri": f"s3://{name}"}}


@pytest.fixture
def filled_account(client, clock):
    """Create an account with five entities per type, an hour apart."""
    for name in NAMES:
        for kind in KINDS:
            kind.create(client, name=name, **source_of(kind, name))
        clock.advance(hours=1)
    return client


def names(client, kind, **request):
    """Return the names on all pages of a list."""
    paginator = client.get_paginator(f"list_{kind.snake}s")
    pages = paginator.paginate(**request)
    return [summary[f"{kind.word}Name"] for page in pages for summary in page[f"{kind.word}Summaries"]]


@every_kind
def test_newest_entities_come_first_by_default(filled_account, kind):
    assert names(filled_account, kind) == NAMES[::-1]
    assert names(filled_account, kind, SortBy="CreationTime", SortOrder="Ascending") == NAMES


@pytest.mark.parametrize("kind", NAMED_KINDS, ids=str)
def test_names_sort_regardless_of_case(filled_account, kind):
    ascending = ["alpha", "bravo", "Charlie", "Delta", "echo"]
    assert names(filled_account, kind, SortBy="Name", SortOrder="Ascending") == ascending
    assert names(filled_account, kind, SortBy="Name", SortOrder="Descending") == ascending[::-1]


@every_kind
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_together_hold_every_entity(filled_account, kind, size):
    config = {"PageSize": size}
    assert names(filled_account, kind, PaginationConfig=config) == NAMES[::-1]
    ascending = names(filled_account, kind, SortOrder="Ascending", PaginationConfig=config)
    assert ascending == NAMES


@every_kind
def test_date_filters_are_inclusive(filled_account, kind):
    second, fourth = START + timedelta(hours=1), START + timedelta(hours=3)
    assert names(filled_account, kind, CreatedAfter=second, CreatedBefore=fourth) == NAMES[3:0:-1]
    assert names(filled_account, kind, CreatedAfter=fourth + timedelta(hours=2)) == []


@pytest.mark.parametrize("kind", [ARTIFACT, ACTION, CONTEXT], ids=str)
def test_source_and_type_filter(filled_account, kind):
    type_member = f"{kind.word}Type"
    kind.create(filled_account, name="odd", Source={"SourceUri": "s3://odd"}, **{type_member: "Odd"})
    assert names(filled_account, kind, SourceUri="s3://Charlie") == ["Charlie"]
    assert names(filled_account, kind, SourceUri="s3://charlie") == []
    assert names(filled_account, kind, **{type_member: "Odd"}) == ["odd"]
    assert names(filled_account, kind, **{type_member: kind.full[type_member]}) == NAMES[::-1]
    assert names(filled_account, kind, SourceUri="s3://odd", **{type_member: "odd"}) == []


def test_trial_components_are_found_by_their_job_in_any_case(client):
    TRIAL_COMPONENT.create(client, name="Fit-1-aws-training-job")
    TRIAL_COMPONENT.create(client, name="Fit-2-aws-training-job")
    job = "arn:aws:sagemaker:us-west-2:000000000000:training-job/"
    assert names(client, TRIAL_COMPONENT, SourceArn=job + "Fit-1") == ["Fit-1-aws-training-job"]
    assert names(client, TRIAL_COMPONENT, SourceArn=job + "fit-2") == ["Fit-2-aws-training-job"]
    assert names(client, TRIAL_COMPONENT, SourceArn=job + "fit-3") == []


def test_trial_component_filters_exclude_each_other(client):
    with expect_error("ValidationException", saying="cannot be given together"):
        client.list_trial_components(TrialName="t", SourceArn="arn")


@every_kind
def test_summary_agrees_with_describe(client, kind):
    arn = kind.create(client)
    [summary] = kind.call(client, "list")[f"{kind.word}Summaries"]
    described = kind.describe(client, arn)
    if kind is TRIAL_COMPONENT:
        described["TrialComponentSource"] = described["Source"]
    shape = client.meta.service_model.shape_for(f"{kind.word}Summary")
    assert summary == {m: described[m] for m in shape.members if m in described}


@every_kind
def test_ten_entities_are_listed_by_default(client, kind):
    for n in range(11):
        kind.create(client, name=f"n{n}", **source_of(kind, n))
    page = kind.call(client, "list")
    assert len(page[f"{kind.word}Summaries"]) == 10
    last = kind.call(client, "list", NextToken=page["NextToken"])
    assert len(last[f"{kind.word}Summaries"]) == 1
    assert "NextToken" not in last


@every_kind
def test_account_lists_only_its_own_entities(filled_account, store, kind):
    other = connect(Account(store, account_id="111111111111"))
    kind.create(other, name="theirs", **source_of(kind, "theirs"))
    assert names(other, kind) == ["theirs"]
    assert names(filled_account, kind) == NAMES[::-1]


def test_entities_created_between_pages_do_not_shift_the_list(filled_account):
    first = filled_account.list_actions(MaxResults=2)
    ACTION.create(filled_account, name="newcomer")
    second = filled_account.list_actions(MaxResults=2, NextToken=first["NextToken"])
    listed = [a["ActionName"] for page in (first, second) for a in page["ActionSummaries"]]
    assert listed == NAMES[:0:-1]
