"""Types that define a job of the demo.

A job's trial component, associations and description are derived from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sagemaker_account.demo.lineage_builder import Artifact

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
