"""Tokens continue their own answer, in any process."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import closing, contextmanager

import pytest

from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.transport import connect
from tests.support.account_graphs import build_graph
from tests.support.api_errors import expect_error


@pytest.fixture
def hub(account):
    """Create a context with ten artifacts; return the context's ARN."""
    spokes = {f"s{n}": ("Artifact", "DataSet", {}) for n in range(10)}
    arns = build_graph(
        account, {"hub": ("Context", "Endpoint", {}), **spokes}, [(s, "hub", None) for s in spokes]
    )
    return arns["hub"]


@contextmanager
def another_process(location):
    """Return a client of the same file that shares no memory."""
    with closing(Store.open(location)) as store, closing(connect(Account(store))) as client:
        yield client


def remaining_arns(client, page, ask, **request):
    """Return the ARNs on the pages after one."""
    arns = []
    while "NextToken" in page:
        page = ask(client, **request, NextToken=page["NextToken"])
        arns += [vertex["Arn"] for vertex in page["Vertices"]]
    return arns


def query(client, **request):
    return client.query_lineage(**request)


def test_token_survives_reopening_the_store(client, store, location, hub):
    request = {"StartArns": [hub], "MaxResults": 3}
    page = query(client, **request)
    expected = remaining_arns(client, page, query, **request)
    store.close()
    with another_process(location) as later:
        assert remaining_arns(later, page, query, **request) == expected


def test_every_page_may_come_from_another_process(client, location, hub):
    request = {"StartArns": [hub], "MaxResults": 2, "IncludeEdges": True}
    first = query(client, **request)
    expected = remaining_arns(client, first, query, **request)
    page, arns = first, []
    while "NextToken" in page:
        with another_process(location) as worker:
            page = query(worker, **request, NextToken=page["NextToken"])
            arns += [vertex["Arn"] for vertex in page["Vertices"]]
    assert arns == expected


def test_write_of_another_process_is_visible_between_pages(client, location, hub):
    request = {"StartArns": [hub], "MaxResults": 5}
    page = query(client, **request)
    with another_process(location) as writer:
        new = writer.create_artifact(Source={"SourceUri": "s3://new"}, ArtifactType="DataSet")["ArtifactArn"]
        writer.add_association(SourceArn=new, DestinationArn=hub)
    assert remaining_arns(client, page, query, **request)[-1] == new


def test_sent_vertices_are_not_repeated_after_a_write(client, account, hub):
    request = {"StartArns": [hub], "MaxResults": 5}
    page = query(client, **request)
    sent = [vertex["Arn"] for vertex in page["Vertices"]]
    account.call("DeleteAssociation", {"SourceArn": sent[0], "DestinationArn": hub})
    assert not set(sent) & set(remaining_arns(client, page, query, **request))


def test_page_size_may_change_between_pages(client, hub):
    whole = [vertex["Arn"] for vertex in query(client, StartArns=[hub])["Vertices"]]
    page = query(client, StartArns=[hub], MaxResults=3)
    assert remaining_arns(client, page, query, StartArns=[hub], MaxResults=4) == whole[3:]


@pytest.mark.parametrize(
    "other",
    [
        {"Direction": "Ascendants"},
        {"MaxDepth": 9},
        {"IncludeEdges": True},
        {"Filters": {"Types": ["DataSet"]}},
        {"Filters": {"Properties": {"a": "b"}}},
    ],
    ids=str,
)
def test_a_token_sent_with_other_parameters_is_refused(client, hub, other):
    token = query(client, StartArns=[hub], MaxResults=3)["NextToken"]
    with expect_error("ValidationException", saying="NextToken"):
        query(client, StartArns=[hub], MaxResults=3, NextToken=token, **other)


def test_a_token_of_another_operation_is_refused(client, hub):
    token = query(client, StartArns=[hub], MaxResults=3)["NextToken"]
    for listing in (client.list_artifacts, client.list_associations, client.list_contexts):
        with expect_error("ValidationException", saying="NextToken"):
            listing(NextToken=token)


def test_a_token_of_other_filters_is_refused(client, hub):
    token = client.list_artifacts(MaxResults=3)["NextToken"]
    with expect_error("ValidationException", saying="NextToken"):
        client.list_artifacts(ArtifactType="DataSet", NextToken=token)
    token = client.list_associations(DestinationArn=hub, MaxResults=3)["NextToken"]
    with expect_error("ValidationException", saying="NextToken"):
        client.list_associations(SortOrder="Ascending", DestinationArn=hub, NextToken=token)


@pytest.mark.parametrize("token", ["x", "AAAA", "a" * 8000, "Größe", "[]", "W10="])
def test_malformed_token_is_refused(client, hub, token):
    with expect_error("ValidationException", saying="NextToken"):
        query(client, StartArns=[hub], NextToken=token)
    with expect_error("ValidationException", saying="NextToken"):
        client.list_contexts(NextToken=token)


def test_modified_token_is_refused(client, hub):
    token = query(client, StartArns=[hub], MaxResults=3)["NextToken"]
    packed = bytearray(urlsafe_b64decode(token))
    packed[-2] ^= 1
    with expect_error("ValidationException", saying="NextToken"):
        query(client, StartArns=[hub], NextToken=urlsafe_b64encode(packed).decode())


def test_an_empty_token_asks_for_the_first_page(client, hub):
    assert (
        query(client, StartArns=[hub], NextToken="")["Vertices"] == query(client, StartArns=[hub])["Vertices"]
    )


def test_boto3s_paginator_follows_tokens_of_every_list(client, hub):
    pages = client.get_paginator("list_associations").paginate(
        DestinationArn=hub, PaginationConfig={"PageSize": 3}
    )
    assert [len(page["AssociationSummaries"]) for page in pages] == [3, 3, 3, 1]
