"""Connections that the workers of one socket share evenly.

All accept from the same socket, and whichever is awake first takes what comes: of 200 connections one of two
workers took up to 137, and those waited twice as long as the others. So a worker that has more connections
than another one leaves what comes to the others for a moment. What nobody takes in that time it takes itself.
"""

from __future__ import annotations

import mmap
import struct
import time
from dataclasses import dataclass
from typing import Any

_COUNT = struct.Struct("=I")
_PAUSE_SECONDS = 0.01
"""How long a connection is left to the others: they need the processor, and the lock of their interpreter."""


class ConnectionCounts:
    """Number of connections of each worker, in memory that forked processes share.

    Args:
        workers: The number of workers.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._memory = mmap.mmap(-1, workers * _COUNT.size)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()

    def put(self, worker: int, count: int) -> None:
        """Tell the others how many connections a worker has."""
        _COUNT.pack_into(self._memory, worker * _COUNT.size, count)

    def find_least(self, *, beside: int) -> int:
        """Return the least number of connections of the workers beside one."""
        counts: list[int] = [count for (count,) in _COUNT.iter_unpack(self._memory[:])]
        return min(counts[:beside] + counts[beside + 1 :])


@dataclass(frozen=True, slots=True)
class ConnectionShare:
    """What one of several workers may take of the connections.

    Attributes:
        counts: The connections of all.
        worker: Its number, from 0.
    """

    counts: ConnectionCounts
    worker: int


class SharedAccept:
    """Lets a server accept connections in turn with those of other processes.

    Args:
        server: The server of waitress.
        share: What it may take.
    """

    def __init__(self, server: Any, share: ConnectionShare) -> None:
        self._server = server
        self._share = share
        self._accept = server.handle_accept
        self._paused_until: float | None = None
        self._is_left_over = False
        """Whether what comes in this moment was left to the others, who did not take it."""
        server.handle_accept = self._accept_or_pause

    def limit_wait(self, seconds: float) -> float:
        """Return how long the server may wait for events.

        It is called before each wait.

        Args:
            seconds: How long the server would wait alone.
        """
        self._is_left_over = False
        self._share.counts.put(self._share.worker, len(self._server.active_channels))
        if self._paused_until is None:
            return seconds
        left = self._paused_until - time.monotonic()
        if left > 0:
            return min(seconds, left)
        self._paused_until = None
        self._server.accepting = self._is_left_over = True
        return 0

    def _accept_or_pause(self) -> None:
        count = len(self._server.active_channels)
        if self._is_left_over or count <= self._share.counts.find_least(beside=self._share.worker):
            self._is_left_over = False
            self._accept()
        else:
            self._server.accepting = False
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
