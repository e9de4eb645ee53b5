"""The embedded account at ten thousand, a hundred thousand and a million entities."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import quote

import urllib3
from playwright.sync_api import Browser, Page

from bench.asking import AGAIN, COLD, KEPT, Asked, ask
from bench.browser import WINDOW
from bench.charts import Chart, drawn
from bench.estate import project
from bench.figures import Section, Spread, Table
from bench.filled import ASKED, Filled, apart, fill
from bench.racing import ACCOUNT, NETWORKX, RECURSION, Race, race
from bench.server import served
from sagemaker_account.arns import Owner

SIZES = (10_000, 100_000, 1_000_000)

_OPENED = 1_000
"""Entities of the picture that is opened in the browser."""

_TEXT = """\
Accounts of three sizes, each filled through `account.loading` by a process of its own: projects that go on
side by side, three associations to an entity, and among them the same three projects that are asked about,
whose roots lead to {asked} entities.

*Loading* streams what this bench makes; *making* it is measured once more, alone, and the load's own time is
what lies between. More than half of that is SQLite's (inserts and lookups), a tenth its indexes at the end, a
seventh the checks of each request against the API's model; the rest makes rows.

*Answers* are read to the last page, 50 vertices each, through boto3 in the same process, downstream with
edges. *Cold*: the file was just opened, and the system had nothing of it in memory. *Walked*: the file is
open, the answer is new. *Kept*: the account still has the answer. Sizes take turns, {rounds} rounds.

*Walks* are what QueryLineage does before it has an answer to send, beside networkx and a recursive statement
of SQLite; all three return depths and associations, as numbers.

Milliseconds of processor time, if nothing else is said, as that depends least on what else the machine does:
the median and the range. Memory is in MB, as Linux counts it; time on the wall is that of this machine."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the explorer makes of the largest account; seconds, and MB.

    Attributes:
        answering: From the command to the first answer.
        first_screen: From the address to the first screen with its entities.
        picture: From the address to a picture, with its names.
        memory: What the server holds after that.
    """

    answering: float
    first_screen: float
    picture: float
    memory: float


def measure(browser: Browser, *, rounds: int) -> Section:
    """Fill the accounts, ask them, walk beside others, and open the largest in the browser."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        files = {size: Path(folder) / f"{size}.sqlite" for size in SIZES}
        filled = [apart(fill, file, size) for size, file in files.items()]
        asked = apart(ask, files, ASKED, rounds)
        races = [apart(race, file, size, ASKED, rounds) for size, file in files.items()]
        opened = [_opened(browser, files[max(SIZES)]) for _ in range(3)]
    return Section(
        title="The embedded account",
        text=_TEXT.format(asked=_listed(ASKED), rounds=rounds),
        tables=[_loading(filled), _answers(asked), _walks(races), _memory(races), _opening(opened)],
        raw={
            "loads": list(map(asdict, filled)),
            "answers": list(map(asdict, asked)),
            "walks": list(map(asdict, races)),
            "openings": list(map(asdict, opened)),
        },
        pictures={
            "answers": drawn(browser, _answers_chart(asked)),
            "walks": drawn(browser, _walks_chart(races[-1])),
        },
    )


def _opened(browser: Browser, file: Path) -> Opened:
    start = project(f"asked-{_OPENED}", _OPENED).arn(Owner("000000000000", "us-west-2"))
    with served(file) as server, browser.new_context(viewport=WINDOW) as context:
        assert urllib3.request("GET", f"{server.address}/health").status == 200
        answering = perf_counter() - server.started
        page = context.new_page()
        first_screen = _shown(page, server.address, "#welcome a")
        picture = _shown(page, f"{server.address}/?start={quote(start)}", '#lineage[data-state="complete"]')
        return Opened(answering, first_screen, picture, server.memory())


def _shown(page: Page, address: str, selector: str) -> float:
    """Return the seconds from an address to what it shows."""
    began = perf_counter()
    page.goto(address)
    page.wait_for_selector(selector)
    return perf_counter() - began


