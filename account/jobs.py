"""Trial components that SageMaker makes for jobs, told by their names.

A job's trial component is named `<job>-aws-training-job`, `-processing-job` or `-transform-job`. Its vertex
type is `TrainingJob`, …; where the API speaks of its source the same is spelled `SageMakerTrainingJob`, ….
"""

from dataclasses import dataclass
from typing import Self

from account.arns import Owner

SOURCE_PREFIX = "SageMaker"

# name suffix → vertex type
_TYPES = {
    "-aws-training-job": "TrainingJob",
    "-aws-processing-job": "ProcessingJob",
    "-aws-transform-job": "TransformJob",
}


@dataclass(frozen=True, slots=True)
class Job:
    """The job behind a trial component.

    Attributes:
        name: Its name, in the case in which the trial component was named.
        resource: Its kind as ARNs spell it, such as `training-job`.
        type: Its kind as QueryLineage spells it, such as `TrainingJob`.
    """

    name: str
    resource: str
    type: str

    @classmethod
    def behind(cls, trial_component_name: str) -> Self | None:
        """Return the job for which a trial component was made; None for one of another origin."""
        for suffix, vertex_type in _TYPES.items():
            name = trial_component_name[: -len(suffix)]
            if name and trial_component_name.lower().endswith(suffix):
                return cls(name, suffix.removeprefix("-aws-"), vertex_type)
        return None

    def source(self, owner: Owner) -> dict[str, str]:
        """Return what DescribeTrialComponent says of the job, which is in the same account."""
        return {
            "SourceArn": owner.arn(f"{self.resource}/{self.name}"),
            "SourceType": SOURCE_PREFIX + self.type,
        }
