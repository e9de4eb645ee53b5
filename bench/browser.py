"""Drive the explorer in a real Chromium and time each step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

_PROBE = Path(__file__).with_name("probe.js")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Where the page is measured, its policy is bypassed: it forbids the evaluation that waiting takes.
WINDOW: ViewportSize = {"width": 1440, "height": 900}
_HOVER_MS = 250
"""Milliseconds that the pointer rests on a card before the click, so that hover effects are over."""
_TIMEOUT_MS = 30_000


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """Run a headless Chromium during the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, slots=True)
class ClickTimings:
    """Times of the steps from a click to the new view.

    They are in milliseconds of the page's clock, unless stated otherwise.

    Attributes:
        click: The mouse button was released; for Back, the browser was told to go back.
        request: The request for the view was sent.
        first_byte: The first byte of the response arrived.
        last_byte: The last byte of the response arrived.
        handover: The response was parsed and passed to the script that draws the graph.
        graph_change: Cytoscape's graph was changed.
        paint: Cytoscape had painted the graph.
        complete: Dash had updated the rest of the screen, and `#lineage` had the state of a finished view.
        compressed_bytes: Size of the response's body as it was sent.
        plain_bytes: Size of the response's body before compression.
        main_thread: Processor time of the page's main thread from click to completion. It is less than the
            elapsed time, because the page waits for the server and other programs run.
    """

    click: float
    request: float
    first_byte: float
    last_byte: float
    handover: float
    graph_change: float
    paint: float
    complete: float
    compressed_bytes: int
    plain_bytes: int
    main_thread: float


class Visit:
    """Window on the explorer.

    Each step starts when the page is idle.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._metrics = page.context.new_cdp_session(page)
        self._metrics.send("Performance.enable")

    def draw_first_view(self, start: str) -> ClickTimings:
        """Paste a start into the search of the first screen and press Enter."""
        self._page.keyboard.press("/")
        self._page.fill("#start", start)
        self.wait_until_idle()
        return self._measure(lambda: self._page.keyboard.press("Enter"))

    def click_card(self, arn: str) -> ClickTimings:
        """Center a card in the window and click it."""
        self._page.evaluate("arn => bench.center(arn)", arn)
        x, y = self._page.evaluate("arn => bench.findPosition(arn)", arn)
        return self._click_at(x, y)

    def go_to(self, arn: str) -> ClickTimings:
        """Focus a neighbor.

        It is done by its card, or by a link if a closed group contains it.
        """
        if arn in self.list_vertices():
            return self.click_card(arn)
        return self._measure(lambda: self._page.evaluate("arn => bench.goTo(arn)", arn))

    def go_back(self) -> ClickTimings:
        """Go back."""
        return self._measure(lambda: self._page.evaluate("bench.goBack()"))

    def list_vertices(self) -> frozenset[str]:
        """Return the ARNs of the drawn vertices."""
        return frozenset(self._page.evaluate("bench.listVertices()"))

    def wait_until_idle(self) -> None:
        """Wait until no request is open or about to be sent."""
        self._page.evaluate("bench.waitUntilIdle()")

    def _click_at(self, x: float, y: float) -> ClickTimings:
        self._page.mouse.move(x, y)
        self._page.wait_for_timeout(_HOVER_MS)
        return self._measure(self._press)

    def _press(self) -> None:
        self._page.mouse.down()
        self._page.mouse.up()

    def _measure(self, act: Callable[[], None]) -> ClickTimings:
        self._page.evaluate("bench.begin()")
        before = self._read_main_thread_time()
        act()
        self._page.wait_for_function("bench.isComplete()", timeout=_TIMEOUT_MS)
        worked = self._read_main_thread_time() - before
        steps = ClickTimings(**self._page.evaluate("bench.readMarks()"), main_thread=worked)
        self.wait_until_idle()
        return steps

    def _read_main_thread_time(self) -> float:
        """Return the processor time of the page's main thread, in milliseconds."""
        metrics = self._metrics.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "ThreadTime")


def open_first_screen(page: Page, address: str) -> Visit:
    """Open the first screen in a new page and wait until idle."""
    page.add_init_script(path=_PROBE)
    page.goto(address)
    page.wait_for_selector("#welcome a", timeout=_TIMEOUT_MS)
    visitor = Visit(page)
    visitor.wait_until_idle()
    return visitor
