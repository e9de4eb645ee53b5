"""Servers that run while tests need them."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from server.listen import Server

BLANK_PATH = "/blank"
"""Path of an empty page, whichever application is served.

A window that waits there keeps the process of its site, and with it what that has compiled; `about:blank` may end it.
"""


class SwappableApp:
    """One address that serves one application after another.

    Browsers keep what an address has sent them, and what they have compiled of it: a new one would begin anew.
    """

    def __init__(self, app: Any) -> None:
        self.address = ""
        self.is_strict = False
        self._app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer as the application does, but let Playwright evaluate what it waits for, unless strict."""

        def start(status: str, headers: Any, *rest: Any) -> Any:
            if not self.is_strict:
                headers = [
                    (name, value.replace("script-src ", "script-src 'unsafe-eval' "))
                    for name, value in headers
                ]
            return start_response(status, headers, *rest)

        if environ["PATH_INFO"] == BLANK_PATH:
            start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "0")])
            return [b""]
        return self._app(environ, start)

    @contextmanager
    def showing(self, app: Any) -> Iterator[str]:
        """Serve another application for a while; give its address."""
        former, self._app = self._app, app
        try:
            yield self.address
        finally:
            self._app = former


def connect(server: Server) -> http.client.HTTPConnection:
    """Return a connection to a server, which it keeps between requests."""
    return http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=60)


@contextmanager
def run_server(server: Server) -> Iterator[str]:
    """Run a server, yield its address, and finally close every connection."""
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.stop()
        thread.join(timeout=60)
