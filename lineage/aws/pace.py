"""How fast one client asks: as fast as it likes until the service throttles, then slower, then faster again.

botocore's adaptive retries do the same, but slow down at each single refusal, to half a call a second: some
hundred descriptions then take a quarter of a minute where a third of all calls is refused. Here all refusals
of a second count as one, and there is a floor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from lineage.aws import meanings

FASTEST = 50.0
"""Calls a second that are never exceeded."""

SLOWEST = 4.0
"""Calls a second that are always allowed: retries wait for longer and longer anyway."""

BURST = 16
"""Calls that may follow each other at once after a pause: a click asks for about as many."""

_SLOWER = 0.7
_FASTER = 4.0
"""Calls a second that are added in a second without a refusal."""

_ONE_REFUSAL_SECONDS = 1.0


class Pace:
    """A bucket of calls that refills at a rate which follows the service's answers; shared by threads.

    Args:
        clock: A monotonic clock, in seconds.
        sleep: Waits, in seconds.
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
        """Calls a second that are allowed now."""
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
        """Note that a call was answered "Rate exceeded"."""
        with self._lock:
            now = self._clock()
            if now - self._refused < _ONE_REFUSAL_SECONDS:
                return
            self._refused = now
            self._rate = max(SLOWEST, self._rate * _SLOWER)
            self._calls = min(self._calls, 0.0)

    def answered(self) -> None:
        """Note that a call was answered."""
        with self._lock:
            self._rate = min(FASTEST, self._rate + _FASTER / self._rate)


def keep_pace(client: Any, pace: Pace) -> None:
    """Send each request of a client, retries included, at a pace."""

    def on_response(parsed_response: dict[str, Any] | None, **_event: Any) -> None:
        if parsed_response is None:  # no answer at all tells nothing of the pace
            return
        code = str((parsed_response.get("Error") or {}).get("Code") or "")
        if meanings.BY_CODE.get(code) is meanings.THROTTLED:
            pace.refused()
        elif not code:
            pace.answered()

    client.meta.events.register("before-send.sagemaker", lambda **_event: pace.take())
    client.meta.events.register("response-received.sagemaker", on_response)
