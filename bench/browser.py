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
"""Milliseconds that the pointer rests before the click, as a reader's does.

Effects of hovering are over by then, and the page has prefetched what the click will show.
"""
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
    """Times of a click and of the new view, in milliseconds of the page's clock.

    Attributes:
        click: The mouse button was released, or Enter pressed.
        complete: The page had painted the graph and updated the rest of the screen.
        answered: The first answer to it came; None if the page had it already.
    """

    click: float
    complete: float
    answered: float | None = None

    @property
    def elapsed(self) -> float:
        """Milliseconds from the click to the complete view."""
        return self.complete - self.click


class Visit:
    """Window on the explorer.

    Each step starts when the page is idle.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    def draw_first_view(self, start: str) -> ClickTimings:
        """Paste a start into the search of the first screen and press Enter."""
        self._page.keyboard.press("/")
        self._page.fill("#start", start)
        self.wait_until_idle()
        return self._measure(lambda: self._page.keyboard.press("Enter"))

    def go_to(self, arn: str) -> ClickTimings:
        """Focus a neighbor.

        It is done by its card, or by a link if a closed group contains it.
        """
        if arn in self.list_vertices():
            self._page.evaluate("arn => bench.center(arn)", arn)
            x, y = self._page.evaluate("arn => bench.findPosition(arn)", arn)
            self._page.mouse.move(x, y)
        else:
            self._page.evaluate("arn => bench.addLink(arn)", arn)
            self._page.hover("#bench-link")
        self._page.wait_for_timeout(_HOVER_MS)
        return self._measure(self._press)

    def list_vertices(self) -> frozenset[str]:
        """Return the ARNs of the drawn vertices."""
        return frozenset(self._page.evaluate("bench.listVertices()"))

    def wait_until_idle(self) -> None:
        """Wait until no request is open or about to be sent."""
        self._page.evaluate("bench.waitUntilIdle()")

    def _press(self) -> None:
        self._page.mouse.down()
        self._page.mouse.up()

    def _measure(self, act: Callable[[], None]) -> ClickTimings:
        self._page.evaluate("bench.begin()")
        act()
        self._page.wait_for_function("bench.isComplete()", timeout=_TIMEOUT_MS)
        timings = ClickTimings(**self._page.evaluate("bench.readMarks()"))
        self.wait_until_idle()
        return timings


def open_first_screen(page: Page, address: str) -> Visit:
    """Open the first screen in a new page and wait until idle."""
    page.add_init_script(path=_PROBE)
    page.goto(address)
    page.wait_for_selector("#welcome a", timeout=_TIMEOUT_MS)
    visitor = Visit(page)
    visitor.wait_until_idle()
    return visitor
