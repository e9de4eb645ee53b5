"""Run a function in a child process and wait for it later.

The work runs on a second processor and does not slow down the threads of this process.
"""

import signal
from collections.abc import Callable
from multiprocessing import Process

from sagemaker_account.errors import StoreError


def start_subprocess(work: Callable[[], object], result_name: str) -> Callable[[], None]:
    """Start work in a child process; return a function that waits.

    Args:
        work: Function to run there; its return value is discarded. It shares no open file with this process.
        result_name: Name of the result, for the error message: "The demo account".

    Returns:
        A function that blocks until the work is done. It raises `StoreError` if the child process failed.
    """
    process = Process(target=_run_ignoring_interrupt, args=(work,), daemon=True)
    process.start()

    def wait() -> None:
        process.join()
        if process.exitcode:
            raise StoreError(f"{result_name} could not be built.")

    return wait


def _run_ignoring_interrupt(work: Callable[[], object]) -> None:
    """Run work, leaving Ctrl+C to the parent process.

    The parent ends this process too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work()
