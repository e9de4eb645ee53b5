"""Adaptive rate limit for one client's calls.

The rate starts at its upper bound and drops when the service throttles. It rises again with each successful
call.

botocore's adaptive retries do the same, but slow down at every single refusal, down to half a call per
second. Where a third of all calls is refused, some hundred descriptions then take a quarter of a minute. Here
all refusals within one second count as one, and the rate has a lower bound.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from lineage_explorer.sources.aws import errors

MAX_RATE = 50.0
"""Upper bound of the rate, in calls per second."""

MIN_RATE = 4.0
"""Lower bound of the rate, in calls per second: retries back off anyway."""

BURST = 16
"""Capacity of the bucket, in calls: a click sends about as many at once."""

_DECREASE_FACTOR = 0.7
_INCREASE_PER_SECOND = 4.0
"""Increase of the rate, in calls per second, during one second without a refusal."""

_THROTTLING_WINDOW_SECONDS = 1.0


class RateLimiter:
    """Thread-safe token bucket with an adaptive rate.

    Args:
        clock: A monotonic clock, in seconds.
        sleep: Waits for a number of seconds.
    """

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._rate = MAX_RATE
        self._tokens = float(BURST)
        self._refilled_at = clock()
        self._throttled_at = float("-inf")
        self._lock = Lock()

    @property
    def rate(self) -> float:
        """Current rate, in calls per second."""
        return self._rate

    def acquire(self) -> None:
        """Wait until one more call may be sent."""
        with self._lock:
            now = self._clock()
            self._tokens = min(BURST, self._tokens + (now - self._refilled_at) * self._rate) - 1
            self._refilled_at = now
            seconds = -self._tokens / self._rate
        if seconds > 0:
            self._sleep(seconds)

    def record_throttling(self) -> None:
        """Record a throttled call and lower the rate."""
        with self._lock:
            now = self._clock()
            if now - self._throttled_at < _THROTTLING_WINDOW_SECONDS:
                return
            self._throttled_at = now
            self._rate = max(MIN_RATE, self._rate * _DECREASE_FACTOR)
            self._tokens = min(self._tokens, 0.0)

    def record_success(self) -> None:
        """Record a successful call and raise the rate."""
        with self._lock:
            self._rate = min(MAX_RATE, self._rate + _INCREASE_PER_SECOND / self._rate)


def limit_rate(client: Any, limiter: RateLimiter) -> None:
    """Limit the rate of a client's requests, retries included."""

    def on_response(parsed_response: dict[str, Any] | None, **_event: Any) -> None:
        if parsed_response is None:  # no response, so neither a success nor a refusal
            return
        code = str((parsed_response.get("Error") or {}).get("Code") or "")
        if errors.BY_CODE.get(code) is errors.THROTTLED:
            limiter.record_throttling()
        elif not code:
            limiter.record_success()

    client.meta.events.register("before-send.sagemaker", lambda **_event: limiter.acquire())
    client.meta.events.register("response-received.sagemaker", on_response)
