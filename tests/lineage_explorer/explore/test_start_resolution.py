"""Starts that are links, names or unknown, over the demo account."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from lineage_explorer.errors import NothingFound
from lineage_explorer.explore.start_resolution import find_start, resolve_address
from lineage_explorer.query.address import get_parameter
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from tests.support.question_accounts import demo_account
from tests.support.waiting import wait_for

ENDPOINT = "customer-churn-production"
CONSOLE = "https://us-west-2.console.aws.amazon.com/sagemaker/home?region=us-west-2#/"
INVOCATIONS = "https://runtime.sagemaker.us-west-2.amazonaws.com/endpoints/{}/invocations"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield SageMakerCatalog(subject.client)


@pytest.fixture(scope="module")
def endpoint(catalog):
    (hit,) = catalog.resolve(f"arn:aws:sagemaker:us-west-2:000000000000:endpoint/{ENDPOINT}")
    return hit.arn


def await_result(find, *args):
    """Ask until the answer does not take longer any more."""
    return wait_for(lambda: find(*args), args[-1])


@pytest.mark.parametrize("link", [f"{CONSOLE}endpoints/{{}}", INVOCATIONS, "{}"])
def test_link_to_an_endpoint_is_the_entity_that_has_its_name(catalog, endpoint, link):
    text = link.format(ENDPOINT)
    assert await_result(find_start, catalog, text) == endpoint
    address = await_result(resolve_address, catalog, f"?start={quote(text, safe='')}&direction=both")
    assert get_parameter(address, "start") == endpoint
    assert "direction=both" in address


def test_part_of_a_name_is_every_entity_that_has_it(catalog):
    hits = await_result(find_start, catalog, "churn")
    assert len(hits) > 1


@pytest.mark.parametrize("text", [f"{CONSOLE}endpoints/no-such-endpoint", "s3://no-such-bucket/key"])
def test_link_without_an_entity_is_said_to_have_none(catalog, text):
    with pytest.raises(NothingFound):
        await_result(find_start, catalog, text)


def test_unknown_name_is_named_in_the_refusal(catalog):
    with pytest.raises(NothingFound, match="No match for “nobody-called-it-so” in the whole account"):
        await_result(resolve_address, catalog, "?start=nobody-called-it-so")
