"""Freshness: the age that lineage may have when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


class Reuse(Enum):
    """What may be reused of earlier reads."""

    EVERYTHING = auto()
    """Whatever is cached, of any age."""
    ALL_BUT_FAILURES = auto()
    """What was read; what failed is retried, by all workers that share the cache."""
    RECENT = auto()
    """Only graphs that were finished since a moment."""
    NOTHING = auto()
    """Nothing: all is read again, for all workers that share the cache."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Allowed age of lineage; an argument of every read.

    Attributes:
        reuse: What may be reused.
        not_before: The moment of `Reuse.RECENT`, aware; None otherwise.

    Raises:
        ValueError: The moment is missing, or has no use.
    """

    reuse: Reuse
    not_before: datetime | None = None

    def __post_init__(self) -> None:
        if (self.reuse is Reuse.RECENT) != (self.not_before is not None):
            raise ValueError(f"{self.reuse} and the moment {self.not_before} do not go together.")

    def accepts(self, finished_at: datetime) -> bool:
        """Return whether a graph finished at a moment is fresh enough."""
        return self.not_before is None or finished_at >= self.not_before


ANY_AGE = Freshness(Reuse.EVERYTHING)
RETRY_FAILED = Freshness(Reuse.ALL_BUT_FAILURES)
READ_AGAIN = Freshness(Reuse.NOTHING)


def limit_age(moment: datetime) -> Freshness:
    """Return the freshness of what is combined with a graph.

    Args:
        moment: When reading of that graph began, aware.
    """
    return Freshness(Reuse.RECENT, moment)
