"""What stands behind lineage entities: endpoints, packages, jobs, pipelines, feature groups, experiments.

The API makes them by running things, which this account does not: experiments apart, they are told to it,
each as its Describe operation answers (`keeping.keep`). So a description is all that is known of one, and
from its members follows by what it is found and listed. Member names follow from the kind's own
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
    """How the service answers about a resource of a kind that is not there.

    Attributes:
        code: The error's code.
        words: Its message, with `{arn}` and `{name}` to be filled in.
    """

    code: str
    words: str


# The codes and words of jobs, endpoints and packages are those that the clients of AWS's own controllers for
# Kubernetes tell missing resources by; DescribeTrainingJob never answers the ResourceNotFound of its model.
_NO_ENDPOINT = Missing("ValidationException", 'Could not find endpoint "{arn}".')
_NO_TRAINING_JOB = Missing("ValidationException", "Requested resource not found.")
_NO_JOB = Missing("ValidationException", "Could not find requested job with name: {name}")
_NO_PACKAGE = Missing("ValidationException", "ModelPackage {arn} does not exist.")
_NO_GROUP = Missing("ValidationException", "ModelPackageGroup {arn} does not exist.")
_NOT_FOUND = Missing("ResourceNotFound", "{arn} does not exist.")


@dataclass(frozen=True, slots=True, eq=False)
class ResourceKind:
    """A kind of resource.

    Attributes:
        word: Its name within the names of operations and members.
        resource: Its name in ARNs.
        missing: The answer about one that is not there.
        reference: The member by which Describe is told which one; its name, or its ARN.
        status: The member that List operations select and sort by, if there is one.
        modified: The member that tells when it last changed.
        parent: The kind that holds it, and the member by which it names its holder, a name or an ARN.
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
        """The operation that describes one."""
        return f"Describe{self.word}"

    @property
    def shape(self) -> str:
        """The shape of what that operation answers."""
        return str(service_model().operation_model(self.describe).output_shape.name)

    @property
    def known_by(self) -> tuple[str, str]:
        """The members that a description must have, whatever its shape says."""
        return f"{self.word}Arn", "CreationTime"

    def arn(self, owner: Owner, reference: str) -> str:
        """Return the ARN of one, by its name or its ARN."""
        return reference if is_arn(reference) else owner.arn(f"{self.resource}/{reference}")

    def key(self, owner: Owner, reference: str) -> str:
        """Return by what one is found, in whatever case it was asked for."""
        return folded(self.arn(owner, reference))

    def name(self, description: Mapping[str, Any]) -> str:
        """Return a described one's name; an execution has an id instead, where its ARN ends."""
        return str(description.get(f"{self.word}Name") or description[f"{self.word}Arn"].rpartition("/")[2])

    def absent(self, owner: Owner, reference: str) -> ServiceError:
        """Return the error about one that is not there."""
        arn = self.arn(owner, reference)
        words = self.missing.words.format(arn=arn, name=arn.rpartition("/")[2])
        return ServiceError(self.missing.code, words)


def _named(word: str, resource: str, missing: Missing, status: str = "", **others: Any) -> ResourceKind:
    return ResourceKind(word, resource, missing, f"{word}Name", status, **others)


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
