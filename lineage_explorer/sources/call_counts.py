"""Counts of API calls, for operators and the log.

Work that a request hands to other threads counts for it, too: `ContextPool` passes on whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

_T = TypeVar("_T")

ANSWERED = "ok"
"""Outcome of a call that succeeded."""


class CallMeter:
    """Number of API calls that one request has caused; thread-safe."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = Lock()

    def add(self) -> None:
        """Count a call."""
        with self._lock:
            self._count += 1

    def count(self) -> int:
        """Return the number of calls until now."""
        return self._count


_METER: ContextVar[CallMeter | None] = ContextVar("call_meter", default=None)


def open_call_meter() -> CallMeter:
    """Begin to count the calls of a request that this thread answers."""
    meter = CallMeter()
    _METER.set(meter)
    return meter


class ContextPool(ThreadPoolExecutor):
    """Thread pool whose work belongs to the request that submits it."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Run a function in another thread, in the context of this one."""
        return super().submit(copy_context().run, fn, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class CallTotals:
    """Calls of an account since the start.

    Attributes:
        calls: Number of calls by operation and outcome: `ok`, or the error in a word.
        throttles: Number of refused attempts by operation; calls are sent again.
        readings: Number of queries being read.
    """

    calls: Mapping[tuple[str, str], int]
    throttles: Mapping[str, int]
    readings: int


class CallCounts:
    """Counts of an account's API calls; thread-safe."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str], int] = {}
        self._throttles: dict[str, int] = {}
        self._readings = 0
        self._lock = Lock()

    @contextmanager
    def record_call(self, operation: str) -> Iterator[None]:
        """Count the call that is made in the block, by its outcome."""
        meter, outcome = _METER.get(), ANSWERED
        if meter:
            meter.add()
        try:
            yield
        except Exception as error:
            outcome = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()
            raise
        finally:
            with self._lock:
                self._calls[operation, outcome] = self._calls.get((operation, outcome), 0) + 1

    def add_throttle(self, operation: str) -> None:
        """Count a refused attempt of a call."""
        with self._lock:
            self._throttles[operation] = self._throttles.get(operation, 0) + 1

    @contextmanager
    def record_reading(self) -> Iterator[None]:
        """Count a query that is read in the block."""
        with self._lock:
            self._readings += 1
        try:
            yield
        finally:
            with self._lock:
                self._readings -= 1

    def read_totals(self) -> CallTotals:
        """Return the numbers until now."""
        with self._lock:
            return CallTotals(dict(self._calls), dict(self._throttles), self._readings)


class AccountCounts:
    """Counts of the API calls of several accounts, by their names; thread-safe."""

    def __init__(self) -> None:
        self._counts: dict[str, CallCounts] = {}
        self._lock = Lock()

    def open(self, account: str) -> CallCounts:
        """Return the counts of an account, the same each time."""
        with self._lock:
            return self._counts.setdefault(account, CallCounts())

    def add(self, account: str, counts: CallCounts) -> None:
        """Take up the counts of an account that are kept elsewhere."""
        with self._lock:
            self._counts[account] = counts

    def read_totals(self) -> Mapping[str, CallTotals]:
        """Return the numbers until now, by account."""
        with self._lock:
            counts = dict(self._counts)
        return {account: each.read_totals() for account, each in counts.items()}
