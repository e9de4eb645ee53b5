"""Initialization in the background, in a thread or a child process.

`LazyService` accepts calls before its initialization has finished. `start_subprocess` runs the work on a
second processor, where it does not slow down the threads of this process.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing import Process, active_children
from threading import Thread
from typing import TYPE_CHECKING, Any

from sagemaker_account.errors import StoreError

if TYPE_CHECKING:
    from sagemaker_account.fault_injection import Service


_ENDING_SIGNALS = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class LazyService:
    """Service whose calls block until it is ready.

    Initialization starts at once, in a thread of its own.

    Args:
        factory: Returns the service. An exception it raises is raised by every call.
        region: AWS region that the service will be in.
    """

    def __init__(self, factory: Callable[[], Service], *, region: str) -> None:
        self._region = region
        self._service: Future[Service] = Future()
        Thread(target=self._initialize, args=(factory,), name="opening", daemon=True).start()

    def _initialize(self, factory: Callable[[], Service]) -> None:
        try:
            self._service.set_result(factory())
        except BaseException as error:  # noqa: BLE001 - raised again by each call
            self._service.set_exception(error)

    @property
    def region(self) -> str:
        """AWS region of the service."""
        return self._region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation as soon as the service is ready."""
        return self._service.result().call(operation, request)

    def wait(self) -> None:
        """Block until the service is ready, or has failed to initialize."""
        self._service.exception()


def start_subprocess(work: Callable[[], object], result_name: str) -> Callable[[], None]:
    """Start work in a child process; return a function that waits.

    Args:
        work: Function to run there; its return value is discarded. It shares no open file with this process.
        result_name: Name of the result, for the error message: "The demo account".

    Returns:
        A function that blocks until the work is done. It raises `StoreError` if the child process failed.
    """
    process = Process(target=_run_ignoring_interrupt, args=(work,), daemon=True)
    with keep_signals_waiting():
        process.start()

    def wait() -> None:
        process.join()
        if process.exitcode:
            raise StoreError(f"{result_name} could not be built.")

    return wait


def stop_subprocesses() -> None:
    """End the work of all child processes."""
    for process in active_children():
        process.terminate()


@contextmanager
def keep_signals_waiting() -> Iterator[None]:
    """Let signals wait until the end of the block.

    What they raise amid a fork, Python would only print; amid the making of a folder, it would stay.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows forks nothing
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _run_ignoring_interrupt(work: Callable[[], object]) -> None:
    """Run work, leaving Ctrl+C to the parent process.

    The parent ends this process too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's own handling came along
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING_SIGNALS)  # and so did what it keeps waiting
    work()
