"""Entities found by name in accounts that are too large to be listed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from sagemaker_account.seed_resources import seed_resource

SAGEMAKER = "arn:aws:sagemaker:us-west-2:111122223333"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NEWER_ARTIFACTS = 320
"""More than the newest artifacts that are listed."""
MOST_CALLS = 12


@pytest.fixture
def catalog(client, account, make):
    """Return a catalog of an account whose resources are older than what lists return first."""
    seed_resource(
        account,
        "DescribeEndpoint",
        {
            "EndpointArn": f"{SAGEMAKER}:endpoint/credit-risk-live",
            "EndpointName": "credit-risk-live",
            "EndpointConfigName": "credit-risk-live",
            "EndpointStatus": "InService",
            "CreationTime": LONG_AGO,
            "LastModifiedTime": LONG_AGO,
        },
    )
    seed_resource(
        account,
        "DescribeModelPackageGroup",
        {
            "ModelPackageGroupArn": f"{SAGEMAKER}:model-package-group/credit-risk",
            "ModelPackageGroupName": "credit-risk",
            "ModelPackageGroupStatus": "Completed",
            "CreationTime": LONG_AGO,
            "CreatedBy": {},
        },
    )
    make.trial_component("credit-risk-260316-0836-008-464851fc-aws-training-job")
    for number in range(NEWER_ARTIFACTS):
        make.artifact(f"s3://b/other/{number}.csv")
    return SageMakerCatalog(client)


def list_titles(suggestions) -> list[str]:
    return [name_entity(hit.arn, hit).title for hit in suggestions.hits]


def test_resources_and_jobs_are_found_by_part_of_their_name(catalog):
    found = catalog.suggest("credit-ri")
    assert {"credit-risk-live", "credit-risk", "credit-risk #8"} <= set(list_titles(found))


def test_what_is_displayed_is_found_as_displayed(catalog):
    assert list_titles(catalog.suggest("credit-risk #8")) == ["credit-risk #8"]
    assert "credit-risk v3" in list_titles(catalog.suggest("credit-risk v3"))


def test_found_resource_leads_to_its_entity(catalog, make):
    context = make.context(
        "credit-risk-live-1577836800-aws-endpoint", "Endpoint", f"{SAGEMAKER}:endpoint/credit-risk-live"
    )
    (hit,) = [hit for hit in catalog.suggest("credit-risk-live").hits if hit.type == "Endpoint"]
    assert hit.arn in (context, hit.source_uri)
    assert [entity.arn for entity in catalog.resolve(hit.source_uri)] == [context]


def test_one_search_costs_at_most_twelve_calls_and_typing_on_none(catalog, counting_client):
    counting_client.sent.clear()
    catalog.suggest("credit")
    assert len(counting_client.sent) <= MOST_CALLS
    before = len(counting_client.sent)
    catalog.suggest("credit-risk")
    catalog.suggest("credit-risk-live")
    assert len(counting_client.sent) == before


def test_no_match_says_that_not_everything_was_searched(catalog):
    found = catalog.suggest("no such thing")
    assert (found.hits, found.capped) == ((), True)
