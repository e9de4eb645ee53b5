"""The lists of the first screen, and pages of any list."""

from __future__ import annotations

import threading
from dataclasses import fields

import pytest

from lineage_explorer.errors import AccessDenied
from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.browse_query import MAX_BROWSE_PAGE
from lineage_explorer.sources.account_overview import AccountOverview, EntityFilter
from lineage_explorer.sources.aws import account_lists
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog

MOST_CALLS = 12
DATA = EntityFilter(LineageType.ARTIFACT, "DataSet")


def answer_endlessly(operation, request):
    """Answer every list with as many items as asked for, and a token."""
    token = str(int(request.get("NextToken", 0)) + 1)
    number = request["MaxResults"]
    if operation in ("ListArtifacts", "ListActions", "ListContexts", "ListTrialComponents"):
        kind = operation.removeprefix("List").removesuffix("s")
        items = [
            {f"{kind}Arn": f"arn:aws:sagemaker:us-west-2:111122223333:artifact/{token}-{index}"}
            for index in range(number)
        ]
        return {f"{kind}Summaries": items, "NextToken": token}
    return {"NextToken": token}


def test_an_account_of_any_size_costs_at_most_a_dozen_calls(stub_client):
    told = stub_client(answer_endlessly)
    catalog = SageMakerCatalog(told.client())
    overview = catalog.read_overview(seconds=10)
    assert catalog.read_overview(seconds=10) == overview
    assert not overview.is_pending
    assert overview.data_sets.has_more
    assert len(overview.data_sets.items) == 100
    assert len(told.sent) == len(fields(AccountOverview)) == MOST_CALLS


def test_denied_part_says_so_alone_and_is_not_asked_for_again(stub_client, error_response):
    def answer(operation, _request):
        return error_response("AccessDeniedException") if operation == "ListModelPackages" else {}

    told = stub_client(answer)
    catalog = SageMakerCatalog(told.client())
    for _ in range(2):
        overview = catalog.read_overview(seconds=10)
        assert overview.versions.is_failed
        assert "ListModelPackages" in overview.versions.gaps[0]
        assert overview.groups.is_complete
    assert len(told.sent) == MOST_CALLS
    catalog.refresh_overview()
    catalog.read_overview(seconds=10)
    assert len(told.sent) == 2 * MOST_CALLS


def test_slow_part_is_pending_and_comes_later(stub_client):
    let_go = threading.Event()

    def answer(operation, _request):
        if operation == "ListEndpoints":
            let_go.wait(10)
        return {}

    catalog = SageMakerCatalog(stub_client(answer).client())
    catalog.read_overview(seconds=5)
    overview = catalog.read_overview(seconds=0)
    assert [overview.running.is_pending, overview.groups.is_pending] == [True, False]
    let_go.set()
    assert catalog.read_overview(seconds=10).running.is_complete


@pytest.mark.parametrize(
    ("group", "owner"),
    [
        (
            {"Tags": [{"Key": "Team", "Value": "retention"}], "CreatedBy": {"UserProfileName": "ada"}},
            "retention",
        ),
        ({"Tags": [{"Key": "stage", "Value": "x"}], "CreatedBy": {"UserProfileName": "ada"}}, "ada"),
        ({"CreatedBy": {}}, ""),
    ],
)
def test_owner_of_a_group_is_its_team_or_else_who_made_it(stub_client, group, owner):
    found = {"Results": [{"ModelPackageGroup": {"ModelPackageGroupName": "churn", **group}}]}
    told = stub_client(lambda operation, _: found if operation == "Search" else {})
    (read,) = SageMakerCatalog(told.client()).read_overview(seconds=10).owners.items
    assert (read.group, read.owner) == ("churn", owner)


def test_a_page_is_found_by_the_tokens_of_those_before_it_which_are_kept(stub_client):
    told = stub_client(answer_endlessly)
    catalog = SageMakerCatalog(told.client())
    third = catalog.read_page(DATA, page=3, seconds=10)
    assert (third.number, third.has_more, len(third.entities)) == (3, True, account_lists.PAGE_SIZE)
    assert [request.get("NextToken") for _, request in told.sent] == [None, "1", "2"]
    catalog.read_page(DATA, page=4, seconds=10)
    assert len(told.sent) == 4
    assert told.sent[-1][1]["ArtifactType"] == "DataSet"


def test_a_page_beyond_the_last_one_is_the_last_one(catalog, make):
    arn = make.artifact("s3://b/data")
    page = catalog.read_page(DATA, page=7, seconds=10)
    assert ([entity.arn for entity in page.entities], page.number, page.has_more) == ([arn], 1, False)


def test_a_month_lists_what_was_created_in_it(catalog, make, calendar):
    old = make.artifact("s3://b/old")
    calendar.pass_days(40)
    new = make.artifact("s3://b/new")
    filters = [
        EntityFilter(LineageType.ARTIFACT, created_before=calendar.now.replace(day=1)),
        EntityFilter(LineageType.ARTIFACT, created_after=calendar.now.replace(day=1)),
    ]
    pages = [catalog.read_page(each, page=1, seconds=10) for each in filters]
    assert [[entity.arn for entity in page.entities] for page in pages] == [[old], [new]]


def test_denied_page_is_an_error(stub_client, error_response):
    catalog = SageMakerCatalog(stub_client(lambda *_: error_response("AccessDeniedException")).client())
    with pytest.raises(AccessDenied, match="ListArtifacts"):
        catalog.read_page(DATA, page=1, seconds=10)


def test_the_address_and_the_lists_have_one_last_page():
    assert account_lists.MAX_PAGE == MAX_BROWSE_PAGE


@pytest.fixture
def catalog(client):
    return SageMakerCatalog(client)
