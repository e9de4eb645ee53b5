"""Worker processes that share one socket; one that dies is replaced.

Each is forked from a process that has imported everything and opened nothing. All accept connections of the
same socket, so those that wait for a worker that dies are taken by another one. Workers whose parent is gone
end as SIGTERM ends them.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from server.signals import list_signals, raise_interrupts, stop_on_signals

_MIN_SECONDS = 1.0
"""How long a worker should live; one that dies sooner is replaced after this time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process of the pool.

    Attributes:
        number: Its number.
        began: When it began, in seconds of the monotonic clock.
    """

    number: int
    began: float


class WorkerPool:
    """A number of processes that do the same work.

    Args:
        count: The number.
        work: The work of a process; takes its number, from 0, and returns its exit status. One that takes the
            place of another has its number. An exit status above 0 means that it cannot begin: the others are
            ended, too.
    """

    def __init__(self, count: int, work: Callable[[int], int]) -> None:
        self._count = count
        self._work = work
        self._workers: dict[int, _Worker] = {}
        self._is_ending = False
        self._pipe = -1, -1
        """Its write end is open in this process alone, and with this process it closes."""

    def run(self) -> int:
        """Keep the processes alive until a signal ends all.

        Returns:
            The exit status: 0, or that of a worker that could not begin.
        """
        status = 0
        self._pipe = os.pipe()
        with stop_on_signals(self.stop):
            for number in range(self._count):
                self._start_worker(number)
            while self._workers:
                process, wait_status = os.wait()
                worker = self._workers.pop(process, None)
                if worker is None:  # a child of something else
                    continue
                code = os.waitstatus_to_exitcode(wait_status)
                if code > 0:
                    status = status or code
                    self.stop()
                elif not self._is_ending:
                    self._replace(process, code, worker)
        for end in self._pipe:
            os.close(end)
        return status

    def stop(self) -> None:
        """Let each process end as SIGTERM ends it; no other is started."""
        self._is_ending = True
        for process in list(self._workers):
            with suppress(ProcessLookupError):  # it has ended just now
                os.kill(process, signal.SIGTERM)

    def _replace(self, process: int, code: int, worker: _Worker) -> None:
        reason = f"was ended by {signal.Signals(-code).name}" if code < 0 else "ended"
        _log.warning("Worker %d %s; another one takes its place", process, reason)
        if time.monotonic() - worker.began < _MIN_SECONDS:
            time.sleep(_MIN_SECONDS)
        self._start_worker(worker.number)

    def _start_worker(self, number: int) -> None:
        """Start a process, unless the end has begun."""
        # A signal between fork and the child's own handlers would run those of this process.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, list_signals())
        try:
            if self._is_ending:
                return
            process = os.fork()
            if process == 0:
                self._run_worker(number, blocked)
            self._workers[process] = _Worker(number, time.monotonic())
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def _run_worker(self, number: int, blocked: set[signal.Signals | int]) -> None:
        """Do the work in this process, then end it.

        What the former process has opened is not this one's to close.
        """
        status = 1
        try:
            atexit._clear()  # noqa: SLF001 - what was registered before is not this process's to clean up
            raise_interrupts()
            read_end, write_end = self._pipe
            os.close(write_end)
            watch = threading.Thread(target=_stop_after_parent, args=(read_end,), name="parent", daemon=True)
            watch.start()  # signals are blocked in that thread: the main one gets them
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            status = self._work(number)
        except KeyboardInterrupt:
            status = 0
        except BaseException:  # noqa: BLE001 - nothing else would tell
            _log.exception("A worker failed")
        finally:
            os._exit(status)


def _stop_after_parent(read_end: int) -> None:
    """End this process as SIGTERM does when its parent has ended, however."""
    os.read(read_end, 1)  # nobody writes: it returns when the write end is closed
    _log.warning("The process that started this worker is gone; it ends")
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
