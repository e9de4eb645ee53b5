"""Work in a process of its own that can be left behind, with all that it started, in whatever state."""

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


def bounded(work: Callable[[], T], seconds: float) -> T | None:
    """Return what work in a new process returns; None when it takes longer, fails or hangs.

    A Chromium whose page computes for minutes cannot be asked to close either, so it is killed.

    Args:
        work: A function of a module's top level, or a partial of one: it and its answer are pickled.
        seconds: How long it may take.
    """
    mine, theirs = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_told, args=(work, theirs))
    process.start()
    theirs.close()
    assert process.pid
    try:
        answer: T | None = mine.recv() if mine.poll(seconds) else None
    except EOFError:
        answer = None
    for each in list(_stopped(process.pid)):
        _send(signal.SIGKILL, each)
    process.join()
    return answer


def _told(work: Callable[[], T], listener: Connection) -> None:
    listener.send(work())


def _stopped(process: int) -> Iterator[int]:
    """Return the processes that a process started, and theirs, and itself, as Linux tells.

    Each is stopped before it is asked for its children: it could start another one after that.
    """
    _send(signal.SIGSTOP, process)
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in map(int, file.read_text(encoding="ascii").split()):
                yield from _stopped(child)
    yield process


def _send(what: signal.Signals, process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, what)
