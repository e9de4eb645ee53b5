"""A small account with a job between its data and its model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store


@dataclass(frozen=True)
class SmallAccount:
    """Account of four kinds of entities; ARNs by what they are."""

    service: Account
    arns: dict[str, str]


@pytest.fixture(scope="module")
def small_account(tmp_path_factory) -> Iterator[SmallAccount]:
    """Build data, a training job, a model, its approval and its endpoint."""
    store = Store.open(str(tmp_path_factory.mktemp("small") / "account.sqlite"), create=True)
    service = Account(store, account_id="111122223333", region="us-west-2")
    client = transport.connect(service)
    source = {"SourceUri": "s3://b/data", "SourceTypes": [{"SourceIdType": "S3ETag", "Value": "e1"}]}
    properties = {"Properties": {"stage": "test"}}
    arns = {
        "data": client.create_artifact(
            Source=source, ArtifactType="DataSet", ArtifactName="data", **properties
        )["ArtifactArn"],
        "job": client.create_trial_component(
            TrialComponentName="job-aws-training-job",
            Parameters={"eta": {"NumberValue": 0.5}},
            Status={"PrimaryStatus": "Completed", "Message": "ok"},
            StartTime=1_700_000_000,
            EndTime=1_700_000_100,
            InputArtifacts={"train": {"MediaType": "text/csv", "Value": "s3://b/data"}},
        )["TrialComponentArn"],
        "model": client.create_artifact(
            Source={"SourceUri": "s3://b/model"}, ArtifactType="Model", ArtifactName="model", **properties
        )["ArtifactArn"],
        "approval": client.create_action(
            ActionName="approval", ActionType="Approval", Source={"SourceUri": "s3://b/model"}, Status="Completed",
            **properties,
        )["ActionArn"],
        "endpoint": client.create_context(
            ContextName="endpoint", ContextType="Endpoint", Source={"SourceUri": "s3://b/endpoint"}, **properties
        )["ContextArn"],
    }  # fmt: skip
    for ends in zip(list(arns.values()), list(arns.values())[1:], strict=False):
        client.add_association(SourceArn=ends[0], DestinationArn=ends[1], AssociationType="ContributedTo")
    yield SmallAccount(service, arns)
    store.close()
