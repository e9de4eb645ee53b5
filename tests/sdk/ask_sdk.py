"""Ask SageMaker's own SDK what its lineage helpers answer.

A process of its own, because the SDK changes logging and tracebacks of the process that imports it, and because
versions 2 and 3 are both packages `sagemaker`. Version 3 is asked where its folder comes first in `PYTHONPATH`:

    python tests/sdk/ask_sdk.py http://127.0.0.1:9099 cases.json answers.json

A case is `{"helper": "ModelArtifact.dataset_artifacts", "start": ARN}`, with a `direction` where the helper
must be given one, or a `uri` where it takes one. Its answer is a list of ARNs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

CLASSES = {
    "DatasetArtifact": ("artifact", "artifact_arn"),
    "EndpointContext": ("context", "context_name"),
    "LineageTrialComponent": ("lineage_trial_component", "trial_component_name"),
    "ModelArtifact": ("artifact", "artifact_arn"),
    "ModelPackageApprovalAction": ("action", "action_name"),
    "ModelPackageGroup": ("context", "context_name"),
}
"""The SDK's classes, each with its module and what its `load` takes: an ARN, or the name that an ARN ends with."""

ARNS = ("artifact_arn", "context_arn", "action_arn", "trial_component_arn")


@dataclass(frozen=True, slots=True)
class Sdk:
    """Version of the SDK that can be imported.

    Attributes:
        release: Distribution that holds the lineage helpers, with its version.
        lineage: Package of the helpers.
        session_module: Module of the class `Session`.
    """

    release: str
    lineage: str
    session_module: str

    def get_class(self, name: str) -> Any:
        """Return one of the SDK's lineage classes."""
        return getattr(import_module(f"{self.lineage}.{CLASSES[name][0]}"), name)

    def get_direction(self, name: str) -> Any:
        """Return a direction as the SDK spells it."""
        return import_module(f"{self.lineage}.query").LineageQueryDirectionEnum(name)

    def open_session(self, url: str) -> Any:
        """Return a session whose calls go to an address."""
        aws = boto3.Session(aws_access_key_id="any", aws_secret_access_key="any", region_name="us-west-2")
        client = aws.client("sagemaker", endpoint_url=url)
        session_class = import_module(self.session_module).Session
        return session_class(boto_session=aws, sagemaker_client=client)


def find_sdk() -> Sdk:
    """Return version 3 of the SDK where it can be imported, else version 2."""
    if find_spec("sagemaker.core") is None:
        return Sdk(f"sagemaker {version('sagemaker')}", "sagemaker.lineage", "sagemaker.session")
    release = f"sagemaker-core {version('sagemaker-core')}"
    return Sdk(release, "sagemaker.core.lineage", "sagemaker.core.helper.session_helper")


def build_outcome(sdk: Sdk, case: Mapping[str, str], session: Any) -> dict[str, Any]:
    """Return a helper's answer, or its error at entities of other accounts."""
    try:
        return {"answer": ask_helper(sdk, case, session)}
    except ClientError as error:
        return {"error": error.response["Error"]["Code"]}


def ask_helper(sdk: Sdk, case: Mapping[str, str], session: Any) -> list[str]:
    """Return what a helper answers, as ARNs in alphabetical order."""
    class_name, method = case["helper"].split(".")
    _, key = CLASSES[class_name]
    start = case["start"] if key.endswith("_arn") else case["start"].partition("/")[2]
    loaded = sdk.get_class(class_name).load(**{key: start}, sagemaker_session=session)
    return sorted(list_arns(getattr(loaded, method)(*list_arguments(sdk, case))))


def list_arguments(sdk: Sdk, case: Mapping[str, str]) -> list[Any]:
    """Return what a helper is called with."""
    if "direction" in case:
        return [sdk.get_direction(case["direction"])]
    return [case["uri"]] if "uri" in case else []


def list_arns(found: Any) -> list[str]:
    """Return the ARNs in any result of a helper."""
    if isinstance(found, dict):
        return [summary["ArtifactArn"] for summary in found["ArtifactSummaries"]]
    several = found if isinstance(found, list) else [found] if found else []
    return [one if isinstance(one, str) else get_arn(one) for one in several]


def get_arn(record: Any) -> str:
    """Return the ARN of one of the SDK's records."""
    return next(str(getattr(record, name)) for name in ARNS if getattr(record, name, None))


def main(url: str, cases: str, answers: str) -> None:
    """Run every case at `url`; write the answers and the SDK's version."""
    sdk = find_sdk()
    session = sdk.open_session(url)
    asked = [{**case, **build_outcome(sdk, case, session)} for case in json.loads(Path(cases).read_text())]
    told = {"sdk": sdk.release, "asked": asked}
    Path(answers).write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
