"""Suggestions while typing are bounded in calls, and cost none for a while."""

from __future__ import annotations

import pytest

from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from sagemaker_account.demo import build
from sagemaker_account.store import Store
from sagemaker_account.transport import connect

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
_RESOURCES = {
    "Artifact": "artifact",
    "Action": "action",
    "Context": "context",
    "TrialComponent": "experiment-trial-component",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    store = Store.open(str(tmp_path_factory.mktemp("demo") / "demo.sqlite"), create=True)
    yield build(store)
    store.close()


@pytest.fixture
def sent(demo):
    """Return a catalog over the demo, and the operations that it sends."""
    client, operations = connect(demo), []
    client.meta.events.register("before-call.sagemaker", lambda model, **_: operations.append(model.name))
    return SageMakerCatalog(client), operations


def test_a_piece_of_a_name_finds_endpoints_first(sent):
    catalog, _ = sent
    names = [hit.source_uri.rpartition("/")[2] for hit in catalog.suggest("customer-churn").hits]
    assert names[:2] == ["customer-churn-production", "customer-churn-staging"]


def test_typing_on_costs_no_more_than_ten_calls_in_all(sent):
    catalog, operations = sent
    for text in ("ch", "chu", "churn", "train.csv", "no such thing"):
        catalog.suggest(text)
    assert 0 < len(operations) <= 10


def test_short_pages_cost_no_more_calls_than_full_ones(wire):
    def told(operation, request):
        number = int(request.get("NextToken", "0"))
        kind = operation.removeprefix("List").removesuffix("s")
        summary = {f"{kind}Arn": f"{ACCOUNT}:{_RESOURCES[kind]}/n{number}", f"{kind}Name": f"churn-{number}"}
        return {f"{kind}Summaries": [summary], "NextToken": str(number + 1)}

    asked = wire(told)
    suggestions = SageMakerCatalog(asked.client()).suggest("churn")

    assert len(asked.sent) == len(suggestions.hits) == 9
    assert suggestions.capped


def test_an_account_that_fits_is_searched_whole(sent):
    catalog, _ = sent
    assert not catalog.suggest("abalone").capped
