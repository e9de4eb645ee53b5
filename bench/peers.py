"""Compare the explorer with peers: latency, freezes, panning and memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser import WINDOW, launch_chromium, open_first_screen
from bench.peer_pages import build_cytoscape_page, build_visualizer_page
from bench.projects import Project, open_account, write_project
from bench.report import Section, Spread, Table
from bench.server import run_server
from bench.time_limit import run_with_time_limit
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

SIZES = (50, 200, 1_000, 5_000, 10_000)
MAX_ROUNDS = 3
"""Limit of rounds: the peers need minutes for the larger sizes."""
TIMEOUT_SECONDS = 60
"""Time limit of a view; a page that exceeds it is not tried again."""
PAN_SECONDS = 2.0
_OVERHEAD_SECONDS = 20
"""Time for starting the peer's browser, panning at one frame a second, and measuring memory."""

_MOTION = Path(__file__).with_name("motion.js")
_MIDDLE = (400, 200)
_COUNT_DRAWS = "() => { document.getElementById('graph')._cyreg.cy.on('render', () => motion.countDraw()); }"
"""In braces, because the value of an expression is returned: serializing Cytoscape's core took 20 s."""

_TEXT = """\
The same lineage, in new windows and in turn.

- **Explorer**: *first view* from the click on Run on the first screen until `#lineage` has the state of a
  finished view: reading, naming, layout, transport and drawing; *re-focus* the same from a click on a
  neighbor's card.
- **Everything**: a page that passes all vertices and associations to plain Cytoscape.js 3.34 with given
  positions and the simplest style, from opening the file to the second frame after its first drawing; *in
  memory* from the moment when the text of the elements is available.
- **Sample**: the page of the `Visualizer` in AWS's samples (pyvis, with the same calls and options, a canvas
  of 800 by 400, scripts inlined), from opening the file until its canvas is revealed.

Reading the lineage and writing the pages is not counted for the peers. Medians and ranges of {rounds} rounds,
in milliseconds; “> {cap} s” exceeded the limit. *Freeze* is the longest task of the page's main thread before
the view (browsers report none under 50 ms). *Draws* are redraws of the canvas a second while a mouse drags
the graph for {pan:.0f} s, a step each frame, of which there are 60 a second; *gap* is the longest time
between two frames meanwhile, *heap* the page's JavaScript memory in MB afterwards.

The first view of 200 is the slowest, because it is the largest that is drawn card by card. According to a
profile, half of it is Cytoscape's: styling 530 elements for the first time takes a quarter, drawing them and
routing the lines a sixth. A third is the server's, of which waiting for names takes up to 0.15 s, and a
seventh the form's, which goes through Dash. A re-focus styles only what is new. A renderer without a style
object per element, or fewer cards, would make the first view faster."""


@dataclass(frozen=True, slots=True)
class PageTimings:
    """Measurements of one page.

    Attributes:
        view: Milliseconds to the view; None if it exceeded the limit.
        inner_view: For a peer, milliseconds from the data being in memory; for the explorer, of the re-focus.
        freeze: Longest task, in milliseconds.
        draws: Redraws a second while panning.
        gap: Longest time between two frames meanwhile, in milliseconds.
        heap: JavaScript memory, in MB.
    """

    view: float | None
    inner_view: float | None = None
    freeze: float | None = None
    draws: float | None = None
    gap: float | None = None
    heap: float | None = None


def measure(browser: Browser, *, rounds: int) -> Section:
    """Show projects of each of `SIZES` in each page, in turn."""
    rounds = min(rounds, MAX_ROUNDS)
    timings: dict[int, dict[str, list[PageTimings]]] = {}
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as name:
        folder = Path(name)
        with closing(Store.open(str(folder / "account.sqlite"), create=True)) as store:
            account = open_account(store)
            projects = {
                size: [write_project(account, f"product-{size}-{number}", size) for number in range(rounds)]
                for size in SIZES
            }
            pages = {size: _write_pages(account, found[0], folder, size) for size, found in projects.items()}
            with run_server(folder / "account.sqlite") as server:
                for size in SIZES:
                    timings[size] = _measure_pages(browser, server.address, projects[size], pages[size])
    return _build_section(timings, rounds)


def _measure_pages(
    browser: Browser, address: str, projects: Sequence[Project], pages: Mapping[str, Path]
) -> dict[str, list[PageTimings]]:
    """Measure each page once a round, in alternating order.

    A page that exceeded the limit is not measured again.
    """
    timings: dict[str, list[PageTimings]] = {name: [] for name in ("explorer", *pages)}
    for number, project in enumerate(projects):
        for name in list(timings)[:: -1 if number % 2 else 1]:
            if name == "explorer":
                timings[name].append(_measure_explorer(browser, address, project))
            elif not timings[name] or timings[name][-1].view is not None:
                timings[name].append(_measure_peer(pages[name]))
    return timings


