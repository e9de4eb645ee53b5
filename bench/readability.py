"""Measure how well first views can be read, in windows of several sizes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.projects import open_account, write_project
from bench.report import Section, Table
from bench.server import run_server
from sagemaker_account.store import Store

_MEASURE = Path(__file__).with_name("readability.js").read_text(encoding="utf-8")
_ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"


@dataclass(frozen=True, slots=True)
class Window:
    """Window in which a view is opened."""

    title: str
    width: int
    height: int
    presents: bool = False


WINDOWS = (
    Window("1280×720", 1280, 720),  # noqa: RUF001 - the sign of multiplication is meant
    Window("1440×900", 1440, 900),  # noqa: RUF001
    Window("1920×1080", 1920, 1080),  # noqa: RUF001
    Window("presenting, 1080p", 1920, 1080, presents=True),
    Window("presenting, 4K", 3840, 2160, presents=True),
)

VIEWS = {
    "abalone": f"start={_ACCOUNT}:endpoint/abalone",
    "production": f"start={_ACCOUNT}:endpoint/customer-churn-production",
    "shadow": f"start={_ACCOUNT}:endpoint/payment-fraud-shadow",
    "staging": f"start={_ACCOUNT}:endpoint/customer-churn-staging",
    "group": f"start={_ACCOUNT}:model-package-group/customer-churn",
    "all connected": f"start={_ACCOUNT}:endpoint/customer-churn-production&direction=Both",
}
"""First views of the demo account, by what they are called here."""

LARGE_SIZE = 10_000

_TEXT = """\
Each first view is opened in a new window with the details of the focus beside it; presenting leaves only the
picture. *Title* is the height of the type of titles on the screen, in pixels, *cut* the share of titles that
are cut. *Height* is that of the picture relative to its tallest column. *Over cards* counts lines that touch
a card at neither of their ends, *crossings* pairs of lines without a common end that cross. Lines are taken
as straight between their control points."""


def measure(browser: Browser, *, rounds: int) -> Section:  # noqa: ARG001 - equal views look the same
    """Measure every view in every window once."""
    rows = [
        (window.title, *_format_row(figures))
        for address, search in _serve_views()
        for window in WINDOWS
        for figures in [_measure_view(browser, f"{address}/?{search}", window)]
    ]
    headings = (
        "window", "entities", "boxes", "title px", "cut", "height", "over cards", "crossings", "all in view",
    )  # fmt: skip
    return Section("Readability of first views", _TEXT, [Table("First views", headings, rows)])


def _serve_views() -> Iterator[tuple[str, str]]:
    """Yield the address of a server and the query of each view, while it is served."""
    with run_server() as server:
        for search in VIEWS.values():
            yield server.address, search
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            project = write_project(open_account(store), "vision", LARGE_SIZE)
        with run_server(file) as server:
            yield server.address, f"start={project.training_set}"


@contextmanager
def _open_window(browser: Browser, window: Window) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": window.width, "height": window.height})
    try:
        yield page
    finally:
        page.close()


def _measure_view(browser: Browser, address: str, window: Window) -> Mapping[str, Any]:
    with _open_window(browser, window) as page:
        page.goto(address)
        page.wait_for_selector("#lineage[data-state=complete], #lineage[data-state=partial]")
        page.wait_for_function("document.getElementById('completeness').textContent.includes('read')")
        page.wait_for_function("!document.getElementById('completeness').textContent.includes('still being')")
        if window.presents:
            page.click("#present")
        page.wait_for_timeout(1_000)
        figures: Mapping[str, Any] = page.evaluate(_MEASURE)
        return figures


def _format_row(figures: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{figures['entities']:,}",
        f"{figures['boxes']}",
        f"{figures['title']:.1f}",
        f"{figures['cut']:.0%}",
        f"{figures['height']:.2f}",
        f"{figures['over']}",
        f"{figures['crossings']:,}",
        "yes" if figures["whole"] else "no",
    )
