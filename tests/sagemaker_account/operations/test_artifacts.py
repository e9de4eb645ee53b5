"""Artifacts are identified by their source."""

import pytest

from sagemaker_account.service import Account
from tests.support.api_errors import expect_error

E1 = {"SourceIdType": "S3ETag", "Value": "e1"}
E2 = {"SourceIdType": "S3ETag", "Value": "e2"}


def create(client, uri="s3://b/train", types=(), kind="DataSet", **members):
    source = {"SourceUri": uri, "SourceTypes": list(types)}
    return client.create_artifact(Source=source, ArtifactType=kind, **members)["ArtifactArn"]


def test_artifact_with_the_same_source_is_reused_unchanged(every_client):
    first = create(every_client, ArtifactName="first", Properties={"a": "1"})
    again = create(every_client, kind="Model", ArtifactName="second", Properties={"a": "2"})
    described = every_client.describe_artifact(ArtifactArn=first)
    assert again == first
    assert (described["ArtifactType"], described["ArtifactName"], described["Properties"]) == (
        "DataSet",
        "first",
        {"a": "1"},
    )


def test_source_types_distinguish_artifacts_of_one_uri(client):
    arns = {
        create(client),
        create(client, types=[E1]),
        create(client, types=[E2]),
        create(client, types=[E1, E2]),
    }
    listed = client.list_artifacts(SourceUri="s3://b/train")["ArtifactSummaries"]
    assert {summary["ArtifactArn"] for summary in listed} == arns
    assert len(arns) == 4


def test_source_types_have_no_order(client):
    assert create(client, types=[E1, E2]) == create(client, types=[E2, E1])


def test_uris_differ_by_case_and_trailing_slash(client):
    assert len({create(client, uri) for uri in ("s3://b/a", "s3://b/A", "s3://b/a/")}) == 3
    assert len(client.list_artifacts(SourceUri="s3://b/A")["ArtifactSummaries"]) == 1


def test_artifacts_may_share_a_name_or_have_none(client):
    create(client, "s3://1", ArtifactName="same")
    create(client, "s3://2", ArtifactName="same")
    unnamed = create(client, "s3://3")
    assert "ArtifactName" not in client.describe_artifact(ArtifactArn=unnamed)


def test_ids_come_from_the_id_generator_of_the_account(store):
    account = Account(store, new_id=iter(["f" * 32]).__next__)
    arn = account.call("CreateArtifact", {"Source": {"SourceUri": "s3://b"}, "ArtifactType": "DataSet"})
    assert arn == {"ArtifactArn": "arn:aws:sagemaker:us-west-2:000000000000:artifact/" + "f" * 32}


def test_an_artifact_is_deleted_by_its_source(every_client):
    plain, typed = create(every_client), create(every_client, types=[E1])
    source = {"SourceUri": "s3://b/train", "SourceTypes": [E1]}
    assert every_client.delete_artifact(Source=source)["ArtifactArn"] == typed
    [left] = every_client.list_artifacts()["ArtifactSummaries"]
    assert left["ArtifactArn"] == plain


def test_deleting_by_an_unknown_source_is_refused(client):
    with expect_error("ResourceNotFound", saying="s3://none"):
        client.delete_artifact(Source={"SourceUri": "s3://none"})


@pytest.mark.parametrize("named", ["neither", "both"])
def test_deletion_requires_an_arn_or_a_source(client, named):
    arn = create(client)
    request = {} if named == "neither" else {"ArtifactArn": arn, "Source": {"SourceUri": "s3://b/train"}}
    with expect_error("ValidationException", saying="Either ArtifactArn or Source"):
        client.delete_artifact(**request)
