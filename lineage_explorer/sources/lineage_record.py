"""Record of lineage as it was read at one moment, for checks.

It tells apart what there is not from what could not be read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from lineage_explorer.graph.model import Arn, Association, Ends, Entity, LineageType, Vertex
from lineage_explorer.graph.serving_history import Period


@dataclass(frozen=True, slots=True)
class Maker:
    """Caller that made or changed something, as the service recorded it.

    Attributes:
        user_name: User profile in Studio; may be empty.
        source_user: Source identity that a person gave when taking a role; may be empty.
        session_user: End of the IAM identity: a user's name, or that of a role's session.
        is_role: Whether the identity is the session of a role, which stands for nobody.
    """

    user_name: str = ""
    source_user: str = ""
    session_user: str = ""
    is_role: bool = False

    @property
    def person(self) -> str:
        """Name of a person; empty if none is on record."""
        return self.user_name or self.source_user or ("" if self.is_role else self.session_user)


@dataclass(frozen=True, slots=True)
class Makers:
    """Callers that created something and changed it last."""

    created_by: Maker = field(default_factory=Maker)
    modified_by: Maker = field(default_factory=Maker)


class Failure(StrEnum):
    """Kind of reason why something was not read."""

    GONE = "gone"
    """It no longer exists."""
    DENIED = "denied"
    """The caller may not read it, or a copy does not hold it."""
    FAILED = "failed"
    """The account did not answer, or reading has a limit."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Reason why something was not read."""

    failure: Failure
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Lookup:
    """Look-up of one resource by an operation."""

    operation: str
    arn: str


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """Facts about a resource; what it lacks is empty.

    Attributes:
        status: Its status, as the API spells it.
        approval, approval_note: Of a model package: its approval status, and the reason.
        configuration: Of an endpoint: the name of its configuration.
        commit: Commit of the code that made it.
        model_data: Of a model package: URIs of its model data.
        reports: Of a model package: kinds of its metrics.
        max_seconds: Of a job: how long it may run.
        created, modified: Aware, in UTC.
        doubt: Why what can change is not known of a moment of the past; empty if it is.
    """

    status: str = ""
    approval: str = ""
    approval_note: str = ""
    configuration: str = ""
    commit: str = ""
    model_data: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    max_seconds: int | None = None
    created: datetime | None = None
    modified: datetime | None = None
    makers: Makers = field(default_factory=Makers)
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """Results of look-ups, each by what was looked up.

    Attributes:
        resources: What `Describe…` tells of resources.
        entities: What it tells of lineage entities.
        makers: Who made these entities.
        tags: Tags.
        unread: Why other look-ups failed.
    """

    resources: Mapping[Lookup, ResourceFacts] = field(default_factory=dict)
    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    makers: Mapping[Arn, Makers] = field(default_factory=dict)
    tags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unread: Mapping[Lookup, Unread] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineageRecord:
    """Lineage as it was read.

    Attributes:
        read_at: When it was read, aware, in UTC.
        vertices: All entities that are known, by ARN.
        entities: What lists or descriptions tell of them.
        associations: All associations that are known.
        added: When associations were added; empty if that was not read.
        described: The entities that were described; of others only what lists tell is known.
        found: What was looked up.
        focus: What the record is about; None for the whole account.
        more_starts: What else it is about.
        scope: Entities whose findings count; None for all.
        parents_read: Entities of which all parents are known; None for all.
        children_read: Entities of which all children are known; None for all.
        others_read: Entities of other accounts of which all parents are known.
        missing_kinds: Kinds of which entities may be missing, since not all could be listed.
        gaps: One sentence for each thing that could not be read.
        calls: Number of API calls.
        period: The moment or day of the past that it is about; None for now.
        changed: Why what can change of an entity is not known of that moment.
        is_blurred: Whether some of it may have been made after that moment.
    """

    read_at: datetime
    vertices: Mapping[Arn, Vertex]
    entities: Mapping[Arn, Entity]
    associations: tuple[Association, ...]
    added: Mapping[Ends, datetime] = field(default_factory=dict)
    described: frozenset[Arn] = frozenset()
    makers: Mapping[Arn, Makers] = field(default_factory=dict)
    found: FoundFacts = field(default_factory=FoundFacts)
    focus: Arn | None = None
    more_starts: tuple[Arn, ...] = ()
    scope: frozenset[Arn] | None = None
    parents_read: frozenset[Arn] | None = None
    children_read: frozenset[Arn] | None = None
    others_read: frozenset[Arn] = frozenset()
    missing_kinds: frozenset[LineageType] = frozenset()
    gaps: tuple[str, ...] = ()
    calls: int = 0
    period: Period | None = None
    changed: Mapping[Arn, str] = field(default_factory=dict)
    is_blurred: bool = False

    @property
    def moment(self) -> datetime:
        """The moment that it tells of."""
        if self.period is None or self.period.begin < self.read_at < self.period.end:
            return self.read_at
        return self.period.end

    def add_facts(self, wanted: Collection[Lookup], found: FoundFacts) -> LineageRecord:
        """Return the record with what further look-ups found."""
        known = self.found
        merged = FoundFacts(
            {**known.resources, **found.resources},
            {**known.entities, **found.entities},
            {**known.makers, **found.makers},
            {**known.tags, **found.tags},
            {**known.unread, **found.unread},
        )
        return replace(
            self,
            entities={**self.entities, **found.entities},
            described=self.described | found.entities.keys(),
            makers={**self.makers, **found.makers},
            found=merged,
            calls=self.calls + len(wanted),
        )

    def is_read(self, lookup: Lookup) -> bool:
        """Return whether something was looked up, found or not."""
        found = self.found
        return (
            lookup in found.resources
            or lookup in found.unread
            or lookup.arn in found.entities
            or (lookup.operation == "ListTags" and lookup.arn in found.tags)
        )


def find_failures(unread: Mapping[Lookup, Unread], failures: Sequence[Failure]) -> tuple[str, ...]:
    """Return the reasons of failures of some kinds, each once."""
    return tuple(dict.fromkeys(each.reason for each in unread.values() if each.failure in failures))
