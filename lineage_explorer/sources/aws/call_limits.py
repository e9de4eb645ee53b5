"""Limits of each API call, and sentences about its progress.

botocore limits each read from a socket, so an answer that drips is never too late for it. Here each call has
a deadline by the clock, retries and backing off included.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from random import SystemRandom
from threading import Lock
from typing import Any

from botocore import exceptions as aws
from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
)
from botocore.parsers import ResponseParserError

from lineage_explorer.sources.aws import errors
from lineage_explorer.sources.call_counts import CallCounts

CALL_SECONDS = 30.0
"""Time limit of one call, retries included, in seconds."""

SILENT_SECONDS = 3.0
"""Seconds of a call after which a sentence says how it is going."""


class CallStatus:
    """Progress of one call: its deadline, and the failures of its attempts.

    Args:
        operation: The API operation.
        seconds: Time limit of the call, in seconds.
        timer: A monotonic clock, in seconds.
        counts: Where refused attempts are counted.
    """

    def __init__(
        self,
        operation: str,
        *,
        seconds: float,
        timer: Callable[[], float] = time.monotonic,
        counts: CallCounts | None = None,
    ) -> None:
        self.operation = operation
        self._counts = counts
        self._seconds = seconds
        self._timer = timer
        self._began = timer()
        self._failures: tuple[str, ...] = ()

    @property
    def seconds_spent(self) -> float:
        """Seconds since the call began."""
        return self._timer() - self._began

    @property
    def remaining(self) -> float:
        """Seconds until the deadline; negative beyond it."""
        return self._seconds - self.seconds_spent

    def add_failure(self, phrase: str, *, is_throttled: bool = False) -> None:
        """Record a failed attempt: what SageMaker did, as a verb phrase."""
        self._failures = (*self._failures, phrase)
        if is_throttled and self._counts:
            self._counts.add_throttle(self.operation)

    def describe(self) -> str:
        """Return how the call is going, without a full stop."""
        if not self._failures:
            return (
                f"SageMaker has not answered {self.operation} for {self.seconds_spent:.0f} s; "
                f"the limit is {self._seconds:,.0f} s"
            )
        phrase = self._failures[-1]
        count = self._failures.count(phrase)
        often = "once" if count == 1 else f"{count} times"
        return f"SageMaker {phrase} {often}; retrying {self.operation}"


_CURRENT_CALL: ContextVar[CallStatus | None] = ContextVar("current_call", default=None)
"""The call that this thread makes; botocore's events and connections do not pass it on."""


class CallMonitor:
    """Calls under way, for a sentence on what is waited for; thread-safe.

    Args:
        seconds: Time limit of each call, in seconds.
        silent_seconds: Seconds of a call after which it is described.
        counts: Where calls are counted; by default apart from all others.

    Attributes:
        counts: Numbers of the calls since the start.
    """

    def __init__(
        self,
        *,
        seconds: float = CALL_SECONDS,
        silent_seconds: float = SILENT_SECONDS,
        counts: CallCounts | None = None,
    ) -> None:
        self._seconds = seconds
        self._silent_seconds = silent_seconds
        self.counts = counts or CallCounts()
        self._calls: set[CallStatus] = set()
        self._lock = Lock()

    @contextmanager
    def open(self, operation: str, *, seconds: float | None = None) -> Iterator[CallStatus]:
        """Limit and list the call that is made in the block.

        Args:
            operation: The API operation.
            seconds: A time limit, if it is shorter than that of each call.
        """
        limit = self._seconds if seconds is None else min(seconds, self._seconds)
        status = CallStatus(operation, seconds=limit, counts=self.counts)
        with self._lock:
            self._calls.add(status)
        token = _CURRENT_CALL.set(status)
        try:
            yield status
        finally:
            _CURRENT_CALL.reset(token)
            with self._lock:
                self._calls.discard(status)

    def describe(self) -> str:
        """Return how the longest call is going; empty if none takes long."""
        with self._lock:
            slow = [call for call in self._calls if call.seconds_spent >= self._silent_seconds]
        return max(slow, key=lambda call: call.seconds_spent).describe() if slow else ""


class _LimitedReader(io.RawIOBase):
    """Bytes of a socket until the deadline of a call.

    Args:
        sock: The socket.
        call: The call whose answer is read.
    """

    def __init__(self, sock: Any, call: CallStatus) -> None:
        self._sock = sock
        self._call = call
        self._longest_wait = sock.gettimeout()
        self._bytes = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is, waiting no longer than the call may take.

        Raises:
            TimeoutError: The deadline has passed.
        """
        remaining = self._call.remaining
        if remaining <= 0:
            raise TimeoutError("the time limit for the answer was reached")
        longest = self._longest_wait
        self._sock.settimeout(remaining if longest is None else min(longest, remaining))
        count: int | None = self._bytes.readinto(buffer)
        return count

    def close(self) -> None:
        self._bytes.close()
        super().close()


class _LimitedResponse(HTTPResponse):
    """HTTP response of the current call, read until its deadline."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        call = _CURRENT_CALL.get()
        if call is not None:
            unlimited, self.fp = self.fp, io.BufferedReader(_LimitedReader(sock, call))
            unlimited.close()


class _LimitedConnection(AWSHTTPConnection):  # type: ignore[misc]  # botocore carries no hints
    response_class = _LimitedResponse


class _LimitedSecureConnection(AWSHTTPSConnection):  # type: ignore[misc]  # as above
    response_class = _LimitedResponse


