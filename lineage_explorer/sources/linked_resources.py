"""Protocol for the linked resources of entities: tags, trials and states.

No method raises for a single failure. It returns what could be read, and a sentence for each thing that could
not, so that a question loses only the part that was denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from lineage_explorer.graph.model import Arn, Hit
from lineage_explorer.query.lineage_query import Request

T_co = TypeVar("T_co", covariant=True)

_MODEL_PACKAGE = re.compile(r"arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:model-package/\S+")

DELETED = "deleted"
"""Status of a deleted resource; lineage outlives linked resources."""


@dataclass(frozen=True, slots=True)
class Findings(Generic[T_co]):
    """Results of a look-up, by the key that was looked up.

    Attributes:
        found: One entry for each key that could be read; the others are absent.
        requests: The API requests of the look-up.
        gaps: One plain sentence for each kind of failure.
    """

    found: Mapping[str, T_co]
    requests: tuple[Request, ...] = ()
    gaps: tuple[str, ...] = ()


def merge_findings(all_findings: Iterable[Findings[T_co]]) -> Findings[T_co]:
    """Merge findings of different keys."""
    all_findings = tuple(all_findings)
    return Findings(
        MappingProxyType({key: value for findings in all_findings for key, value in findings.found.items()}),
        tuple(request for findings in all_findings for request in findings.requests),
        tuple(gap for findings in all_findings for gap in findings.gaps),
    )


@dataclass(frozen=True, slots=True)
class ResourceState:
    """Current state of a linked resource.

    Attributes:
        status: As the API spells it (an endpoint's `InService`, a package's `Approved`), or `deleted`.
        created: Aware, in UTC; None if unknown.
        note: Explanation from the API: a package's approval description, a failure's reason.
        configuration: Name of an endpoint's configuration; empty for other resources.
    """

    status: str
    created: datetime | None = None
    note: str = ""
    configuration: str = ""


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """Version of a model in the registry, as `DescribeModelPackage` returns it.

    What the response lacks is empty.

    Attributes:
        status: Whether its creation succeeded, as the API spells it, or `deleted`.
        approval, approval_note: Its approval status, and what the reviewer said.
        stage, stage_status, stage_note: Where it stands in its life cycle.
        card_status: Status of its model card.
        reports: S3 URIs of its metrics, by kind and report: `ModelQuality.Statistics`.
        properties: Pairs that its owner gave it.
        created, modified: Aware, in UTC.
        is_modified_by_role: Whether a session of a role changed it last, and no person.
    """

    arn: str
    status: str = ""
    description: str = ""
    approval: str = ""
    approval_note: str = ""
    stage: str = ""
    stage_status: str = ""
    stage_note: str = ""
    card_status: str = ""
    domain: str = ""
    task: str = ""
    created: datetime | None = None
    created_by: str | None = None
    modified: datetime | None = None
    modified_by: str | None = None
    reports: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_modified_by_role: bool = False


def is_model_package(source: str | None) -> bool:
    """Return whether an entity's source is a version in the registry."""
    return source is not None and _MODEL_PACKAGE.fullmatch(source) is not None


@dataclass(frozen=True, slots=True)
class Trial:
    """Trial that a trial component belongs to; `experiment` may be empty."""

    name: str
    experiment: str = ""


class LinkedResources(Protocol):
    """Reads resources that are linked to entities; all look-ups are bounded."""

    def tags(self, arns: Sequence[str]) -> Findings[Mapping[str, str]]:
        """Return the tags of resources, by ARN.

        Deleted resources have no tags and are absent.
        """
        ...

    def trials(self, components: Sequence[Arn]) -> Findings[tuple[Trial, ...]]:
        """Return the trials of trial components, by component ARN.

        A component that is in no trial has ().
        """
        ...

    def states(self, arns: Sequence[str]) -> Findings[ResourceState]:
        """Return the current states of resources, by ARN.

        Takes endpoints, model packages, jobs and pipeline executions. Other ARNs are ignored, and so are
        resources of accounts that cannot be read.
        """
        ...

    def artifacts(self, uris: Sequence[str]) -> Findings[tuple[Hit, ...]]:
        """Return the artifacts with exactly these source URIs, by URI."""
        ...
