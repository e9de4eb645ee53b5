"""Four kinds of lineage entity, and how they differ.

Member names derive from the kind's own (`ContextName`, `ContextArn`, `ContextType`, `ContextSummaries`), and
table columns are keyed by the members they hold, so no further mapping is needed.

SageMaker makes a trial component for each job, recognized by its name: `<job>-aws-training-job`,
`-processing-job` or `-transform-job`. Its vertex type is `TrainingJob`, …; the API spells the type of its
source `SageMakerTrainingJob`, ….
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

from sqlalchemy import Table

from sagemaker_account.arns import Owner, normalize_arn
from sagemaker_account.tables import ACTIONS, ARTIFACTS, CONTEXTS, TRIAL_COMPONENTS

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


@dataclass(frozen=True, slots=True)
class Origin:
    """Type and source of an entity.

    Attributes:
        type: Vertex type of the entity; None for a trial component that no job made.
        source: The API's `Source` structure; None in the same case.
    """

    type: str | None
    source: Mapping[str, Any] | None


@cache
def _list_member_columns(table: Table) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns if column.key[0].isupper())


@dataclass(frozen=True, slots=True, eq=False)
class EntityKind:
    """Kind of lineage entity.

    Attributes:
        lineage_type: Its name in the API, also within the names of operations and members.
        resource_type: Its resource type in ARNs.
        table: Columns that `tables.ENTITIES` lacks, keyed by member; NULL where nothing was given.
        source_uri_member: The member of `Source` that holds the URI or ARN.
        source_members: The members of `Source` that are columns of `table`.
        merged_members: Members of which an Update replaces single keys. It replaces other members as a whole.
        empty_values: Values that Describe returns for empty members.
        has_properties: Whether it has `Properties`; trial components have `Parameters`.
    """

    lineage_type: str
    resource_type: str
    table: Table
    source_members: tuple[str, ...]
    source_uri_member: str = "SourceUri"
    merged_members: tuple[str, ...] = ()
    empty_values: Mapping[str, Any] = field(default_factory=dict)
    has_properties: bool = True

    @property
    def name_member(self) -> str:
        """Member that holds the name, such as `ContextName`."""
        return f"{self.lineage_type}Name"

    @property
    def arn_member(self) -> str:
        """Member that holds the ARN."""
        return f"{self.lineage_type}Arn"

    @property
    def type_member(self) -> str:
        """Member that holds the type; trial components have none."""
        return f"{self.lineage_type}Type"

    @property
    def own_members(self) -> tuple[str, ...]:
        """Members, of requests or of their `Source`, that its table holds."""
        return _list_member_columns(self.table)

    def normalize_source(self, uri: str) -> str:
        """Return the key by which entities of a source are found.

        A job's ARN is compared regardless of case, a URI exactly.
        """
        return normalize_arn(uri) if self.source_uri_member == "SourceArn" else uri

    def build_origin(self, owner: Owner, request: Mapping[str, Any]) -> Origin:
        """Return the type and source of a Create request's entity."""
        if "Source" in request:
            return Origin(request[self.type_member], request["Source"])
        job = Job.from_trial_component(request[self.name_member])
        return Origin(job.type, job.build_source(owner)) if job else Origin(None, None)


ARTIFACT = EntityKind(
    "Artifact",
    "artifact",
    ARTIFACTS,
    source_members=("SourceTypes",),
    empty_values={"SourceTypes": []},
)
ACTION = EntityKind("Action", "action", ACTIONS, source_members=("SourceType", "SourceId"))
CONTEXT = EntityKind("Context", "context", CONTEXTS, source_members=("SourceType", "SourceId"))
TRIAL_COMPONENT = EntityKind(
    "TrialComponent",
    "experiment-trial-component",
    TRIAL_COMPONENTS,
    source_members=("SourceArn", "SourceType"),
    source_uri_member="SourceArn",
    merged_members=("Parameters", "InputArtifacts", "OutputArtifacts"),
    empty_values={"Parameters": {}, "InputArtifacts": {}, "OutputArtifacts": {}, "Metrics": []},
    has_properties=False,
)
KINDS = (ARTIFACT, ACTION, CONTEXT, TRIAL_COMPONENT)
