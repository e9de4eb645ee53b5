"""Requests that are refused before their bodies are read."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from waitress.receiver import FixedStreamReceiver

from server.base_path import check_under, serve_under
from server.guard import Guard, GuardParts
from server.guard_settings import GuardSettings, parse_networks
from server.listen import Server, ServerLimits, bind
from server.route_names import RouteNames
from tests.server.conftest import TOKEN
from tests.support.wsgi_servers import run_server

LARGE = 2_000_000
SETTINGS = GuardSettings(token=TOKEN, user_header="X-User", trusted_proxies=parse_networks(("10.0.0.0/8",)))
SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}
REFUSED = {
    "nobody": ({}, 401),
    "a wrong token": ({"Authorization": f"Bearer {TOKEN}x"}, 401),
    "a forged cookie": ({"Cookie": "lineage_x=1.2.3"}, 401),
    "a person that no proxy names": ({"X-User": "ann"}, 403),
    "another site": ({**SIGNED_IN, "Sec-Fetch-Site": "cross-site"}, 403),
    "another origin": ({**SIGNED_IN, "Origin": "https://evil.example"}, 403),
    "another host": ({**SIGNED_IN, "Host": "evil.example"}, 421),
    "too much for the route": ({**SIGNED_IN, "Content-Length": str(LARGE + 1)}, 413),
    "too much for the server": ({**SIGNED_IN, "Content-Length": str(10 * LARGE)}, 413),
    "chunks of nobody": ({"Content-Length": None, "Transfer-Encoding": "chunked"}, 401),
    "who waits to be let in": ({"Expect": "100-continue"}, 401),
}


class CountingApp:
    """Answers with the size of what was sent."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, environ, start_response):
        self.calls += 1
        text = f"{len(environ['wsgi.input'].read())} bytes to {environ['PATH_INFO']}".encode()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
        return [text]


@pytest.fixture
def app():
    return CountingApp()


@pytest.fixture
def stored(monkeypatch) -> list[int]:
    """Return the numbers of bytes of bodies that the server keeps."""
    counts: list[int] = []
    keep = FixedStreamReceiver.received

    def receive(receiver, data):
        counts.append(len(data))
        return keep(receiver, data)

    monkeypatch.setattr(FixedStreamReceiver, "received", receive)
    return counts


@contextmanager
def serve(app, limits: ServerLimits | None = None, base_path: str = "") -> Iterator[int]:
    guard = Guard(app, SETTINGS, GuardParts(RouteNames(body_limits={"/open": LARGE})))
    limits = limits or ServerLimits(threads=2, body_bytes=2 * LARGE)
    check = check_under(guard.find_refusal, base_path)
    server = Server(serve_under(guard, base_path), bind("127.0.0.1", 0), limits, check)
    with run_server(server) as address:
        yield urlsplit(address).port


@contextmanager
def connect(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        yield connection


def write_head(path: str = "/open", **headers: str | None) -> bytes:
    fields = {"Host": "127.0.0.1", "Content-Length": str(LARGE), **headers}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "", ""]).encode()


def read_answer(connection: socket.socket) -> tuple[int, str, bytes]:
    """Return status, head and body of the next answer."""
    file = connection.makefile("rb", buffering=0)  # the next answer stays where it is
    head = b"".join(iter(file.readline, b"\r\n")).decode()
    length = next(line for line in head.splitlines() if line.startswith("Content-Length"))
    return int(head.split()[1]), head, connection.recv(int(length.split()[1]), socket.MSG_WAITALL)


@pytest.mark.parametrize(("headers", "status"), REFUSED.values(), ids=REFUSED)
def test_refusal_comes_before_the_body(app, stored, headers, status):
    with serve(app) as port, connect(port) as connection:
        connection.sendall(write_head(**headers) + b"the beginning")
        found, head, body = read_answer(connection)
        assert (found, app.calls, stored) == (status, 0, [])
        assert b'"error"' in body
        assert "Connection: close" in head
        assert "X-Content-Type-Options: nosniff" in head
        assert connection.recv(1) == b""  # this side has ended; what still comes is dropped
        for _ in range(20):
            connection.sendall(b"x" * 1000)
        assert stored == []


