"""A far account: how long until something is seen, until all is there, and how many calls it takes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import urllib3
from playwright.sync_api import Browser, Page

from bench.browser import WINDOW
from bench.charts import Chart, drawn
from bench.figures import Section, Spread, Table
from bench.projects import account_in, write
from bench.server import served
from sagemaker_account.store import Store

SIZES = (100, 300, 1000)
LATENCY_MS = 150
LIMITS = (None, 10.0)
"""Calls a second that the service answers."""

_ROOT = Path(__file__).parent.parent
_PATIENCE_MS = 180_000
_WATCH = Path(__file__).with_name("latency.js")

_TEXT = """\
The explorer over an endpoint in a process of its own, which adds {latency} ms to each call; *limited*, it
answers no more than so many calls a second and refuses the others as SageMaker does ("Rate exceeded"). Each
round is a new explorer, which knows nothing. The question is everything around a training set: one request,
whose pages of 50 can only be read one after the other, so that *latency of all pages* is the least that it
can take.

**Read**: from the first request until the last page was given; what it takes beyond the latency is the way
of each page through endpoint, botocore and parsing. All else is counted from the change of the address.
**First picture**: something is drawn. **Complete**: all is drawn. To the last page that adds placing the
whole answer (server) and drawing it (browser), and where an earlier picture is still being drawn when that
page arrives, the rest of that. The picture is drawn again only where there is three times as much to see,
so that all pictures together take at most half as long again as the last alone. **Named**: every card has
its name. **Back**: the same again, after another picture. Calls are counted at the endpoint, those of the
first picture until it was seen, the others with those for the facts of the focus.

Of a first picture some 165 ms are its call; it is of 50 entities, all drawn one by one where they are few and
differ. Then the server places them, beside the first calls for their names, and the browser styles and paints
its first cards: together 250 to 350 ms on this machine, of which nothing waits. What would lift that is a
browser that has drawn a picture before: a step from one takes less than half as long.
Medians and ranges of {rounds} rounds, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one answer; times in milliseconds from when it was asked for.

    Attributes:
        pages: Pages of the answer; `entities`: what they hold.
        read: How long the account took to give all pages.
        first, complete, named: When something, all, and all with names was drawn.
        first_calls, calls, refused: Calls until the first picture, until all had names, and refused of these.
        back, back_calls: The same again.
    """

    pages: int
    entities: int
    read: float
    first: float
    complete: float
    named: float
    first_calls: int
    calls: int
    refused: int
    back: float
    back_calls: int


def measure(browser: Browser, *, rounds: int) -> Section:
    """Look at an answer of each of `SIZES`, with each of `LIMITS`, `rounds` times."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        starts = {size: _written(Path(folder) / f"{size}.sqlite", size) for size in SIZES}
        looks = {
            (size, limit): [_look(browser, file, start, limit) for _ in range(rounds)]
            for size, (file, start) in starts.items()
            for limit in LIMITS
        }
    return Section(
        title="A far account",
        text=_TEXT.format(latency=LATENCY_MS, rounds=rounds),
        tables=[_table(limit, looks) for limit in LIMITS],
        raw=[
            {"size": size, "limit": limit, **asdict(look)}
            for (size, limit), walked in looks.items()
            for look in walked
        ],
        pictures={"unlimited": drawn(browser, _chart(looks))},
    )


def _chart(looks: Mapping[tuple[int, float | None], Sequence[Look]]) -> Chart:
    unlimited = [walked for (_, limit), walked in looks.items() if limit is None]

    def line(name: str) -> list[tuple[float, float]]:
        times = ((walked[0].entities, [getattr(look, name) for look in walked]) for walked in unlimited)
        return [(entities, Spread.of(taken).median) for entities, taken in times]

    lines: dict[str, Sequence[tuple[float, float]]] = {
        "Latency of all pages": [(walked[0].entities, walked[0].pages * LATENCY_MS) for walked in unlimited],
        "First picture": line("first"),
        "Complete": line("complete"),
        "Back": line("back"),
    }
    return Chart(f"{LATENCY_MS} ms away", "entities of the answer", "milliseconds", lines)


