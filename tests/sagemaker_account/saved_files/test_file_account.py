"""Saved responses become an account, which tells what the files lack."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from sagemaker_account.errors import FileError
from sagemaker_account.recorded_account import open_service
from sagemaker_account.saved_files.file_account import SavedFile, choose_start, open_files
from sagemaker_account.store import Store
from sagemaker_account.transport import connect

US = "arn:aws:sagemaker:us-west-2:000000000000:"
CHINA = "arn:aws-cn:sagemaker:cn-north-1:111122223333:"
DATA, JOB, MODEL = (
    f"{US}artifact/data",
    f"{US}experiment-trial-component/t-aws-training-job",
    f"{US}artifact/m",
)
FOREIGN = f"{CHINA}artifact/raw"
QUERY = {
    "Vertices": [
        {"Arn": MODEL, "Type": "Model", "LineageType": "Artifact"},
        {"Arn": JOB, "Type": "TrainingJob", "LineageType": "TrialComponent"},
        {"Arn": DATA, "Type": "DataSet", "LineageType": "Artifact"},
        {"Arn": FOREIGN, "Type": "DataSet", "LineageType": "Artifact"},
    ],
    "Edges": [
        {"SourceArn": DATA, "DestinationArn": JOB, "AssociationType": "ContributedTo"},
        {"SourceArn": JOB, "DestinationArn": MODEL, "AssociationType": "Produced"},
        {"SourceArn": FOREIGN, "DestinationArn": DATA},
    ],
}
DESCRIPTION = {
    "ArtifactArn": MODEL,
    "ArtifactType": "Model",
    "Source": {"SourceUri": "s3://b/model.tar.gz", "SourceTypes": []},
    "Properties": {"framework": "xgboost"},
    "CreationTime": "2026-03-01T10:00:00.250000+01:00",
    "LastModifiedTime": "2026-03-01T10:00:00.250000+01:00",
}


def save(name, *documents):
    return SavedFile(name, "\n".join(json.dumps(document, indent=4) for document in documents).encode())


@pytest.fixture
def opened(store):
    """Return a function that opens files, and returns client and provenance."""

    def open_all(*files):
        service = open_files(store, files)
        return connect(service), service.provenance

    return open_all


def sort_edges(response):
    return sorted(response["Edges"], key=json.dumps), sorted(response["Vertices"], key=json.dumps)


def test_a_saved_response_answers_the_query_again(opened):
    client, _ = opened(save("q.json", QUERY))
    answer = client.query_lineage(StartArns=[MODEL], Direction="Ascendants", IncludeEdges=True)
    assert sort_edges(answer) == sort_edges(QUERY)


def test_arns_stay_as_they_are_in_other_accounts_regions_and_partitions(opened):
    client, provenance = opened(save("q.json", QUERY))
    assert (provenance.account_id, provenance.region) == ("000000000000", "us-west-2")
    reached = client.query_lineage(StartArns=[FOREIGN], Direction="Descendants")["Vertices"]
    assert {vertex["Arn"] for vertex in reached} == {DATA, JOB, MODEL}


def test_pages_of_one_response_are_joined(opened):
    first = {**QUERY, "Edges": [], "NextToken": "more"}
    client, provenance = opened(
        save("1.json", first), save("2.json", {"Vertices": [], "Edges": QUERY["Edges"]})
    )
    answer = client.query_lineage(StartArns=[MODEL], Direction="Ascendants", IncludeEdges=True)
    assert len(answer["Edges"]) == 3
    assert provenance.graph_gaps == ()
    assert provenance.origin == "1.json and 2.json"


def test_a_page_whose_next_one_is_missing_is_told(opened):
    _, provenance = opened(save("q.json", {**QUERY, "NextToken": "more"}))
    assert "page that has a next one" in " ".join(provenance.graph_gaps)


def test_a_response_without_edges_is_told(opened):
    _, provenance = opened(save("q.json", {**QUERY, "Edges": []}))
    assert "--include-edges" in " ".join(provenance.graph_gaps)


def test_what_is_only_named_is_not_in_the_file(opened):
    client, provenance = opened(save("q.json", QUERY))
    with pytest.raises(ClientError, match=r"NotInFile.*describe-artifact"):
        client.describe_artifact(ArtifactArn=MODEL)
    assert provenance.gaps[0].startswith("Names, sources and times of 4 entities are not in the file.")
    assert "CreationTime" not in client.list_artifacts(ArtifactType="Model")["ArtifactSummaries"][0]


def test_a_description_beside_the_response_tells_the_rest(opened):
    client, provenance = opened(save("q.json", QUERY), save("d.json", DESCRIPTION))
    answer = client.describe_artifact(ArtifactArn=MODEL)
    assert answer["CreationTime"] == datetime(2026, 3, 1, 9, 0, 0, 250_000, UTC)
    assert (answer["Source"], answer["Properties"]) == (DESCRIPTION["Source"], {"framework": "xgboost"})
    assert provenance.gaps[0].startswith("Names, sources and times of 3 of 4 entities are not in the file.")


def test_a_list_beside_the_response_tells_names(opened):
    summary = {"ArtifactArn": DATA, "ArtifactName": "train", "CreationTime": 1_770_000_000.5}
    client, _ = opened(save("q.json", QUERY), save("l.json", {"ArtifactSummaries": [summary]}))
    answer = client.describe_artifact(ArtifactArn=DATA)
    assert (answer["ArtifactName"], answer["ArtifactType"]) == ("train", "DataSet")


def test_times_that_are_not_told_pass_no_filter(opened):
    client, _ = opened(save("q.json", QUERY), save("d.json", DESCRIPTION))
    for member in ("CreatedAfter", "CreatedBefore"):
        date = (
            datetime(2026, 1, 1, tzinfo=UTC) if member == "CreatedAfter" else datetime(2027, 1, 1, tzinfo=UTC)
        )
        answer = client.query_lineage(StartArns=[DATA], Direction="Descendants", Filters={member: date})
        assert [vertex["Arn"] for vertex in answer["Vertices"]] == [MODEL]


def test_a_resource_that_nobody_described_is_not_called_missing(opened):
    client, _ = opened(save("q.json", QUERY))
    with pytest.raises(ClientError, match="NotInFile"):
        client.describe_endpoint(EndpointName="churn")
    with pytest.raises(ClientError, match="NotInFile"):
        client.list_tags(ResourceArn=MODEL)


def test_a_described_resource_answers(opened):
    endpoint = {
        "EndpointName": "churn",
        "EndpointArn": f"{US}endpoint/churn",
        "EndpointStatus": "InService",
        "EndpointConfigName": "churn-v8",
        "CreationTime": "2026-03-01T10:00:00+00:00",
        "LastModifiedTime": "2026-03-02T10:00:00+00:00",
    }
    client, _ = opened(save("q.json", QUERY), save("e.json", endpoint))
    assert client.describe_endpoint(EndpointName="churn")["EndpointConfigName"] == "churn-v8"


def test_an_answer_without_entities_is_refused(opened):
    with pytest.raises(FileError, match=r"q\.json names no lineage entity"):
        opened(save("q.json", {"Vertices": [], "Edges": []}))


def test_a_response_of_a_wrong_shape_is_refused(opened):
    with pytest.raises(FileError, match=r"q\.json cannot be read .*“Vertices\[0\]\.Arn” is not a text"):
        opened(save("q.json", {"Vertices": [{"Arn": 7}], "Edges": []}))


def test_one_connected_answer_begins_at_what_most_leads_to(opened, store):
    opened(save("q.json", QUERY))
    assert choose_start(store) == MODEL


def test_unconnected_entities_have_no_start_that_stands_out(opened, store):
    opened(save("q.json", {**QUERY, "Edges": []}))
    assert choose_start(store) == ""


def test_a_file_is_opened_again_as_it_was(store, path):
    open_files(store, [save("q.json", QUERY)])
    with closing(Store.open(path)) as again:
        assert open_service(again).provenance.origin == "q.json"
