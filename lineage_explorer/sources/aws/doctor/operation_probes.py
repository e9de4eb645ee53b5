"""Try operations with requests that change and return next to nothing.

Each asks for one item, or for something that does not exist: AWS says so only to who may ask.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Any, TypeAlias

from botocore import exceptions as aws
from botocore import xform_name
from botocore.parsers import ResponseParserError

from lineage_explorer import errors
from lineage_explorer.errors import SourceError
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.aws.doctor.diagnosis import Outcome, Permission, Use
from lineage_explorer.sources.aws.errors import BY_CODE, THROTTLED, translate_errors

_NAME = "lineage-explorer-doctor"
_SECONDS = 8.0
"""Time limit of one call, in seconds."""

MAIN_OPERATION = "QueryLineage"

# operation → its input
Requests: TypeAlias = Mapping[str, Mapping[str, Any]]

_ONE = {"MaxResults": 1}
_NAMED = {
    "DescribeAction": "ActionName",
    "DescribeContext": "ContextName",
    "DescribeTrialComponent": "TrialComponentName",
    "DescribeAutoMLJobV2": "AutoMLJobName",
    "DescribeEndpoint": "EndpointName",
    "DescribeEndpointConfig": "EndpointConfigName",
    "DescribeFeatureGroup": "FeatureGroupName",
    "DescribeInferenceComponent": "InferenceComponentName",
    "DescribeModel": "ModelName",
    "DescribeModelCard": "ModelCardName",
    "DescribeModelPackage": "ModelPackageName",
    "DescribeProcessingJob": "ProcessingJobName",
    "DescribeTrainingJob": "TrainingJobName",
    "DescribeTransformJob": "TransformJobName",
    "ListTrainingJobsForHyperParameterTuningJob": "HyperParameterTuningJobName",
}
_NAMED_BY_SNAPSHOT = {
    "DescribeExperiment": "ExperimentName",
    "DescribeHyperParameterTuningJob": "HyperParameterTuningJobName",
    "DescribeModelPackageGroup": "ModelPackageGroupName",
    "DescribePipeline": "PipelineName",
    "DescribeTrial": "TrialName",
    "GetLineageGroupPolicy": "LineageGroupName",
}
_LISTS = (
    "ListActions",
    "ListArtifacts",
    "ListAssociations",
    "ListContexts",
    "ListEndpointConfigs",
    "ListEndpoints",
    "ListFeatureGroups",
    "ListLineageGroups",
    "ListModelPackageGroups",
    "ListModelPackages",
    "ListPipelines",
    "ListTrialComponents",
    "ListTrials",
)
_MISSING = re.compile(r"could not find|does not exist|not found|no such|cannot find", re.IGNORECASE)
"""Words by which some operations call invalid what they cannot find."""


def build_requests(partition: str, region: str, account_id: str) -> Mapping[Use, Requests]:
    """Return the request of each operation that the product sends, by use."""
    prefix = f"arn:{partition}:sagemaker:{region}:{account_id}:"
    artifact = f"{prefix}artifact/{'0' * 32}"
    execution = {"PipelineExecutionArn": f"{prefix}pipeline/{_NAME}/execution/{'0' * 12}"}
    hub = {"HubName": _NAME, "HubContentName": _NAME, "HubContentType": "Model"}
    page: dict[str, Mapping[str, Any]] = {
        MAIN_OPERATION: {"StartArns": [artifact]},
        "DescribeArtifact": {"ArtifactArn": artifact},
        "DescribeHubContent": hub,
        "DescribePipelineExecution": execution,
        "ListPipelineExecutionSteps": execution,
        "ListTags": {"ResourceArn": artifact},
        "Search": {"Resource": "TrainingJob", **_ONE},
        **{operation: {member: _NAME} for operation, member in _NAMED.items()},
        **dict.fromkeys(_LISTS, _ONE),
    }
    snapshot: dict[str, Mapping[str, Any]] = {
        **{operation: {member: _NAME} for operation, member in _NAMED_BY_SNAPSHOT.items()},
    }
    return {Use.PAGE: dict(sorted(page.items())), Use.SNAPSHOT: dict(sorted(snapshot.items()))}


@dataclass(slots=True)
class ProbeRecord:
    """Observations of the calls so far.

    Attributes:
        attempts: Number of answers, those to repeated requests included.
        throttled: How many of them said "too frequent".
        seconds: Seconds of each call that needed no second attempt.
        skews: Seconds that AWS's clock was ahead of this machine's, one for each answer that told.
    """

    attempts: int = 0
    throttled: int = 0
    seconds: list[float] = field(default_factory=list)
    skews: list[float] = field(default_factory=list)

    @property
    def typical_seconds(self) -> float | None:
        """Median of the seconds of a call; None if there was none."""
        return median(self.seconds) if self.seconds else None

    @property
    def skew(self) -> float | None:
        """Median of the skews; None if no answer had a time."""
        return median(self.skews) if self.skews else None


class Prober:
    """Tries operations of a client, one after the other.

    Args:
        client: The boto3 SageMaker client.
        clock: Returns this machine's time, in seconds since 1970.
    """

    def __init__(self, client: Any, *, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._clock = clock
        self._calls = CallMonitor()
        self.record = ProbeRecord()
        client.meta.events.register("response-received.sagemaker", self._on_response)

    def try_operation(self, use: Use, operation: str, request: Mapping[str, Any]) -> Permission:
        """Send a request and return what its answer says.

        Raises:
            SourceError: No request can be answered: credentials, signature or network fail.
        """
        try:
            self.send(operation, request)
        except (errors.CredentialsMissing, errors.CredentialsExpired, errors.SourceUnavailable):
            raise
        except SourceError as error:
            if not isinstance(error.__cause__, aws.ClientError | ResponseParserError):
                raise  # there was no answer
            outcome = _interpret_error(error)
            reason = "" if outcome is Outcome.ALLOWED else str(error)
            return Permission(operation, use, outcome, reason)
        return Permission(operation, use, Outcome.ALLOWED)

    def send(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a request and return its answer.

        Raises:
            SourceError: It was refused.
        """
        attempts, began = self.record.attempts, time.perf_counter()
        region = str(self._client.meta.region_name)
        try:
            with translate_errors(operation, region=region), self._calls.open(operation, seconds=_SECONDS):
                response: Mapping[str, Any] = getattr(self._client, xform_name(operation))(**request)
                return response
        finally:
            if self.record.attempts == attempts + 1:
                self.record.seconds.append(time.perf_counter() - began)

    def _on_response(
        self,
        parsed_response: Mapping[str, Any] | None,
        response_dict: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> None:
        if parsed_response is None:
            return
        self.record.attempts += 1
        code = str((parsed_response.get("Error") or {}).get("Code") or "")
        self.record.throttled += BY_CODE.get(code) is THROTTLED
        headers = (response_dict or {}).get("headers") or {}
        stamp = headers.get("date")
        if stamp:
            try:
                self.record.skews.append(parsedate_to_datetime(stamp).timestamp() - self._clock())
            except ValueError:  # no date
                return


def _interpret_error(error: SourceError) -> Outcome:
    """Return what a refusal says about the permission."""
    cause = error.__cause__
    message = (
        str(cause.response.get("Error", {}).get("Message")) if isinstance(cause, aws.ClientError) else ""
    )
    if isinstance(error, errors.AccessDenied):
        return Outcome.FORBIDDEN if "explicit deny" in message else Outcome.DENIED
    if isinstance(error, errors.EntityNotFound) or _MISSING.search(message):
        return Outcome.ALLOWED
    return Outcome.NOT_OFFERED if isinstance(error, errors.RegionNotOffered) else Outcome.UNKNOWN
