"""Overview of an account, and pages of its lists.

Each part of an overview is read by one call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Generic, TypeVar

from lineage_explorer.graph.model import Arn, Entity

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[T_co]):
    """Newest items of one list.

    Attributes:
        items: The items, newest first.
        has_more: Whether the list continues.
        gaps: One sentence for each thing that could not be read.
        is_pending: Whether it is still being read.
        is_failed: Whether it could not be read at all; `gaps` says why.
    """

    items: tuple[T_co, ...] = ()
    has_more: bool = False
    gaps: tuple[str, ...] = ()
    is_pending: bool = False
    is_failed: bool = False

    @property
    def is_read(self) -> bool:
        """Whether the items are known."""
        return not self.is_pending and not self.is_failed

    @property
    def is_complete(self) -> bool:
        """Whether the items are all that there are."""
        return self.is_read and not self.has_more


@dataclass(frozen=True, slots=True)
class RegisteredVersion:
    """Version in the model registry, as `ListModelPackages` returns it.

    Attributes:
        arn: ARN of the model package.
        group: Name of its group.
        number: Its version.
        approval: Its approval status, as the API spells it; may be empty.
        created: When it was registered.
    """

    arn: str
    group: str
    number: int
    approval: str
    created: datetime | None


@dataclass(frozen=True, slots=True)
class RunningEndpoint:
    """Endpoint that exists, as `ListEndpoints` returns it."""

    arn: str
    name: str
    status: str


@dataclass(frozen=True, slots=True)
class GroupOwner:
    """Owner of a model package group.

    Attributes:
        group: Name of the group.
        owner: Value of its `team` or `owner` tag, or else who made it; may be empty.
    """

    group: str
    owner: str


@dataclass(frozen=True, slots=True)
class EntityLink:
    """Association of two entities with their types, as `ListAssociations` returns it."""

    source: Arn
    source_type: str | None
    destination: Arn
    destination_type: str | None


@dataclass(frozen=True, slots=True)
class AccountOverview:
    """Newest hundred of each kind in an account.

    Attributes:
        groups: Contexts of model package groups.
        endpoints: Contexts of endpoints, deleted ones included.
        models: Artifacts of models and registered versions.
        data_sets: Artifacts of data sets.
        jobs: Trial components.
        actions: Approvals, deployments and other actions.
        versions: Versions in the model registry.
        running: Endpoints that exist.
        owners: Owners of model package groups.
        deployments: Associations that lead to endpoints.
        deployed: Associations of models with deployments.
        replaced: Associations of models with actions that replaced a model.
    """

    groups: Part[Entity] = Part()
    endpoints: Part[Entity] = Part()
    models: Part[Entity] = Part()
    data_sets: Part[Entity] = Part()
    jobs: Part[Entity] = Part()
    actions: Part[Entity] = Part()
    versions: Part[RegisteredVersion] = Part()
    running: Part[RunningEndpoint] = Part()
    owners: Part[GroupOwner] = Part()
    deployments: Part[EntityLink] = Part()
    deployed: Part[EntityLink] = Part()
    replaced: Part[EntityLink] = Part()

    @property
    def parts(self) -> Iterator[Part[object]]:
        """All parts."""
        return (getattr(self, field.name) for field in fields(self))

    @property
    def is_pending(self) -> bool:
        """Whether a part is still being read."""
        return any(part.is_pending for part in self.parts)


@dataclass(frozen=True, slots=True)
class EntityPage:
    """One page of a list of entities.

    Attributes:
        entities: Its entities, newest first.
        number: Its number, from 1; the last one there is if a later one was asked for.
        has_more: Whether another page follows.
        gaps: One sentence for each thing that was left out.
    """

    entities: tuple[Entity, ...]
    number: int = 1
    has_more: bool = False
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """What a list of entities holds.

    Attributes:
        lineage_type: The kind that the service lists.
        type: Type of the entities; empty for all.
        created_after, created_before: When they were created; None for any time.
        group: Name of the model package group whose versions are listed; empty for lineage entities.
    """

    lineage_type: str
    type: str = ""
    created_after: datetime | None = None
    created_before: datetime | None = None
    group: str = ""
