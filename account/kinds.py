"""The four kinds of lineage entity: what each adds to what all of them share.

Member names follow from the kind's own (`ContextName`, `ContextArn`, `ContextType`, `ContextSummaries`), and
the columns of its table are keyed by the members they hold, so nothing else needs to be said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table

from account.arns import Owner, folded
from account.jobs import Job
from account.tables import ACTIONS, ARTIFACTS, CONTEXTS, TRIAL_COMPONENTS


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entity comes from.

    Attributes:
        type: The entity's vertex type; None for a trial component that no job made.
        source: The API's `Source` structure; None likewise.
    """

    type: str | None
    source: Mapping[str, Any] | None


@cache
def _member_columns(table: Table) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns if column.key[0].isupper())


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of lineage entity.

    Attributes:
        lineage_type: Its name in the API, also within the names of operations and members.
        resource: Its name in ARNs.
        table: What it has beside `tables.ENTITIES`, keyed by member; NULL where nothing was given.
        source_uri: The member of `Source` that is an address.
        source_details: The members of `Source` that are columns of `table`.
        merged: Members of which an Update replaces single keys. It replaces others as a whole.
        blank: What Describe says of members that have nothing in them.
        has_properties: Whether it has `Properties`; trial components have `Parameters`.
    """

    lineage_type: str
    resource: str
    table: Table
    source_details: tuple[str, ...]
    source_uri: str = "SourceUri"
    merged: tuple[str, ...] = ()
    blank: Mapping[str, Any] = field(default_factory=dict)
    has_properties: bool = True

    @property
    def name_member(self) -> str:
        """The member that holds its name, such as `ContextName`."""
        return f"{self.lineage_type}Name"

    @property
    def arn_member(self) -> str:
        """The member that holds its ARN."""
        return f"{self.lineage_type}Arn"

    @property
    def type_member(self) -> str:
        """The member that holds its type; trial components have none."""
        return f"{self.lineage_type}Type"

    @property
    def own_members(self) -> tuple[str, ...]:
        """The members, of requests or of their `Source`, that its table holds."""
        return _member_columns(self.table)

    def source_key(self, uri: str) -> str:
        """Return by what entities of a source are found: a job is the same in any case, a URI is not."""
        return folded(uri) if self.source_uri == "SourceArn" else uri

    def origin(self, owner: Owner, request: Mapping[str, Any]) -> Origin:
        """Return where the entity that a Create request describes comes from."""
        if "Source" in request:
            return Origin(request[self.type_member], request["Source"])
        job = Job.behind(request[self.name_member])
        return Origin(job.type, job.source(owner)) if job else Origin(None, None)


ARTIFACT = Kind(
    "Artifact",
    "artifact",
    ARTIFACTS,
    source_details=("SourceTypes",),
    blank={"SourceTypes": []},
)
ACTION = Kind("Action", "action", ACTIONS, source_details=("SourceType", "SourceId"))
CONTEXT = Kind("Context", "context", CONTEXTS, source_details=("SourceType", "SourceId"))
TRIAL_COMPONENT = Kind(
    "TrialComponent",
    "experiment-trial-component",
    TRIAL_COMPONENTS,
    source_details=("SourceArn", "SourceType"),
    source_uri="SourceArn",
    merged=("Parameters", "InputArtifacts", "OutputArtifacts"),
    blank={"Parameters": {}, "InputArtifacts": {}, "OutputArtifacts": {}, "Metrics": []},
    has_properties=False,
)
KINDS = (ARTIFACT, ACTION, CONTEXT, TRIAL_COMPONENT)
