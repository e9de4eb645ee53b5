"""Suggestions while typing are bounded in calls and cached."""

from __future__ import annotations

import pytest

from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from sagemaker_account.transport import connect
from tests.support.demo_file import open_demo

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
_RESOURCES = {
    "Artifact": "artifact",
    "Action": "action",
    "Context": "context",
    "TrialComponent": "experiment-trial-component",
}


SEARCHES = {"ListEndpoints", "ListModelPackageGroups", "ListFeatureGroups", "ListPipelines", "Search"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture
def recorded_catalog(demo):
    """Return a catalog over the demo, and the operations it sends."""
    client, operations = connect(demo), []
    client.meta.events.register("before-call.sagemaker", lambda model, **_: operations.append(model.name))
    return SageMakerCatalog(client), operations


def test_exact_name_comes_first_then_endpoints(recorded_catalog):
    catalog, _ = recorded_catalog
    names = [hit.source_uri.rpartition("/")[2] for hit in catalog.suggest("customer-churn").hits]
    assert names[:3] == ["customer-churn", "customer-churn-production", "customer-churn-staging"]


def test_continued_typing_costs_at_most_ten_calls(recorded_catalog):
    catalog, operations = recorded_catalog
    for text in ("ch", "chu", "churn", "train.csv", "no such thing"):
        catalog.suggest(text)
    assert 0 < len(operations) <= 10


def test_short_list_pages_cost_no_more_calls_than_full_ones(stub_client):
    def respond(operation, request):
        if operation in SEARCHES:
            return {}
        number = int(request.get("NextToken", "0"))
        kind = operation.removeprefix("List").removesuffix("s")
        summary = {f"{kind}Arn": f"{ACCOUNT}:{_RESOURCES[kind]}/n{number}", f"{kind}Name": f"churn-{number}"}
        return {f"{kind}Summaries": [summary], "NextToken": str(number + 1)}

    asked = stub_client(respond)
    suggestions = SageMakerCatalog(asked.client()).suggest("churn")

    assert len(asked.sent) == 4 + 5 + 1 + 1  # the newest, by name, older ones, products
    assert len(suggestions.hits) == 4
    assert suggestions.is_limited


def test_small_account_is_searched_completely(recorded_catalog):
    catalog, _ = recorded_catalog
    assert not catalog.suggest("abalone").is_limited
