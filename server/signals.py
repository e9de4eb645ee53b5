"""Signals that end a process: SIGINT, SIGTERM and SIGHUP mean the same."""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDING_SECONDS = 10.0
"""How long requests under way may take after a server was told to end."""

_EXIT_SECONDS = ENDING_SECONDS + 2
"""When a process ends whatever its threads still wait for."""

_GROUP_SECONDS = 1.0
"""How long further signals count as the first one.

Terminals and service managers signal a whole group of processes, and the first of them its workers again."""


class _Interrupt:
    """Handler that raises `KeyboardInterrupt`.

    Attributes:
        is_requested: Whether it did. Python drops what is raised while it calls back an object that dies.
    """

    def __init__(self) -> None:
        self.is_requested = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.is_requested = True
        raise KeyboardInterrupt


def raise_interrupts() -> None:
    """Let the signals raise `KeyboardInterrupt`, as Ctrl+C does.

    What the process has opened is closed on the way out.
    """
    interrupt = _Interrupt()
    for number in list_signals():
        signal.signal(number, interrupt)


@contextmanager
def stop_on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call a function at the first signal within the block.

    A second one interrupts, unless it comes at once. Threads may wait for an account much longer than anybody
    waits for the end of a process. It ends without them a little after the time that requests are given.

    Raises:
        KeyboardInterrupt: A signal came before, and was dropped.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        earliest = time.monotonic() + _GROUP_SECONDS

        def raise_later(_number: int, _frame: FrameType | None) -> None:
            if time.monotonic() > earliest:
                raise KeyboardInterrupt

        for each in list_signals():
            signal.signal(each, raise_later)
        timer = threading.Timer(_EXIT_SECONDS, _leave_process)
        timer.daemon = True
        timer.start()
        stop()

    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread alone
        yield
        return
    former = {number: signal.signal(number, handle) for number in list_signals()}
    try:
        if any(isinstance(handler, _Interrupt) and handler.is_requested for handler in former.values()):
            raise KeyboardInterrupt
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def list_signals() -> list[signal.Signals]:
    """Return the signals, without those that the process was started to ignore."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    found = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return [number for number in found if signal.getsignal(number) is not signal.SIG_IGN]


def _leave_process() -> None:
    """Exit without waiting for threads, but not without cleaning up."""
    atexit._run_exitfuncs()  # noqa: SLF001 - temporary folders are removed there
    os._exit(0)
