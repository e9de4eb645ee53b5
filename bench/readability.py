"""Measure how well first views can be read, in windows of several sizes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from bench.projects import open_account, write_project
from bench.report import Section, Table
from bench.server import run_server
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
    room_headings = ("window", "view", "width", "height", "type sizes", "small targets", "out of reach")
    tables = [
        Table("First views", headings, rows),
        Table("Room of the picture", room_headings, _measure_rooms(browser)),
    ]
    return Section("Readability of first views", _TEXT, tables)


def _measure_rooms(browser: Browser) -> list[tuple[str, ...]]:
    """Return what each window leaves to the picture, in each of the views."""
    with run_server() as server:
        return [
            (
                window.title,
                title,
                *_measure_room(browser, f"{server.address}/?{VIEWS['production']}{part}", window),
            )
            for window in ROOM_WINDOWS
            for title, part in ROOM_VIEWS.items()
        ]


def _measure_room(browser: Browser, address: str, window: Window) -> tuple[str, ...]:
    with _open_window(browser, window) as page:
        _open_view(page, address)
        figures: Mapping[str, Any] = page.evaluate(_MEASURE_ROOM)
    counts = (len(figures[name]) for name in ("sizes", "small", "outside"))
    return f"{figures['width']:.0%}", f"{figures['height']:.0%}", *map(str, counts)


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
