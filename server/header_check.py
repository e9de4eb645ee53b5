"""Check of requests by their headers, before their bodies are read.

Otherwise what a stranger sends would be kept until the guard has seen it, on disk if it is large. What is
refused goes to the application without its body, so that the answer is written where all others are. A
request that drips in counts as silent: it would hold its connection for ever.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge

from server.direct_channel import DirectChannel
from server.errors import REFUSAL_KEY, FindRefusal, Refusal

_MIN_BYTES_PER_SECOND = 1_000
"""What arrives more slowly than this is closed, after the time that a connection may be silent."""


class _CheckedRequest(HTTPRequestParser):
    """Request whose body is read only if its headers pass.

    Args:
        adj: The server's settings.
        find_refusal: Returns why it is refused.
    """

    def __init__(self, adj: Any, find_refusal: Callable[[_CheckedRequest], Refusal | None]) -> None:
        super().__init__(adj)
        self.refusal: Refusal | None = None
        self._began = time.time()  # waitress's clock
        self._count = 0
        self._find_refusal = find_refusal

    def take(self, data: bytes) -> int:
        """Take bytes and return how many; all, once the body is refused."""
        had_headers = self.headers_finished
        count = super().received(data)
        self._count += count
        is_large = isinstance(self.error, RequestEntityTooLarge)
        if had_headers or not self.headers_finished or (self.completed and not is_large):
            return count
        self.refusal = self._find_refusal(self)
        if self.refusal is None:
            return count
        self.close()
        self.body_rcv = None
        self.error = None
        self.expect_continue = False
        self.headers = {**self.headers, "CONNECTION": "close"}
        self.completed = True
        return len(data)

    def get_last_activity(self) -> float:
        """Return until when it counts as active, by what has come."""
        return self._began + self._count / _MIN_BYTES_PER_SECOND

    received = take
    """The name that waitress calls it by."""


class _CheckedTask(WSGITask):
    """Task that tells its application that the body was not read."""

    def get_environment(self) -> Any:
        environ = super().get_environment()
        refusal = getattr(self.request, "refusal", None)
        if refusal is not None:
            environ[REFUSAL_KEY] = refusal
        return environ


class CheckedChannel(DirectChannel):
    """Connection whose requests are checked before their bodies are read.

    After a refusal it drops what still comes, until the other end closes or the connection counts as idle.
    Were it closed at once, the system would reset it, and the answer could be lost.

    Args:
        server: The server.
        sock: The connection's socket.
        addr: Address of the other end.
        adj: The server's settings.
        find_refusal: Returns why a request is refused.
        **options: Further arguments of `DirectChannel`.
    """

    task_class = _CheckedTask

    def __init__(
        self, server: Any, sock: Any, addr: Any, adj: Any, *, find_refusal: FindRefusal, **options: Any
    ) -> None:
        self._find_refusal = find_refusal
        self._has_refused = False
        self._is_dropping = False
        self.parser_class: Any = partial(_CheckedRequest, find_refusal=self._check)
        super().__init__(server, sock, addr, adj, **options)

    def _check(self, request: _CheckedRequest) -> Refusal | None:
        task: Any = _CheckedTask(self, request)  # type: ignore[arg-type]  # its types know error tasks alone
        refusal = self._find_refusal(task.get_environment())
        self._has_refused = self._has_refused or refusal is not None
        return refusal

    def readable(self) -> bool:
        """Return whether the loop should wait for input."""
        return self._is_dropping or super().readable()

    def handle_read(self) -> None:
        """Take what has come."""
        if not self._is_dropping:
            super().handle_read()
            if isinstance(self.request, _CheckedRequest):  # it has not come whole
                self.last_activity = min(self.last_activity, self.request.get_last_activity())
            return
        try:
            self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()

    def handle_write(self) -> None:
        """Send what waits; after a refusal, end this side."""
        if not (self._has_refused and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)  # type: ignore[attr-defined]  # missing in its types
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self.close_when_flushed = False
            self._is_dropping = True
            own: Any = self.socket
            with suppress(OSError):
                own.shutdown(socket.SHUT_WR)
