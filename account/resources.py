"""Kinds of resources that lineage entities represent.

They are endpoints, packages, jobs, pipelines, feature groups and experiments. The API makes them by running
things, which this account does not. Except for experiments, they are given to it, each as the output of its
Describe operation (`keeping.keep`). That description is all that is known of a resource; the values by which
it is found and listed are taken from the description's members. Member names derive from the kind's own
(`EndpointName`, `EndpointArn`, `EndpointStatus`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from account.arns import Owner, folded, is_arn
from account.errors import ServiceError
from account.model import service_model


@dataclass(frozen=True, slots=True)
class Missing:
    """Error response for a resource that does not exist.

    Attributes:
        code: Error code.
        words: Message, with the placeholders `{arn}` and `{name}`.
    """

    code: str
    words: str


# The codes and messages of jobs, endpoints and packages are those by which the clients of AWS's own
# controllers for Kubernetes recognize missing resources; DescribeTrainingJob never returns the
# ResourceNotFound of its model.
_NO_ENDPOINT = Missing("ValidationException", 'Could not find endpoint "{arn}".')
_NO_TRAINING_JOB = Missing("ValidationException", "Requested resource not found.")
_NO_JOB = Missing("ValidationException", "Could not find requested job with name: {name}")
_NO_PACKAGE = Missing("ValidationException", "ModelPackage {arn} does not exist.")
_NO_GROUP = Missing("ValidationException", "ModelPackageGroup {arn} does not exist.")
_NOT_FOUND = Missing("ResourceNotFound", "{arn} does not exist.")


@dataclass(frozen=True, slots=True, eq=False)
class ResourceKind:
    """Kind of resource.

    Attributes:
        word: Its name within the names of operations and members.
        resource: Its resource type in ARNs.
        missing: Error response for a resource that does not exist.
        reference: The member by which Describe identifies a resource: its name, or its ARN.
        status: The member that List operations filter and sort by, if there is one.
        modified: The member that holds the time of the last change.
        parent: The kind of the parent resource, and the member that holds the parent's name or ARN.
    """

    word: str
    resource: str
    missing: Missing
    reference: str
    status: str = ""
    modified: str = "LastModifiedTime"
    parent: "tuple[ResourceKind, str] | None" = None

    @property
    def describe(self) -> str:
        """Name of its Describe operation."""
        return f"Describe{self.word}"

    @property
    def shape(self) -> str:
        """Name of the Describe operation's output shape."""
        return str(service_model().operation_model(self.describe).output_shape.name)

    @property
    def known_by(self) -> tuple[str, str]:
        """Members that a description must have.

        The output shape may leave them optional.
        """
        return f"{self.word}Arn", "CreationTime"

    def arn(self, owner: Owner, reference: str) -> str:
        """Return the ARN of a resource, given its name or ARN."""
        return reference if is_arn(reference) else owner.arn(f"{self.resource}/{reference}")

    def key(self, owner: Owner, reference: str) -> str:
        """Return the key of a resource, the same in any case."""
        return folded(self.arn(owner, reference))

    def name(self, description: Mapping[str, Any]) -> str:
        """Return the name of a described resource.

        An execution has no name; the id at the end of its ARN is returned.
        """
        return str(description.get(f"{self.word}Name") or description[f"{self.word}Arn"].rpartition("/")[2])

    def absent(self, owner: Owner, reference: str) -> ServiceError:
        """Return the error for a resource that does not exist."""
        arn = self.arn(owner, reference)
        message = self.missing.words.format(arn=arn, name=arn.rpartition("/")[2])
        return ServiceError(self.missing.code, message)


def _named(api_name: str, resource: str, missing: Missing, status: str = "", **fields: Any) -> ResourceKind:
    return ResourceKind(api_name, resource, missing, f"{api_name}Name", status, **fields)


ENDPOINT = _named("Endpoint", "endpoint", _NO_ENDPOINT, "EndpointStatus")
TRAINING_JOB = _named("TrainingJob", "training-job", _NO_TRAINING_JOB, "TrainingJobStatus")
PROCESSING_JOB = _named("ProcessingJob", "processing-job", _NO_JOB, "ProcessingJobStatus")
TRANSFORM_JOB = _named(
    "TransformJob", "transform-job", _NO_JOB, "TransformJobStatus", modified="TransformEndTime"
)
JOBS = (TRAINING_JOB, PROCESSING_JOB, TRANSFORM_JOB)
MODEL_PACKAGE_GROUP = _named("ModelPackageGroup", "model-package-group", _NO_GROUP)
MODEL_PACKAGE = _named(
    "ModelPackage",
    "model-package",
    _NO_PACKAGE,
    "ModelApprovalStatus",
    parent=(MODEL_PACKAGE_GROUP, "ModelPackageGroupName"),
)
PIPELINE = _named("Pipeline", "pipeline", _NOT_FOUND)
PIPELINE_EXECUTION = ResourceKind(
    "PipelineExecution",
    "pipeline",
    _NOT_FOUND,
    "PipelineExecutionArn",
    "PipelineExecutionStatus",
    parent=(PIPELINE, "PipelineArn"),
)
FEATURE_GROUP = _named("FeatureGroup", "feature-group", _NOT_FOUND, "FeatureGroupStatus")
EXPERIMENT = _named("Experiment", "experiment", _NOT_FOUND)
TRIAL = _named("Trial", "experiment-trial", _NOT_FOUND, parent=(EXPERIMENT, "ExperimentName"))

RESOURCE_KINDS = (
    ENDPOINT,
    *JOBS,
    MODEL_PACKAGE_GROUP,
    MODEL_PACKAGE,
    PIPELINE,
    PIPELINE_EXECUTION,
    FEATURE_GROUP,
    EXPERIMENT,
    TRIAL,
)
