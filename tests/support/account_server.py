"""The account's endpoint on a controllable port."""

from __future__ import annotations

from socketserver import ThreadingMixIn
from threading import Event, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.service import Account

_HELD_SECONDS = 300.0


class Server(ThreadingMixIn, WSGIServer):
    """Closes each connection after its response, so the port closes at once."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Log nothing."""


class AccountServer:
    """The account's endpoint: opened, closed, paused, and counting its calls."""

    def __init__(self, account: Account, **faults: Any) -> None:
        self._app = build_wsgi_app(account, **faults)
        self._server: Server | None = None
        self.port = 0
        self.pages_left: int | None = None
        self.asked: list[str] = []
        self.answered = 0
        self._held_after: int | None = None
        self._let_go = Event()

    def open(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self._answer, Server, QuietHandler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def hold(self, *, after: int) -> None:
        """Answer at most this many pages of lineage until `let_go`."""
        self._held_after = after

    def let_go(self) -> None:
        self._let_go.set()

    @property
    def pages(self) -> int:
        """The number of lineage pages requested; `answered` counts the answered ones."""
        return self.asked.count("QueryLineage")

    def _answer(self, environ: Any, start_response: Any) -> Any:
        answer = self._app(environ, start_response)
        operation = environ["HTTP_X_AMZ_TARGET"].removeprefix("SageMaker.")
        attempt = environ.get("HTTP_AMZ_SDK_REQUEST", "attempt=1")
        if "attempt=1;" in f"{attempt};":  # what is held for longer than a client waits is sent again
            self.asked.append(operation)
        if operation == "QueryLineage":
            self._give_page()
        return answer

    def _give_page(self) -> None:
        if self._held_after is not None and self.pages > self._held_after:
            self._let_go.wait(_HELD_SECONDS)
        self.answered += 1
        if self.pages_left is not None:
            self.pages_left -= 1
            if self.pages_left == 0:
                self.close()