class _CompleteAnswers:
    """Pool of connections that refuses answers shorter than they say."""

    def urlopen(self, *args: Any, **kwargs: Any) -> Any:
        return super().urlopen(*args, **{**kwargs, "enforce_content_length": True})  # type: ignore[misc]


class _LimitedPool(_CompleteAnswers, AWSHTTPConnectionPool):  # type: ignore[misc]  # as above
    ConnectionCls = _LimitedConnection


class _LimitedSecurePool(_CompleteAnswers, AWSHTTPSConnectionPool):  # type: ignore[misc]  # as above
    ConnectionCls = _LimitedSecureConnection


def limit_calls(client: Any) -> None:
    """Hold a client's calls to the deadlines of a `CallMonitor`."""
    # botocore has no public way to choose the class of connections.
    client._endpoint.http_session._pool_classes_by_scheme.update(  # noqa: SLF001
        http=_LimitedPool, https=_LimitedSecurePool
    )
    client.meta.events.register("before-parse.sagemaker", _check_body)
    client.meta.events.register_first("needs-retry.sagemaker", choose_delay)


def _check_body(response_dict: Mapping[str, Any], **_event: Any) -> None:
    """Refuse a success whose body is not a JSON object.

    botocore takes it for an empty answer.
    """
    body = response_dict["body"]
    is_object = body[:64].lstrip().startswith(b"{") and body[-64:].rstrip().endswith(b"}")
    if response_dict["status_code"] < HTTPStatus.MULTIPLE_CHOICES and not is_object:
        start = " ".join(body[:40].decode(errors="replace").split())
        beginning = f", and begins with “{start}”" if start.isprintable() else ""
        raise ResponseParserError(f"it is incomplete JSON{beginning}" if body else "it is empty")


MAX_ATTEMPTS = 12
"""Attempts of a call: the quotas of the lineage calls are low and unpublished.

AWS's own lineage notebooks need as many.
"""

_MAX_FAILED_CONNECTIONS: tuple[tuple[type[Exception], int, str], ...] = (
    (aws.ConnectTimeoutError, 2, "could not be reached"),
    (aws.ReadTimeoutError, 2, "did not answer"),
    (aws.EndpointConnectionError, 6, "could not be reached"),
    (aws.ConnectionError, 6, "broke off its answer"),
    (aws.HTTPClientError, 6, "broke off its answer"),
)
"""Attempts after which an endpoint counts as unreachable, by exception, and what SageMaker did.

That is about a second of refused connections.
"""

_FIRST_DELAY_SECONDS = 0.05
_FIRST_THROTTLED_DELAY_SECONDS = 1.0
_MAX_DELAY_SECONDS = 4.0
"""Longest delay; each is twice as long as the one before, and then shortened at random."""

_RETRIED = (errors.THROTTLED, errors.FAILED, errors.TOO_SLOW)


def choose_delay(
    attempts: int,
    response: tuple[Any, Mapping[str, Any]] | None,
    caught_exception: Exception | None,
    operation: Any,
    **_event: Any,
) -> float | None:
    """Return the seconds until the next attempt of a failed call.

    None if the call succeeded, or failed in a way that stays as it is.

    Raises:
        Exception: What the attempt failed with, if no time or no attempt is left.
    """
    failure = _interpret_failure(response, caught_exception)
    if failure is None:
        return None
    call = _CURRENT_CALL.get()
    remaining = call.remaining if call else float("inf")
    longest = min(failure.first_delay * 2.0 ** (attempts - 1), _MAX_DELAY_SECONDS)
    delay = longest * SystemRandom().random()  # spreads retries; the shared generator is not ours to advance
    if attempts >= failure.max_attempts or delay >= remaining:
        raise caught_exception or aws.ClientError(response[1], operation.name)  # type: ignore[index]
    if call:
        call.add_failure(failure.phrase, is_throttled=failure.is_throttled)
    return delay


@dataclass(frozen=True, slots=True)
class _Failure:
    """Failed attempt that is worth another one.

    Attributes:
        phrase: What SageMaker did, as a verb phrase.
        max_attempts: How often the call is sent at most.
        first_delay: Longest delay after the first attempt, in seconds.
        is_throttled: Whether SageMaker refused it as too frequent.
    """

    phrase: str
    max_attempts: int = MAX_ATTEMPTS
    first_delay: float = _FIRST_DELAY_SECONDS
    is_throttled: bool = False


def _interpret_failure(
    response: tuple[Any, Mapping[str, Any]] | None, caught_exception: Exception | None
) -> _Failure | None:
    """Return what SageMaker did, if another attempt is worth it."""
    if caught_exception is not None:
        failures = (
            _Failure(phrase, max_attempts)
            for class_, max_attempts, phrase in _MAX_FAILED_CONNECTIONS
            if isinstance(caught_exception, class_)
        )
        return next(failures, None)
    if response is None:
        return None
    http_response, parsed = response
    code, status = str(parsed.get("Error", {}).get("Code") or ""), http_response.status_code
    meaning = errors.interpret_code(code, status)
    if meaning not in _RETRIED:
        return None
    word = HTTPStatus(status).phrase if code == str(status) and status in list(HTTPStatus) else code
    is_throttled = meaning is errors.THROTTLED
    first_delay = _FIRST_THROTTLED_DELAY_SECONDS if is_throttled else _FIRST_DELAY_SECONDS
    return _Failure(f"answered {word or status}", first_delay=first_delay, is_throttled=is_throttled)
