"""Calls of a snapshot, and the file that they go to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

ANSWERED, MISSING, DENIED, WANTED = "answered", "missing", "denied", "wanted"
"""Outcomes of a call; a wanted one has not been made yet."""


@dataclass(frozen=True, slots=True)
class SnapshotCall:
    """Call of an operation, with its outcome.

    Attributes:
        operation: Name of the operation.
        request: Its input.
        output: Its output; empty without an answer.
        subject: ARN that it was about; empty for a call that every run makes again.
        stamp: State of the subject that was read: the time of its last change, or nothing.
        outcome: `answered`, `missing`, `denied` or `wanted`.
        message: Why it was denied.
    """

    operation: str
    request: Mapping[str, Any] = field(default_factory=dict)
    output: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    stamp: str = ""
    outcome: str = ANSWERED
    message: str = ""


@dataclass(frozen=True, slots=True)
class CallState:
    """What an earlier run left of a call.

    Attributes:
        subject: As for `SnapshotCall`, and so are the others.
        stamp: See there.
        outcome: See there.
    """

    subject: str
    stamp: str
    outcome: str


class SnapshotFile(Protocol):
    """File of a snapshot; for one thread."""

    def read_states(self) -> Mapping[tuple[str, str], tuple[str, str, str]]:
        """Return what earlier runs did, by operation and lower-cased subject.

        The values are those of a `CallState`.
        What was denied is wanted again.
        """
        ...

    def name_account(self, account: str) -> None:
        """Note whose lineage it is: ARNs up to the account's id."""
        ...

    def write(self, calls: Sequence[SnapshotCall]) -> Iterable[str]:
        """Write calls in one transaction; return why some could not be recorded."""
        ...


@dataclass(frozen=True, slots=True)
class SnapshotProgress:
    """Progress of a snapshot.

    Attributes:
        phase: What is read now, in words.
        done: Number of calls that were made.
        total: Number of calls that are known to be needed; grows while resources are found.
    """

    phase: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """Result of a run.

    Attributes:
        account: Beginning of the account's ARNs up to its id; empty if nothing was found.
        entities: Number of entities in the snapshot.
        calls: Number of calls that this run made.
        seconds: How long it took.
        denied: Sentences about what the account denied, one for each operation.
        graph_gaps: Those of them by which entities or associations are missing.
        refused: Sentences about answers that could not be recorded.
        unfinished: Why calls have no answer yet, by operation; another run makes them.
    """

    account: str
    entities: int
    calls: int
    seconds: float
    denied: tuple[str, ...] = ()
    graph_gaps: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unfinished: Mapping[str, str] = field(default_factory=dict)

    @property
    def gaps(self) -> tuple[str, ...]:
        """One sentence for each thing that is not in the snapshot."""
        unfinished = (f"{operation} is unfinished. {why}" for operation, why in self.unfinished.items())
        return (*self.denied, *unfinished)
