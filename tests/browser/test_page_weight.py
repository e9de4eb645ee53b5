"""What is sent for a link that is opened, and what only when it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WINDOW
from tests.support.explorer_page import Explorer

MAX_SENT = 450_000
UNUSED = re.compile("mantine|dash_core_components|dash_table|polyfill|plotly", re.IGNORECASE)


class SentFiles:
    """Records what a page gets, as compressed as it is sent."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, float] = {}
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._end)

    def _begin(self, event) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _end(self, event) -> None:
        address = self._addresses[event["requestId"]]
        self.sizes[address] = self.sizes.get(address, 0) + event["encodedDataLength"]


@pytest.fixture
def cold_window(chromium, address) -> Iterator[tuple[Explorer, SentFiles]]:
    """Return a window of a browser that has nothing in its cache."""
    with chromium.new_context(**WINDOW) as context:
        page = context.new_page()
        yield Explorer(page, address), SentFiles(page)


def test_a_link_sends_little_and_nothing_that_it_does_not_show(cold_window, production):
    explore, sent = cold_window
    explore.open(start=production)
    explore.page.wait_for_selector("#details[aria-busy=false] .name", state="attached")
    assert any("dash_cytoscape" in address for address in sent.sizes)
    assert [address for address in sent.sizes if UNUSED.search(address)] == []
    assert sum(sent.sizes.values()) < MAX_SENT, sent.sizes


def test_nothing_is_sent_twice_for_a_page(cold_window, production):
    """What is preloaded is what is asked for later."""
    explore, _ = cold_window
    requests: list[str] = []
    explore.page.on("request", lambda request: requests.append(request.url))
    explore.open(start=production)
    files = [url for url in requests if "/_dash-" in url or "/assets/" in url]
    assert sorted(set(files)) == sorted(files)
    assert any(url.endswith("/_dash-layout") for url in files)


def test_a_timeline_brings_plotly_when_it_is_opened(cold_window, production):
    explore, sent = cold_window
    explore.open(start=production, view="timeline")
    explore.page.wait_for_selector(".timeline .main-svg >> nth=0", state="attached")
    assert [address for address in sent.sizes if "plotly" in address]
