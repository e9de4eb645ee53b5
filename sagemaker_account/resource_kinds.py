"""Kinds of resources that lineage entities represent, or that lead to these.

They are endpoints with their configurations and components, models, packages, jobs of all sorts, pipelines,
feature groups, model cards, hub content and experiments. The API makes them by running
things, which this account does not. Except for experiments, they are given to it, each as the output of its
Describe operation (`seed_resources.seed_resource`). That description is all that is known of a resource; the
values by which it is found and listed are taken from the description's members. Member names derive from the
kind's own (`EndpointName`, `EndpointArn`, `EndpointStatus`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagemaker_account.api_model import get_service_model
from sagemaker_account.arns import Owner, is_arn, normalize_arn
from sagemaker_account.errors import ServiceError


@dataclass(frozen=True, slots=True)
class NotFoundTemplate:
    """Error response for a resource that does not exist.

    Attributes:
        code: Error code.
        message: Message, with the placeholders `{arn}` and `{name}`.
    """

    code: str
    message: str


# The codes and messages of jobs, endpoints and packages are those by which the clients of AWS's own
# controllers for Kubernetes recognize missing resources; DescribeTrainingJob never returns the
# ResourceNotFound of its model.
_NO_ENDPOINT = NotFoundTemplate("ValidationException", 'Could not find endpoint "{arn}".')
_NO_ENDPOINT_CONFIG = NotFoundTemplate(
    "ValidationException", 'Could not find endpoint configuration "{arn}".'
)
_NO_MODEL = NotFoundTemplate("ValidationException", 'Could not find model "{arn}".')
_NO_INFERENCE_COMPONENT = NotFoundTemplate(
    "ValidationException", 'Could not find inference component "{arn}".'
)
_NO_TRAINING_JOB = NotFoundTemplate("ValidationException", "Requested resource not found.")
_NO_JOB = NotFoundTemplate("ValidationException", "Could not find requested job with name: {name}")
_NO_PACKAGE = NotFoundTemplate("ValidationException", "ModelPackage {arn} does not exist.")
_NO_GROUP = NotFoundTemplate("ValidationException", "ModelPackageGroup {arn} does not exist.")
_NOT_FOUND = NotFoundTemplate("ResourceNotFound", "{arn} does not exist.")


@dataclass(frozen=True, slots=True, eq=False)
class ResourceKind:
    """Kind of resource.

    Attributes:
        api_name: Its name within the names of operations and members.
        resource_type: Its resource type in ARNs.
        not_found: Error response for a resource that does not exist.
        reference: The member by which Describe identifies a resource: its name, or its ARN.
        status: The member that List operations filter and sort by, if there is one.
        modified: The member that holds the time of the last change.
        parent: The kind of the parent resource, and the member that holds the parent's name or ARN.
        version: What the name of its Describe operation has after the kind's own name.
    """

    api_name: str
    resource_type: str
    not_found: NotFoundTemplate
    reference: str
    status: str = ""
    modified: str = "LastModifiedTime"
    parent: "tuple[ResourceKind, str] | None" = None
    version: str = ""

    @property
    def describe_operation(self) -> str:
        """Name of its Describe operation."""
        return f"Describe{self.api_name}{self.version}"

    @property
    def shape(self) -> str:
        """Name of the Describe operation's output shape."""
        return str(get_service_model().operation_model(self.describe_operation).output_shape.name)

    @property
    def mandatory_members(self) -> tuple[str, str]:
        """Members that a description must have.

        The output shape may leave them optional.
        """
        return f"{self.api_name}Arn", "CreationTime"

    def resolve_arn(self, owner: Owner, reference: str) -> str:
        """Return the ARN of a resource, given its name or ARN."""
        return reference if is_arn(reference) else owner.format_arn(f"{self.resource_type}/{reference}")

    def build_key(self, owner: Owner, reference: str) -> str:
        """Return the key of a resource, the same in any case."""
        return normalize_arn(self.resolve_arn(owner, reference))

    def get_name(self, description: Mapping[str, Any]) -> str:
        """Return the name of a described resource.

        An execution has no name; the id at the end of its ARN is returned.
        """
        return str(
            description.get(f"{self.api_name}Name") or description[f"{self.api_name}Arn"].rpartition("/")[2]
        )

    def build_missing_error(self, owner: Owner, reference: str) -> ServiceError:
        """Return the error for a resource that does not exist."""
        arn = self.resolve_arn(owner, reference)
        message = self.not_found.message.format(arn=arn, name=arn.rpartition("/")[2])
        return ServiceError(self.not_found.code, message)


