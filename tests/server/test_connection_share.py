"""Servers of one socket: each takes as many connections as the others, and none is left to nobody."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

import pytest

from server.connection_share import ConnectionCounts, ConnectionShare
from server.listen import Server, ServerLimits, bind
from tests.support.wsgi_servers import connect, run_server

CONNECTIONS = 60


def app(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"told"]


@contextmanager
def run_servers(*, places: int, running: Sequence[int]) -> Iterator[list[Server]]:
    """Run some of the servers of one socket during the block."""
    with bind("127.0.0.1", 0) as listening, closing(ConnectionCounts(places)) as counts, ExitStack() as stack:
        servers = [
            Server(app, listening.dup(), ServerLimits(2), share=ConnectionShare(counts, number))
            for number in running
        ]
        for server in servers:
            stack.enter_context(run_server(server))
        yield servers


def ask(server: Server) -> http.client.HTTPConnection:
    """Open a connection, and keep it after its first answer."""
    connection = connect(server)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"told"
    return connection


def count_connections(server: Server) -> int:
    return len(server._server.active_channels)


@pytest.mark.parametrize("number", [2, 3])
def test_connections_are_spread_evenly(number):
    with run_servers(places=number, running=range(number)) as servers, ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(closing(ask(servers[0])))
        counts = [count_connections(server) for server in servers]
        assert sum(counts) == CONNECTIONS
        assert max(counts) - min(counts) <= CONNECTIONS // 4, counts


def test_what_the_others_do_not_take_is_answered_all_the_same():
    with run_servers(places=2, running=[0]) as (server,), ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(closing(ask(server)))
        assert count_connections(server) == CONNECTIONS


def test_a_server_that_leaves_connections_to_others_rests_when_none_comes(monkeypatch):
    with run_servers(places=2, running=[0]) as (server,), closing(ask(server)), closing(ask(server)):
        waits: list[float] = []
        wait = server._shared_accept.limit_wait
        monkeypatch.setattr(
            server._shared_accept, "limit_wait", lambda seconds: waits.append(seconds) or wait(seconds)
        )
        time.sleep(0.5)
        assert len(waits) <= 3
