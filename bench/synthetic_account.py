"""Generate accounts of a given size.

An account has many parallel projects, some of which are queried. A project is a root with descendants, level
by level. Each level is three times as wide as the one above, and each entity has three associations from
there. Depth 10 reaches all of it, so the descendants of the root are the whole project, whatever the size of
the account.

All projects are written in parallel. Each is written in bursts, as pipelines run, between the bursts of all
others, so that what is read together is not stored together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from bench.bulk_load import NewAssociation, NewEntity
from sagemaker_account.arns import Owner
from sagemaker_account.entity_kinds import ACTION, ARTIFACT, CONTEXT, TRIAL_COMPONENT, EntityKind
from sagemaker_account.operations.entity_table import Stamp

_FAN = 3
"""Ratio of the widths of two levels, and number of associations to an entity."""

_BURST_SIZE = 20
"""Entities that a project writes at a time."""
_PROJECT_SIZE = 200
"""Entities of a project that is not queried."""

_START_TIME = datetime(2025, 1, 1, tzinfo=UTC)
_JOBS = ("processing", "training", "transform")
_SPREAD = 2_654_435_761
"""Odd, so that its multiples differ in 32 bits, and consecutive ones are far apart."""


@dataclass(frozen=True, slots=True)
class _EntityPlan:
    """Kind and parents of an entity of a project."""

    kind: EntityKind
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SyntheticProject:
    """Project; equal names and sizes give equal projects.

    Attributes:
        name: Part of the names and sources of its entities.
        entities: Its entities, level by level; the first is the root.
    """

    name: str
    entities: Sequence[_EntityPlan]

    def format_arn(self, owner: Owner, number: int = 0) -> str:
        """Return the ARN of an entity, by default the root."""
        return owner.format_arn(self.format_resource(number))

    def format_resource(self, number: int) -> str:
        """Return the resource part of an entity's ARN."""
        return f"{self.entities[number].kind.resource_type}/{self.format_resource_id(number)}"

    def format_resource_id(self, number: int) -> str:
        """Return the last part of an entity's ARN."""
        kind = self.entities[number].kind
        if kind is ARTIFACT:
            return f"{number * _SPREAD % 2**32:08x}{_hash_name(self.name)}"
        suffix = f"{_JOBS[number % len(_JOBS)]}-job" if kind is TRIAL_COMPONENT else "endpoint"
        return f"{self.name}-{number}-aws-{suffix}"

    def build_request(self, number: int) -> dict[str, Any]:
        """Return the input of an entity's Create operation."""
        kind, name = self.entities[number].kind, self.format_resource_id(number)
        if kind is ARTIFACT:
            uri = f"s3://estate/{self.name}/part-{number}/data.parquet"
            return {"Source": {"SourceUri": uri}, "ArtifactType": ("DataSet", "Model")[number % 2]}
        if kind is TRIAL_COMPONENT:
            return {"TrialComponentName": name, "Status": {"PrimaryStatus": "Completed"}}
        resource = f"arn:aws:sagemaker:us-west-2:000000000000:endpoint/{self.name}-{number}"
        source = {"Source": {"SourceUri": resource, "SourceType": "ARN"}}
        if kind is CONTEXT:
            return {"ContextName": name, "ContextType": "Endpoint", **source}
        return {"ActionName": name, "ActionType": "ModelDeployment", "Status": "Completed", **source}


@dataclass(frozen=True, slots=True)
class SyntheticAccount:
    """All projects of an account.

    Attributes:
        owner: Owner of the account.
        queried_projects: Projects that are queried.
        other_projects: Projects that fill the account up to its size.
    """

    owner: Owner
    queried_projects: Sequence[SyntheticProject]
    other_projects: Sequence[SyntheticProject]

    @classmethod
    def design(cls, owner: Owner, size: int, *, queried_sizes: Sequence[int]) -> SyntheticAccount:
        """Design an account of `size` entities with queried projects of given sizes."""
        remaining = size - sum(queried_sizes)
        full_count, rest = divmod(remaining, _PROJECT_SIZE)
        sizes = [_PROJECT_SIZE] * full_count + [rest] * (rest > 0)
        return cls(
            owner,
            [design_project(f"asked-{queried_size}", queried_size) for queried_size in queried_sizes],
            [
                design_project(f"project-{number}", project_size)
                for number, project_size in enumerate(sizes, start=1)
            ],
        )

    def iterate_entities(self) -> Iterator[NewEntity]:
        """Yield all entities in the order of their creation, one a second."""
        for time, (project, number) in self._schedule():
            kind = project.entities[number].kind
            artifact_id = project.format_resource_id(number) if kind is ARTIFACT else None
            yield NewEntity(kind, project.build_request(number), Stamp(time, {}), artifact_id)

    def iterate_associations(self) -> Iterator[NewAssociation]:
        """Yield all associations, each with the later of its ends."""
        prefix = self.owner.prefix
        for time, (project, number) in self._schedule():
            arn, stamp = prefix + project.format_resource(number), Stamp(time, {})
            for parent in project.entities[number].parents:
                yield NewAssociation(prefix + project.format_resource(parent), arn, "ContributedTo", stamp)

    def _schedule(self) -> Iterator[tuple[datetime, tuple[SyntheticProject, int]]]:
        seconds = 0
        for project, first in self._order_bursts():
            for number in range(first, min(first + _BURST_SIZE, len(project.entities))):
                yield _START_TIME + timedelta(seconds=seconds), (project, number)
                seconds += 1

    def _order_bursts(self) -> list[tuple[SyntheticProject, int]]:
        """Return the bursts of all projects, evenly distributed over the time."""
        bursts = [
            (project, first)
            for project in (*self.queried_projects, *self.other_projects)
            for first in range(0, len(project.entities), _BURST_SIZE)
        ]
        return sorted(bursts, key=lambda burst: burst[1] / len(burst[0].entities))


def design_project(name: str, size: int) -> SyntheticProject:
    """Return the project of a name and a size."""
    return SyntheticProject(name, _plan_entities(size))


@cache
def _hash_name(name: str) -> str:
    return blake2b(name.encode(), digest_size=12).hexdigest()


@cache
def _plan_entities(size: int) -> tuple[_EntityPlan, ...]:
    entities: list[_EntityPlan] = []
    above, here = range(0), range(1)
    holds_data = True
    while here.start < size:
        entities += (
            _EntityPlan(_choose_kind(holds_data, number), _choose_parents(above, number - here.start))
            for number in here[: size - here.start]
        )
        above, here = here, range(here.stop, here.stop + _FAN * len(here))
        holds_data = not holds_data
    return tuple(entities)


def _choose_kind(holds_data: bool, number: int) -> EntityKind:
    """Return the kind of an entity; between data levels most are jobs."""
    if holds_data:
        return ARTIFACT
    return {5: ACTION, 11: CONTEXT}.get(number % 17, TRIAL_COMPONENT)


def _choose_parents(above: range, position: int) -> tuple[int, ...]:
    """Return the parents of an entity of a level.

    They are the one in the same position above, and two others.
    """
    parent = position // _FAN
    return (
        tuple(sorted({above[(parent + step) % len(above)] for step in (0, 1, len(above) // 2)}))
        if above
        else ()
    )