def _loading(filled: Sequence[Filled]) -> Table:
    headings = (
        "entities",
        "associations",
        "seconds",
        "of processor time",
        "· making",
        "· loading",
        "file",
        "memory at most",
    )
    return Table(
        "Loading",
        headings,
        [
            [
                f"{each.entities:,}",
                f"{each.associations:,}",
                f"{each.seconds:.1f}",
                f"{each.processor:.1f}",
                f"{each.making:.1f}",
                f"{each.processor - each.making:.1f}",
                f"{each.file:,.0f} MB",
                f"{each.peak:,.0f} MB",
            ]
            for each in filled
        ],
    )


def _answers(asked: Sequence[Asked]) -> Table:
    headings = ("answer", "", *(f"of {size:,}" for size in SIZES), "largest to smallest")
    rows = []
    for size, state in product(ASKED, (COLD, AGAIN, KEPT)):
        by_account = _by_account(asked, size, state)
        medians = [median(times) for times in by_account.values()]
        spreads = [str(Spread.of(times)) for times in by_account.values()]
        rows.append([f"{size:,}", state, *spreads, f"{medians[-1] / medians[0]:.2f}"])
    return Table("Answers", headings, rows)


def _by_account(asked: Sequence[Asked], size: int, state: str) -> Mapping[int, list[float]]:
    """Return the rounds of an answer, by the size of the account."""
    return {
        entities: [
            each.taken.processor
            for each in asked
            if (each.entities, each.size, each.state) == (entities, size, state)
        ]
        for entities in SIZES
    }


def _walks(races: Sequence[Race]) -> Table:
    headings = ("reached", "by", *(f"of {each.entities:,}" for each in races))
    return Table(
        "Walks",
        headings,
        [
            [f"{size:,}", means, *(str(Spread.of(_times(each, size, means))) for each in races)]
            for size, means in product(ASKED, (ACCOUNT, RECURSION, NETWORKX))
        ],
    )


def _times(one: Race, size: int, means: str) -> list[float]:
    return [walk.taken.processor for walk in one.walks if (walk.size, walk.means) == (size, means)]


def _memory(races: Sequence[Race]) -> Table:
    return Table(
        "Before networkx can walk",
        ("entities", "seconds to read the file", "memory"),
        [
            [
                f"{each.entities:,}",
                f"{each.reading.elapsed / 1000:.1f}",
                f"{each.after - each.before:,.0f} MB",
            ]
            for each in races
        ],
    )


def _opening(opened: Sequence[Opened]) -> Table:
    rows = {
        "command to answering, s": [each.answering for each in opened],
        "first screen, s": [each.first_screen for each in opened],
        f"picture of {_OPENED:,} entities, s": [each.picture for each in opened],
        "memory of the server, MB": [each.memory for each in opened],
    }
    title = f"`python app.py --account` over {max(SIZES):,} entities"
    return Table(title, ("", "median and range"), [[name, str(Spread.of(row))] for name, row in rows.items()])


def _answers_chart(asked: Sequence[Asked]) -> Chart:
    lines = {
        f"{size:,} vertices": [
            (entities, median(times)) for entities, times in _by_account(asked, size, AGAIN).items()
        ]
        for size in reversed(ASKED)
    }
    return Chart("Whole answers through boto3, walked", "entities of the account", "milliseconds", lines)


def _walks_chart(one: Race) -> Chart:
    lines = {
        means: [(size, median(_times(one, size, means))) for size in ASKED]
        for means in (RECURSION, ACCOUNT, NETWORKX)
    }
    return Chart(f"Walks through {one.entities:,} entities", "entities reached", "milliseconds", lines)


def _listed(sizes: Sequence[int]) -> str:
    *most, last = (f"{size:,}" for size in sizes)
    return f"{', '.join(most)} and {last}"
