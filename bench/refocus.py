"""Re-focus: from a click on a card to the picture around it, with what it is made of."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias

from playwright.sync_api import Browser

from bench.browser import Steps, visit
from bench.figures import Section, Spread, Table
from bench.parts import Parts, Server
from bench.projects import account_in, write
from bench.server import served
from sagemaker_account.service import Account
from sagemaker_account.store import Store

SIZES = (20, 200, 500)
WALK = ("first picture", "re-focus", "back")
WHOLE = "**click to drawn**"

_TEXT = """\
From the mouse button let go to `#lineage` saying that the picture is drawn. What stays of a picture then
glides to its new place for a quarter of a second more.

Each round opens the first screen in a new window and walks through a project of its own, of which the server
knows nothing yet. Run draws the **first picture** from nothing; a click on a neighbour's card is the
**re-focus**; **back** returns to what was read before. Every second round walks the other way round, so that
first pictures and re-focuses draw the same graphs, in the same page.

A cell is the median of {rounds} rounds in milliseconds, and their range. All was measured in the browser but
the indented parts of the server: these were measured apart, by calling the same functions in the same order
in another process. *All else* is what they leave: HTTP, Dash, compression, and the other answers that the
page waits for at the same time. *To the request* contains, for the first picture, a request that turns what
was typed into an address. *Main thread at work* is the processor time that the page took for all of it: it
depends least on what else the machine does."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a walk.

    Attributes:
        seen: What the browser measured.
        parts: What the server's work took, measured apart.
        shown: Vertices of the new picture.
        stayed: Those of them that were in the one before.
    """

    seen: Steps
    parts: Parts
    shown: int
    stayed: int

    def spans(self) -> dict[str, float]:
        """Return how long each part took, in milliseconds, in the order in which they follow each other."""
        seen, parts = self.seen, asdict(self.parts)
        server = seen.answered - seen.asked
        return {
            WHOLE: seen.drawn - seen.click,
            "to the request": seen.asked - seen.click,
            "server": server,
            **{f"· {name}": span for name, span in parts.items()},
            "· all else": server - sum(parts.values()),
            "transfer": seen.received - seen.answered,
            "parsing": seen.handed - seen.received,
            "change of the graph": seen.changed - seen.handed,
            "painting": seen.painted - seen.changed,
            "rest of the screen": seen.drawn - seen.painted,
        }


Walk: TypeAlias = Sequence[Step]
"""A step for each of `WALK`."""


def measure(browser: Browser, *, rounds: int) -> Section:
    """Walk through projects of each of `SIZES`: once to warm up, then `rounds` times."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            account = account_in(store)
            starts = {size: _starts(account, size, rounds + 1) for size in SIZES}
            with served(file) as server:
                walks = {
                    size: [_walk(browser, server.address, account, *pair) for pair in pairs][1:]
                    for size, pairs in starts.items()
                }
    return _section(walks)


def _starts(account: Account, size: int, projects: int) -> list[tuple[str, str]]:
    """Write projects; return of each where to begin and where to go, every other time reversed."""
    written = [write(account, f"product-{size}-{number}", size) for number in range(projects)]
    return [
        (one.training_set, one.merge_job) if number % 2 else (one.merge_job, one.training_set)
        for number, one in enumerate(written)
    ]


def _walk(browser: Browser, address: str, account: Account, first: str, second: str) -> Walk:
    with visit(browser, address) as visitor:
        takes: list[Callable[[], Steps]] = [
            lambda: visitor.first_picture(first),
            lambda: visitor.click(second),
            visitor.back,
        ]
        seen = [(take(), visitor.shown()) for take in takes]
    server = Server(account)
    parts = [server.picture(start) for start in (first, second, first)]
    before = [frozenset[str](), *(shown for _, shown in seen)]
    return [
        Step(steps, part, len(shown), len(shown & earlier))
        for (steps, shown), part, earlier in zip(seen, parts, before[:-1], strict=True)
    ]


def _section(walks: Mapping[int, Sequence[Walk]]) -> Section:
    rounds = len(walks[SIZES[0]])
    return Section(
        title="Re-focus",
        text=_TEXT.format(rounds=rounds),
        tables=[_table(size, walked) for size, walked in walks.items()],
        raw={
            size: [{name: asdict(step) for name, step in zip(WALK, walk, strict=True)} for walk in walked]
            for size, walked in walks.items()
        },
    )


def _table(size: int, walks: Sequence[Walk]) -> Table:
    """Return the medians of all walks through projects of one size."""
    columns = [_column(steps) for steps in zip(*walks, strict=True)]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return Table(f"{size} entities", ("milliseconds", *WALK), rows)


def _column(steps: Sequence[Step]) -> dict[str, str]:
    spans = [step.spans() for step in steps]
    return {
        **{name: str(Spread.of(each[name] for each in spans)) for name in spans[0]},
        "main thread at work": str(Spread.of(step.seen.worked for step in steps)),
        "vertices": f"{median(step.shown for step in steps):.0f}",
        "of them stayed": f"{median(step.stayed for step in steps):.0f}",
        "kB sent": f"{median(step.seen.sent_bytes for step in steps) / 1000:.0f}",
        "kB of JSON": f"{median(step.seen.plain_bytes for step in steps) / 1000:.0f}",
    }
