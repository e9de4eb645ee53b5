"""Entities found by name in accounts that are too large to be listed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from sagemaker_account.seed_resources import seed_resource
from tests.support.resource_samples import package, training_job

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


def test_product_that_only_lineage_still_has_comes_before_its_jobs(catalog, make):
    group = make.context("gone-models", "ModelGroup", f"{SAGEMAKER}:model-package-group/gone")
    for number in range(60):
        make.trial_component(f"gone-train-{number}-aws-training-job")
        make.context(f"other-{number}", "Endpoint", f"{SAGEMAKER}:endpoint/other-{number}")
        make.context(f"more-{number}", "Endpoint", f"{SAGEMAKER}:endpoint/more-{number}")
    for text in ("gone", "go"):
        found = catalog.suggest(text)
        assert found.hits[0].arn == group
        assert "gone-train-59" in list_titles(found)


def test_versions_that_the_first_screen_has_listed_follow_their_product(catalog, account):
    arn = f"{SAGEMAKER}:model-package/credit-risk/3"
    seed_resource(account, "DescribeModelPackage", package("credit-risk", 3) | {"ModelPackageArn": arn})
    catalog.read_overview(seconds=60)
    assert list_titles(catalog.suggest("credit-risk"))[:3] == [
        "credit-risk",
        "credit-risk-live",
        "credit-risk v3",
    ]


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
    assert (found.hits, found.is_limited) == ((), True)
    assert "endpoints" in found.scopes


TEXTS = (
    "credit-risk",
    "no-such-name",
    "no such thing",
    "v8 approved",
    "credit-risk v8 approved",
    "Deploy v8",
    "Replace with v5",
    "nothing.csv",
    "nothing.csv · raw · 2026-10",
    "nothing · 4 Nov",
    "xgboost:1.5-1",
    "team: retention",
    "team: 4 Nov approved.csv",
    "model group",
    "no_such_context",
    "gone-1577836800-aws-endpoint",
    "a b c d e f g h i j k l m n o p",
)


@pytest.fixture
def bounded_catalog(stub_client, error_response):
    """Return a catalog of an account in which no list ever ends, and its client."""

    def respond(operation, request):
        if operation.startswith("Describe"):
            return error_response("ResourceNotFound", "no")
        kind = operation.removeprefix("List").removesuffix("s")
        number = int(request.get("NextToken", "0")) + 1
        if kind not in RESOURCES:
            return {"NextToken": str(number)}
        summary = {
            f"{kind}Arn": f"{SAGEMAKER}:{RESOURCES[kind]}/entity-{number}",
            "CreationTime": 1_700_000_000,
        }
        return {f"{kind}Summaries": [summary], "NextToken": str(number)}

    asked = stub_client(respond)
    return SageMakerCatalog(asked.client()), asked


RESOURCES = {
    "Artifact": "artifact",
    "Action": "action",
    "Context": "context",
    "TrialComponent": "experiment-trial-component",
}


@pytest.mark.parametrize("text", TEXTS)
def test_search_without_a_match_costs_at_most_twelve_calls_where_nothing_ends(bounded_catalog, text):
    catalog, asked = bounded_catalog
    found = catalog.suggest(text)
    assert found.hits == ()
    assert found.is_limited
    assert len(asked.sent) <= MOST_CALLS


def test_text_that_is_searched_again_costs_nothing(bounded_catalog):
    catalog, asked = bounded_catalog
    catalog.suggest("no-such-name.csv")
    asked.sent.clear()
    catalog.suggest("no-such-name.csv")
    assert asked.sent == []


def test_search_that_is_denied_is_named_and_the_others_go_on(stub_client, error_response):
    endpoint = {
        "EndpointArn": f"{SAGEMAKER}:endpoint/credit",
        "EndpointName": "credit",
        "EndpointStatus": "InService",
        "CreationTime": 1_700_000_000,
        "LastModifiedTime": 1_700_000_000,
    }

    def respond(operation, _):
        if operation == "ListFeatureGroups":
            return error_response("AccessDeniedException", "no")
        if operation == "ListEndpoints":
            return {"Endpoints": [endpoint]}
        if operation == "ListContexts":
            return {"ContextSummaries": [], "NextToken": "more"}
        return {}

    found = SageMakerCatalog(stub_client(respond).client()).suggest("credit")
    assert [hit.name for hit in found.hits] == ["credit"]
    assert len(found.gaps) == 1
    assert "ListFeatureGroups" in found.gaps[0]
    assert "feature groups" not in found.scopes


def test_approval_among_the_newest_does_not_hide_its_package(catalog, make):
    package = f"{SAGEMAKER}:model-package/credit-risk/3"
    make.action("credit-risk-3-Approved-1-aws-model-group", "Approval", package)
    assert "credit-risk v3" in list_titles(catalog.suggest("credit-risk v3"))


def test_file_of_an_old_training_job_is_found_by_its_name(catalog, account, make):
    uri = "s3://b/credit/history.csv"
    channel = {
        "ChannelName": "train",
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}},
    }
    job = training_job("fit", when=LONG_AGO, InputDataConfig=[channel])
    own = job | {"TrainingJobArn": f"{SAGEMAKER}:training-job/fit"}
    seed_resource(account, "DescribeTrainingJob", own)
    for number in range(800):
        make.artifact(f"s3://b/newer/{number}.parquet")
    (hit,) = catalog.suggest("history.csv").hits
    assert (hit.source_uri, hit.type) == (uri, "DataSet")
