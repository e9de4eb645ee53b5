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

from lineage.aws import meanings

FASTEST = 50.0
"""Upper bound of the rate, in calls per second."""

SLOWEST = 4.0
"""Lower bound of the rate, in calls per second: retries back off anyway."""

BURST = 16
"""Capacity of the bucket, in calls: a click sends about as many at once."""

_SLOWER = 0.7
_FASTER = 4.0
"""Increase of the rate, in calls per second, during one second without a refusal."""

_ONE_REFUSAL_SECONDS = 1.0


class Pace:
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
        self._rate = FASTEST
        self._calls = float(BURST)
        self._filled = clock()
        self._refused = float("-inf")
        self._lock = Lock()

    @property
    def rate(self) -> float:
        """Current rate, in calls per second."""
        return self._rate

    def take(self) -> None:
        """Wait until one more call may be sent."""
        with self._lock:
            now = self._clock()
            self._calls = min(BURST, self._calls + (now - self._filled) * self._rate) - 1
            self._filled = now
            seconds = -self._calls / self._rate
        if seconds > 0:
            self._sleep(seconds)

    def refused(self) -> None:
        """Record a throttled call and lower the rate."""
        with self._lock:
            now = self._clock()
            if now - self._refused < _ONE_REFUSAL_SECONDS:
                return
            self._refused = now
            self._rate = max(SLOWEST, self._rate * _SLOWER)
            self._calls = min(self._calls, 0.0)

    def answered(self) -> None:
        """Record a successful call and raise the rate."""
        with self._lock:
            self._rate = min(FASTEST, self._rate + _FASTER / self._rate)


def keep_pace(client: Any, pace: Pace) -> None:
    """Limit the rate of a client's requests, retries included."""

    def on_response(parsed_response: dict[str, Any] | None, **_event: Any) -> None:
        if parsed_response is None:  # no response, so neither a success nor a refusal
            return
        code = str((parsed_response.get("Error") or {}).get("Code") or "")
        if meanings.BY_CODE.get(code) is meanings.THROTTLED:
            pace.refused()
        elif not code:
            pace.answered()

    client.meta.events.register("before-send.sagemaker", lambda **_event: pace.take())
    client.meta.events.register("response-received.sagemaker", on_response)
