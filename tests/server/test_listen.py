"""The server: connections that are silent, requests that wait, and how it ends."""

from __future__ import annotations

import http.client
import resource
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from threading import Event, Thread

import pytest

from server.listen import ListenError, Server, ServerLimits, bind, listen
from tests.support.waiting import wait_until
from tests.support.wsgi_servers import connect, run_server

IDLE_CONNECTIONS = 1_000


class SlowApp:
    """Answers `/health` at once, and everything else when it is let go."""

    def __init__(self) -> None:
        self.began, self.let_go = Event(), Event()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            self.began.set()
            assert self.let_go.wait(60)
        halves = b"first half, ", b"second half of " + environ["PATH_INFO"].encode()
        start_response(
            "200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(b"".join(halves))))]
        )
        yield from halves


@pytest.fixture
def app() -> Iterator[SlowApp]:
    app = SlowApp()
    yield app
    app.let_go.set()


def get(server: Server, path: str) -> str:
    with closing(connect(server)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def count_requests(server: Server) -> int:
    return sum(bool(channel.requests) for channel in list(server._server.active_channels.values()))


def test_server_with_a_thousand_idle_connections_answers(app):
    server = listen(app, "127.0.0.1", 0)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 2 * IDLE_CONNECTIONS + 200:
        pytest.skip("this system lets a process open too few files for both ends")
    with run_server(server), ExitStack() as stack:
        for number in range(IDLE_CONNECTIONS):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", server.effective_port)))
            if number % 2:
                idle.sendall(b"GET /health HTTP/1.1\r\n")  # never finished
        began = time.monotonic()
        assert get(server, "/health") == "first half, second half of /health"
        assert get(server, "/screen") == "first half, second half of /screen"
        assert time.monotonic() - began < 10


def test_health_is_answered_while_every_thread_is_busy(app):
    server = listen(app, "127.0.0.1", 0, ServerLimits(threads=1))
    with run_server(server), ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(get, server, "/slow") for _ in range(3)]
        assert app.began.wait(60)
        assert get(server, "/health").endswith("/health")
        assert get(server, "/behind/a/prefix/health").endswith("/health")
        app.let_go.set()
        assert {one.result() for one in waiting} == {"first half, second half of /slow"}


def test_silent_connection_is_closed_after_a_while(app):
    server = listen(app, "127.0.0.1", 0, ServerLimits(idle_seconds=1))
    with run_server(server), socket.create_connection(("127.0.0.1", server.effective_port), 10) as silent:
        silent.sendall(b"GET /he")
        assert silent.recv(1) == b""


def test_server_that_stops_finishes_what_is_under_way(app):
    server = listen(app, "127.0.0.1", 0, ServerLimits(threads=1))
    with (
        run_server(server),
        ThreadPoolExecutor(3) as pool,
        closing(connect(server)) as idle,
        socket.create_connection(("127.0.0.1", server.effective_port), 10) as half_sent,
    ):
        idle.request("GET", "/before")
        idle.getresponse().read()
        half_sent.sendall(b"GET /half HTTP/1.0\r\n")
        waiting = [pool.submit(get, server, "/slow") for _ in range(3)]
        wait_until(lambda: count_requests(server) == 3, "one answered, two that wait for a thread")
        server.stop()
        assert idle.sock.recv(1) == b""  # closed
        with pytest.raises(ConnectionRefusedError):
            get(server, "/late")
        half_sent.sendall(b"\r\n")
        app.let_go.set()
        assert {one.result() for one in waiting} == {"first half, second half of /slow"}
        assert half_sent.makefile("rb").read().endswith(b"second half of /half")


def test_server_that_stops_waits_for_nothing_for_ever(app, monkeypatch, caplog):
    monkeypatch.setattr("server.listen.ENDING_SECONDS", 0.2)
    server = listen(app, "127.0.0.1", 0)
    thread = Thread(target=server.run)
    thread.start()
    with closing(connect(server)) as connection:
        connection.request("GET", "/slow")
        assert app.began.wait(60)
        server.stop()
        thread.join(60)
        assert not thread.is_alive()
        with pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()
    assert "1 requests were not finished" in caplog.text


def test_port_in_use_is_reported():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ListenError, match=rf"Cannot listen on 127\.0\.0\.1:{port}: .*in use"):
            bind("127.0.0.1", port)


def test_invalid_host_is_reported():
    with pytest.raises(ListenError, match="Cannot listen on no host"):
        bind("no host", 0)
