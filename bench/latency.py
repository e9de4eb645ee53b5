"""Measure views of an account with latency and a rate limit."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
from playwright.sync_api import Browser, Page

from bench.browser import WINDOW
from bench.projects import open_account, write_project
from bench.report import Section, Spread, Table
from bench.server import run_server
from sagemaker_account.store import Store

SIZES = (100, 300, 1000)
LATENCY_MS = 150
LIMITS = (None, 10.0)
"""Rate limits of the service, in calls a second; None for no limit."""

_ROOT = Path(__file__).parent.parent
_TIMEOUT_MS = 180_000
_SCRIPT = Path(__file__).with_name("latency.js")

_TEXT = """\
The explorer over an endpoint in another process, which adds {latency} ms to each call. With a rate limit, it
refuses further calls as SageMaker does ("Rate exceeded"). Each round starts a new explorer with empty caches.
The query is everything around a training set: one query, whose pages of 50 can only be read one after the
other, so *latency of all pages* is the least possible time.

**Read**: from the first request to the last page's response; beyond the latency, it contains the transport of
each page through endpoint, botocore and parsing. All other times begin with the change of the address.
**First view**: something is drawn. **Complete**: everything is drawn. After the last page this adds the
layout of the whole graph (server) and its drawing (browser); if an earlier view is still being drawn when
that page arrives, also the rest of that. The view is drawn again only when three times as much has been read,
so all views together take at most half as long again as the last alone. **Named**: every card has its name.
**Back**: the same view again, after another one. Calls are counted at the endpoint: for the first view until
it was drawn, for the others including the details of the focus.

Of a first view, some 165 ms are its call; it has 50 entities, all drawn as single cards if they are few and
differ. Then the server computes the layout, in parallel with the first calls for names, and the browser
styles and paints its first cards: together 250 to 350 ms on this machine, without any waiting. A browser that
has drawn a view before needs less than half as long. Medians and ranges of {rounds} rounds, in
milliseconds."""


@dataclass(frozen=True, slots=True)
class ViewTimings:
    """Timings of one view, in milliseconds from the change of the address.

    Attributes:
        pages: Pages of the result.
        entities: Entities of the result.
        read_time: From the first request to the response with the last page.
        first_view: Time until something was drawn.
        complete_view: Time until everything was drawn.
        named_view: Time until all cards had names.
        first_calls: Calls until the first view.
        calls: Calls until all cards had names, including the details of the focus.
        refused_calls: Calls among these that were refused.
        back: Time until the same view was complete again.
        back_calls: Calls for that.
    """

    pages: int
    entities: int
    read_time: float
    first_view: float
    complete_view: float
    named_view: float
    first_calls: int
    calls: int
    refused_calls: int
    back: float
    back_calls: int


def measure(browser: Browser, *, rounds: int) -> Section:
    """Measure a view of each of `SIZES` under each of `LIMITS`."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        starts = {size: _write_account(Path(folder) / f"{size}.sqlite", size) for size in SIZES}
        timings = {
            (size, limit): [_measure_view(browser, file, start, limit) for _ in range(rounds)]
            for size, (file, start) in starts.items()
            for limit in LIMITS
        }
    return Section(
        title="A remote account",
        text=_TEXT.format(latency=LATENCY_MS, rounds=rounds),
        tables=[_build_table(limit, timings) for limit in LIMITS],
    )


def _write_account(file: Path, size: int) -> tuple[Path, str]:
    with closing(Store.open(str(file), create=True)) as store:
        return file, write_project(open_account(store), "churn", size).training_set