def test_refusal_reaches_who_sends_everything_before_reading(app, stored):
    with serve(app) as port, connect(port) as connection:
        connection.sendall(write_head() + b"x" * LARGE)
        connection.shutdown(socket.SHUT_WR)
        assert read_answer(connection)[0] == 401
        assert connection.recv(1) == b""
        assert stored == []


def test_body_that_is_refused_is_not_taken_for_requests(app):
    hidden = write_head("/health", **SIGNED_IN, **{"Content-Length": "0"})
    with serve(app) as port, connect(port) as connection:
        connection.sendall(write_head() + hidden)
        assert read_answer(connection)[0] == 401
        with suppress(OSError):
            connection.sendall(hidden)
        assert connection.recv(1000) == b""
        assert app.calls == 0


def test_body_of_who_is_signed_in_is_read_whole(app):
    with serve(app) as port, connect(port) as connection:
        for length in (5, 3):  # on one connection
            head = write_head(**SIGNED_IN, **{"Content-Length": str(length), "Expect": "100-continue"})
            connection.sendall(head)
            assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
            for _ in range(length):
                connection.sendall(b"x")
                time.sleep(0.01)
            assert read_answer(connection)[2] == f"{length} bytes to /open".encode()


def test_request_before_the_one_that_is_refused_is_answered(app):
    with serve(app) as port, connect(port) as connection:
        first = write_head(**SIGNED_IN, **{"Content-Length": "2"}) + b"ab"
        connection.sendall(first + write_head() + b"x" * 100)
        assert read_answer(connection)[2] == b"2 bytes to /open"
        assert read_answer(connection)[0] == 401


def test_wrong_tokens_count_without_their_bodies(app):
    with serve(app) as port:
        found = []
        for token in [f"{TOKEN}x"] * 12 + [TOKEN]:
            with connect(port) as connection:
                connection.sendall(write_head(Authorization=f"Bearer {token}"))
                found.append(read_answer(connection)[0])
        # Whether the last one is right cannot be told from when it is answered either.
        assert found == [401] * 10 + [429] * 3
        assert app.calls == 0


def test_form_to_sign_in_is_read_from_anybody(app):
    form = f"token={TOKEN}".encode()
    with serve(app) as port, connect(port) as connection:
        connection.sendall(write_head("/sign-in", **{"Content-Length": str(len(form))}))
        time.sleep(0.05)
        connection.sendall(form)
        assert read_answer(connection)[0] == 303


def test_limits_of_routes_hold_under_a_path(app):
    with serve(app, base_path="/tools/lineage") as port:
        for path, status in (("/tools/lineage/open", 200), ("/open", 200), ("/tools/lineage/other", 413)):
            with connect(port) as connection:
                connection.sendall(write_head(path, **SIGNED_IN) + b"x" * (LARGE if status == 200 else 1))
                assert read_answer(connection)[0] == status, path


def drip_until_cut(connection: socket.socket) -> float:
    """Send a byte now and then; return the seconds until the connection is cut, or ten."""
    began = time.monotonic()
    with suppress(OSError):  # reset, or a broken pipe
        while time.monotonic() < began + 10:
            connection.sendall(b"x")
            time.sleep(0.05)
    return time.monotonic() - began


@pytest.mark.parametrize(
    "beginning", [b"GET /health HTTP/1.1\r\nHost: x", write_head(**SIGNED_IN)], ids=["head", "body"]
)
def test_request_that_drips_in_is_cut(app, beginning):
    with serve(app, ServerLimits(idle_seconds=1, body_bytes=2 * LARGE)) as port, connect(port) as connection:
        connection.sendall(beginning)
        assert drip_until_cut(connection) < 8


def test_slow_but_steady_sender_is_read_whole(app):
    with serve(app, ServerLimits(idle_seconds=1, body_bytes=2 * LARGE)) as port, connect(port) as connection:
        connection.sendall(write_head(**SIGNED_IN, **{"Content-Length": "10000"}))
        for _ in range(10):  # longer than it may be silent
            connection.sendall(b"x" * 1000)
            time.sleep(0.25)
        assert read_answer(connection)[2] == b"10000 bytes to /open"


def test_sender_that_never_ends_is_cut(app):
    with serve(app, ServerLimits(idle_seconds=1, body_bytes=LARGE)) as port, connect(port) as connection:
        connection.sendall(write_head())
        assert read_answer(connection)[0] == 401
        assert drip_until_cut(connection) < 8
