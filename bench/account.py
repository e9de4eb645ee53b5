"""Measure the embedded account at 10,000, 100,000 and 1,000,000 entities."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import quote

import urllib3
from playwright.sync_api import Browser, Page

from bench.browser import WINDOW
from bench.lineage_queries import CACHED, COLD, UNCACHED, QueryTiming, time_queries
from bench.report import Section, Spread, Table
from bench.seeded_file import QUERY_SIZES, SeededFile, run_in_subprocess, seed_file
from bench.server import run_server
from bench.synthetic_account import design_project
from bench.traversals import ACCOUNT, NETWORKX, RECURSION, TraversalComparison, compare_traversals
from sagemaker_account.arns import Owner

SIZES = (10_000, 100_000, 1_000_000)

_VIEW_SIZE = 1_000
"""Entities of the view that is opened in the browser."""

_TEXT = """\
Accounts of three sizes, each seeded by `bench.bulk_load` in its own process. Their projects are written in
parallel, with three associations per entity. Every account contains the same three projects that are queried;
their roots lead to {sizes} entities.

*Loading* consumes generated entities. *Generation* is measured again alone, and *insertion* is the
difference. More than half of it is SQLite's (inserts and lookups), a tenth the creation of indexes, a seventh
the validation of each request against the API's model, the rest the building of rows.

*Queries* are read to the last page, 50 vertices each, through boto3 in the same process: descendants with
edges. *Cold*: the file was just opened and is not in the system's page cache. *Uncached*: the file is open,
but the result is not cached. *Cached*: the account still has the result. Sizes alternate, {rounds} rounds.

*Traversals* are what QueryLineage does before it has a result, compared with networkx and a recursive
statement of SQLite. All three return depths and associations as integers.

Times are milliseconds of processor time unless stated otherwise, because it depends least on the machine's
load: median and range. Memory is in MB; wall-clock time is that of this machine."""


@dataclass(frozen=True, slots=True)
class OpenTimings:
    """Times and memory of the explorer over the largest account.

    Attributes:
        first_answer: Seconds from the command to the first response.
        first_screen: Seconds from opening the page to the entities of the first screen.
        view: Seconds from opening the page to a complete view with names.
        memory: Memory of the server afterwards, in MB.
    """

    first_answer: float
    first_screen: float
    view: float
    memory: float


def measure(browser: Browser, *, rounds: int) -> Section:
    """Seed and query the accounts, compare traversals, and open the largest account."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        files = {size: Path(folder) / f"{size}.sqlite" for size in SIZES}
        seeded_files = [run_in_subprocess(seed_file, file, size) for size, file in files.items()]
        timings = run_in_subprocess(time_queries, files, QUERY_SIZES, rounds)
        comparisons = [
            run_in_subprocess(compare_traversals, file, size, QUERY_SIZES, rounds)
            for size, file in files.items()
        ]
        openings = [_open_largest(browser, files[max(SIZES)]) for _ in range(3)]
    return Section(
        title="The embedded account",
        text=_TEXT.format(sizes=_format_sizes(QUERY_SIZES), rounds=rounds),
        tables=[
            _build_loading_table(seeded_files),
            _build_query_table(timings),
            _build_traversal_table(comparisons),
            _build_memory_table(comparisons),
            _build_opening_table(openings),
        ],
    )


def _open_largest(browser: Browser, file: Path) -> OpenTimings:
    start = design_project(f"asked-{_VIEW_SIZE}", _VIEW_SIZE).format_arn(Owner("000000000000", "us-west-2"))
    with run_server(file) as server, browser.new_context(viewport=WINDOW) as context:
        assert urllib3.request("GET", f"{server.address}/health").status == 200
        first_answer = perf_counter() - server.started_at
        page = context.new_page()
        first_screen = _time_page(page, server.address, "#welcome a")
        view = _time_page(page, f"{server.address}/?start={quote(start)}", '#lineage[data-state="complete"]')
        return OpenTimings(first_answer, first_screen, view, server.read_memory())


