"""Trial components that SageMaker makes for jobs, recognized by name.

A job's trial component is named `<job>-aws-training-job`, `-processing-job` or `-transform-job`. Its vertex
type is `TrainingJob`, …; the API spells the type of its source `SageMakerTrainingJob`, ….
"""

from dataclasses import dataclass
from typing import Self

from sagemaker_account.arns import Owner

SOURCE_PREFIX = "SageMaker"

# name suffix → vertex type
_VERTEX_TYPES = {
    "-aws-training-job": "TrainingJob",
    "-aws-processing-job": "ProcessingJob",
    "-aws-transform-job": "TransformJob",
}


@dataclass(frozen=True, slots=True)
class Job:
    """Job of a trial component.

    Attributes:
        name: Job name, in the case in which the trial component was named.
        resource_type: Resource type in ARNs, such as `training-job`.
        type: Vertex type in QueryLineage, such as `TrainingJob`.
    """

    name: str
    resource_type: str
    type: str

    @classmethod
    def from_trial_component(cls, trial_component_name: str) -> Self | None:
        """Return the job for which a trial component was made.

        None if the trial component is of another origin.
        """
        for suffix, vertex_type in _VERTEX_TYPES.items():
            name = trial_component_name[: -len(suffix)]
            if name and trial_component_name.lower().endswith(suffix):
                return cls(name, suffix.removeprefix("-aws-"), vertex_type)
        return None

    def build_source(self, owner: Owner) -> dict[str, str]:
        """Return the job as the `Source` of its trial component.

        This is the structure in DescribeTrialComponent. The job is in the same account as its component.
        """
        return {
            "SourceArn": owner.format_arn(f"{self.resource_type}/{self.name}"),
            "SourceType": SOURCE_PREFIX + self.type,
        }
