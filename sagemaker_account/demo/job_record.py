"""Types that define a job, and images that jobs run.

A job's trial component, associations and description are derived from its definition. The images are those
that SageMaker publishes for us-west-2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder

MODEL = "SageMaker.ModelArtifact"
"""Output name of the model data in a training job's trial component."""


@dataclass(frozen=True, slots=True)
class Output:
    """Artifact that a job produces.

    Attributes:
        uri: SourceUri of the artifact.
        artifact_type: Type of the artifact.
        properties: Properties of the artifact.
    """

    uri: str
    artifact_type: str = "DataSet"
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Processing, training or transform job.

    Attributes:
        job_type: Type of the job.
        name: Name of the job.
        display_name: Name that Studio displays instead.
        inputs: Input artifacts by channel.
        image: Container image.
        outputs: Outputs by name, including `MODEL` for a training job; a failed job does not produce them.
        instances: Instance type and count.
        minutes: Duration in minutes.
        parameters: Hyperparameters, and results that the script reported as parameters.
        status: Completed, Failed or Stopped; InProgress while the job runs.
        message: Message of the status.
        tuning: Name of the tuning job that started the job, or empty.
        model_name: Name of the model that a transform job runs.
    """

    job_type: Literal["processing", "training", "transform"]
    name: str
    display_name: str
    inputs: Mapping[str, Artifact]
    image: Artifact
    outputs: Mapping[str, Output]
    instances: tuple[str, int] = ("ml.m5.xlarge", 1)
    minutes: int = 8
    parameters: Mapping[str, str | float] = field(default_factory=dict)
    status: str = "Completed"
    message: str = ""
    tuning: str = ""
    model_name: str = ""

    @property
    def component_name(self) -> str:
        """Name of the trial component that SageMaker creates for the job."""
        return f"{self.name}-aws-{self.job_type}-job"


_ALGORITHMS = "246618743249.dkr.ecr.us-west-2.amazonaws.com"
_DEEP_LEARNING = "763104351884.dkr.ecr.us-west-2.amazonaws.com"
_CLARIFY = "306415355426.dkr.ecr.us-west-2.amazonaws.com"

XGBOOST_1_0 = f"{_ALGORITHMS}/sagemaker-xgboost:1.0-1-cpu-py3"
XGBOOST_1_5 = f"{_ALGORITHMS}/sagemaker-xgboost:1.5-1"
XGBOOST_1_7 = f"{_ALGORITHMS}/sagemaker-xgboost:1.7-1"
SKLEARN_0_23 = f"{_ALGORITHMS}/sagemaker-scikit-learn:0.23-1-cpu-py3"
SKLEARN_1_2 = f"{_ALGORITHMS}/sagemaker-scikit-learn:1.2-1-cpu-py3"
PYTORCH_TRAINING = f"{_DEEP_LEARNING}/pytorch-training:2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker"
PYTORCH_INFERENCE = f"{_DEEP_LEARNING}/pytorch-inference:2.3.0-cpu-py311-ubuntu20.04-sagemaker"
CLARIFY = f"{_CLARIFY}/sagemaker-clarify-processing:1.0"


def create_image_artifact(builder: DemoBuilder, uri: str) -> Artifact:
    """Create the artifact of a container image."""
    return builder.create_artifact(uri, "Image")