def _write_pages(account: Account, project: Project, folder: Path, size: int) -> dict[str, Path]:
    """Write the peers' pages of the lineage of a project's start."""
    client = transport.connect(account)
    source = SageMakerSource(client, describe=SageMakerCatalog(client).describe)
    graph = source.read(LineageQuery(Arn(project.merge_job)))
    placement = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    texts = {"everything": build_cytoscape_page(graph, placement), "sample": build_visualizer_page(graph)}
    files = {name: folder / f"{name}-{size}.html" for name in texts}
    for name, file in files.items():
        file.write_text(texts[name], encoding="utf-8")
    return files


def _measure_explorer(browser: Browser, address: str, project: Project) -> PageTimings:
    """Run a project's start, pan, and focus its neighbor."""
    with _open_window(browser) as page:
        visitor = open_first_screen(page, address)
        first = visitor.draw_first_view(project.merge_job)
        page.evaluate(_COUNT_DRAWS)
        freeze = page.evaluate("since => motion.findLongestTask(since)", first.click)
        draws, gap = _pan(page, (620, 430))
        heap = _read_heap(page)
        second = visitor.go_to(project.training_set)
        return PageTimings(
            first.complete - first.click, second.complete - second.click, freeze, draws, gap, heap
        )


def _measure_peer(file: Path) -> PageTimings:
    """Measure a peer's page in its own browser.

    Many peers hang for minutes.
    """
    return run_with_time_limit(
        partial(_measure_peer_page, file), TIMEOUT_SECONDS + _OVERHEAD_SECONDS
    ) or PageTimings(None)


def _measure_peer_page(file: Path) -> PageTimings | None:
    with launch_chromium() as own, _open_window(own) as page:
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_function("motion.readMarks().painted", timeout=0)
        marks = page.evaluate("motion.readMarks()")
        painted = marks["painted"]
        inner = painted - marks["in memory"] if "in memory" in marks else None
        freeze = page.evaluate("motion.findLongestTask(0)")
        draws, gap = _pan(page, _MIDDLE)
        return PageTimings(painted, inner, freeze, draws, gap, _read_heap(page))


def _pan(page: Page, place: tuple[int, int]) -> tuple[float, float]:
    """Drag the graph.

    Returns:
        Redraws a second, and the longest time between two frames in milliseconds.
    """
    x, y = place
    measured: dict[str, float] = page.evaluate(f"motion.drag({x}, {y}, {1000 * PAN_SECONDS})")
    return 1000 * measured["draws"] / measured["duration"], measured["gap"]


def _read_heap(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


@contextmanager
def _open_window(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.add_init_script(path=_MOTION)
        yield page


def _build_section(timings: Mapping[int, Mapping[str, Sequence[PageTimings]]], rounds: int) -> Section:
    return Section(
        title="Comparison with peers",
        text=_TEXT.format(rounds=rounds, cap=TIMEOUT_SECONDS, pan=PAN_SECONDS),
        tables=[_build_time_table(timings), _build_ease_table(timings)],
    )


def _build_time_table(timings: Mapping[int, Mapping[str, Sequence[PageTimings]]]) -> Table:
    rows = []
    for size, sides in timings.items():
        explorer_timings, all_, sample = sides["explorer"], sides["everything"], sides["sample"]
        rows.append(
            [
                f"{size:,}",
                _format_cell(explorer_timings, "view"),
                _format_cell(explorer_timings, "inner_view"),
                _format_cell(all_, "view"),
                _format_cell(all_, "inner_view"),
                _format_cell(sample, "view"),
                _format_ratio(explorer_timings, "view", all_),
                _format_ratio(explorer_timings, "inner_view", all_),
                _format_ratio(explorer_timings, "view", sample),
            ]
        )
    headings = (
        "entities",
        "first view",
        "re-focus",
        "everything",
        "· in memory",
        "sample",
        "first / everything",
        "re-focus / everything",
        "first / sample",
    )
    return Table("Click to view", headings, rows)


def _build_ease_table(timings: Mapping[int, Mapping[str, Sequence[PageTimings]]]) -> Table:
    rows = [
        [f"{size:,}, {name}", *(_format_cell(each, field) for field in ("freeze", "draws", "gap", "heap"))]
        for size, sides in timings.items()
        for name, each in sides.items()
    ]
    return Table("Freeze, panning and memory", ("entities, page", "freeze", "draws", "gap", "heap"), rows)


def _list_values(timings: Sequence[PageTimings], field: str) -> list[float]:
    values: Iterator[Any] = (getattr(timing, field) for timing in timings)
    return [value for value in values if value is not None]


def _format_cell(timings: Sequence[PageTimings], field: str) -> str:
    values = _list_values(timings, field)
    if values:
        return str(Spread.from_values(values))
    return f"> {TIMEOUT_SECONDS} s" if field == "view" else ""


def _format_ratio(
    explorer_timings: Sequence[PageTimings], field: str, peer_timings: Sequence[PageTimings]
) -> str:
    """Return a time of the explorer as a share of a peer's.

    If the peer exceeded the limit, it is an upper bound.
    """
    explorer_values, peer_values = _list_values(explorer_timings, field), _list_values(peer_timings, "view")
    peer_median = Spread.from_values(peer_values).median if peer_values else 1000 * TIMEOUT_SECONDS
    return f"{'' if peer_values else '< '}{Spread.from_values(explorer_values).median / peer_median:.3f}"
