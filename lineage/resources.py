"""What stands behind lineage entities, as a Protocol: tags, trials, states and source URIs.

Nothing here raises for a single failure. What could be read is returned, and each thing that could not is a
sentence, so that a question loses no more than the part that was denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from lineage.answer import Request
from lineage.model import Arn
from lineage.source import Hit

T_co = TypeVar("T_co", covariant=True)

DELETED = "deleted"
"""State of a resource that is gone; lineage outlives what it tells of."""


@dataclass(frozen=True, slots=True)
class Findings(Generic[T_co]):
    """What was found, by what it was looked up with.

    Attributes:
        found: One entry for each thing that could be read; what could not be read is absent.
        requests: What was asked.
        gaps: One plain sentence for each kind of failure.
    """

    found: Mapping[str, T_co]
    requests: tuple[Request, ...] = ()
    gaps: tuple[str, ...] = ()


def merged(several: Iterable[Findings[T_co]]) -> Findings[T_co]:
    """Return findings of different things as one."""
    several = tuple(several)
    return Findings(
        MappingProxyType({key: value for part in several for key, value in part.found.items()}),
        tuple(request for part in several for request in part.requests),
        tuple(gap for part in several for gap in part.gaps),
    )


@dataclass(frozen=True, slots=True)
class State:
    """How a resource is now.

    Attributes:
        status: As the API spells it (an endpoint's `InService`, a package's `Approved`), or `deleted`.
        created: Aware, in UTC; None where it is not told.
        note: What the account says about it: a package's approval description, a failure's reason.
    """

    status: str
    created: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial that a trial component belongs to; `experiment` is empty where it was not told."""

    name: str
    experiment: str = ""


class Resources(Protocol):
    """Tells about what is no lineage entity itself; every look-up is bounded."""

    def tags(self, arns: Sequence[str]) -> Findings[Mapping[str, str]]:
        """Return the tags of any resources, by ARN; one that is gone has none, and is absent."""
        ...

    def trials(self, components: Sequence[Arn]) -> Findings[tuple[Trial, ...]]:
        """Return the trials of trial components, by the components' ARNs; () for one in no trial."""
        ...

    def states(self, arns: Sequence[str]) -> Findings[State]:
        """Return the states of endpoints, model packages, jobs and pipeline executions, by ARN.

        Other ARNs are passed over, and so are resources of accounts that cannot be asked.
        """
        ...

    def artifacts(self, uris: Sequence[str]) -> Findings[tuple[Hit, ...]]:
        """Return the artifacts whose source is exactly one of these URIs, by URI."""
        ...
