"""A real Chromium before the explorer, and what it says of each step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

_PROBE = Path(__file__).with_name("probe.js")
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW: ViewportSize = {"width": 1440, "height": 900}
_HOVER_MS = 250
"""How long the pointer rests on a card before the click, so that what hovering does is over."""
_PATIENCE_MS = 30_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, slots=True)
class Steps:
    """When what happened on the way from a click to a picture, in milliseconds of the page's clock.

    Attributes:
        click: The mouse button was let go; for Back, the browser was told.
        asked: The request for the drawing was made.
        answered: The first byte of its answer was there.
        received: The last one.
        handed: It was parsed, and the drawing in it handed to `picture.js`.
        changed: Cytoscape held the new picture.
        painted: Cytoscape had painted it.
        drawn: Dash had shown the rest of the screen, and `#lineage` said so.
        sent_bytes: Size of the answer's body as it was sent.
        plain_bytes: The same before compression.
        worked: Processor time of the page's main thread from click to drawn, in milliseconds. Less than the
            time that passed: the page waits for the server, and other programs take their turns.
    """

    click: float
    asked: float
    answered: float
    received: float
    handed: float
    changed: float
    painted: float
    drawn: float
    sent_bytes: int
    plain_bytes: int
    worked: float


class Visit:
    """One reader's window on the explorer; each step is made when nothing is under way."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._metrics = page.context.new_cdp_session(page)
        self._metrics.send("Performance.enable")

    def first_picture(self, start: str) -> Steps:
        """Type a start on the first screen and click Run."""
        self._page.fill("#start", start)
        box = self._page.locator("#run").bounding_box()
        assert box
        return self._click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def click(self, arn: str) -> Steps:
        """Bring a card into view, as by dragging the picture, and click it."""
        self._page.evaluate("arn => bench.show(arn)", arn)
        x, y = self._page.evaluate("arn => bench.place(arn)", arn)
        return self._click(x, y)

    def step(self, arn: str) -> Steps:
        """Go to a neighbour of the focus: by its card or, where a closed group holds it, by a link to it."""
        if arn in self.shown():
            return self.click(arn)
        return self._measured(lambda: self._page.evaluate("arn => bench.follow(arn)", arn))

    def back(self) -> Steps:
        """Go back."""
        return self._measured(lambda: self._page.evaluate("bench.back()"))

    def shown(self) -> frozenset[str]:
        """Return the ARNs of the picture's vertices."""
        return frozenset(self._page.evaluate("bench.shown()"))

    def settle(self) -> None:
        """Wait until the page neither waits for an answer nor is about to ask again."""
        self._page.evaluate("bench.quiet()")

    def _click(self, x: float, y: float) -> Steps:
        self._page.mouse.move(x, y)
        self._page.wait_for_timeout(_HOVER_MS)
        return self._measured(self._press)

    def _press(self) -> None:
        self._page.mouse.down()
        self._page.mouse.up()

    def _measured(self, act: Callable[[], None]) -> Steps:
        self._page.evaluate("bench.arm()")
        before = self._worked()
        act()
        self._page.wait_for_function("bench.drawn()", timeout=_PATIENCE_MS)
        worked = self._worked() - before
        steps = Steps(**self._page.evaluate("bench.read()"), worked=worked)
        self.settle()
        return steps

    def _worked(self) -> float:
        """Return the processor time of the page's main thread so far, in milliseconds."""
        metrics = self._metrics.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "ThreadTime")


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the first screen in a new window."""
    with browser.new_context(viewport=WINDOW) as context:
        yield first_screen(context.new_page(), address)


def first_screen(page: Page, address: str) -> Visit:
    """Open the first screen in a window that has not been anywhere yet, and wait until it has settled."""
    page.add_init_script(path=_PROBE)
    page.goto(address)
    page.wait_for_selector("#welcome a", timeout=_PATIENCE_MS)
    visitor = Visit(page)
    visitor.settle()
    return visitor