def _written(file: Path, size: int) -> tuple[Path, str]:
    with closing(Store.open(str(file), create=True)) as store:
        return file, write(account_in(store), "churn", size).training_set


@contextmanager
def far(account: Path, limit: float | None) -> Iterator[str]:
    """Serve an account file from afar; yield where."""
    limits = [] if limit is None else ["--limit", str(limit)]
    command = [sys.executable, "-m", "bench.far", str(account), "--latency", str(LATENCY_MS), *limits]
    with subprocess.Popen(  # noqa: S603 - our own program, with arguments of our own
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().partition(": ")[2].strip()
        finally:
            process.terminate()


def _look(browser: Browser, account: Path, start: str, limit: float | None) -> Look:
    with far(account, limit) as endpoint:
        options = ("--live", "--region", "us-west-2", "--endpoint-url", endpoint)
        with served(options=options) as server, browser.new_context(viewport=WINDOW) as context:
            page = context.new_page()
            page.add_init_script(path=_WATCH)
            page.goto(server.address)
            page.wait_for_selector("#welcome a", timeout=_PATIENCE_MS)
            return _measured(page, endpoint, start)


def _measured(page: Page, endpoint: str, start: str) -> Look:
    before = _calls(endpoint)
    page.evaluate("start => far.ask(`?start=${start}&direction=Both`)", start)
    page.wait_for_function("far.seen('first')", timeout=_PATIENCE_MS)
    at_first = _calls(endpoint)
    page.wait_for_function("far.seen('named')", timeout=_PATIENCE_MS)
    seen = page.evaluate("far.read()")
    page.wait_for_timeout(1000)  # for the facts of the focus
    after = _calls(endpoint)
    page.evaluate("start => far.ask(`?start=${start}&depth=1`)", start)
    page.wait_for_function("far.seen('named')", timeout=_PATIENCE_MS)
    page.wait_for_timeout(1000)
    between = _calls(endpoint)
    page.evaluate("far.back()")
    page.wait_for_function("far.seen('named')", timeout=_PATIENCE_MS)
    again = page.evaluate("far.read()")
    return Look(
        pages=seen["pages"],
        entities=seen["entities"],
        read=after["pages"][1] - after["pages"][0],
        first=seen["first"],
        complete=seen["complete"],
        named=seen["named"],
        first_calls=at_first["sent"] - before["sent"],
        calls=after["sent"] - before["sent"],
        refused=after["refused"] - before["refused"],
        back=again["complete"],
        back_calls=_calls(endpoint)["sent"] - between["sent"],
    )


def _calls(endpoint: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(urllib3.request("GET", f"{endpoint}/calls").data)
    return told


def _table(limit: float | None, looks: Mapping[tuple[int, float | None], Sequence[Look]]) -> Table:
    columns = {size: walked for (size, limited), walked in looks.items() if limited == limit}
    told = {size: _column(walked) for size, walked in columns.items()}
    rows = [[name, *(told[size][name] for size in SIZES)] for name in told[SIZES[0]]]
    title = "No limit" if limit is None else f"Limited to {limit:.0f} calls a second"
    return Table(title, ("milliseconds", *(f"about {size:,}" for size in SIZES)), rows)


def _column(looks: Sequence[Look]) -> dict[str, str]:
    def told(name: str) -> str:
        return str(Spread.of(getattr(look, name) for look in looks))

    one: Any = looks[0]
    return {
        "entities": f"{one.entities:,}",
        "pages": str(one.pages),
        "latency of all pages": str(one.pages * LATENCY_MS),
        "**read**": told("read"),
        "**first picture**": told("first"),
        "**complete**": told("complete"),
        "**named**": told("named"),
        "**back**": told("back"),
        "calls at first picture": told("first_calls"),
        "calls, facts included": told("calls"),
        "refused of them": told("refused"),
        "calls of back": told("back_calls"),
    }
