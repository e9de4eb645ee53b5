"""Run a function in a child process with a time limit."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def run_with_time_limit(work: Callable[[], T], seconds: float) -> T | None:
    """Run work in a child process and return its result, or None.

    The result is None if the work fails or exceeds the limit. All processes that it started are killed: a
    Chromium whose page computes for minutes does not react to a request to close.

    Args:
        work: A function of a module's top level, or a partial of one; it and its result are pickled.
        seconds: Time limit.
    """
    receiver, sender = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_send_result, args=(work, sender))
    process.start()
    sender.close()
    assert process.pid
    try:
        result: T | None = receiver.recv() if receiver.poll(seconds) else None
    except EOFError:
        result = None
    for process_id in list(_stop_tree(process.pid)):
        _send_signal(signal.SIGKILL, process_id)
    process.join()
    return result


def _send_result(work: Callable[[], T], sender: Connection) -> None:
    sender.send(work())


def _stop_tree(process: int) -> Iterator[int]:
    """Stop a process and all its descendants, and yield their ids.

    Each is stopped before its children are listed, because it could start another one after that.
    """
    _send_signal(signal.SIGSTOP, process)
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in map(int, file.read_text(encoding="ascii").split()):
                yield from _stop_tree(child)
    yield process


def _send_signal(signal_number: signal.Signals, process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal_number)
