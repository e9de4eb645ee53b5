"""From the command to the first screen: how long, and how much is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import urllib3
from playwright.sync_api import Browser

from bench.browser import WINDOW
from bench.figures import Section, Spread, Table
from bench.server import served

_TEXT = """\
Each round runs `python app.py` over the demo account in a new process, asks it for `/health` until it
answers, and then opens the first screen in a new window with an empty cache. The first screen is *there*
when its entities are: their links lead, and the start box takes what is pasted. It is *whole* when Dash has
made the page, and everything else works too. Right after a start both wait for the demo account, which is
still being built; so they are measured once more, *later*, in another new window. Medians and ranges of
{rounds} rounds. Bytes are those of the bodies as they were sent, compressed. The server's processor time is
that until it answered, without that of the process beside it that builds the demo.

Nearly all of it is imports: of the processor time until the answer Flask and Dash take three tenths, boto3
with SageMaker's description a fifth, SQLAlchemy a seventh, numpy a fifteenth, and the project's own hundred
and fifty modules a quarter. Nine tenths of the time to the whole page are its main thread: evaluating and
mounting Mantine takes a quarter, reading scripts, styles and laying out a quarter, Dash's renderer a sixth,
React an eighth, Cytoscape.js a ninth; the project's own scripts take a fiftieth. What would lift both: a Dash
that imports and sends only the components that a page uses."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start; times in milliseconds.

    Attributes:
        answering: From the command to the first answer.
        worked: Processor time that the server took for it.
        there: From opening the page to the entities of its first screen.
        whole: From opening the page until everything on it works.
        there_later, whole_later: The same in another window, when the demo account has been built.
        requests: How many the page made until then.
        kilobytes: What they brought.
    """

    answering: float
    worked: float
    there: float
    whole: float
    there_later: float
    whole_later: float
    requests: int
    kilobytes: float


def measure(browser: Browser, *, rounds: int) -> Section:
    """Start the explorer `rounds` times, after once to warm the system's own caches."""
    starts = [_start(browser) for _ in range(rounds + 1)][1:]
    return Section(
        title="Cold start",
        text=_TEXT.format(rounds=rounds),
        tables=[_table(starts)],
        raw=[asdict(start) for start in starts],
    )


def _start(browser: Browser) -> Start:
    with served() as server:
        assert urllib3.request("GET", f"{server.address}/health").status == 200
        answering, worked = 1000 * (perf_counter() - server.started), 1000 * server.worked()
        there, whole, loaded = _opened(browser, server.address)
        there_later, whole_later, _ = _opened(browser, server.address)
    sent = loaded["bytes"] / 1000
    return Start(answering, worked, there, whole, there_later, whole_later, loaded["requests"], sent)


def _opened(browser: Browser, address: str) -> tuple[float, float, dict[str, Any]]:
    """Open the first screen in a new window; return when it was there and whole, and what was loaded."""
    with browser.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(".waiting .welcome a, #welcome a")
        there: float = page.evaluate("performance.now()")
        page.wait_for_selector("#welcome a")
        whole: float = page.evaluate("performance.now()")
        loaded: dict[str, Any] = page.evaluate(
            """() => {
              const kinds = ["navigation", "resource"];
              const all = kinds.flatMap((kind) => performance.getEntriesByType(kind));
              return { requests: all.length, bytes: all.reduce((sum, one) => sum + one.encodedBodySize, 0) };
            }"""
        )
    return there, whole, loaded


def _table(starts: Sequence[Start]) -> Table:
    rows = {
        "command to answering, ms": [start.answering for start in starts],
        "of these processor time, ms": [start.worked for start in starts],
        "page to its first screen, ms": [start.there for start in starts],
        "page to all of it, ms": [start.whole for start in starts],
        "later to its first screen, ms": [start.there_later for start in starts],
        "later to all of it, ms": [start.whole_later for start in starts],
        "requests": [float(start.requests) for start in starts],
        "kB sent": [start.kilobytes for start in starts],
    }
    return Table(
        "First screen", ("", "median and range"), [[name, str(Spread.of(row))] for name, row in rows.items()]
    )
