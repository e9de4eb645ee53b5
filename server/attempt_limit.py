"""Limit of wrong tokens, by the address that sends them."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from server.errors import Refusal


class Penalties(Protocol):
    """Moments until which wrong tokens count; safe for threads."""

    def get_end(self, address: str) -> float:
        """Return when an address has none left; 0 for never any."""
        ...

    def extend(self, address: str, *, start: float, seconds: float) -> None:
        """Let an address have one more, which is forgiven after a time.

        Args:
            address: The address.
            start: The current moment.
            seconds: The time.
        """
        ...


class MemoryPenalties:
    """Penalties that one process knows; those of the latest 10,000 addresses."""

    MAX_ADDRESSES = 10_000

    def __init__(self) -> None:
        self._ends: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def get_end(self, address: str) -> float:
        """Return the moment at which an address has none left."""
        with self._lock:
            return self._ends.get(address, 0.0)

    def extend(self, address: str, *, start: float, seconds: float) -> None:
        """Let an address have one more, for a time."""
        with self._lock:
            self._ends[address] = max(self._ends.get(address, 0.0), start) + seconds
            self._ends.move_to_end(address)
            while len(self._ends) > self.MAX_ADDRESSES:
                self._ends.popitem(last=False)


class AttemptLimit:
    """Limit of wrong tokens from one address; thread-safe.

    The first few are free. Then one is let through every few seconds, right or wrong.

    Args:
        penalties: Where wrong tokens are counted.
        free: Number of wrong tokens before the limit applies.
        seconds: Seconds between two attempts after that.
        timer: A monotonic clock, in seconds, the same for all who share the penalties.
    """

    def __init__(
        self,
        penalties: Penalties | None = None,
        *,
        free: int = 10,
        seconds: float = 5.0,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._penalties = penalties or MemoryPenalties()
        self._free = free
        self._seconds = seconds
        self._timer = timer

    def check(self, address: str) -> None:
        """Refuse an attempt that comes too soon.

        Raises:
            Refusal: It does.
        """
        # Each counts for so many seconds: they are forgiven one by one.
        left = self._penalties.get_end(_group_address(address)) - self._timer()
        excess = left - (self._free - 1) * self._seconds
        if excess > 0:
            wait = max(1, round(excess))
            raise Refusal(
                429,
                "too_many_attempts",
                "Too many wrong tokens",
                f"Try again in {wait} {'second' if wait == 1 else 'seconds'}.",
                (("Retry-After", str(wait)),),
            )

    def record_failure(self, address: str) -> None:
        """Count a wrong token."""
        self._penalties.extend(_group_address(address), start=self._timer(), seconds=self._seconds)


def _group_address(address: str) -> str:
    """Return what the attempts of an address are counted under.

    One machine has all addresses of a /64 network.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)
