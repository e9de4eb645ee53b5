"""Answers: sent by the threads that make them, also to readers that take them slowly or leave."""

from __future__ import annotations

import socket
import time
from contextlib import closing
from threading import Event

import pytest

from server.direct_channel import DirectChannel
from server.listen import Server, ServerLimits, listen
from tests.support.wsgi_servers import run_server

LARGE = bytes(range(256)) * 40_000
"""More than the buffers of a socket take."""


def app(environ, start_response):
    body = LARGE if environ["PATH_INFO"] == "/large" else b"small"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def server():
    server = listen(app, "127.0.0.1", 0, ServerLimits(2))
    with run_server(server):
        yield server


def ask(server: Server, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.effective_port), timeout=20)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def read_body(connection: socket.socket, size: int) -> bytes:
    answer = b""
    while b"\r\n\r\n" not in answer or len(answer.partition(b"\r\n\r\n")[2]) < size:
        piece = connection.recv(65_536)
        assert piece
        answer += piece
    return answer.partition(b"\r\n\r\n")[2]


def test_loop_waits_while_a_thread_sends(server, monkeypatch):
    began, let_go, rounds = Event(), Event(), []
    send, process_events = DirectChannel.send, server._process_events

    def send_slowly(channel, data, do_close=True):
        began.set()
        assert let_go.wait(20)
        return send(channel, data, do_close=do_close)

    def count_rounds(seconds):
        rounds.append(seconds)
        process_events(seconds)

    monkeypatch.setattr(DirectChannel, "send", send_slowly)
    monkeypatch.setattr(server, "_process_events", count_rounds)
    with closing(ask(server, "/small")) as connection:
        assert began.wait(20)
        rounds.clear()
        socket.create_connection(
            ("127.0.0.1", server.effective_port)
        ).close()  # the loop looks at all of them
        time.sleep(0.5)
        assert 1 <= len(rounds) <= 10
        let_go.set()
        assert read_body(connection, 5) == b"small"


def test_large_answer_reaches_a_slow_reader_whole(server):
    with closing(ask(server, "/large")) as connection:
        time.sleep(0.2)  # until the buffers are full
        assert read_body(connection, len(LARGE)) == LARGE
        connection.sendall(b"GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert read_body(connection, 5) == b"small"


def test_reader_who_leaves_costs_the_others_nothing(server):
    for _ in range(5):
        ask(server, "/large").close()
    with closing(ask(server, "/small")) as connection:
        assert read_body(connection, 5) == b"small"
    deadline = time.monotonic() + 20
    while server._server.active_channels and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not server._server.active_channels
