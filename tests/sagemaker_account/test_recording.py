"""Responses complete each other, whatever their order."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.recording import link_parents, record_responses
from sagemaker_account.service import Account

PREFIX = "arn:aws:sagemaker:us-west-2:000000000000:"
DATA, MODEL = f"{PREFIX}artifact/data", f"{PREFIX}artifact/model"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = {"SourceUri": "s3://b/data.csv", "SourceTypes": []}
VERTEX = {"Vertices": [{"Arn": DATA, "Type": "DataSet", "LineageType": "Artifact"}]}
SUMMARY = {"ArtifactSummaries": [{"ArtifactArn": DATA, "ArtifactName": "data", "CreationTime": NOON}]}
DESCRIPTION = {"ArtifactArn": DATA, "Source": SOURCE, "CreationTime": NOON, "Properties": {"rows": "7"}}


@dataclass(frozen=True)
class Told:
    operation: str
    output: dict
    request: dict = field(default_factory=dict)


@pytest.fixture
def record(store):
    def run(*responses):
        with store.begin_write() as connection:
            return record_responses(connection, responses)

    return run


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_vertex_a_summary_and_a_description_make_one_entity(order, record, store):
    told = [
        Told("QueryLineage", VERTEX),
        Told("ListArtifacts", SUMMARY),
        Told("DescribeArtifact", DESCRIPTION),
    ]
    for index in order:
        record(told[index])
    answer = Account(store).call("DescribeArtifact", {"ArtifactArn": DATA})
    assert (answer["ArtifactName"], answer["ArtifactType"], answer["CreationTime"]) == (
        "data",
        "DataSet",
        NOON,
    )
    assert (answer["Source"], answer["Properties"]) == (SOURCE, {"rows": "7"})


def test_two_artifacts_of_one_source_are_both_kept(record, store):
    record(*(Told("DescribeArtifact", {**DESCRIPTION, "ArtifactArn": arn}) for arn in (DATA, MODEL)))
    sources = [
        Account(store).call("DescribeArtifact", {"ArtifactArn": arn})["Source"] for arn in (DATA, MODEL)
    ]
    assert sources == [SOURCE, SOURCE]


def test_an_artifact_that_was_recorded_is_found_by_its_source_when_it_is_created(record, store):
    record(Told("DescribeArtifact", DESCRIPTION))
    created = Account(store).call("CreateArtifact", {"Source": SOURCE, "ArtifactType": "DataSet"})
    assert created["ArtifactArn"] == DATA


def test_an_association_tells_names_and_time_of_its_ends(record, store):
    ends = {"SourceArn": DATA, "DestinationArn": MODEL}
    record(Told("QueryLineage", {"Edges": [{**ends, "AssociationType": "ContributedTo"}]}))
    account = Account(store)
    assert "CreationTime" not in account.call("ListAssociations", {})["AssociationSummaries"][0]
    record(
        Told(
            "ListAssociations", {"AssociationSummaries": [{**ends, "SourceName": "d", "CreationTime": NOON}]}
        )
    )
    summary = account.call("ListAssociations", {})["AssociationSummaries"][0]
    assert (summary["SourceName"], summary["CreationTime"]) == ("d", NOON)
    assert summary["AssociationType"] == "ContributedTo"


def test_a_child_that_came_before_its_parent_is_linked_later(record, store):
    package = f"{PREFIX}model-package/churn/1"
    described = {
        "ModelPackageArn": package,
        "ModelPackageGroupName": "churn",
        "ModelPackageName": "churn",
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": []},
        "CreationTime": NOON,
    }
    group = {
        "ModelPackageGroupName": "churn",
        "ModelPackageGroupArn": f"{PREFIX}model-package-group/churn",
        "ModelPackageGroupStatus": "Completed",
        "CreationTime": NOON,
        "CreatedBy": {},
    }
    assert record(Told("DescribeModelPackage", described)).refusals == ()
    record(Told("DescribeModelPackageGroup", group))
    with store.begin_write() as connection:
        link_parents(connection)
    packages = Account(store).call("ListModelPackages", {"ModelPackageGroupName": "churn"})
    assert [item["ModelPackageArn"] for item in packages["ModelPackageSummaryList"]] == [package]


def test_a_resource_that_breaks_the_model_is_refused_with_a_sentence(record):
    (refusal,) = record(
        Told(
            "DescribeEndpoint",
            {"EndpointName": "e", "EndpointArn": f"{PREFIX}endpoint/e", "CreationTime": NOON},
        )
    ).refusals
    assert refusal.startswith(f"{PREFIX}endpoint/e could not be recorded:")


def test_tags_are_those_of_the_latest_answer(record, store):
    record(Told("QueryLineage", VERTEX))
    for tags in ([{"Key": "a", "Value": "1"}], [{"Key": "b", "Value": "2"}]):
        record(Told("ListTags", {"Tags": tags}, {"ResourceArn": DATA}))
    assert Account(store).call("ListTags", {"ResourceArn": DATA})["Tags"] == [{"Key": "b", "Value": "2"}]


def test_an_output_of_a_wrong_shape_records_nothing(record, store):
    with pytest.raises(ServiceError, match="“ArtifactSummaries” is not a list"):
        record(Told("QueryLineage", VERTEX), Told("ListArtifacts", {"ArtifactSummaries": "none"}))
    assert Account(store).call("ListArtifacts", {})["ArtifactSummaries"] == []
