"""Ask SageMaker's own SDK what its lineage helpers answer.

A process of its own, because the SDK changes logging and tracebacks of the process that imports it:

    python tests/sdk/ask_sdk.py http://127.0.0.1:9099 cases.json answers.json

A case is `{"helper": "ModelArtifact.dataset_artifacts", "start": ARN}`, with a `direction` where the helper
must be given one, or a `uri` where it takes one. Its answer is a list of ARNs.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError
from sagemaker import Session
from sagemaker.lineage.action import ModelPackageApprovalAction
from sagemaker.lineage.artifact import DatasetArtifact, ModelArtifact
from sagemaker.lineage.context import EndpointContext, ModelPackageGroup
from sagemaker.lineage.lineage_trial_component import LineageTrialComponent
from sagemaker.lineage.query import LineageQueryDirectionEnum

CLASSES = {
    "DatasetArtifact": (DatasetArtifact, "artifact_arn"),
    "EndpointContext": (EndpointContext, "context_name"),
    "LineageTrialComponent": (LineageTrialComponent, "trial_component_name"),
    "ModelArtifact": (ModelArtifact, "artifact_arn"),
    "ModelPackageApprovalAction": (ModelPackageApprovalAction, "action_name"),
    "ModelPackageGroup": (ModelPackageGroup, "context_name"),
}
"""The SDK's classes, each with what its `load` takes: an ARN, or the name that an ARN ends with."""

ARNS = ("artifact_arn", "context_arn", "action_arn", "trial_component_arn")


def outcome(case: dict[str, str], session: Session) -> dict[str, Any]:
    """Return a helper's answer, or its error at entities of other accounts."""
    try:
        return {"answer": answer(case, session)}
    except ClientError as error:
        return {"error": error.response["Error"]["Code"]}


def answer(case: dict[str, str], session: Session) -> list[str]:
    """Return what a helper answers, as ARNs in alphabetical order."""
    class_name, method = case["helper"].split(".")
    loaded, key = CLASSES[class_name]
    start = case["start"] if key.endswith("_arn") else case["start"].partition("/")[2]
    helper = getattr(loaded.load(**{key: start}, sagemaker_session=session), method)
    return sorted(arns(helper(*arguments(case))))


def arguments(case: dict[str, str]) -> list[Any]:
    """Return what a helper is called with."""
    if "direction" in case:
        return [LineageQueryDirectionEnum(case["direction"])]
    return [case["uri"]] if "uri" in case else []


def arns(found: Any) -> list[str]:
    """Return the ARNs in any result of a helper."""
    if isinstance(found, dict):
        return [summary["ArtifactArn"] for summary in found["ArtifactSummaries"]]
    several = found if isinstance(found, list) else [found] if found else []
    return [one if isinstance(one, str) else arn(one) for one in several]


def arn(record: Any) -> str:
    """Return the ARN of one of the SDK's records."""
    return next(str(getattr(record, name)) for name in ARNS if getattr(record, name, None))


def main(url: str, cases: str, answers: str) -> None:
    """Run every case at `url`; write the answers and the SDK's version."""
    aws = boto3.Session(aws_access_key_id="any", aws_secret_access_key="any", region_name="us-west-2")  # noqa: S106
    client = aws.client("sagemaker", endpoint_url=url)
    session = Session(boto_session=aws, sagemaker_client=client)
    asked = [{**case, **outcome(case, session)} for case in json.loads(Path(cases).read_text())]
    told = {"sdk": version("sagemaker"), "asked": asked}
    Path(answers).write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
