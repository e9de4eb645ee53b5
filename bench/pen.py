"""Write lineage through the operations of an account, as SageMaker writes it by itself."""

from __future__ import annotations

from typing import Literal

from sagemaker_account.service import Account

JobKind = Literal["processing", "training", "transform"]


class Pen:
    """Writes entities and associations; each method returns the ARN of what it wrote.

    Args:
        account: Who is written to.
        bucket: Where data and models lie.
    """

    def __init__(self, account: Account, bucket: str) -> None:
        self._account = account
        self._bucket = bucket

    def data(self, path: str) -> str:
        """Write a data set in S3; like those that SageMaker writes, it has no name."""
        return self.artifact(f"s3://{self._bucket}/{path}", "DataSet")

    def model(self, job: str) -> str:
        """Write the model that a training job leaves behind."""
        return self.artifact(f"s3://{self._bucket}/models/{job}/output/model.tar.gz", "Model")

    def package(self, group: str, version: int) -> str:
        """Write a version in a model package group."""
        return self.artifact(self._resource(f"model-package/{group}/{version}"), "Model")

    def artifact(self, uri: str, kind: str) -> str:
        """Write an artifact without a name."""
        answer = self._account.call("CreateArtifact", {"Source": {"SourceUri": uri}, "ArtifactType": kind})
        return str(answer["ArtifactArn"])

    def job(self, kind: JobKind, name: str) -> str:
        """Write the trial component of a job that has ended."""
        request = {
            "TrialComponentName": f"{name}-aws-{kind}-job",
            "DisplayName": name,
            "Status": {"PrimaryStatus": "Completed"},
            "Parameters": {"SageMaker.InstanceType": {"StringValue": "ml.m5.xlarge"}},
        }
        return str(self._account.call("CreateTrialComponent", request)["TrialComponentArn"])

    def action(self, name: str, kind: str, about: str) -> str:
        """Write an action about a resource, such as `endpoint/churn`."""
        request = {
            "ActionName": name,
            "ActionType": kind,
            "Source": {"SourceUri": self._resource(about), "SourceType": "ARN"},
            "Status": "Completed",
        }
        return str(self._account.call("CreateAction", request)["ActionArn"])

    def context(self, name: str, kind: str, about: str) -> str:
        """Write a context for a resource, such as `endpoint/churn`."""
        request = {
            "ContextName": name,
            "ContextType": kind,
            "Source": {"SourceUri": self._resource(about), "SourceType": "ARN"},
        }
        return str(self._account.call("CreateContext", request)["ContextArn"])

    def link(self, *sources: str, to: str, kind: str = "ContributedTo") -> None:
        """Associate each source with one destination."""
        for source in sources:
            self._account.call(
                "AddAssociation", {"SourceArn": source, "DestinationArn": to, "AssociationType": kind}
            )

    def _resource(self, about: str) -> str:
        return self._account.owner.format_arn(about)
