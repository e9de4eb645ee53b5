"""The part of the address that lists an account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address, format_address, parse_address
from lineage_explorer.query.browse_query import BrowseKind, BrowseQuery

MODEL = Arn("arn:aws:sagemaker:us-west-2:000000000000:artifact/0a1b")


@pytest.mark.parametrize(
    ("browse", "search"),
    [
        (BrowseQuery(), "?view=browse"),
        (
            BrowseQuery(BrowseKind.DATA, month="2026-03", page=2),
            "?view=browse&kind=data&month=2026-03&page=2",
        ),
        (BrowseQuery(BrowseKind.MODELS, product="churn"), "?view=browse&kind=models&product=churn"),
        (BrowseQuery(owner="ada", text="a b"), "?view=browse&owner=ada&text=a%20b"),
    ],
)
@pytest.mark.parametrize("share", [False, True])
def test_list_of_the_account_is_parsed_back_from_its_address(browse, search, share):
    address = Address(browse=browse, share=share)
    assert format_address(address) == search + ("&share=1" if share else "")
    assert parse_address(format_address(address)) == address


@pytest.mark.parametrize(
    ("search", "named"),
    [
        ("?view=browse&kind=dogs", "“dogs” is not a kind: use one of products, endpoints"),
        ("?view=browse&month=March", "“March” is not a month: write it as 2026-03"),
        ("?view=browse&page=0", "“page” must be 1 to 200, not 0"),
        ("?view=browse&page=two", "whole number from 1 to 200; “two” is not"),
        ("?view=browse&kind=data&kind=jobs", "“kind” is given 2 times"),
        (f"?view=browse&start={MODEL}", "leave either “start” or “view” out"),
    ],
)
def test_invalid_list_is_refused_by_a_sentence_that_names_the_value(search, named):
    with pytest.raises(InvalidQuery, match=named):
        parse_address(search)


def test_parameters_of_graphs_are_unknown_beside_a_list_and_the_other_way_round():
    assert parse_address("?view=browse&depth=3").unknown == ("depth",)
    assert parse_address(f"?start={MODEL}&kind=data").unknown == ("kind",)


def test_a_focus_chosen_from_a_list_leaves_the_list():
    focused = Address(browse=BrowseQuery(BrowseKind.DATA), share=True).with_start(MODEL)
    assert format_address(focused) == f"?start={MODEL}&share=1"


def test_a_month_lasts_to_its_last_moment():
    began, ended = BrowseQuery(month="2026-02").period
    assert began == datetime(2026, 2, 1, tzinfo=UTC)
    assert ended == datetime(2026, 2, 28, 23, 59, 59, 999000, tzinfo=UTC)
