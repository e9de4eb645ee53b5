"""Measure a re-focus, from the click to the new view."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeAlias

from playwright.sync_api import Browser
from plotly.io.json import to_json_plotly  # type: ignore[import-untyped]  # plotly carries no hints

from bench.browser import ClickTimings, open_explorer
from bench.projects import open_account, write_project
from bench.report import Section, Spread, Table
from bench.server import run_server
from lineage_explorer.explore.load_graph import NAMING_SECONDS
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.shared_reads import SharedReads
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH
from lineage_explorer.views.elements import build_elements
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

_FULL_NAMING_SECONDS = 60.0
"""Seconds within which every entity of a view is named."""


@dataclass(frozen=True, slots=True)
class ServerTimings:
    """Times of the server's steps for one view, in milliseconds.

    Attributes:
        query: Reading the graph from the account or the cache.
        naming: Describing entities without a name yet, for as long as a view may wait.
        layout: Computing the layout.
        elements: Building the elements.
        json: Encoding these as JSON, and that in Dash's response.
    """

    query: float
    naming: float
    layout: float
    elements: float
    json: float


class TimedServer:
    """The explorer's steps for a view, with its caches but without HTTP."""

    def __init__(self, account: Account) -> None:
        client = transport.connect(account)
        self._catalog = SageMakerCatalog(client)
        source = SageMakerSource(client, describe=self._catalog.describe)
        self._source = SharedReads(source, CacheRegistry())

    def time_view(self, start: str) -> ServerTimings:
        """Time the view around a start, then name the rest."""
        moments = [perf_counter()]
        graph = self._source.read(LineageQuery(Arn(start)))
        moments.append(perf_counter())
        self._catalog.describe_within(list(graph.vertices), seconds=NAMING_SECONDS)
        entities = self._catalog.described_entities(graph.vertices)
        moments.append(perf_counter())
        layout = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
        moments.append(perf_counter())
        elements = build_elements(graph, entities, layout)
        moments.append(perf_counter())
        to_json_plotly(json.dumps(elements))
        moments.append(perf_counter())
        self._catalog.describe_within(list(graph.vertices), seconds=_FULL_NAMING_SECONDS)
        return ServerTimings(*(1000 * (end - begin) for begin, end in pairwise(moments)))


SIZES = (20, 200, 500)
STEPS = ("first view", "re-focus", "back")
TOTAL = "**click to view**"

_TEXT = """\
From the release of the mouse button until `#lineage` has the state of a finished view. Cards that stay in the
view then glide to their new positions for another quarter of a second.

Each round opens the first screen in a new window and walks through a project of its own, which is in no cache
of the server. Run draws the **first view** from nothing; a click on a neighbor's card is the **re-focus**;
**back** returns to the first view. Every other round walks in reverse, so that first views and re-focuses
draw the same graphs in the same page.

A cell is the median of {rounds} rounds in milliseconds, and their range. Everything was measured in the
browser except the indented steps of the server: these were measured separately, by calling the same functions
in the same order in another process. *Everything else* is the rest: HTTP, Dash, compression, and other
responses that the page waits for at the same time. *Until the request* contains, for the first view, a
request that turns the entered text into an address. *Main thread* is the processor time of the page for all
of it, which depends least on the machine's load."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a walk.

    Attributes:
        browser: Times measured in the browser.
        server: Times of the server's steps, measured separately.
        vertices: Vertices of the new view.
        kept_vertices: Vertices that were in the previous view too.
    """

    browser: ClickTimings
    server: ServerTimings
    vertices: int
    kept_vertices: int

    def list_durations(self) -> dict[str, float]:
        """Return the duration of each part in milliseconds, in chronological order."""
        browser, parts = self.browser, asdict(self.server)
        server = browser.first_byte - browser.request
        return {
            TOTAL: browser.complete - browser.click,
            "until the request": browser.request - browser.click,
            "server": server,
            **{f"· {name}": span for name, span in parts.items()},
            "· everything else": server - sum(parts.values()),
            "transfer": browser.last_byte - browser.first_byte,
            "parsing": browser.handover - browser.last_byte,
            "graph change": browser.graph_change - browser.handover,
            "painting": browser.paint - browser.graph_change,
            "rest of the screen": browser.complete - browser.paint,
        }


Walk: TypeAlias = Sequence[Step]
"""One step for each of `STEPS`."""


def measure(browser: Browser, *, rounds: int) -> Section:
    """Walk through projects of each of `SIZES`, after once to warm up."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            account = open_account(store)
            starts = {size: _write_projects(account, size, rounds + 1) for size in SIZES}
            with run_server(file) as server:
                walks = {
                    size: [_measure_walk(browser, server.address, account, *pair) for pair in pairs][1:]
                    for size, pairs in starts.items()
                }
    return _build_section(walks)


def _write_projects(account: Account, size: int, projects: int) -> list[tuple[str, str]]:
    """Write projects; return the start and the target of each walk.

    Every other walk is reversed.
    """
    written = [write_project(account, f"product-{size}-{number}", size) for number in range(projects)]
    return [
        (one.training_set, one.merge_job) if number % 2 else (one.merge_job, one.training_set)
        for number, one in enumerate(written)
    ]


def _measure_walk(browser: Browser, address: str, account: Account, first: str, second: str) -> Walk:
    with open_explorer(browser, address) as visit:
        actions: list[Callable[[], ClickTimings]] = [
            lambda: visit.draw_first_view(first),
            lambda: visit.click_card(second),
            visit.go_back,
        ]
        seen = [(act(), visit.list_vertices()) for act in actions]
    server = TimedServer(account)
    parts = [server.time_view(start) for start in (first, second, first)]
    before = [frozenset[str](), *(shown for _, shown in seen)]
    return [
        Step(steps, part, len(shown), len(shown & earlier))
        for (steps, shown), part, earlier in zip(seen, parts, before[:-1], strict=True)
    ]


def _build_section(walks: Mapping[int, Sequence[Walk]]) -> Section:
    rounds = len(walks[SIZES[0]])
    return Section(
        title="Re-focus",
        text=_TEXT.format(rounds=rounds),
        tables=[_build_table(size, walks_of_size) for size, walks_of_size in walks.items()],
    )


def _build_table(size: int, walks: Sequence[Walk]) -> Table:
    """Return the table of all walks through projects of one size."""
    columns = [_build_column(steps) for steps in zip(*walks, strict=True)]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return Table(f"{size} entities", ("milliseconds", *STEPS), rows)


def _build_column(steps: Sequence[Step]) -> dict[str, str]:
    spans = [step.list_durations() for step in steps]
    return {
        **{name: str(Spread.from_values(each[name] for each in spans)) for name in spans[0]},
        "main thread": str(Spread.from_values(step.browser.main_thread for step in steps)),
        "vertices": f"{median(step.vertices for step in steps):.0f}",
        "kept vertices": f"{median(step.kept_vertices for step in steps):.0f}",
        "kB sent": f"{median(step.browser.compressed_bytes for step in steps) / 1000:.0f}",
        "kB of JSON": f"{median(step.browser.plain_bytes for step in steps) / 1000:.0f}",
    }
