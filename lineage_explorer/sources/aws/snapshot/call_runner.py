"""Make the calls of a snapshot, and write their outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Any

from lineage_explorer.errors import (
    AccessDenied,
    CredentialsExpired,
    CredentialsMissing,
    EntityNotFound,
    SourceError,
)
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.resource_lookups import is_missing
from lineage_explorer.sources.aws.snapshot.snapshot_calls import (
    ANSWERED,
    DENIED,
    MISSING,
    WANTED,
    CallState,
    SnapshotCall,
    SnapshotFile,
    SnapshotProgress,
)

_WORKERS = 8
_IN_FLIGHT = 4 * _WORKERS
_BATCH_SIZE = 50
_DENIALS = 5
"""Denials after which an operation that never answered is not tried on other subjects."""

_MAX_PAGES = 10_000


@dataclass(slots=True)
class CallRunner:
    """Makes calls and writes their outcomes; for one thread.

    Attributes:
        api: The SageMaker API.
        file: The file of the snapshot.
        report: Called with the progress.
        states: What earlier runs did, and this one, by operation and subject.
        calls: Number of calls that were made.
        planned: Number of calls that are known to be needed.
        denials: Number of denials and the first reason, by operation.
        refused: Sentences about answers that could not be recorded.
        unfinished: Why calls have no answer, by operation.
        attempted: Calls of this run, by operation and subject, whatever came of them.
    """

    api: SageMakerApi
    file: SnapshotFile
    report: Callable[[SnapshotProgress], None]
    states: dict[tuple[str, str], CallState] = field(default_factory=dict)
    calls: int = 0
    planned: int = 0
    denials: dict[str, tuple[int, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    unfinished: dict[str, str] = field(default_factory=dict)
    attempted: set[tuple[str, str]] = field(default_factory=set)
    _answers: Counter[str] = field(default_factory=Counter)
    _phase: str = ""

    def begin(self, phase: str) -> None:
        """Name what is read from now on."""
        self._phase = phase
        self._report()

    def is_done(self, call: SnapshotCall) -> bool:
        """Return whether an earlier run, or this one, made a call."""
        state = self.states.get((call.operation, call.subject.lower()))
        return state is not None and state.outcome != WANTED and state.stamp == call.stamp

    def read_pages(self, operation: str, **request: Any) -> Iterable[Mapping[str, Any]]:
        """Yield all pages of a list.

        Raises:
            SourceError: A page could not be read.
        """
        token: str | None = None
        for _ in range(_MAX_PAGES):
            page = self.api.send(operation, **request, NextToken=token)
            self.calls += 1
            self.planned = max(self.planned, self.calls)
            self._report()
            yield page
            previous, token = token, page.get("NextToken")
            if not token or token == previous:
                return

    def try_pages(self, operation: str, **request: Any) -> list[Mapping[str, Any]] | None:
        """Return all pages of a list; None if unreadable."""
        try:
            return list(self.read_pages(operation, **request))
        except SourceError as error:
            self._record_failure(SnapshotCall(operation, request), error)
            return None

    def run(self, calls: Iterable[SnapshotCall], collect: Callable[[SnapshotCall], object]) -> None:
        """Make those calls that no earlier run made, and write them.

        Args:
            calls: The calls.
            collect: Called with each call that was answered, before it is written; returns further calls
                that are wanted, which the file remembers.

        Raises:
            SourceError: The credentials are no longer valid.
        """
        todo = [replace(call, outcome=ANSWERED) for call in calls if not self.is_done(call)]
        self.attempted |= {(call.operation, call.subject.lower()) for call in todo}
        self.planned += len(todo)
        remaining = iter(todo)
        batch: list[SnapshotCall] = []
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="snapshot") as pool:
            running: set[Future[SnapshotCall | tuple[SnapshotCall, SourceError]]] = set()
            try:
                while True:
                    while len(running) < _IN_FLIGHT and (call := next(remaining, None)):
                        if self._is_denied(call.operation):
                            self._record_denial(call.operation, "")
                            self.planned -= 1
                        else:
                            running.add(pool.submit(self._make, call))
                    if not running:
                        break
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        batch += self._take(future.result(), collect)
                    if len(batch) >= _BATCH_SIZE:
                        self.write(batch)
                        batch = []
                    self._report()
            finally:
                for future in running:
                    future.cancel()
                self.write(batch)

    def write(self, calls: list[SnapshotCall]) -> None:
        """Write calls, and remember them as made."""
        if calls:
            self.refused += self.file.write(calls)
            for call in calls:
                if call.subject:
                    key = call.operation, call.subject.lower()
                    self.states[key] = CallState(call.subject, call.stamp, call.outcome)

    def write_denials(self) -> None:
        """Write which operations were denied whatever they were about."""
        calls = [
            SnapshotCall(operation, outcome=DENIED, message=message)
            for operation, (_, message) in self.denials.items()
            if not self._answers[operation]
        ]
        self.file.write(calls)

    def _make(self, call: SnapshotCall) -> SnapshotCall | tuple[SnapshotCall, SourceError]:
        try:
            if not call.operation.startswith("List"):
                return replace(call, output=self.api.send(call.operation, about=call.subject, **call.request))
            answer: dict[str, Any] = {}
            token: str | None = None
            while True:  # lists of one subject are short: their pages become one answer
                page = self.api.send(call.operation, about=call.subject, **call.request, NextToken=token)
                for name, value in page.items():
                    answer[name] = answer[name] + value if isinstance(answer.get(name), list) else value
                previous, token = token, answer.pop("NextToken", None)
                if not token or token == previous:
                    return replace(call, output=answer)
        except SourceError as error:
            return call, error

    def _take(
        self,
        outcome: SnapshotCall | tuple[SnapshotCall, SourceError],
        collect: Callable[[SnapshotCall], object],
    ) -> list[SnapshotCall]:
        """Return what is to be written of a call's outcome."""
        self.calls += 1
        if isinstance(outcome, SnapshotCall):
            self._answers[outcome.operation] += 1
            wanted = collect(outcome)
            return [outcome, *(wanted if isinstance(wanted, list) else [])]
        call, error = outcome
        if isinstance(error, (CredentialsExpired, CredentialsMissing)):
            raise error
        return self._record_failure(call, error)

    def _record_failure(self, call: SnapshotCall, error: SourceError) -> list[SnapshotCall]:
        if isinstance(error, AccessDenied):
            self._record_denial(call.operation, str(error))
            return [replace(call, outcome=DENIED, message=str(error))]
        if isinstance(error, EntityNotFound) or is_missing(error):
            return [replace(call, outcome=MISSING)]
        self.unfinished.setdefault(call.operation, str(error))
        return []

    def _record_denial(self, operation: str, message: str) -> None:
        count, first = self.denials.get(operation, (0, message))
        self.denials[operation] = count + 1, first

    def _is_denied(self, operation: str) -> bool:
        count, _ = self.denials.get(operation, (0, ""))
        return count >= _DENIALS and not self._answers[operation]

    def _report(self) -> None:
        self.report(SnapshotProgress(self._phase, self.calls, max(self.planned, self.calls)))
