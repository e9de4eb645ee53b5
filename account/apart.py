"""Work in a process of its own: a second processor takes it, and this process's threads go on undisturbed."""

import signal
from collections.abc import Callable
from multiprocessing import Process

from account.errors import StoreError


def begun_apart(work: Callable[[], object], what: str) -> Callable[[], None]:
    """Begin work in another process; return a function that waits until it is done.

    Args:
        work: What to do there; what it returns stays there. It shares no open file with this process.
        what: What it makes, for the error that the wait raises if it fails: "The demo account".
    """
    process = Process(target=_undisturbed, args=(work,), daemon=True)
    process.start()

    def wait() -> None:
        process.join()
        if process.exitcode:
            raise StoreError(f"{what} could not be built.")

    return wait


def _undisturbed(work: Callable[[], object]) -> None:
    """Leave Ctrl+C to the process that began it, which ends this one too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work()
