"""A large graph is shown while it loads, stopped and resumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from playwright.sync_api import Page

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.shared_reads import MAX_WAIT_SECONDS
from tests.support.account_server import AccountServer
from tests.support.explorer_page import PATIENCE_MS, Explorer

FIRST = 2
"""Pages that arrive before the account is slow."""
PAGES = 6
WHOLE = "268"
GROWING = "#lineage[data-state=partial][aria-busy=true]"
DONE = "#lineage[data-state=complete][aria-busy=false]"

LEFT_SECONDS = 0.5
"""How long these servers read on for nobody: sooner than they usually give up, because tests wait for it."""

SOON_MS = 400
"""After a page that somebody wants more of, the next one would be asked for within this time."""


class Workers:
    """One address served by successive explorers over one SQLite cache.

    A worker that is restarted remembers nothing else.
    """

    def __init__(self, door: AccountServer, folder: Path) -> None:
        self._url = f"http://127.0.0.1:{door.port}"
        self._folder = folder
        self.restart()

    def restart(self) -> None:
        client = session.connect(endpoint_url=self._url, region="us-west-2")
        explored = ExploredAccount(self._url, client, f"disk:{self._folder}", lambda: self._url)
        # A busy machine holds a page for longer than a call may take, or than is said of it.
        calls = CallMonitor(seconds=PATIENCE_MS, silent_seconds=PATIENCE_MS)
        self._app = create_explorer(explored, left_seconds=LEFT_SECONDS, calls=calls).server

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self._app(environ, start_response)


@pytest.fixture
def slow_account(account_server) -> Iterator[AccountServer]:
    """Return an account whose third page waits for a test's release."""
    held = account_server(latency_ms=60)
    held.hold(after=FIRST)
    yield held
    held.let_go()


@pytest.fixture
def workers(slow_account, tmp_path, monkeypatch) -> Workers:
    patient = session._CONFIG.merge(Config(read_timeout=PATIENCE_MS))
    monkeypatch.setattr(session, "_CONFIG", patient)
    return Workers(slow_account, tmp_path / "cache")


@pytest.fixture
def window_while_loading(page, workers, production, stage) -> Iterator[Explorer]:
    """Return a page on a graph that is still loading."""
    with stage.showing(workers) as address:
        page.goto(f"{address}/?start={production}&direction=Both")
        page.wait_for_selector(GROWING, timeout=PATIENCE_MS)
        yield Explorer(page, address)


