"""Answers: sent by the threads that make them, also to readers that take them slowly or leave."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from threading import Event

import pytest

from server.direct_channel import DirectChannel
from server.listen import Server, ServerLimits, listen
from tests.support.waiting import wait_until
from tests.support.wsgi_servers import connect, run_server

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


def ask(server: Server, path: str) -> http.client.HTTPConnection:
    connection = connect(server)
    connection.request("GET", path)
    return connection


def test_loop_waits_while_a_thread_sends(server, monkeypatch):
    began, let_go, rounds = Event(), Event(), []
    send, process_events = DirectChannel.send, server._process_events

    def send_slowly(channel, data, do_close=True):
        began.set()
        assert let_go.wait(60)
        return send(channel, data, do_close=do_close)

    def count_rounds(seconds):
        rounds.append(seconds)
        process_events(seconds)

    monkeypatch.setattr(DirectChannel, "send", send_slowly)
    monkeypatch.setattr(server, "_process_events", count_rounds)
    with closing(ask(server, "/small")) as connection:
        assert began.wait(60)
        rounds.clear()
        with closing(connect(server)) as other:
            other.connect()  # the loop looks at all connections again
            time.sleep(0.5)
        assert 1 <= len(rounds) <= 10
        let_go.set()
        assert connection.getresponse().read() == b"small"


def test_large_answer_reaches_a_slow_reader_whole(server):
    with closing(ask(server, "/large")) as connection:
        time.sleep(0.2)  # until the buffers are full
        assert connection.getresponse().read() == LARGE
        connection.request("GET", "/small")
        assert connection.getresponse().read() == b"small"


def test_reader_who_leaves_costs_the_others_nothing(server):
    for _ in range(5):
        ask(server, "/large").close()
    with closing(ask(server, "/small")) as connection:
        assert connection.getresponse().read() == b"small"
    wait_until(lambda: not server._server.active_channels, "the end of all connections")
