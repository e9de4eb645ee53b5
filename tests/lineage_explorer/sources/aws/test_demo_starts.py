"""Start texts of every form resolve to entities of the demo account."""

import pytest

from lineage_explorer.errors import InvalidQuery, NothingFound
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from tests.support.question_accounts import demo_account

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
EXECUTION = f"{ACCOUNT}:pipeline/customer-churn/execution/lmgjrcdo25eh"
REGISTRY = "246618743249.dkr.ecr.us-west-2.amazonaws.com"
SANDBOX = "s3://orchard-telecom-ml-sandbox/exports"

ARTIFACT, CONTEXT = LineageType.ARTIFACT, LineageType.CONTEXT
MOST_CALLS_WHILE_TYPING = 10


@pytest.fixture(scope="module")
def subject(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield subject


@pytest.fixture
def recording_client(subject):
    return subject.noted()


@pytest.fixture
def catalog(recording_client):
    return SageMakerCatalog(recording_client.client)


def sources(hits):
    return [hit.source_uri for hit in hits]


@pytest.mark.parametrize(
    ("text", "lineage_type", "type_"),
    [
        (f"{ACCOUNT}:endpoint/customer-churn-production", CONTEXT, "Endpoint"),
        (f"{ACCOUNT}:model-package-group/customer-churn", CONTEXT, "ModelGroup"),
        (f"{ACCOUNT}:model-package/customer-churn/7", ARTIFACT, "Model"),
        (f"{REGISTRY}/sagemaker-scikit-learn:1.2-1-cpu-py3", ARTIFACT, "Image"),
        ("s3://orchard-telecom-ml/churn/raw/usage/2025-11/usage.parquet", ARTIFACT, "DataSet"),
    ],
)
def test_resource_arn_or_uri_finds_its_entity(catalog, text, lineage_type, type_):
    (hit,) = catalog.resolve(text)

    assert (hit.lineage_type, hit.type, hit.source_uri) == (lineage_type, type_, text)


@pytest.mark.parametrize("kind", ["training", "processing", "transform"])
def test_the_arn_of_a_job_finds_its_trial_component(subject, catalog, kind):
    pages = subject.client.get_paginator("list_trial_components").paginate()
    listed = [summary for page in pages for summary in page["TrialComponentSummaries"]]
    made = next(one for one in listed if one["TrialComponentName"].endswith(f"-aws-{kind}-job"))

    (hit,) = catalog.resolve(made["TrialComponentSource"]["SourceArn"])

    assert hit.arn == made["TrialComponentArn"]


def test_pipeline_execution_offers_the_entities_of_its_steps_in_order(catalog):
    hits = catalog.resolve(EXECUTION)

    assert [hit.type for hit in hits] == [*["ProcessingJob"] * 2, "TrainingJob", "ProcessingJob", "Model"]
    assert hits[-1].source_uri == f"{ACCOUNT}:model-package/customer-churn/8"


def test_unknown_execution_returns_advice(catalog):
    with pytest.raises(NothingFound, match="start from one of its jobs or models"):
        catalog.resolve(f"{ACCOUNT}:pipeline/customer-churn/execution/000000000000")


def test_a_pipeline_offers_the_contexts_of_its_versions(catalog):
    hits = catalog.resolve(f"{ACCOUNT}:pipeline/fraud-signals-hourly")

    assert [hit.type.partition("-")[0] for hit in hits] == [
        *["FeatureEngineeringPipelineVersion"] * 2,
        "FeatureEngineeringPipeline",
    ]


def test_a_feature_group_offers_its_two_contexts(catalog):
    hits = catalog.resolve(f"{ACCOUNT}:feature-group/merchant-risk")

    assert {hit.name for hit in hits} == {
        "merchant-risk-1768471200-feature-group-pipeline",
        "merchant-risk-1768471200-feature-group-pipeline-version",
    }


@pytest.mark.parametrize(
    "text",
    [
        f"{REGISTRY}/sagemaker-scikit-learn",
        "arn:aws:ecr:us-west-2:246618743249:repository/sagemaker-scikit-learn",
    ],
)
def test_a_repository_offers_its_images(catalog, text):
    assert sources(catalog.resolve(text)) == [
        f"{REGISTRY}/sagemaker-scikit-learn:1.2-1-cpu-py3",
        f"{REGISTRY}/sagemaker-scikit-learn:0.23-1-cpu-py3",
    ]


@pytest.mark.parametrize("text", [f"{SANDBOX}/archive", f"{SANDBOX}/archive/"])
def test_folder_is_found_with_and_without_a_trailing_slash(catalog, text):
    assert set(sources(catalog.resolve(text))) == {f"{SANDBOX}/archive", f"{SANDBOX}/archive/"}


def test_uri_registered_twice_is_offered_twice(catalog):
    assert sources(catalog.resolve(f"{SANDBOX}/weekly.csv")) == [f"{SANDBOX}/weekly.csv"] * 2


def test_lineage_arn_is_used_unchanged(subject, catalog, recording_client):
    for arn in subject.arns.values():
        assert [hit.arn for hit in catalog.resolve(arn)] == [arn]
    assert recording_client.sent == []


def test_start_text_without_an_entity_returns_a_sentence(catalog):
    with pytest.raises(NothingFound, match=r"no lineage entity for “s3://nobody/knows\.csv”"):
        catalog.resolve("s3://nobody/knows.csv")


def test_invalid_start_text_returns_a_sentence(catalog, recording_client):
    with pytest.raises(InvalidQuery, match="“what is this” is not an ARN or URI"):
        catalog.resolve("what is this")
    assert recording_client.sent == []


@pytest.mark.parametrize("piece", ["churn-prod", "CUSTOMER churn", "merchant-risk", "weekly.csv"])
def test_part_of_a_name_suggests_entities_that_contain_it(catalog, recording_client, piece):
    hits = catalog.suggest(piece).hits

    told = [f"{hit.name} {hit.source_uri} {hit.type}".lower() for hit in hits]
    assert told
    assert all(word in one for one in told for word in piece.lower().split())
    assert len(recording_client.sent) <= MOST_CALLS_WHILE_TYPING


def test_suggestions_begin_with_the_text_then_are_sorted_by_kind_and_newest_first(catalog):
    first, *hits = catalog.suggest("churn").hits

    assert (first.source_uri or "").endswith(":endpoint/churn-scoring")
    assert [hit.lineage_type for hit in hits] == sorted(
        (hit.lineage_type for hit in hits), key=[CONTEXT, ARTIFACT].index
    )
    made = [hit.created for hit in hits if hit.lineage_type is CONTEXT]
    assert made == sorted(made, reverse=True)


def test_name_typed_letter_by_letter_costs_one_search(catalog, recording_client):
    name = "customer-churn-production"
    for length in range(2, len(name) + 1):
        catalog.suggest(name[:length])

    assert len(recording_client.sent) <= MOST_CALLS_WHILE_TYPING
