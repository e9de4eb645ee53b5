"""What the model registry holds of a version."""

from __future__ import annotations

import boto3
import pytest

from lineage_explorer import errors
from lineage_explorer.explore.page_facts import load_entity_facts
from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.linked_resources import DELETED, is_model_package
from lineage_explorer.views.entity_details import Section
from tests.support.question_accounts import demo_account

PACKAGE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/7"
GONE = "arn:aws:sagemaker:us-west-2:000000000000:model-package/customer-churn/70"


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    with demo_account(tmp_path_factory.mktemp("demo"), boto3.session.Session()) as subject:
        yield subject


@pytest.fixture(scope="module")
def version(subject) -> Arn:
    """Return the artifact of a version."""
    return find_artifact(subject.client, PACKAGE)


def find_artifact(client, uri):
    return Arn(client.list_artifacts(SourceUri=uri)["ArtifactSummaries"][0]["ArtifactArn"])


def test_version_is_read_with_what_people_decided(subject, version):
    package = SageMakerCatalog(subject.client).read_package(version)
    assert (package.arn, package.status) == (PACKAGE, "Completed")
    assert (package.approval, package.approval_note) == (
        "Approved",
        "Age is out of the features; disparate impact 0.93",
    )
    assert (package.stage, package.stage_status) == ("Production", "Approved")
    assert package.card_status == "PendingReview"
    assert package.modified_by == "june-castellanos"
    assert package.reports.keys() == {"ModelQuality.Statistics", "Bias.Report"}


def test_version_costs_one_call_and_none_when_it_is_read_again(subject, version):
    noted = subject.noted()
    catalog = SageMakerCatalog(noted.client)
    for _ in range(2):
        load_entity_facts(catalog, version)
        catalog.read_responses(version)
    assert [operation for operation, _ in noted.sent].count("DescribeModelPackage") == 1
    assert noted.sent.count(("DescribeArtifact", {"ArtifactArn": version})) == 1


def test_entity_that_is_no_version_costs_no_call(subject):
    noted = subject.noted()
    endpoint = Arn(subject.client.list_contexts(ContextType="Endpoint")["ContextSummaries"][0]["ContextArn"])
    assert SageMakerCatalog(noted.client).read_package(endpoint) is None
    assert {operation for operation, _ in noted.sent} == {"DescribeContext"}


def test_denied_registry_is_a_sentence_beside_the_other_facts(subject, version):
    facts = load_entity_facts(SageMakerCatalog(subject.noted("DescribeModelPackage").client), version)
    (gap,) = facts.gaps
    assert "DescribeModelPackage" in gap
    assert facts.tags is not None
    assert [section.title for section in facts.sections][:1] == ["Details"]
    assert facts.operations == ("DescribeArtifact",)


def test_version_that_was_deleted_is_said_to_be(subject):
    made = subject.client.create_artifact(Source={"SourceUri": GONE}, ArtifactType="Model")
    arn = Arn(made["ArtifactArn"])
    try:
        catalog = SageMakerCatalog(subject.client)
        assert catalog.read_package(arn).status == DELETED
        facts = load_entity_facts(catalog, arn)
        (registry,) = [s for s in facts.sections if isinstance(s, Section) and s.title == "Model registry"]
        assert [(fact.title, fact.value) for fact in registry.facts] == [("Registration", "deleted")]
        assert (facts.gaps, facts.operations) == ((), ("DescribeArtifact",))
    finally:
        subject.client.delete_artifact(ArtifactArn=arn)


def test_responses_are_those_of_the_service_without_transport_details(subject, version):
    responses = SageMakerCatalog(subject.client).read_responses(version)
    expected = {
        "DescribeArtifact": subject.client.describe_artifact(ArtifactArn=version),
        "DescribeModelPackage": subject.client.describe_model_package(ModelPackageName=PACKAGE),
    }
    for response in expected.values():
        del response["ResponseMetadata"]
    assert responses == expected


def test_responses_of_an_unknown_entity_are_an_error(subject):
    with pytest.raises(errors.EntityNotFound):
        SageMakerCatalog(subject.client).read_responses(
            Arn(f"{PACKAGE.partition('model')[0]}artifact/{'0' * 32}")
        )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (PACKAGE, True),
        ("arn:aws-cn:sagemaker:cn-north-1:000000000000:model-package/alone", True),
        ("arn:aws:sagemaker:us-west-2:000000000000:model-package-group/customer-churn", False),
        ("s3://bucket/model-package/7", False),
        (None, False),
    ],
)
def test_source_is_recognized_as_a_model_package(source, expected):
    assert is_model_package(source) is expected
