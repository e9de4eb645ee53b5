"""Measure a cold start, from the command to the first screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import urllib3
from playwright.sync_api import Browser

from bench.browser import WINDOW
from bench.report import Section, Spread, Table
from bench.server import run_server

_TEXT = """\
Each round runs `python app.py` over the demo account in a new process, requests `/health` until it responds,
and then opens the first screen in a new window with an empty cache. *First screen* is the time until its
entities are shown: their links work, and the start box accepts pasted text. *Whole page* is the time until
Dash has built the page, and everything else works too. Right after a start both wait for the demo account,
which is still being built; so they are measured again, *later*, in another new window. Medians and ranges of
{rounds} rounds. Bytes are those of the bodies as they were sent, compressed. The server's processor time is
that until its first response, without that of the child process that builds the demo.

Nearly all of it is imports: of the processor time until the response, Flask and Dash take three tenths, boto3
with SageMaker's API model a fifth, SQLAlchemy a seventh, numpy a fifteenth, and the project's own modules a
quarter. Nine tenths of the time to the whole page are its main thread: evaluating and mounting Mantine takes
a quarter, reading scripts, styles and page layout a quarter, Dash's renderer a sixth, React an eighth,
Cytoscape.js a ninth; the project's own scripts take a fiftieth. A Dash that imports and sends only the
components of a page would make both faster."""


@dataclass(frozen=True, slots=True)
class StartTimings:
    """Timings of one start, in milliseconds.

    Attributes:
        first_answer: From the command to the first response.
        server_processor: Processor time of the server until then.
        first_screen: From opening the page to the entities of its first screen.
        whole_page: From opening the page until everything on it works.
        first_screen_later: As `first_screen`, in another window, after the demo account has been built.
        whole_page_later: As `whole_page`, in that window.
        requests: Requests of the page until then.
        kilobytes: Size of their responses.
    """

    first_answer: float
    server_processor: float
    first_screen: float
    whole_page: float
    first_screen_later: float
    whole_page_later: float
    requests: int
    kilobytes: float


def measure(browser: Browser, *, rounds: int) -> Section:
    """Start the explorer repeatedly, after once to warm the system's caches."""
    starts = [_measure_start(browser) for _ in range(rounds + 1)][1:]
    return Section(
        title="Cold start",
        text=_TEXT.format(rounds=rounds),
        tables=[_build_table(starts)],
    )


def _measure_start(browser: Browser) -> StartTimings:
    with run_server() as server:
        assert urllib3.request("GET", f"{server.address}/health").status == 200
        first_answer, server_processor = (
            1000 * (perf_counter() - server.started_at),
            1000 * server.read_processor_time(),
        )
        first_screen, whole_page, loaded = _open_page(browser, server.address)
        first_screen_later, whole_page_later, _ = _open_page(browser, server.address)
    kilobytes = loaded["bytes"] / 1000
    return StartTimings(
        first_answer,
        server_processor,
        first_screen,
        whole_page,
        first_screen_later,
        whole_page_later,
        loaded["requests"],
        kilobytes,
    )


def _open_page(browser: Browser, address: str) -> tuple[float, float, dict[str, Any]]:
    """Open the first screen; return its two times and what was loaded."""
    with browser.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(".waiting .welcome a, #welcome a")
        first_screen: float = page.evaluate("performance.now()")
        page.wait_for_selector("#welcome a")
        whole_page: float = page.evaluate("performance.now()")
        loaded: dict[str, Any] = page.evaluate(
            """() => {
              const kinds = ["navigation", "resource"];
              const all = kinds.flatMap((kind) => performance.getEntriesByType(kind));
              return { requests: all.length, bytes: all.reduce((sum, one) => sum + one.encodedBodySize, 0) };
            }"""
        )
    return first_screen, whole_page, loaded


def _build_table(starts: Sequence[StartTimings]) -> Table:
    rows = {
        "command to first response, ms": [start.first_answer for start in starts],
        "of this, processor time, ms": [start.server_processor for start in starts],
        "first screen, ms": [start.first_screen for start in starts],
        "whole page, ms": [start.whole_page for start in starts],
        "first screen later, ms": [start.first_screen_later for start in starts],
        "whole page later, ms": [start.whole_page_later for start in starts],
        "requests": [float(start.requests) for start in starts],
        "kB sent": [start.kilobytes for start in starts],
    }
    return Table(
        "First screen",
        ("", "median and range"),
        [[name, str(Spread.from_values(row))] for name, row in rows.items()],
    )
