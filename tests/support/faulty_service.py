"""A service over HTTP that answers chosen operations wrongly or slowly."""

from __future__ import annotations

import gzip
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any, Self

from sagemaker_account.fault_injection import Service
from sagemaker_account.wire import handle_request

Fault = Callable[["Exchange"], None]
"""What is sent instead of an answer."""


@dataclass(frozen=True)
class Exchange:
    """One request: its socket and body, and the answer that the account would give."""

    connection: socket.socket
    request: bytes
    status: int
    body: bytes
    is_over: Event

    def send(
        self, body: bytes, *, status: str = "200 OK", headers: str = "", length: int | None = None
    ) -> None:
        count = len(body) if length is None else length
        head = f"HTTP/1.1 {status}\r\nContent-Length: {count}\r\nConnection: close\r\n{headers}\r\n"
        self.connection.sendall(head.encode() + body)

    def drip(self, text: bytes, *, seconds: float) -> None:
        """Send a text byte by byte, for as long as anybody reads."""
        for at in range(len(text)):
            self.connection.sendall(text[at : at + 1])
            if self.is_over.wait(seconds):
                return

    def reset(self) -> None:
        """Close the connection with a reset instead of an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@dataclass
class FaultyService:
    """Serves an account over HTTP; operations in `faults` are answered by these.

    Attributes:
        sent: The operations that were asked for.
    """

    account: Service
    faults: Mapping[str, Fault] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        service = self
        self._is_over = Event()

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    service._answer(self.request)

        class Server(ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, *_: Any) -> None:
                """Say nothing: a client that went away is expected."""

        self._server = Server(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def _answer(self, connection: socket.socket) -> None:
        head, _, body = _receive(connection).partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        target = headers["x-amz-target"]
        operation = target.removeprefix("SageMaker.")
        self.sent.append(operation)
        response = handle_request(self.account, target, body)
        exchange = Exchange(connection, body, response.status, response.body, self._is_over)
        fault = self.faults.get(operation) or self.faults.get("*")
        if fault:
            fault(exchange)
        else:
            exchange.send(response.body, status=f"{response.status} -")


def _receive(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("the client went away")
        received += part
    return received


HTML = b"<!doctype html><html><body><h1>It works</h1></body></html>"


def _send_status(status: str, body: bytes = HTML) -> Fault:
    return lambda exchange: exchange.send(body, status=status)


def _send_code(code: str, status: str) -> Fault:
    return _send_status(status, b'{"__type": "%s", "message": "told so"}' % code.encode())


def _drip_body(exchange: Exchange) -> None:
    exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{")
    exchange.drip(b" " * 100_000, seconds=0.05)


def _drip_chunks(exchange: Exchange) -> None:
    exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")
    exchange.drip(b"1\r\n \r\n" * 10_000, seconds=0.05)


def _drip_head(exchange: Exchange) -> None:
    exchange.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000, seconds=0.05)


def _close_silently(exchange: Exchange) -> None:
    exchange.connection.close()


def _stay_silent(exchange: Exchange) -> None:
    exchange.is_over.wait(20)


def _send_half_a_chunk(exchange: Exchange) -> None:
    exchange.connection.sendall(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" + exchange.body
    )


FAULTS: Mapping[str, Fault] = {
    "502 with HTML": _send_status("502 Bad Gateway"),
    "503 with HTML": _send_status("503 Service Unavailable"),
    "504 without a body": _send_status("504 Gateway Timeout", b""),
    "500 InternalFailure": _send_code("InternalFailure", "500 Internal Server Error"),
    "400 ThrottlingException": _send_code("ThrottlingException", "400 Bad Request"),
    "429 with HTML": _send_status("429 Too Many Requests"),
    "404 with HTML": _send_status("404 Not Found"),
    "302 to a sign-in page": lambda exchange: exchange.send(
        HTML, status="302 Found", headers="Location: https://login.invalid/\r\n"
    ),
    "400 with a list": _send_status("400 Bad Request", b'[{"__type": "x"}]'),
    "400 with a number for a code": _send_status("400 Bad Request", b'{"__type": 5, "message": {}}'),
    "reset": Exchange.reset,
    "closed without an answer": _close_silently,
    "no answer": _stay_silent,
    "no HTTP": lambda exchange: exchange.connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "truncated JSON": lambda exchange: exchange.send(exchange.body[: len(exchange.body) // 2]),
    "JSON cut behind a brace": lambda exchange: exchange.send(
        exchange.body[: exchange.body.rindex(b"}", 0, -2) + 1]
    ),
    "body shorter than its length": lambda exchange: exchange.send(
        exchange.body[:20], length=len(exchange.body)
    ),
    "chunk cut off": _send_half_a_chunk,
    "empty body": lambda exchange: exchange.send(b""),
    "HTML body": lambda exchange: exchange.send(HTML, headers="Content-Type: text/html\r\n"),
    "gzip bomb": lambda exchange: exchange.send(
        gzip.compress(b"{" + b" " * 20_000_000 + b"}"), headers="Content-Encoding: gzip\r\n"
    ),
    "JSON of other members": lambda exchange: exchange.send(b'{"Items": [1, 2, 3]}'),
    "JSON nested too deep": lambda exchange: exchange.send(
        b'{"NextToken":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    ),
    "dripping body": _drip_body,
    "dripping chunks": _drip_chunks,
    "dripping head": _drip_head,
}
"""Ways in which a service fails, by name."""
