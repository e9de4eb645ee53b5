"""A value that a thread makes while a server already serves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

_V = TypeVar("_V")


class Deferred(Generic[_V]):
    """Value that is made by a thread; others wait for it.

    Args:
        make: Returns the value. An exception that it raises is raised for all who wait.
    """

    def __init__(self, make: Callable[[], _V]) -> None:
        self._make = make
        self._value: Future[_V] = Future()

    def start(self, on_failure: Callable[[], None] = lambda: None) -> None:
        """Let a thread make the value.

        Args:
            on_failure: Called if it cannot be made.
        """
        Thread(target=self._fill, args=(on_failure,), name="preparing", daemon=True).start()

    def _fill(self, on_failure: Callable[[], None]) -> None:
        try:
            self._value.set_result(self._make())
        except BaseException as error:  # noqa: BLE001 - raised again for all who wait
            self._value.set_exception(error)
            on_failure()

    def get(self) -> _V:
        """Return the value; block until it has been made."""
        return self._value.result()

    def wait(self) -> None:
        """Block until the value has been made, or could not be."""
        self._value.exception()

    def check(self) -> None:
        """Raise the exception of a value that could not be made."""
        if self._value.done():
            self._value.result()