@contextmanager
def run_remote_account(account: Path, limit: float | None) -> Iterator[str]:
    """Serve an account file with latency during the block; yield the URL."""
    limits = [] if limit is None else ["--limit", str(limit)]
    command = [
        sys.executable,
        "-m",
        "bench.remote_account",
        str(account),
        "--latency",
        str(LATENCY_MS),
        *limits,
    ]
    with subprocess.Popen(  # noqa: S603 - our own program, with arguments of our own
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().partition(": ")[2].strip()
        finally:
            process.terminate()


def _measure_view(browser: Browser, account: Path, start: str, limit: float | None) -> ViewTimings:
    with run_remote_account(account, limit) as endpoint:
        options = ("--live", "--region", "us-west-2", "--endpoint-url", endpoint)
        with run_server(options=options) as server, browser.new_context(viewport=WINDOW) as context:
            page = context.new_page()
            page.add_init_script(path=_SCRIPT)
            page.goto(server.address)
            page.wait_for_selector("#welcome a", timeout=_TIMEOUT_MS)
            return _measure_page(page, endpoint, start)


def _measure_page(page: Page, endpoint: str, start: str) -> ViewTimings:
    before = _read_calls(endpoint)
    page.evaluate("start => latency.goTo(`?start=${start}&direction=Both`)", start)
    page.wait_for_function("latency.isMarked('first')", timeout=_TIMEOUT_MS)
    at_first = _read_calls(endpoint)
    page.wait_for_function("latency.isMarked('named')", timeout=_TIMEOUT_MS)
    marks = page.evaluate("latency.readMarks()")
    page.wait_for_timeout(1000)  # for the details of the focus
    after = _read_calls(endpoint)
    page.evaluate("start => latency.goTo(`?start=${start}&depth=1`)", start)
    page.wait_for_function("latency.isMarked('named')", timeout=_TIMEOUT_MS)
    page.wait_for_timeout(1000)
    between = _read_calls(endpoint)
    page.evaluate("latency.goBack()")
    page.wait_for_function("latency.isMarked('named')", timeout=_TIMEOUT_MS)
    again = page.evaluate("latency.readMarks()")
    return ViewTimings(
        pages=marks["pages"],
        entities=marks["entities"],
        read_time=after["pages"][1] - after["pages"][0],
        first_view=marks["first"],
        complete_view=marks["complete"],
        named_view=marks["named"],
        first_calls=at_first["sent"] - before["sent"],
        calls=after["sent"] - before["sent"],
        refused_calls=after["refused"] - before["refused"],
        back=again["complete"],
        back_calls=_read_calls(endpoint)["sent"] - between["sent"],
    )


def _read_calls(endpoint: str) -> dict[str, Any]:
    counts: dict[str, Any] = json.loads(urllib3.request("GET", f"{endpoint}/calls").data)
    return counts


def _build_table(
    limit: float | None, timings: Mapping[tuple[int, float | None], Sequence[ViewTimings]]
) -> Table:
    columns = {
        size: rounds_of_size for (size, limited), rounds_of_size in timings.items() if limited == limit
    }
    cells = {size: _build_column(rounds_of_size) for size, rounds_of_size in columns.items()}
    rows = [[name, *(cells[size][name] for size in SIZES)] for name in cells[SIZES[0]]]
    title = "No limit" if limit is None else f"Limited to {limit:.0f} calls a second"
    return Table(title, ("milliseconds", *(f"about {size:,}" for size in SIZES)), rows)


def _build_column(timings: Sequence[ViewTimings]) -> dict[str, str]:
    def format_spread(name: str) -> str:
        return str(Spread.from_values(getattr(timing, name) for timing in timings))

    one: Any = timings[0]
    return {
        "entities": f"{one.entities:,}",
        "pages": str(one.pages),
        "latency of all pages": str(one.pages * LATENCY_MS),
        "**read**": format_spread("read_time"),
        "**first view**": format_spread("first_view"),
        "**complete**": format_spread("complete_view"),
        "**named**": format_spread("named_view"),
        "**back**": format_spread("back"),
        "calls until first view": format_spread("first_calls"),
        "calls, including details": format_spread("calls"),
        "refused calls": format_spread("refused_calls"),
        "calls for back": format_spread("back_calls"),
    }