def wait_until(page: Page, met: Callable[[], bool]) -> None:
    """Wait for a condition that the page does not show."""
    for _ in range(PATIENCE_MS // 50):
        if met():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to that")


def wait_until_abandoned(begun: Explorer, far: AccountServer) -> None:
    """Wait until the read is abandoned, then release its pending page.

    A request that was given up by its page is still waited for by the server, and wanted until then.
    """
    begun.page.wait_for_timeout(1000 * (MAX_WAIT_SECONDS + LEFT_SECONDS) + 100)
    far.let_go()
    wait_until(begun.page, lambda: far.answered > FIRST)
    begun.page.wait_for_timeout(SOON_MS)


def test_first_pages_are_usable_while_the_rest_loads(window_while_loading, slow_account):
    assert 0 < int(window_while_loading.attribute("vertices")) < int(WHOLE)
    assert window_while_loading.nodes()
    assert re.fullmatch(
        r"Loading: \d+ entities \(\d pages?\), \d+\.\d s\s+Stop", window_while_loading.text("#progress")
    )
    slow_account.let_go()
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert (window_while_loading.attribute("vertices"), slow_account.pages) == (WHOLE, PAGES)
    assert window_while_loading.page.is_hidden("#progress")


VIEW = """() => {
    const cy = document.getElementById('graph')._cyreg.cy;
    return [cy.zoom(), cy.pan().x, cy.pan().y];
}"""


def test_view_stays_in_place_while_the_graph_grows(window_while_loading, slow_account, production):
    window_while_loading.await_motion()
    window_while_loading.page.mouse.move(*window_while_loading.place(production))
    window_while_loading.page.mouse.wheel(0, -120)
    window_while_loading.page.mouse.move(0, 0)  # a card on which the pointer rests stays highlighted
    window_while_loading.await_motion()
    before, key = window_while_loading.place(production), window_while_loading.attribute("key")
    slow_account.let_go()
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    window_while_loading.await_motion()
    assert window_while_loading.place(production) == pytest.approx(before, abs=1)
    assert window_while_loading.attribute("key") == key


def test_view_that_nobody_moved_is_fitted_while_the_graph_grows(window_while_loading, slow_account):
    window_while_loading.await_motion()
    slow_account.let_go()
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    window_while_loading.await_motion()
    grown = window_while_loading.page.evaluate(VIEW)
    window_while_loading.page.set_viewport_size({"width": 1441, "height": 900})  # fits a picture again
    window_while_loading.await_motion()
    assert window_while_loading.page.evaluate(VIEW) == pytest.approx(grown, abs=2)


def test_stop_keeps_the_pages_and_continuing_is_complete(window_while_loading, slow_account):
    window_while_loading.page.click("#stop")
    window_while_loading.page.wait_for_selector(
        "#lineage[data-state=partial][aria-busy=false]", timeout=PATIENCE_MS
    )
    kept = int(window_while_loading.attribute("vertices"))
    assert window_while_loading.text("#progress").startswith("Stopped: ")
    wait_until_abandoned(window_while_loading, slow_account)
    assert (
        slow_account.pages == FIRST + 1
    )  # the page that was on its way, which comes into view with the names
    assert int(window_while_loading.attribute("vertices")) >= kept
    window_while_loading.page.wait_for_function(
        """() => {
            const { vertices } = document.getElementById('lineage').dataset;
            return document.getElementById('progress').textContent.includes(`${vertices} entities`);
        }"""
    )  # the last page is told at once, and counted a moment later

    window_while_loading.page.click("#read-on")
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert (window_while_loading.attribute("vertices"), slow_account.pages) == (WHOLE, PAGES)


def test_leaving_the_page_stops_the_read(window_while_loading, slow_account):
    window_while_loading.page.evaluate("dash_clientside.set_props('address', { search: '' })")
    window_while_loading.page.wait_for_selector("#lineage[data-state=idle]", timeout=PATIENCE_MS)
    wait_until_abandoned(window_while_loading, slow_account)
    assert slow_account.pages == FIRST + 1
    assert window_while_loading.page.is_hidden("#progress")


def test_changing_focus_stops_the_read_and_returning_resumes_it(
    window_while_loading, slow_account, production
):
    window_while_loading.navigate(f"?start={production}&direction=Ascendants&depth=1")
    wait_until(window_while_loading.page, lambda: slow_account.pages == FIRST + 2)
    wait_until_abandoned(window_while_loading, slow_account)
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert int(window_while_loading.attribute("vertices")) < int(WHOLE)
    assert slow_account.pages == FIRST + 2
    window_while_loading.page.go_back()
    window_while_loading.page.wait_for_selector("#lineage[data-vertices='268']", timeout=PATIENCE_MS)
    assert slow_account.pages == PAGES + 1


def test_refresh_reads_again_and_shows_the_time(window_while_loading, slow_account):
    slow_account.let_go()
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert window_while_loading.text("#age") == "Updated just now"
    read = window_while_loading.page.get_attribute("#age", "datetime")
    window_while_loading.page.click("#refresh")
    window_while_loading.page.wait_for_function(
        "read => document.querySelector('#age').dateTime !== read", arg=read, timeout=PATIENCE_MS
    )
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert (window_while_loading.attribute("vertices"), slow_account.pages) == (WHOLE, 2 * PAGES)


def test_going_back_requests_no_page(window_while_loading, slow_account, production):
    slow_account.let_go()
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    window_while_loading.navigate(f"?start={production}&depth=1")
    window_while_loading.page.wait_for_selector("#lineage:not([data-vertices='268'])", timeout=PATIENCE_MS)
    window_while_loading.settle()
    asked = slow_account.pages
    window_while_loading.page.go_back()
    window_while_loading.page.wait_for_selector("#lineage[data-vertices='268']", timeout=PATIENCE_MS)
    assert slow_account.pages == asked


def test_restarted_worker_resumes_the_read_completely(window_while_loading, workers, slow_account):
    window_while_loading.page.route("**/screen?*", lambda route: route.abort())
    wait_until_abandoned(window_while_loading, slow_account)
    workers.restart()
    window_while_loading.page.unroute("**/screen?*")
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert (window_while_loading.attribute("vertices"), slow_account.pages) == (WHOLE, PAGES)
    assert window_while_loading.text("#notice") == ""


def test_temporarily_unreachable_server_resumes_the_read_completely(window_while_loading, slow_account):
    window_while_loading.page.context.set_offline(True)
    wait_until_abandoned(window_while_loading, slow_account)
    window_while_loading.page.context.set_offline(False)
    window_while_loading.page.wait_for_selector(DONE, timeout=PATIENCE_MS)
    assert (window_while_loading.attribute("vertices"), slow_account.pages) == (WHOLE, PAGES)
    assert window_while_loading.text("#notice") == ""
