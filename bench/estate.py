"""Accounts of a stated size: many projects side by side, and among them some that are asked about.

A project is a root and what came of it, level by level. Each level is three times as wide as the one above,
and each entity has three associations from there. Ten associations reach all of it, so the answer to "what
came of the root" has the size of the project, whatever the size of the account.

All projects go on at the same time. Each is written in bursts, as pipelines run, between the bursts of all
others, so that what is read together does not lie together.
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

FAN = 3
"""How much wider a level is than the one above, and how many associations lead to an entity."""

_BURST = 20
"""Entities that a project writes at a time."""
_USUAL = 200
"""Entities of a project that nobody asks about."""

_BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
_JOBS = ("processing", "training", "transform")
_SPREAD = 2_654_435_761
"""Odd, so that its multiples, in 32 bits, are all different, and near ones far apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity stands in every project of its size: of what kind it is, and what leads to it."""

    kind: EntityKind
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A project; equal names and sizes give equal projects.

    Attributes:
        name: Stands in the names and addresses of its entities.
        places: Its entities, level by level; the first is the root.
    """

    name: str
    places: Sequence[Place]

    def arn(self, owner: Owner, number: int = 0) -> str:
        """Return the ARN of an entity, by default the root."""
        return owner.format_arn(self.resource(number))

    def resource(self, number: int) -> str:
        """Return what an entity's ARN ends in."""
        return f"{self.places[number].kind.resource_type}/{self.resource_id(number)}"

    def resource_id(self, number: int) -> str:
        """Return the last part of an entity's ARN."""
        kind = self.places[number].kind
        if kind is ARTIFACT:
            return f"{number * _SPREAD % 2**32:08x}{_digest(self.name)}"
        suffix = f"{_JOBS[number % len(_JOBS)]}-job" if kind is TRIAL_COMPONENT else "endpoint"
        return f"{self.name}-{number}-aws-{suffix}"

    def request(self, number: int) -> dict[str, Any]:
        """Return the input of an entity's Create operation."""
        kind, name = self.places[number].kind, self.resource_id(number)
        if kind is ARTIFACT:
            uri = f"s3://estate/{self.name}/part-{number}/data.parquet"
            return {"Source": {"SourceUri": uri}, "ArtifactType": ("DataSet", "Model")[number % 2]}
        if kind is TRIAL_COMPONENT:
            return {"TrialComponentName": name, "Status": {"PrimaryStatus": "Completed"}}
        about = f"arn:aws:sagemaker:us-west-2:000000000000:endpoint/{self.name}-{number}"
        source = {"Source": {"SourceUri": about, "SourceType": "ARN"}}
        if kind is CONTEXT:
            return {"ContextName": name, "ContextType": "Endpoint", **source}
        return {"ActionName": name, "ActionType": "ModelDeployment", "Status": "Completed", **source}


@dataclass(frozen=True, slots=True)
class Estate:
    """All projects of an account.

    Attributes:
        owner: Whose they are.
        asked: Those that are asked about.
        others: Those that fill the account up to its size.
    """

    owner: Owner
    asked: Sequence[Project]
    others: Sequence[Project]

    @classmethod
    def of(cls, owner: Owner, size: int, *, asked: Sequence[int]) -> Estate:
        """Design an account of `size` entities, with projects of the sizes `asked` for among them."""
        left = size - sum(asked)
        whole, rest = divmod(left, _USUAL)
        sizes = [_USUAL] * whole + [rest] * (rest > 0)
        return cls(
            owner,
            [project(f"asked-{wanted}", wanted) for wanted in asked],
            [project(f"project-{number}", usual) for number, usual in enumerate(sizes, start=1)],
        )

    def entities(self) -> Iterator[NewEntity]:
        """Yield all entities in the order in which they are written, one a second."""
        for when, (its, number) in self._written():
            kind = its.places[number].kind
            artifact_id = its.resource_id(number) if kind is ARTIFACT else None
            yield NewEntity(kind, its.request(number), Stamp(when, {}), artifact_id)

    def associations(self) -> Iterator[NewAssociation]:
        """Yield all associations, each with the later of its ends."""
        prefix = self.owner.prefix
        for when, (its, number) in self._written():
            here, stamp = prefix + its.resource(number), Stamp(when, {})
            for parent in its.places[number].parents:
                yield NewAssociation(prefix + its.resource(parent), here, "ContributedTo", stamp)

    def _written(self) -> Iterator[tuple[datetime, tuple[Project, int]]]:
        seconds = 0
        for its, first in self._bursts():
            for number in range(first, min(first + _BURST, len(its.places))):
                yield _BEGINNING + timedelta(seconds=seconds), (its, number)
                seconds += 1

    def _bursts(self) -> list[tuple[Project, int]]:
        """Return the bursts of all projects, each project's spread evenly over the whole time."""
        bursts = [
            (its, first) for its in (*self.asked, *self.others) for first in range(0, len(its.places), _BURST)
        ]
        return sorted(bursts, key=lambda burst: burst[1] / len(burst[0].places))


def project(name: str, size: int) -> Project:
    """Return the project of a name and a size."""
    return Project(name, _places(size))


@cache
def _digest(name: str) -> str:
    return blake2b(name.encode(), digest_size=12).hexdigest()


@cache
def _places(size: int) -> tuple[Place, ...]:
    places: list[Place] = []
    above, here = range(0), range(1)
    holds_data = True
    while here.start < size:
        places += (
            Place(_kind(holds_data, number), _parents(above, number - here.start))
            for number in here[: size - here.start]
        )
        above, here = here, range(here.stop, here.stop + FAN * len(here))
        holds_data = not holds_data
    return tuple(places)


def _kind(holds_data: bool, number: int) -> EntityKind:
    """Return the kind of an entity: jobs between data and data, and here and there what is not a job."""
    if holds_data:
        return ARTIFACT
    return {5: ACTION, 11: CONTEXT}.get(number % 17, TRIAL_COMPONENT)


def _parents(above: range, place: int) -> tuple[int, ...]:
    """Return what leads to the entity at a place of its level: the one that it comes of, and two others."""
    comes_of = place // FAN
    return (
        tuple(sorted({above[(comes_of + step) % len(above)] for step in (0, 1, len(above) // 2)}))
        if above
        else ()
    )
