"""A service that throttles, fails, is slow, or goes away in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from account.endpoint import listen, wsgi_app
from account.service import Account
from app import Explored, explorer
from lineage.aws import session
from tests.browser.explorer import Explorer


class Server(ThreadingMixIn, WSGIServer):
    """Closes each connection after its answer, so that a closed port is closed at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: a request is no news."""


class Door:
    """The account's endpoint on one port: it can be closed, also after some pages, and opened again."""

    def __init__(self, account: Account, **faults: Any) -> None:
        self._app = wsgi_app(account, **faults)
        self._server: Server | None = None
        self.port = 0
        self.pages_left: int | None = None

    def open(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self._answer, Server, Silent)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, environ: Any, start_response: Any) -> Any:
        answer = self._app(environ, start_response)
        if environ["HTTP_X_AMZ_TARGET"] == "SageMaker.QueryLineage" and self.pages_left is not None:
            self.pages_left -= 1
            if self.pages_left == 0:
                self.close()
        return answer


@pytest.fixture
def door(account) -> Iterator[Callable[..., Door]]:
    doors = []

    def make(**faults: Any) -> Door:
        doors.append(Door(account, **faults))
        doors[-1].open()
        return doors[-1]

    yield make
    for each in doors:
        each.close()


@pytest.fixture
def serve(page) -> Iterator[Any]:
    servers = []

    def start(door: Door) -> Explorer:
        """Serve the explorer over an endpoint, as `--live --endpoint-url` does."""
        url = f"http://127.0.0.1:{door.port}"
        client = session.connect(endpoint_url=url, region="us-west-2")
        server = listen(explorer(Explored(url, client)).server, "127.0.0.1", 0)
        servers.append(server)
        Thread(target=server.run, daemon=True).start()
        return Explorer(page, f"http://127.0.0.1:{server.effective_port}")

    yield start
    for server in servers:
        server.close()


def places(explore: Explorer) -> dict[str, dict[str, float]]:
    """Return where each vertex stands; names may still arrive, places stay."""
    return {arn: node["position"] for arn, node in explore.nodes().items()}


def test_throttled_failing_and_slow_the_picture_is_complete_or_says_what_is_missing(serve, door, production):
    explore = serve(door(throttle=0.3, fail=0.1, latency_ms=100))
    explore.page.goto(f"{explore.address}/?start={production}&direction=Ascendants")
    explore.page.wait_for_selector(
        "#lineage:is([data-state=complete], [data-state=partial], [data-state=error])", timeout=60_000
    )
    if explore.told("state") == "complete":
        assert explore.told("vertices") == "27"
    else:
        assert explore.text("#notice") != ""


def test_an_endpoint_that_goes_away_leaves_part_of_the_picture_and_recovers(serve, door, production):
    endpoint = door()
    endpoint.pages_left = 2
    explore = serve(endpoint)
    explore.page.goto(f"{explore.address}/?start={production}&direction=Both")
    explore.page.wait_for_selector("#lineage[data-state=partial]", timeout=60_000)
    assert 50 < int(explore.told("vertices")) < 268
    assert explore.text("#notice") != ""

    endpoint.pages_left = None
    endpoint.open()
    explore.page.click("#retry")
    explore.page.wait_for_selector("#lineage[data-state=complete]", timeout=60_000)
    assert explore.told("vertices") == "268"
    assert explore.text("#notice") == ""


def test_an_endpoint_that_is_not_there_is_named_and_the_picture_stays(serve, door, production):
    endpoint = door()
    explore = serve(endpoint)
    explore.open(start=production, direction="Ascendants")
    before = places(explore)
    endpoint.close()
    explore.page.fill("#depth", "2")
    explore.page.press("#depth", "Control+Enter")
    explore.page.wait_for_selector("#lineage[data-state=error]", timeout=60_000)
    assert f"127.0.0.1:{endpoint.port}" in explore.text("#notice")
    assert places(explore) == before
