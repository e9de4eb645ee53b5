"""Entities of SageMaker's lineage and their ARNs.

Shapes and limits are those of the SageMaker API model (service version 2017-07-24).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NewType, Protocol, TypeAlias, TypeGuard

from lineage_explorer.errors import InvalidArn

Arn = NewType("Arn", str)
"""ARN of a lineage entity.

It is an artifact, action, context, trial component, or an experiment at the end of an association.
"""

Ends: TypeAlias = tuple[Arn, Arn]
"""Two vertices, in the direction of the edge or the step between them."""

MAX_ARN_LENGTH = 256


class LineageType(StrEnum):
    """Lineage types of vertices, as `QueryLineage` spells them."""

    TRIAL_COMPONENT = "TrialComponent"
    ARTIFACT = "Artifact"
    CONTEXT = "Context"
    ACTION = "Action"


class AssociationType(StrEnum):
    """Type of an association, as the API spells it.

    An association always points from the earlier entity to the one that results from it.
    """

    CONTRIBUTED_TO = "ContributedTo"
    ASSOCIATED_WITH = "AssociatedWith"
    DERIVED_FROM = "DerivedFrom"
    PRODUCED = "Produced"
    SAME_AS = "SameAs"


_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):sagemaker:(?P<region>[a-z0-9-]*):(?P<account>\d{12}):"
    r"(?P<resource>experiment-trial-component|experiment|artifact|action|context)/(?P<name>[^\s]+)"
)

_LINEAGE_TYPES = {
    "artifact": LineageType.ARTIFACT,
    "action": LineageType.ACTION,
    "context": LineageType.CONTEXT,
    "experiment-trial-component": LineageType.TRIAL_COMPONENT,
}


@dataclass(frozen=True, slots=True)
class ArnParts:
    """Parts of a lineage ARN.

    Attributes:
        lineage_type: None for an experiment, which can be the end of an association but is not a vertex.
        name: The text after the slash; lower-cased by the service for named entities.
    """

    partition: str
    region: str
    account: str
    lineage_type: LineageType | None
    name: str


def parse_arn(text: str) -> Arn:
    """Parse a text as the ARN of a lineage entity.

    Raises:
        InvalidArn: The text is no such ARN; the message says what is wrong and what is accepted.
    """
    text = text.strip()
    if len(text) > MAX_ARN_LENGTH:
        raise InvalidArn(
            f"An ARN has at most {MAX_ARN_LENGTH} characters; this text has {len(text):,} "
            f"and begins with “{shorten_middle(text, 40)}”."
        )
    if not _ARN.fullmatch(text):
        raise InvalidArn(
            f"“{shorten_middle(text, 120)}” is not the ARN of a lineage entity. "
            "Expected arn:aws:sagemaker:<region>:<12-digit account>:"
            "artifact|action|context|experiment-trial-component/<name>."
        )
    return Arn(text)


def is_lineage_arn(value: object) -> TypeGuard[Arn]:
    """Return whether a value is the ARN of a lineage entity."""
    return isinstance(value, str) and len(value) <= MAX_ARN_LENGTH and _ARN.fullmatch(value) is not None


@lru_cache(maxsize=20_000)
def split_arn(arn: Arn) -> ArnParts:
    """Split a lineage ARN into its parts.

    Raises:
        InvalidArn: The value is not a lineage ARN.
    """
    match = _ARN.fullmatch(arn)
    if match is None:
        raise InvalidArn(f"“{shorten_middle(arn, 120)}” is not the ARN of a lineage entity.")
    return ArnParts(
        match["partition"],
        match["region"],
        match["account"],
        _LINEAGE_TYPES.get(match["resource"]),
        match["name"],
    )


def get_account_id(arn: Arn) -> str:
    """Return the account of a lineage ARN.

    `split_arn` returns it too, but forgets the ARNs of a large graph before they are asked for again.
    """
    return arn.split(":", 5)[4]


@dataclass(frozen=True, slots=True)
class Vertex:
    """Vertex as `QueryLineage` returns it, without name or URI.

    Attributes:
        type: What the entity is used as (`DataSet`, `Model`, `TrainingJob`, …), exact case; None if it was
            created without a type.
        stub: True if an association names this vertex but no result page contained it (the caller may not
            see it, or reading was cut short).
    """

    arn: Arn
    lineage_type: LineageType | None
    type: str | None = None
    stub: bool = False


@dataclass(frozen=True, slots=True)
class Association:
    """Edge of the lineage graph, as SageMaker records it.

    There is at most one for each ordered pair of ends. `type` is None if it was created without a type.
    """

    source: Arn
    destination: Arn
    type: str | None = None

    @property
    def ends(self) -> Ends:
        """Source and destination."""
        return self.source, self.destination

    @property
    def is_directed(self) -> bool:
        """False for `SameAs`: two accounts track the same thing."""
        return self.type != AssociationType.SAME_AS


@dataclass(frozen=True, slots=True)
class Metric:
    """Metric of a trial component, as the service sums it up.

    What it does not return is None.

    Attributes:
        last: The newest value.
        minimum, maximum: The least and the greatest value.
        count: How many values there were.
    """

    name: str
    last: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Description of one entity, as the `Describe…` operations return it.

    Fields that its lineage type does not have stay empty.

    Attributes:
        type: The entity's own type, with a job's type spelled as `QueryLineage` spells it.
        source_uri: Artifact, action and context: `Source.SourceUri`; trial component: the ARN of its
            source (a job).
        source_type: `Source.SourceType` as the service spells it.
        source_ids: Artifact: (id type, value) pairs such as ("S3ETag", "…").
        parameters: A trial component's parameters, numbers kept as numbers.
        metrics: A trial component's metrics.
        created, modified, started, ended: Aware, in UTC.
        created_by, modified_by: User profile name, else the source identity, else the tail of the IAM
            identity, else None.
        is_created_by_role, is_modified_by_role: Whether that is a session of a role, and no person.
        unreadable: Moments that cannot be read: the API's member, and what it holds.
        use: What a job used it as, `code` or `report`; empty if no job is known that says so.
    """

    arn: Arn
    lineage_type: LineageType
    name: str | None = None
    display_name: str | None = None
    type: str | None = None
    description: str | None = None
    source_uri: str | None = None
    source_type: str | None = None
    source_ids: tuple[tuple[str, str], ...] = ()
    status: str | None = None
    status_message: str | None = None
    created: datetime | None = None
    created_by: str | None = None
    modified: datetime | None = None
    modified_by: str | None = None
    started: datetime | None = None
    ended: datetime | None = None
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    parameters: Mapping[str, str | float] = field(default_factory=lambda: MappingProxyType({}))
    metrics: tuple[Metric, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    outputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lineage_group: str | None = None
    unreadable: tuple[str, ...] = ()
    use: str = ""
    is_created_by_role: bool = False
    is_modified_by_role: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Entity found by a search or in a list.

    Attributes:
        properties: Empty, because lists do not return properties.
        use: Empty, because lists do not say what used it.
    """

    arn: Arn
    lineage_type: LineageType
    name: str | None = None
    type: str | None = None
    source_uri: str | None = None
    created: datetime | None = None
    created_by: str | None = None
    source_ids: tuple[tuple[str, str], ...] = ()
    display_name: str | None = None
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    use: str = ""


class HasName(Protocol):
    """Object with what an entity's name is made of."""

    @property
    def name(self) -> str | None: ...  # noqa: D102 - described by the class

    @property
    def type(self) -> str | None: ...  # noqa: D102

    @property
    def source_uri(self) -> str | None: ...  # noqa: D102

    @property
    def source_ids(self) -> tuple[tuple[str, str], ...]: ...  # noqa: D102

    @property
    def created(self) -> datetime | None: ...  # noqa: D102

    @property
    def created_by(self) -> str | None: ...  # noqa: D102

    @property
    def properties(self) -> Mapping[str, str]: ...  # noqa: D102

    @property
    def use(self) -> str: ...  # noqa: D102


def shorten_middle(text: str, length: int) -> str:
    """Shorten a long text by cutting out its middle.

    Names of one family usually differ at their ends.
    """
    if len(text) <= length:
        return text
    tail = (length - 1) // 2
    return f"{text[: length - 1 - tail]}…{text[len(text) - tail :]}"
