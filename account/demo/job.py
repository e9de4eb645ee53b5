"""A job: what its trial component, its associations and its description tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from account.demo.author import Artifact

MODEL = "SageMaker.ModelArtifact"
"""Name under which a training job's trial component lists its model data."""


@dataclass(frozen=True, slots=True)
class Output:
    """An artifact that a job will leave behind.

    Attributes:
        uri: Where it is written.
        kind: Its type.
        facts: Its properties.
    """

    uri: str
    kind: str = "DataSet"
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job.

    Attributes:
        kind: Which of the three kinds of job.
        name: The job's name.
        display_name: What Studio shows in its place.
        inputs: The artifact behind each input channel.
        image: The container image it runs.
        outputs: What it leaves behind, by name, unless it fails; a training job has its `MODEL` there.
        machines: Instance type and count.
        minutes: How long it ran.
        parameters: Hyperparameters, and results that its script reported as parameters.
        status: How it ended: Completed, Failed or Stopped; InProgress if it still runs.
        message: What its status says about that.
        tuning: Name of the tuning job that started it, if one did.
        model_name: Name of the model that a transform job runs.
    """

    kind: Literal["processing", "training", "transform"]
    name: str
    display_name: str
    inputs: Mapping[str, Artifact]
    image: Artifact
    outputs: Mapping[str, Output]
    machines: tuple[str, int] = ("ml.m5.xlarge", 1)
    minutes: int = 8
    parameters: Mapping[str, str | float] = field(default_factory=dict)
    status: str = "Completed"
    message: str = ""
    tuning: str = ""
    model_name: str = ""

    @property
    def component(self) -> str:
        """Name of the trial component that SageMaker makes for it."""
        return f"{self.name}-aws-{self.kind}-job"
