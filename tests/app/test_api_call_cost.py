"""How many API calls each step of a user costs."""

from __future__ import annotations

import pytest

from sagemaker_account import transport
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.page_client import PageClient

MOST = 12
"""Calls of a re-focus in a picture of some 300 entities: seven pages, four for the facts, one for a name."""


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture
def page(account, tmp_path):
    return PageClient(account, tmp_path / "pseudonyms.sqlite")


def own_contexts(drawing):
    """Return the account's own endpoints and model groups in a graph."""
    nodes = [node["data"]["id"] for node in drawing["elements"]["nodes"]]
    return [arn for arn in nodes if ":000000000000:context/customer-churn" in arn]


@pytest.fixture
def production(account):
    return production_endpoint(transport.connect(account))


def test_a_refocus_among_three_hundred_entities_costs_at_most_a_dozen_calls(page, production):
    screen, first = page.look(production, direction="Both")
    assert "ListTags" in first
    for arn in own_contexts(screen["drawing"]):
        screen, sent = page.look(arn, direction="Both")
        assert 250 < screen["drawing"]["vertices"] < 350
        assert len(sent) <= MOST, sent


def test_going_back_sends_no_api_call(page, production):
    page.look(production, direction="Both")
    page.look(production, direction="Ascendants")
    _, sent = page.look(production, direction="Both")
    assert sent == []


def test_refresh_reads_the_graph_and_the_details_of_the_focus_again(page, production):
    page.look(production, direction="Ascendants")
    _, sent = page.look(production, direction="Ascendants", wish="anew")
    assert set(sent) == {
        "QueryLineage",
        "DescribeContext",
        "DescribeEndpoint",
        "ListTags",
        "ListAssociations",
    }


def test_status_line_counts_the_api_calls(page, production):
    screen, sent = page.look(production, direction="Ascendants")
    facts = sent.count("ListTags") + sent.count("ListAssociations")
    assert f"{len(sent) - facts} API calls" in str(screen["shown"])
    assert screen["drawing"]["vertices"] > 1
