"""Parsing of `Describe…` and `List…` responses, complete and minimal."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType, Metric
from lineage_explorer.sources.aws.entity_parser import (
    get_lineage_type,
    get_user_name,
    normalize_job_type,
    parse_entity,
    parse_hit,
    parse_neighbor,
)
from lineage_explorer.sources.protocols import Neighbor

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
ARTIFACT = Arn(f"{ACCOUNT}:artifact/abc")
JOB = f"{ACCOUNT}:training-job/train"
TRIAL_COMPONENT = Arn(f"{ACCOUNT}:experiment-trial-component/train-aws-training-job")
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
ELSEWHERE = timezone(timedelta(hours=5))


def test_artifact_is_parsed_with_every_member():
    answer = {
        "ArtifactName": "train.csv",
        "ArtifactType": "DataSet",
        "Source": {
            "SourceUri": "s3://b/train.csv",
            "SourceTypes": [{"SourceIdType": "S3ETag", "Value": "e1"}, {"SourceIdType": "Custom"}],
        },
        "Properties": {"team": "fraud"},
        "CreationTime": NOON.astimezone(ELSEWHERE),
        "CreatedBy": {"UserProfileName": "ana"},
        "LastModifiedTime": NOON,
        "LastModifiedBy": {"IamIdentity": {"Arn": "arn:aws:sts::111122223333:assumed-role/reader/ben"}},
        "MetadataProperties": {"CommitId": "c0ffee"},
        "LineageGroupArn": f"{ACCOUNT}:lineage-group/default",
    }
    parsed = parse_entity(ARTIFACT, LineageType.ARTIFACT, answer)
    assert parsed == Entity(
        arn=ARTIFACT,
        lineage_type=LineageType.ARTIFACT,
        name="train.csv",
        type="DataSet",
        source_uri="s3://b/train.csv",
        source_ids=(("S3ETag", "e1"),),
        created=NOON,
        created_by="ana",
        modified=NOON,
        modified_by="ben",
        is_modified_by_role=True,
        properties={"team": "fraud"},
        metadata={"CommitId": "c0ffee"},
        lineage_group=f"{ACCOUNT}:lineage-group/default",
    )
    assert parsed.created.tzinfo is UTC


def test_an_action_has_a_status_and_a_source_type():
    answer = {
        "ActionName": "approve",
        "ActionType": "Approval",
        "Description": "by hand",
        "Status": "Completed",
        "Source": {"SourceUri": JOB, "SourceType": "ARN", "SourceId": "Mon Jan 1"},
    }
    parsed = parse_entity(Arn(f"{ACCOUNT}:action/approve"), LineageType.ACTION, answer)
    assert (parsed.status, parsed.status_message, parsed.source_type) == ("Completed", None, "ARN")
    assert (parsed.type, parsed.description, parsed.source_ids) == ("Approval", "by hand", ())


def test_trial_component_is_parsed_with_every_member():
    answer = {
        "TrialComponentName": "Train-aws-training-job",
        "DisplayName": "Train",
        "Source": {"SourceArn": JOB, "SourceType": "SageMakerTrainingJob"},
        "Status": {"PrimaryStatus": "Failed", "Message": "out of memory"},
        "StartTime": NOON,
        "EndTime": NOON,
        "Parameters": {"eta": {"NumberValue": 0.0}, "objective": {"StringValue": "reg"}, "odd": {}},
        "InputArtifacts": {"train": {"MediaType": "text/csv", "Value": "s3://b/train.csv"}},
        "OutputArtifacts": {"model": {"Value": "s3://b/model.tar.gz"}},
        "Metrics": [
            {"MetricName": "rmse", "Last": 0.5, "Min": 0.25, "Max": 2.0, "Count": 4, "Avg": 1.0},
            {"MetricName": "auc"},
            {"Last": 1.0},
        ],
    }
    assert parse_entity(TRIAL_COMPONENT, LineageType.TRIAL_COMPONENT, answer) == Entity(
        arn=TRIAL_COMPONENT,
        lineage_type=LineageType.TRIAL_COMPONENT,
        name="Train-aws-training-job",
        display_name="Train",
        type="TrainingJob",
        source_uri=JOB,
        source_type="SageMakerTrainingJob",
        status="Failed",
        status_message="out of memory",
        started=NOON,
        ended=NOON,
        parameters={"eta": 0.0, "objective": "reg", "odd": ""},
        metrics=(Metric("rmse", last=0.5, minimum=0.25, maximum=2.0, count=4), Metric("auc")),
        inputs={"train": "s3://b/train.csv"},
        outputs={"model": "s3://b/model.tar.gz"},
    )


def test_first_of_several_sources_of_a_trial_component_is_used():
    sources = [{"SourceArn": JOB, "SourceType": "SageMakerTrainingJob"}, {"SourceArn": "arn:other"}]
    parsed = parse_entity(TRIAL_COMPONENT, LineageType.TRIAL_COMPONENT, {"Sources": sources})
    assert (parsed.source_uri, parsed.type) == (JOB, "TrainingJob")


@pytest.mark.parametrize("lineage_type", LineageType)
@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"Source": {}, "Sources": [], "Status": {}, "CreatedBy": {}, "Parameters": {}, "Metrics": []},
        {"ArtifactName": "", "Source": None, "CreatedBy": {"IamIdentity": None}, "Properties": None},
    ],
)
def test_every_member_may_be_absent_or_empty(lineage_type, answer):
    assert parse_entity(ARTIFACT, lineage_type, answer) == Entity(arn=ARTIFACT, lineage_type=lineage_type)


def test_parsed_entity_is_immutable():
    parsed = parse_entity(ARTIFACT, LineageType.ARTIFACT, {"Properties": {"team": "fraud"}})
    with pytest.raises(TypeError):
        parsed.properties["team"] = "credit"


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (None, None),
        ({}, None),
        ({"UserProfileName": "ana", "IamIdentity": {"Arn": "arn:aws:iam::1:user/ben"}}, "ana"),
        (
            {"IamIdentity": {"Arn": "arn:aws:sts::1:assumed-role/Studio/SageMaker", "SourceIdentity": "ana"}},
            "ana",
        ),
        ({"IamIdentity": {"Arn": "arn:aws:iam::1:user/team/ben"}}, "ben"),
        ({"IamIdentity": {"Arn": "arn:aws:iam::1:root"}}, "arn:aws:iam::1:root"),
    ],
)
def test_user_is_named_by_profile_or_identity(user, name):
    assert get_user_name(user) == name


@pytest.mark.parametrize(
    ("told", "spelled"),
    [
        ("SageMakerTrainingJob", "TrainingJob"),
        ("SageMakerProcessingJob", "ProcessingJob"),
        ("SageMakerTransformJob", "TransformJob"),
        ("SageMakerExperimentTrialComponent", "SageMakerExperimentTrialComponent"),
        ("DataSet", "DataSet"),
        ("", None),
        (None, None),
    ],
)
def test_job_types_are_spelled_as_queries_spell_them(told, spelled):
    assert normalize_job_type(told) == spelled


def test_artifact_summary_is_parsed_as_a_search_hit():
    summary = {
        "ArtifactArn": ARTIFACT,
        "ArtifactType": "DataSet",
        "Source": {"SourceUri": "s3://b/x"},
        "CreationTime": NOON,
    }
    expected = Hit(ARTIFACT, LineageType.ARTIFACT, type="DataSet", source_uri="s3://b/x", created=NOON)
    assert parse_hit(LineageType.ARTIFACT, summary) == expected


def test_trial_component_summary_is_parsed_as_a_search_hit():
    summary = {
        "TrialComponentArn": TRIAL_COMPONENT,
        "TrialComponentName": "train",
        "TrialComponentSource": {"SourceArn": JOB, "SourceType": "SageMakerTrainingJob"},
    }
    expected = Hit(TRIAL_COMPONENT, LineageType.TRIAL_COMPONENT, "train", "TrainingJob", JOB)
    assert parse_hit(LineageType.TRIAL_COMPONENT, summary) == expected


def test_summary_without_an_arn_is_ignored():
    assert parse_hit(LineageType.CONTEXT, {"ContextName": "x"}) is None
    assert parse_neighbor({"SourceArn": ARTIFACT}, end="Destination") is None


def test_association_summary_is_parsed_as_a_neighbor():
    summary = {
        "SourceArn": ARTIFACT,
        "DestinationArn": TRIAL_COMPONENT,
        "DestinationType": "SageMakerTrainingJob",
        "DestinationName": "train",
        "AssociationType": "ContributedTo",
    }
    there = Neighbor(TRIAL_COMPONENT, "train", "TrainingJob", "ContributedTo")
    assert parse_neighbor(summary, end="Destination") == there
    assert parse_neighbor(summary, end="Source") == Neighbor(ARTIFACT, None, None, "ContributedTo")


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (ARTIFACT, LineageType.ARTIFACT),
        (TRIAL_COMPONENT, LineageType.TRIAL_COMPONENT),
        (f"{ACCOUNT}:experiment/e", None),
        (f"{ACCOUNT}:experiment-trial/t", None),
        ("nonsense", None),
    ],
)
def test_lineage_type_is_parsed_from_the_arn(arn, expected):
    assert get_lineage_type(arn) is expected
