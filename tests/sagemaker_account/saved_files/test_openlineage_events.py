"""OpenLineage events of Marquez's and Spark's documentation become data sets and jobs."""

import json

import pytest

from sagemaker_account.saved_files.file_account import SavedFile, choose_start, open_files
from sagemaker_account.transport import connect

# The first two are Marquez's quick start, the third what Spark's integration sends, both shortened.
MARQUEZ = [
    {
        "eventType": "START",
        "eventTime": "2020-12-28T19:52:00.001+10:00",
        "run": {"runId": "0176a8c2-fe01-7439-87e6-56a1a1b4029f"},
        "job": {"namespace": "my-namespace", "name": "my-job"},
        "inputs": [{"namespace": "my-namespace", "name": "my-input"}],
        "producer": "https://github.com/OpenLineage/OpenLineage/blob/v1-0-0/client",
        "schemaURL": "https://openlineage.io/spec/1-0-5/OpenLineage.json#/definitions/RunEvent",
    },
    {
        "eventType": "COMPLETE",
        "eventTime": "2020-12-28T20:52:00.001+10:00",
        "run": {"runId": "0176a8c2-fe01-7439-87e6-56a1a1b4029f"},
        "job": {"namespace": "my-namespace", "name": "my-job"},
        "outputs": [
            {
                "namespace": "my-namespace",
                "name": "my-output",
                "facets": {"schema": {"fields": [{"name": "a", "type": "VARCHAR"}]}},
            }
        ],
        "producer": "https://github.com/OpenLineage/OpenLineage/blob/v1-0-0/client",
        "schemaURL": "https://openlineage.io/spec/1-0-5/OpenLineage.json#/definitions/RunEvent",
    },
]
SPARK = {
    "eventType": "COMPLETE",
    "eventTime": "2021-01-01T00:00:00.000Z",
    "run": {
        "runId": "9a1b2c3d-0000-4000-8000-000000000000",
        "facets": {"spark_version": {"spark-version": "3.1"}},
    },
    "job": {"namespace": "spark", "name": "word_count.execute_insert_into_hadoop_fs_relation_command"},
    "inputs": [{"namespace": "s3://bucket", "name": "/books/alice.txt", "facets": {}}],
    "outputs": [{"namespace": "s3://bucket", "name": "counts", "outputFacets": {}}],
    "producer": "https://github.com/OpenLineage/OpenLineage/tree/0.2.3/integration/spark",
    "schemaURL": "https://openlineage.io/spec/1-0-2/OpenLineage.json#/$defs/RunEvent",
}


@pytest.fixture
def opened(store):
    def open_events(*events):
        content = "\n".join(map(json.dumps, events)).encode()
        return connect(open_files(store, [SavedFile("events.jsonl", content)]))

    return open_events


def list_names(client):
    artifacts = client.list_artifacts()["ArtifactSummaries"]
    jobs = client.list_trial_components()["TrialComponentSummaries"]
    return {item["ArtifactName"] for item in artifacts}, {item["DisplayName"] for item in jobs}


def test_events_of_marquez_are_two_data_sets_and_a_job(opened, store):
    client = opened(*MARQUEZ)
    assert list_names(client) == ({"my-input", "my-output"}, {"my-job"})
    start = choose_start(store)
    assert client.describe_artifact(ArtifactArn=start)["ArtifactName"] == "my-output"
    answer = client.query_lineage(StartArns=[start], Direction="Ascendants", IncludeEdges=True)
    assert {edge["AssociationType"] for edge in answer["Edges"]} == {"ContributedTo", "Produced"}


def test_arns_that_were_made_are_told(store):
    content = "\n".join(map(json.dumps, MARQUEZ)).encode()
    service = open_files(store, [SavedFile("events.jsonl", content)])
    assert "The ARNs of 3 data sets and jobs were made" in service.provenance.gaps[0]
    arns = [item["ArtifactArn"] for item in service.call("ListArtifacts", {})["ArtifactSummaries"]]
    assert all("artifact/openlineage-" in arn for arn in arns)


def test_a_job_has_the_times_and_state_of_its_run(opened):
    client = opened(*MARQUEZ)
    arn = client.list_trial_components()["TrialComponentSummaries"][0]["TrialComponentArn"]
    job = client.describe_trial_component(TrialComponentName=arn)
    assert (job["EndTime"] - job["StartTime"]).total_seconds() == 3600
    assert job["Status"]["PrimaryStatus"] == "Completed"
    assert "CreationTime" not in job


def test_data_sets_of_spark_have_their_location_as_source(opened):
    client = opened(SPARK)
    sources = {item["Source"]["SourceUri"] for item in client.list_artifacts()["ArtifactSummaries"]}
    assert sources == {"s3://bucket/books/alice.txt", "s3://bucket/counts"}


def test_a_data_set_that_two_jobs_share_connects_them(opened):
    second = {
        **SPARK,
        "job": {"namespace": "spark", "name": "report"},
        "inputs": SPARK["outputs"],
        "outputs": [],
    }
    client = opened(SPARK, second)
    source = next(
        item["ArtifactArn"]
        for item in client.list_artifacts()["ArtifactSummaries"]
        if item["ArtifactName"] == "/books/alice.txt"
    )
    assert len(client.query_lineage(StartArns=[source], Direction="Descendants")["Vertices"]) == 3


def test_an_event_that_names_entities_keeps_their_arns(opened):
    arn = "arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:artifact/0af1"
    dataset = {"namespace": "s3://b", "name": "x", "facets": {"sagemaker": {"entity": {"arn": arn}}}}
    client = opened({**SPARK, "inputs": [dataset]})
    assert client.describe_artifact(ArtifactArn=arn)["ArtifactName"] == "x"


def test_events_without_a_job_are_data_sets(opened):
    event = {key: SPARK[key] for key in ("eventTime", "producer", "schemaURL")}
    client = opened({**event, "dataset": {"namespace": "s3://b", "name": "x"}})
    assert list_names(client) == ({"x"}, set())
