"""A large answer of a far account: seen from its first page on, stopped, left, read on, read anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from app import ExploredAccount, create_explorer
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.shared_reads import MAX_WAIT_SECONDS
from tests.browser.door import Door
from tests.browser.explorer import Explorer

FIRST = 2
"""Pages that arrive before the account is slow."""
PAGES = 6
WHOLE = "268"
GROWING = "#lineage[data-state=partial][aria-busy=true]"
DONE = "#lineage[data-state=complete][aria-busy=false]"
LONG_MS = 60_000

LEFT_SECONDS = 0.5
"""How long these servers read on for nobody: sooner than they usually give up, because tests wait for it."""

SOON_MS = 400
"""After a page that somebody wants more of, the next one would be asked for within this time."""


class Workers:
    """One address, answered by one explorer after another, over one cache on disk.

    A worker that is restarted remembers nothing else.
    """

    def __init__(self, door: Door, folder: Path) -> None:
        self._url = f"http://127.0.0.1:{door.port}"
        self._folder = folder
        self.restart()

    def restart(self) -> None:
        client = session.connect(endpoint_url=self._url, region="us-west-2")
        explored = ExploredAccount(self._url, client, f"disk:{self._folder}", lambda: self._url)
        self._app = create_explorer(explored, left_seconds=LEFT_SECONDS).server

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self._app(environ, start_response)


@pytest.fixture
def far(door) -> Iterator[Door]:
    """An account whose third page arrives only when a test lets it."""
    held = door(latency_ms=60)
    held.hold(after=FIRST)
    yield held
    held.let_go()


@pytest.fixture
def workers(far, tmp_path) -> Workers:
    return Workers(far, tmp_path / "cache")


@pytest.fixture
def begun(page, workers, production, stage) -> Iterator[Explorer]:
    """A page that looks at the first pages of a large answer, of which more are on their way."""
    with stage.showing(workers) as address:
        page.goto(f"{address}/?start={production}&direction=Both")
        page.wait_for_selector(GROWING, timeout=LONG_MS)
        yield Explorer(page, address)


def until(page: Page, met: Callable[[], bool]) -> None:
    """Wait for something that the page does not show."""
    for _ in range(LONG_MS // 50):
        if met():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to that")


def left(begun: Explorer, far: Door) -> None:
    """Let the time pass in which somebody might still want more, then let the page on its way arrive.

    A request that was given up by its page is still waited for by the server, and wanted until then.
    """
    begun.page.wait_for_timeout(1000 * (MAX_WAIT_SECONDS + LEFT_SECONDS) + 100)
    far.let_go()
    until(begun.page, lambda: far.answered > FIRST)
    begun.page.wait_for_timeout(SOON_MS)


def test_the_first_pages_are_looked_at_while_the_rest_arrives(begun, far):
    assert 0 < int(begun.told("vertices")) < int(WHOLE)
    assert begun.nodes()
    assert re.fullmatch(r"Reading: \d pages?, \d+ entities, \d+\.\d s\s+Stop", begun.text("#progress"))
    far.let_go()
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert (begun.told("vertices"), far.pages) == (WHOLE, PAGES)
    assert begun.page.is_hidden("#progress")


def test_what_is_looked_at_stays_where_it_is_while_the_picture_grows(begun, far, production):
    begun.glided()
    before, key = begun.place(production), begun.told("key")
    far.let_go()
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    begun.glided()
    assert begun.place(production) == pytest.approx(before, abs=1)
    assert begun.told("key") == key


def test_stop_keeps_what_was_read_and_reading_on_loses_and_doubles_nothing(begun, far):
    begun.page.click("#stop")
    begun.page.wait_for_selector("#lineage[data-state=partial][aria-busy=false]", timeout=LONG_MS)
    kept = int(begun.told("vertices"))
    assert begun.text("#progress").startswith("Stopped after")
    left(begun, far)
    assert far.pages == FIRST + 1  # the page that was on its way, which comes into view with the names
    assert int(begun.told("vertices")) >= kept
    assert f"{begun.told('vertices')} entities" in begun.text("#progress")

    begun.page.click("#read-on")
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert (begun.told("vertices"), far.pages) == (WHOLE, PAGES)


def test_leaving_ends_the_reading(begun, far):
    begun.page.evaluate("dash_clientside.set_props('address', { search: '' })")
    begun.page.wait_for_selector("#lineage[data-state=idle]", timeout=LONG_MS)
    left(begun, far)
    assert far.pages == FIRST + 1
    assert begun.page.is_hidden("#progress")


def test_leaving_for_another_focus_ends_the_reading_and_coming_back_goes_on_with_it(begun, far, production):
    begun.page.evaluate(
        "start => window.lineage.go(`?start=${start}&direction=Ascendants&depth=1`)", production
    )
    until(begun.page, lambda: far.pages == FIRST + 2)
    left(begun, far)
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert int(begun.told("vertices")) < int(WHOLE)
    assert far.pages == FIRST + 2
    begun.page.go_back()
    begun.page.wait_for_selector("#lineage[data-vertices='268']", timeout=LONG_MS)
    assert far.pages == PAGES + 1


def test_refresh_reads_anew_and_says_when(begun, far):
    far.let_go()
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert begun.text("#age") == "Read just now"
    read = begun.page.get_attribute("#age", "datetime")
    begun.page.click("#refresh")
    begun.page.wait_for_function(
        "read => document.querySelector('#age').dateTime !== read", arg=read, timeout=LONG_MS
    )
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert (begun.told("vertices"), far.pages) == (WHOLE, 2 * PAGES)


def test_going_back_costs_no_page(begun, far, production):
    far.let_go()
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    begun.page.evaluate("start => window.lineage.go(`?start=${start}&depth=1`)", production)
    begun.page.wait_for_selector("#lineage:not([data-vertices='268'])", timeout=LONG_MS)
    begun.settle()
    asked = far.pages
    begun.page.go_back()
    begun.page.wait_for_selector("#lineage[data-vertices='268']", timeout=LONG_MS)
    assert far.pages == asked


def test_a_worker_that_is_restarted_in_mid_reading_loses_and_doubles_nothing(begun, workers, far):
    begun.page.route("**/screen?*", lambda route: route.abort())
    left(begun, far)
    workers.restart()
    begun.page.unroute("**/screen?*")
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert (begun.told("vertices"), far.pages) == (WHOLE, PAGES)
    assert begun.text("#notice") == ""


def test_a_server_that_cannot_be_reached_for_a_while_loses_and_doubles_nothing(begun, far):
    begun.page.context.set_offline(True)
    left(begun, far)
    begun.page.context.set_offline(False)
    begun.page.wait_for_selector(DONE, timeout=LONG_MS)
    assert (begun.told("vertices"), far.pages) == (WHOLE, PAGES)
    assert begun.text("#notice") == ""