def _build_kind(
    api_name: str, resource: str, missing: NotFoundTemplate, status: str = "", **fields: Any
) -> ResourceKind:
    return ResourceKind(api_name, resource, missing, f"{api_name}Name", status, **fields)


ENDPOINT = _build_kind("Endpoint", "endpoint", _NO_ENDPOINT, "EndpointStatus")
ENDPOINT_CONFIG = _build_kind("EndpointConfig", "endpoint-config", _NO_ENDPOINT_CONFIG)
INFERENCE_COMPONENT = _build_kind(
    "InferenceComponent",
    "inference-component",
    _NO_INFERENCE_COMPONENT,
    "InferenceComponentStatus",
    parent=(ENDPOINT, "EndpointName"),
)
MODEL = _build_kind("Model", "model", _NO_MODEL)
TUNING_JOB = _build_kind(
    "HyperParameterTuningJob", "hyper-parameter-tuning-job", _NOT_FOUND, "HyperParameterTuningJobStatus"
)
AUTO_ML_JOB = _build_kind("AutoMLJob", "automl-job", _NOT_FOUND, "AutoMLJobStatus", version="V2")
TRAINING_JOB = _build_kind(
    "TrainingJob",
    "training-job",
    _NO_TRAINING_JOB,
    "TrainingJobStatus",
    parent=(TUNING_JOB, "TuningJobArn"),
)
PROCESSING_JOB = _build_kind("ProcessingJob", "processing-job", _NO_JOB, "ProcessingJobStatus")
TRANSFORM_JOB = _build_kind(
    "TransformJob", "transform-job", _NO_JOB, "TransformJobStatus", modified="TransformEndTime"
)
JOBS = (TRAINING_JOB, PROCESSING_JOB, TRANSFORM_JOB)
MODEL_PACKAGE_GROUP = _build_kind("ModelPackageGroup", "model-package-group", _NO_GROUP)
MODEL_PACKAGE = _build_kind(
    "ModelPackage",
    "model-package",
    _NO_PACKAGE,
    "ModelApprovalStatus",
    parent=(MODEL_PACKAGE_GROUP, "ModelPackageGroupName"),
)
PIPELINE = _build_kind("Pipeline", "pipeline", _NOT_FOUND)
PIPELINE_EXECUTION = ResourceKind(
    "PipelineExecution",
    "pipeline",
    _NOT_FOUND,
    "PipelineExecutionArn",
    "PipelineExecutionStatus",
    parent=(PIPELINE, "PipelineArn"),
)
MODEL_CARD = _build_kind("ModelCard", "model-card", _NOT_FOUND, "ModelCardStatus")
HUB_CONTENT = _build_kind("HubContent", "hub-content", _NOT_FOUND, "HubContentStatus")
FEATURE_GROUP = _build_kind("FeatureGroup", "feature-group", _NOT_FOUND, "FeatureGroupStatus")
EXPERIMENT = _build_kind("Experiment", "experiment", _NOT_FOUND)
TRIAL = _build_kind("Trial", "experiment-trial", _NOT_FOUND, parent=(EXPERIMENT, "ExperimentName"))

RESOURCE_KINDS = (
    ENDPOINT,
    ENDPOINT_CONFIG,
    INFERENCE_COMPONENT,
    MODEL,
    TUNING_JOB,
    AUTO_ML_JOB,
    *JOBS,
    MODEL_CARD,
    HUB_CONTENT,
    MODEL_PACKAGE_GROUP,
    MODEL_PACKAGE,
    PIPELINE,
    PIPELINE_EXECUTION,
    FEATURE_GROUP,
    EXPERIMENT,
    TRIAL,
)