def _time_page(page: Page, address: str, selector: str) -> float:
    """Return the seconds from opening a page until a selector matches."""
    begin = perf_counter()
    page.goto(address)
    page.wait_for_selector(selector)
    return perf_counter() - begin


def _build_loading_table(seeded_files: Sequence[SeededFile]) -> Table:
    headings = (
        "entities",
        "associations",
        "seconds",
        "processor time",
        "· generation",
        "· insertion",
        "file",
        "peak memory",
    )
    return Table(
        "Loading",
        headings,
        [
            [
                f"{each.entities:,}",
                f"{each.associations:,}",
                f"{each.seconds:.1f}",
                f"{each.processor_seconds:.1f}",
                f"{each.generation_seconds:.1f}",
                f"{each.processor_seconds - each.generation_seconds:.1f}",
                f"{each.file_mb:,.0f} MB",
                f"{each.peak_mb:,.0f} MB",
            ]
            for each in seeded_files
        ],
    )


def _build_query_table(timings: Sequence[QueryTiming]) -> Table:
    headings = ("vertices", "state", *(f"of {size:,}" for size in SIZES), "largest to smallest")
    rows = []
    for size, state in product(QUERY_SIZES, (COLD, UNCACHED, CACHED)):
        by_account = _group_by_account(timings, size, state)
        medians = [median(times) for times in by_account.values()]
        spreads = [str(Spread.from_values(times)) for times in by_account.values()]
        rows.append([f"{size:,}", state, *spreads, f"{medians[-1] / medians[0]:.2f}"])
    return Table("Queries", headings, rows)


def _group_by_account(timings: Sequence[QueryTiming], size: int, state: str) -> Mapping[int, list[float]]:
    """Return the processor times of a query for each account."""
    return {
        entities: [
            each.duration.processor
            for each in timings
            if (each.entities, each.size, each.state) == (entities, size, state)
        ]
        for entities in SIZES
    }


def _build_traversal_table(comparisons: Sequence[TraversalComparison]) -> Table:
    headings = ("vertices", "method", *(f"of {each.entities:,}" for each in comparisons))
    return Table(
        "Traversals",
        headings,
        [
            [
                f"{size:,}",
                method,
                *(str(Spread.from_values(_list_times(each, size, method))) for each in comparisons),
            ]
            for size, method in product(QUERY_SIZES, (ACCOUNT, RECURSION, NETWORKX))
        ],
    )


def _list_times(comparison: TraversalComparison, size: int, method: str) -> list[float]:
    return [
        timing.duration.processor
        for timing in comparison.timings
        if (timing.size, timing.method) == (size, method)
    ]


def _build_memory_table(comparisons: Sequence[TraversalComparison]) -> Table:
    return Table(
        "Loading into networkx",
        ("entities", "seconds to read the file", "memory"),
        [
            [
                f"{each.entities:,}",
                f"{each.load_duration.elapsed / 1000:.1f}",
                f"{each.memory_after - each.memory_before:,.0f} MB",
            ]
            for each in comparisons
        ],
    )


def _build_opening_table(openings: Sequence[OpenTimings]) -> Table:
    rows = {
        "command to first response, s": [each.first_answer for each in openings],
        "first screen, s": [each.first_screen for each in openings],
        f"view of {_VIEW_SIZE:,} entities, s": [each.view for each in openings],
        "memory of the server, MB": [each.memory for each in openings],
    }
    title = f"`python app.py --account` over {max(SIZES):,} entities"
    return Table(
        title, ("", "median and range"), [[name, str(Spread.from_values(row))] for name, row in rows.items()]
    )


def _format_sizes(sizes: Sequence[int]) -> str:
    *most, last = (f"{size:,}" for size in sizes)
    return f"{', '.join(most)} and {last}"
