"""The entities of SageMaker's lineage and the ARNs that name them.

Shapes and limits are those of the SageMaker API model (service version 2017-07-24).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType, Protocol

from lineage.errors import InvalidArn

Arn = NewType("Arn", str)
"""ARN of a lineage entity: artifact, action, context, trial component, or an experiment at an edge's end."""

MAX_ARN_LENGTH = 256


class LineageType(StrEnum):
    """The four kinds of vertices, as `QueryLineage` spells them."""

    TRIAL_COMPONENT = "TrialComponent"
    ARTIFACT = "Artifact"
    CONTEXT = "Context"
    ACTION = "Action"


class AssociationType(StrEnum):
    """What an association says; it always points from what was there first to what came of it."""

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
    """An ARN taken apart.

    Attributes:
        lineage_type: None for an experiment, which can end an association but is no vertex.
        name: The text after the slash; lower-cased by the service for named entities.
    """

    partition: str
    region: str
    account: str
    lineage_type: LineageType | None
    name: str


def parse_arn(text: str) -> Arn:
    """Return `text` as the ARN of a lineage entity.

    Raises:
        InvalidArn: The text is no such ARN; the message says what is wrong and what would do.
    """
    text = text.strip()
    if len(text) > MAX_ARN_LENGTH:
        raise InvalidArn(
            f"An ARN has at most {MAX_ARN_LENGTH} characters; this text has {len(text):,} "
            f"and begins with “{shortened(text, 40)}”."
        )
    if not _ARN.fullmatch(text):
        raise InvalidArn(
            f"“{shortened(text, 120)}” is not the ARN of a lineage entity. "
            "Expected arn:aws:sagemaker:<region>:<12-digit account>:"
            "artifact|action|context|experiment-trial-component/<name>. "
            "A start may also be what one stands for: an endpoint, a model package, a job, an S3 URI."
        )
    return Arn(text)


def split_arn(arn: Arn) -> ArnParts:
    """Take a lineage ARN apart.

    Raises:
        InvalidArn: The value is no lineage ARN.
    """
    match = _ARN.fullmatch(arn)
    if match is None:
        raise InvalidArn(f"“{shortened(arn, 120)}” is not the ARN of a lineage entity.")
    return ArnParts(
        match["partition"],
        match["region"],
        match["account"],
        _LINEAGE_TYPES.get(match["resource"]),
        match["name"],
    )


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex as `QueryLineage` returns it: neither name nor URI, only what it is.

    Attributes:
        type: What the entity is used as (`DataSet`, `Model`, `TrainingJob`, …), exact case; None where
            whoever made it gave none.
        stub: True when an association names this end but no page held the vertex (the caller may not
            see it, or reading was cut short).
    """

    arn: Arn
    lineage_type: LineageType | None
    type: str | None = None
    stub: bool = False


@dataclass(frozen=True, slots=True)
class Association:
    """A directed edge; `type` is None where the maker gave none. One per ordered pair of ends."""

    source: Arn
    destination: Arn
    type: str | None = None

    @property
    def directed(self) -> bool:
        """False for `SameAs`, which says that two accounts track the same thing."""
        return self.type != AssociationType.SAME_AS


@dataclass(frozen=True, slots=True)
class Entity:
    """What `Describe…` tells about one entity; members that its kind lacks stay empty.

    Attributes:
        type: The entity's own type, with a job's type spelled as `QueryLineage` spells it.
        source_uri: Artifact, action and context: `Source.SourceUri`; trial component: the ARN of its
            source (a job).
        source_type: `Source.SourceType` as the service spells it.
        source_ids: Artifact: (id type, value) pairs such as ("S3ETag", "…").
        parameters: A trial component's parameters, numbers kept as numbers.
        metrics: A trial component's metrics: name → last value (None where the service gives none).
        created, modified, started, ended: Aware, in UTC.
        created_by, modified_by: User profile name, else the tail of the IAM identity, else None.
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
    metrics: Mapping[str, float | None] = field(default_factory=lambda: MappingProxyType({}))
    inputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    outputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lineage_group: str | None = None


class Described(Protocol):
    """Anything that tells what an entity is called: its name and its source, where it has them."""

    @property
    def name(self) -> str | None: ...  # noqa: D102 - the class says it

    @property
    def source_uri(self) -> str | None: ...  # noqa: D102


def shortened(text: str, length: int) -> str:
    """Cut the middle out of a long text: the ends are what tells names of one family apart."""
    if len(text) <= length:
        return text
    tail = (length - 1) // 2
    return f"{text[: length - 1 - tail]}…{text[len(text) - tail :]}"
