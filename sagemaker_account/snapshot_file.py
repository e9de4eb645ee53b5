"""Account file that a snapshot fills and a later one continues."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from sqlalchemy import delete, func, insert, select, tuple_

from sagemaker_account.arns import Owner
from sagemaker_account.errors import StoreError
from sagemaker_account.provenance import Provenance, read_provenance, write_provenance
from sagemaker_account.recorded_account import ANSWERED, DENIED, WANTED
from sagemaker_account.recording import (
    READABLE_OPERATIONS,
    Response,
    find_owner,
    link_parents,
    record_responses,
)
from sagemaker_account.store import Store
from sagemaker_account.tables import ENTITIES, RECORDED_CALLS

_CALLS_PER_STATEMENT = 400


class RecordedCall(Response, Protocol):
    """Response of an operation, or why there is none."""

    @property
    def subject(self) -> str:
        """ARN that the call is about; empty for a list."""
        ...

    @property
    def stamp(self) -> str:
        """State of the subject that was read."""
        ...

    @property
    def outcome(self) -> str:
        """Outcome, as in `tables.RECORDED_CALLS`."""
        ...

    @property
    def message(self) -> str:
        """Why the call was denied."""
        ...


class RecordedState(NamedTuple):
    """What is known of a call.

    Attributes:
        subject: ARN that it is about, as it was spelled.
        stamp: State of the subject that was read.
        outcome: As in `tables.RECORDED_CALLS`.
    """

    subject: str
    stamp: str
    outcome: str


class SnapshotStore:
    """Store that a snapshot fills; for one thread.

    Args:
        store: The store.
        name: Its name, for messages.
        provenance: Of this run, as far as it is known.

    Raises:
        StoreError: It holds an account of its own, or a copy of other origin.
    """

    def __init__(self, store: Store, name: str, provenance: Provenance) -> None:
        self._store = store
        earlier = read_provenance(store)
        has_content = _check_origin(store, name, earlier)
        self._name = name
        self._is_named = has_content
        kept = earlier or provenance
        self._begun = replace(provenance, account_id=kept.account_id, region=kept.region)
        with store.begin_write() as connection:
            write_provenance(connection, self._begun)

    def name_account(self, account: str) -> None:
        """Note whose lineage it is.

        Args:
            account: Beginning of the account's ARNs up to its id.

        Raises:
            StoreError: The file is a snapshot of another account.
        """
        owner = find_owner(f"{account}:")
        if self._is_named and owner != Owner(self._begun.account_id, self._begun.region):
            raise StoreError(
                f"{self._name} is a snapshot of account {self._begun.account_id} in {self._begun.region}; "
                f"this is {owner.account_id} in {owner.region}. Choose another file."
            )
        self._begun = replace(self._begun, account_id=owner.account_id, region=owner.region)
        with self._store.begin_write() as connection:
            write_provenance(connection, self._begun)

    def read_states(self) -> Mapping[tuple[str, str], RecordedState]:
        """Return what earlier runs did, by operation and lower-cased subject.

        What was denied is wanted again: the caller may do more meanwhile.
        """
        columns = RECORDED_CALLS.c
        with self._store.begin_write() as connection:
            connection.execute(delete(RECORDED_CALLS).where(columns.subject == ""))
            rows = connection.execute(select(RECORDED_CALLS)).all()
        return {
            (row.operation, row.subject): RecordedState(
                row.spelling, row.stamp, WANTED if row.outcome == DENIED else row.outcome
            )
            for row in rows
        }

    def write(self, calls: Sequence[RecordedCall]) -> Iterable[str]:
        """Write calls in one transaction.

        Returns:
            One sentence for each answer that could not be recorded.
        """
        answered = [
            call for call in calls if call.outcome == ANSWERED and call.operation in READABLE_OPERATIONS
        ]
        rows = {
            (call.operation, call.subject.lower()): {
                "operation": call.operation,
                "subject": call.subject.lower(),
                "spelling": call.subject,
                "stamp": call.stamp,
                "outcome": call.outcome,
                "message": call.message,
            }
            for call in calls
            if call.subject or call.outcome == DENIED
        }
        with self._store.begin_write() as connection:
            count = record_responses(connection, answered)
            keys = list(rows)
            key = tuple_(RECORDED_CALLS.c.operation, RECORDED_CALLS.c.subject)
            for first in range(0, len(keys), _CALLS_PER_STATEMENT):
                connection.execute(
                    delete(RECORDED_CALLS).where(key.in_(keys[first : first + _CALLS_PER_STATEMENT]))
                )
            if rows:
                connection.execute(insert(RECORDED_CALLS), list(rows.values()))
        return count.refusals

    def finish(self, *, ended: str, gaps: Sequence[str], graph_gaps: Sequence[str]) -> None:
        """Complete the file, and store what it lacks.

        Args:
            ended: When reading ended, as ISO 8601; empty if it is unfinished.
            gaps: One sentence for each thing that is not in the file.
            graph_gaps: Those of them by which entities or associations are missing.
        """
        told = replace(self._begun, ended=ended, gaps=tuple(gaps), graph_gaps=tuple(graph_gaps))
        with self._store.begin_write() as connection:
            link_parents(connection)
            write_provenance(connection, told)


def _check_origin(store: Store, name: str, provenance: Provenance | None) -> bool:
    """Refuse files of other origin; return whether it has content."""
    if provenance is not None and not provenance.started:
        raise StoreError(f"{name} was made of {provenance.origin}. Choose another file for the snapshot.")
    with store.begin_read() as connection:
        entities = connection.execute(select(func.count()).select_from(ENTITIES)).scalar_one()
    if provenance is None and entities:
        raise StoreError(f"{name} is an account of its own, not a snapshot. Choose another file.")
    return bool(entities)
