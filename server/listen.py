"""HTTP server of one WSGI application, and how it ends.

It is waitress with limits of its own. Requests for `/health` have a thread of their own, so that a prober is
answered while all others wait. Whoever ends it gets what is under way answered first.
"""

from __future__ import annotations

import logging
import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from server.connection_share import ConnectionShare, SharedAccept
from server.direct_channel import DirectChannel
from server.errors import FindRefusal, ListenError
from server.header_check import CheckedChannel
from server.signals import ENDING_SECONDS

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

HEALTH_PATH = "/health"
_MAX_CONNECTIONS = 4_000
_MAX_CONNECTIONS_OF_SELECT = 400
_OTHER_FILES = 256
"""Open files that are kept for everything but connections."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Limits of a server.

    Attributes:
        threads: Number of requests that are answered at the same time.
        body_bytes: Size of the largest body that an application gets to see.
        idle_seconds: How long a connection may be silent between requests, or within one.
        connections: Number of connections at the same time; 0 for as many as the system allows, up to 4,000.
    """

    threads: int = 8
    body_bytes: int = 8 * 1024 * 1024
    idle_seconds: int = 30
    connections: int = 0


DEFAULT_LIMITS = ServerLimits()


class Server:
    """HTTP server on a socket; its `run` serves until its `stop`.

    Args:
        app: The application.
        listening: The socket.
        limits: Limits of the server.
        find_refusal: Returns why a body is not read; without it, all are.
        share: What it may take of the connections; None if no other process accepts them.

    Attributes:
        effective_port: The port, also where any free one was asked for.
    """

    def __init__(
        self,
        app: WSGIApplication,
        listening: socket.socket,
        limits: ServerLimits,
        find_refusal: FindRefusal | None = None,
        share: ConnectionShare | None = None,
    ) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # bursts of requests may queue
        self._lanes = _Lanes(limits.threads)
        self._use_poll = hasattr(select, "poll")
        create: Any = create_server  # its types know neither lanes nor ports
        self._server = create(
            app,
            _dispatcher=self._lanes,
            sockets=[listening],
            threads=limits.threads,
            max_request_body_size=limits.body_bytes,
            channel_timeout=limits.idle_seconds,
            cleanup_interval=max(1, limits.idle_seconds // 4),
            connection_limit=limits.connections or _count_possible_connections(),
            asyncore_use_poll=self._use_poll,
            backlog=1024,
            ident=None,
        )
        self._server.channel_class = (
            partial(CheckedChannel, find_refusal=find_refusal) if find_refusal else DirectChannel
        )
        self._map = self._server._map  # noqa: SLF001 - waitress offers no other way to serve step by step
        self._shared_accept = SharedAccept(self._server, share) if share else None
        self._is_ending = False
        self.effective_port: int = int(self._server.effective_port)

    def run(self) -> None:
        """Serve until told to stop.

        Then what is under way is answered, for at most 10 seconds.
        """
        while not self._is_ending:
            self._process_events(1.0)
        self._finish()

    def stop(self) -> None:
        """Let `run` end; any thread and any signal handler may call this."""
        self._is_ending = True
        with suppress(OSError):  # it has ended already
            self._server.pull_trigger()

    def _process_events(self, seconds: float) -> None:
        if self._shared_accept:
            seconds = self._shared_accept.limit_wait(seconds)
        wasyncore.loop(timeout=seconds, use_poll=self._use_poll, map=self._map, count=1)

    def _finish(self) -> None:
        wasyncore.dispatcher.close(self._server)  # new connections are refused from here on
        deadline = time.monotonic() + ENDING_SECONDS
        while self._close_idle_connections() and time.monotonic() < deadline:
            self._process_events(0.1)
        cut = list(self._server.active_channels.values())
        if cut:
            _log.warning("%d requests were not finished in %d seconds", len(cut), ENDING_SECONDS)
        for channel in cut:
            channel.handle_close()
        self._lanes.shutdown(timeout=0 if cut else 1)
        self._server.trigger.close()

    def _close_idle_connections(self) -> int:
        """Close connections without a request, and return the number of the others."""
        for channel in list(self._server.active_channels.values()):
            # In this order: a thread adds to the output before it drops the request.
            if not (channel.requests or channel.request or channel.total_outbufs_len):
                channel.handle_close()
        return len(self._server.active_channels)


class _Lanes:
    """Threads for requests, and one beside them for `/health`."""

    def __init__(self, threads: int) -> None:
        self._requests, self._health = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._requests.set_thread_count(threads)
        self._health.set_thread_count(1)

    def add_task(self, channel: Any) -> None:
        """Hand a channel to the next thread that is free."""
        path = getattr(channel.requests[0], "path", "")
        lane = self._health if path.endswith(HEALTH_PATH) else self._requests
        lane.add_task(channel)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> None:
        """Drop requests that wait, and end the threads."""
        for lane in (self._requests, self._health):
            lane.shutdown(cancel_pending, timeout)  # type: ignore[arg-type]  # it only adds the seconds


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address.

    Port 0 takes a free port.

    Raises:
        ListenError: The address is in use, or does not belong to this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as exc:
        raise ListenError(f"Cannot listen on {host}:{port}: {exc}.") from exc


def listen(app: WSGIApplication, host: str, port: int, limits: ServerLimits = DEFAULT_LIMITS) -> Server:
    """Return a server that listens on an address.

    Port 0 takes a free port.

    Raises:
        ListenError: As `bind`.
    """
    return Server(app, bind(host, port), limits)


def _count_possible_connections() -> int:
    """Return how many connections this process may hold.

    Where it may open few files, it asks for as many as the system grants without more rights.
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return _MAX_CONNECTIONS_OF_SELECT
    files, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = _MAX_CONNECTIONS + _OTHER_FILES
    if files < needed:
        granted = needed if most_files == resource.RLIM_INFINITY else min(needed, most_files)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(files, granted), most_files))
        files = max(files, granted)
    return min(_MAX_CONNECTIONS, max(files - _OTHER_FILES, files // 2))
