"""Waiting for a state, however long a busy machine takes to reach it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.01


def list_tries(subject: str) -> Iterator[None]:
    """Yield once for each try, until a minute is over.

    Raises:
        AssertionError: It is over; the message names the subject.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        yield
        if time.monotonic() > end:
            raise AssertionError(f"{subject}: not reached within {_PATIENCE_SECONDS:.0f} s")
        time.sleep(_PAUSE_SECONDS)


def wait_for(find: Callable[[], T | None], subject: str) -> T:
    """Call a function until it returns something else than None."""
    for _ in list_tries(subject):
        if (found := find()) is not None:
            return found
    raise AssertionError(subject)


def wait_until(condition: Callable[[], object], subject: str) -> None:
    """Wait until a condition holds."""
    for _ in list_tries(subject):
        if condition():
            return
