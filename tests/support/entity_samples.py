"""Sample requests of the four lineage types."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sample:
    """Requests and names of one lineage type.

    Attributes:
        word: Its name within operations and members.
        snake: The same within boto3's methods.
        full: A Create request with every member but its tags.
        refers: Member by which Describe is told which entity.
        changes: An Update request's members, and what Describe says of them afterwards.
    """

    word: str
    snake: str
    full: dict[str, Any]
    changes: dict[str, Any]
    after: dict[str, Any] = field(default_factory=dict)
    named_by: str = "Name"

    def __str__(self):
        return self.word

    @property
    def reference(self):
        """Return the member that identifies an entity."""
        return self.word + self.named_by

    def call(self, client, verb, /, **request):
        """Call one of the type's operations."""
        plural = "s" if verb == "list" else ""
        return client.__getattribute__(f"{verb}_{self.snake}{plural}")(**request)

    def create(self, client, name=None, **members):
        """Create an entity, by default the full sample; return its ARN."""
        request = {**self.full, **members}
        if name:
            request[f"{self.word}Name"] = name
        return self.call(client, "create", **request)[f"{self.word}Arn"]

    def describe(self, client, reference):
        """Return the description of an entity."""
        described = self.call(client, "describe", **{self.reference: reference})
        del described["ResponseMetadata"]
        return described


METADATA = {"CommitId": "c0ffee", "Repository": "git@host:repo", "GeneratedBy": "arn:run", "ProjectId": "p"}

ARTIFACT = Sample(
    "Artifact",
    "artifact",
    full={
        "ArtifactName": "Train-Set",
        "ArtifactType": "DataSet",
        "Source": {"SourceUri": "s3://b/train", "SourceTypes": [{"SourceIdType": "S3ETag", "Value": "e1"}]},
        "Properties": {"rows": "2923", "split": "train"},
        "MetadataProperties": METADATA,
    },
    changes={"ArtifactName": "Renamed", "Properties": {"rows": "1"}, "PropertiesToRemove": ["split"]},
    after={"ArtifactName": "Renamed", "Properties": {"rows": "1"}},
    named_by="Arn",
)
ACTION = Sample(
    "Action",
    "action",
    full={
        "ActionName": "Approve-Model",
        "ActionType": "Approval",
        "Source": {"SourceUri": "arn:aws:package", "SourceType": "ARN", "SourceId": "1650241311"},
        "Description": "Approved by hand",
        "Status": "InProgress",
        "Properties": {"stage": "prod", "by": "reviewer"},
        "MetadataProperties": METADATA,
    },
    changes={"Status": "Completed", "Description": "Done", "PropertiesToRemove": ["by", "never there"]},
    after={"Status": "Completed", "Description": "Done", "Properties": {"stage": "prod"}},
)
CONTEXT = Sample(
    "Context",
    "context",
    full={
        "ContextName": "My_Endpoint-1",
        "ContextType": "Endpoint",
        "Source": {"SourceUri": "arn:aws:endpoint/x", "SourceType": "ARN", "SourceId": "Wed Jul 14"},
        "Description": "Serves",
        "Properties": {"PipelineExecutionArn": "arn:x", "old": "1"},
    },
    changes={"Description": "Served", "Properties": {"new": "2"}},
    after={"Description": "Served", "Properties": {"new": "2"}},
)
TRIAL_COMPONENT = Sample(
    "TrialComponent",
    "trial_component",
    full={
        "TrialComponentName": "Train-7-aws-training-job",
        "DisplayName": "Training-7",
        "Status": {"PrimaryStatus": "InProgress", "Message": "Training"},
        "Parameters": {"eta": {"NumberValue": 0.2}, "objective": {"StringValue": "reg:linear"}},
        "InputArtifacts": {"train": {"MediaType": "text/csv", "Value": "s3://b/train"}},
        "OutputArtifacts": {"model": {"Value": "s3://b/model.tar.gz"}},
        "MetadataProperties": METADATA,
    },
    changes={
        "Status": {"PrimaryStatus": "Completed"},
        "Parameters": {"eta": {"NumberValue": 0.3}, "depth": {"NumberValue": 5}},
        "ParametersToRemove": ["objective"],
        "InputArtifactsToRemove": ["train"],
        "OutputArtifacts": {"logs": {"Value": "s3://b/logs"}},
    },
    after={
        "DisplayName": "Training-7",
        "Status": {"PrimaryStatus": "Completed"},
        "Parameters": {"eta": {"NumberValue": 0.3}, "depth": {"NumberValue": 5}},
        "InputArtifacts": {},
        "OutputArtifacts": {"model": {"Value": "s3://b/model.tar.gz"}, "logs": {"Value": "s3://b/logs"}},
    },
)
KINDS = (ARTIFACT, ACTION, CONTEXT, TRIAL_COMPONENT)
NAMED_KINDS = (ACTION, CONTEXT, TRIAL_COMPONENT)
