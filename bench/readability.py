"""Measure how well first views can be read, in windows of several sizes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from bench.projects import write_projects
from bench.report import Effort, Figure, Result
from bench.server import run_server
from sagemaker_account.service import Account
from sagemaker_account.store import Store

_MEASURE = Path(__file__).with_name("readability.js").read_text(encoding="utf-8")
_MEASURE_ROOM = Path(__file__).with_name("page_room.js").read_text(encoding="utf-8")
_ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"


@dataclass(frozen=True, slots=True)
class Window:
    """Window in which a view is opened."""

    title: str
    width: int
    height: int
    presents: bool = False
    has_touch: bool = False


WINDOWS = (
    Window("1280×720", 1280, 720),  # noqa: RUF001 - the sign of multiplication is meant
    Window("1440×900", 1440, 900),  # noqa: RUF001
    Window("1920×1080", 1920, 1080),  # noqa: RUF001
    Window("presenting, 1080p", 1920, 1080, presents=True),
    Window("presenting, 4K", 3840, 2160, presents=True),
)

ROOM_WINDOWS = (
    *WINDOWS[:3],
    Window("3840×2160", 3840, 2160),  # noqa: RUF001
    Window("1440×900 at 150 %", 960, 600),  # noqa: RUF001
    Window("1440×900 at 200 %", 720, 450),  # noqa: RUF001
    Window("tablet, 820×1180", 820, 1180, has_touch=True),  # noqa: RUF001
    Window("phone, 390×844", 390, 844, has_touch=True),  # noqa: RUF001
)
"""Windows in which the page's room is measured."""

ROOM_VIEWS = {"picture": "", "answer": "&question=model-datasets", "table": "&view=table"}

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
as straight between their control points. *Room* is the canvas' share of the window. *Small targets* are
controls of less than 24 pixels, links in running text apart; *out of reach* are those that no scrolling
brings into the window."""


def measure(browser: Browser, effort: Effort) -> Result:
    """Measure every view in every window once: equal views look the same."""
    windows = WINDOWS[:1] if effort.is_quick else WINDOWS
    figures = [
        figure
        for name, address, search in _serve_views(effort.is_quick)
        for window in windows
        for figure in _build_figures(
            f"{name}, {window.title}", _measure_view(browser, f"{address}/?{search}", window)
        )
    ]
    return Result("Readability of first views", _TEXT, [*figures, *_measure_rooms(browser, effort.is_quick)])


def _build_figures(name: str, figures: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure(f"{name}: title", "px", [figures["title"]], is_rate=True)
    yield Figure(f"{name}: cut", "%", [100 * figures["cut"]])
    yield Figure(f"{name}: height", "", [figures["height"]])
    yield Figure(f"{name}: lines over cards", "", [figures["over"]])
    yield Figure(f"{name}: crossings", "", [figures["crossings"]])
    yield Figure(f"{name}: all in view", "", [float(figures["whole"])], is_rate=True)


def _measure_rooms(browser: Browser, is_quick: bool) -> list[Figure]:
    """Return what each window leaves to the picture, in each of the views."""
    with run_server() as server:
        return [
            figure
            for window in (ROOM_WINDOWS[:1] if is_quick else ROOM_WINDOWS)
            for title, part in ROOM_VIEWS.items()
            for figure in _measure_room(
                browser, f"{server.address}/?{VIEWS['production']}{part}", window, f"{title}, {window.title}"
            )
        ]


def _measure_room(browser: Browser, address: str, window: Window, name: str) -> list[Figure]:
    with _open_window(browser, window) as page:
        _open_view(page, address)
        figures: Mapping[str, Any] = page.evaluate(_MEASURE_ROOM)
    return [
        Figure(f"{name}: room", "%", [100 * figures["width"] * figures["height"]], is_rate=True),
        Figure(f"{name}: type sizes", "", [len(figures["sizes"])]),
        Figure(f"{name}: small targets", "", [len(figures["small"])], goal=0),
        Figure(f"{name}: out of reach", "", [len(figures["outside"])], goal=0),
    ]


def _serve_views(is_quick: bool) -> Iterator[tuple[str, str, str]]:
    """Yield name, server's address and query of each view, while it is served."""
    with run_server() as server:
        for name, search in list(VIEWS.items())[: 2 if is_quick else None]:
            yield name, server.address, search
    if is_quick:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            project = write_projects(Account(store), {"vision": LARGE_SIZE})["vision"]
        with run_server(file) as server:
            yield f"{LARGE_SIZE:,}", server.address, f"start={project.training_set}"


@contextmanager
def _open_window(browser: Browser, window: Window) -> Iterator[Page]:
    size: ViewportSize = {"width": window.width, "height": window.height}
    page = browser.new_page(viewport=size, has_touch=window.has_touch)
    try:
        yield page
    finally:
        page.close()


def _measure_view(browser: Browser, address: str, window: Window) -> Mapping[str, Any]:
    with _open_window(browser, window) as page:
        _open_view(page, address)
        if window.presents:
            page.click("#present")
        page.wait_for_timeout(1_000)
        figures: Mapping[str, Any] = page.evaluate(_MEASURE)
        return figures


def _open_view(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#lineage[data-state=complete], #lineage[data-state=partial]")
    page.wait_for_function("document.getElementById('completeness').textContent.includes('read')")
    page.wait_for_function("!document.getElementById('completeness').textContent.includes('still loading')")
    page.wait_for_timeout(500)
