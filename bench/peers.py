"""The explorer beside its peers, at every size: click to picture, the longest freeze, panning, memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.bounded import bounded
from bench.browser import WINDOW, chromium, first_screen
from bench.charts import Chart, drawn
from bench.figures import Section, Spread, Table
from bench.peer_pages import everything, visualizer
from bench.projects import Project, account_in, write
from bench.server import served
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.views.decorators import CARD_HEIGHT, CARD_WIDTH
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

SIZES = (50, 200, 1_000, 5_000, 10_000)
MOST_ROUNDS = 3
"""The peers need minutes for the larger sizes."""
CAP_SECONDS = 60
"""What is not drawn by then has failed; it is not tried again."""
PAN_SECONDS = 2.0
_AROUND_SECONDS = 20
"""For starting the peer's browser, panning at a frame in a second, and measuring memory."""

_MOTION = Path(__file__).with_name("motion.js")
_MIDDLE = (400, 200)
_WATCHED = "() => { document.getElementById('graph')._cyreg.cy.on('render', () => motion.drew()); }"
"""In braces: what an expression returns is handed over, and Cytoscape's core took 20 s on its way."""

_TEXT = """\
The same lineage, in fresh windows and in turn.

- **Explorer**: *first picture* from the click on Run on the first screen to `#lineage` saying that the
  picture is drawn: reading, naming, placing, sending and drawing; *re-focus* the same from a click on a
  neighbour's card.
- **Everything**: a page that gives raw Cytoscape.js 3.34 all vertices and associations with given
  positions and the plainest style, from opening the file to the second frame after its first drawing; *in
  memory* from the moment when the text of the elements is there.
- **Sample**: the page that the `Visualizer` of AWS's samples makes (pyvis, its calls and options, its
  canvas of 800 by 400, scripts inlined), from opening the file to its canvas being revealed.

What the peers need to read the lineage and to write their pages is not counted. Medians and ranges of
{rounds} rounds, in milliseconds; “> {cap} s” was given up. *Freeze* is the longest task of the page's
main thread up to the picture (browsers report none under 50 ms). *Draws* are redraws of the canvas a
second while a mouse drags the picture for {pan:.0f} s, a step each frame, of which there are 60 a second;
*gap* the longest time between two frames meanwhile, *heap* the page's JavaScript memory in MB after that.

The first picture of 200 is the slowest, because it is the largest that is drawn card by card. By a profile of
it, half of it is Cytoscape's: styling 530 elements for the first time takes a quarter, drawing them and
finding the courses of lines a sixth. A third is the server's, of which names may hold it up for 0.15 s, and a
seventh the form's, which goes through Dash. A re-focus styles only what is new. What would lift the first:
a renderer without a style of each element's own, or fewer cards."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one page took.

    Attributes:
        drawn: Milliseconds to the picture; None where it was given up.
        inner: Of a peer: milliseconds from the data being in memory; of the explorer's page: to the re-focus.
        frozen: Longest task, milliseconds.
        draws: Redraws a second while panning.
        gap: Longest time between two frames meanwhile, milliseconds.
        heap: Megabytes.
    """

    drawn: float | None
    inner: float | None = None
    frozen: float | None = None
    draws: float | None = None
    gap: float | None = None
    heap: float | None = None


def measure(browser: Browser, *, rounds: int) -> Section:
    """Show projects of each of `SIZES` each way, in turn."""
    rounds = min(rounds, MOST_ROUNDS)
    looks: dict[int, dict[str, list[Look]]] = {}
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as name:
        folder = Path(name)
        with closing(Store.open(str(folder / "account.sqlite"), create=True)) as store:
            account = account_in(store)
            projects = {
                size: [write(account, f"product-{size}-{number}", size) for number in range(rounds)]
                for size in SIZES
            }
            pages = {size: _pages(account, found[0], folder, size) for size, found in projects.items()}
            with served(folder / "account.sqlite") as server:
                for size in SIZES:
                    looks[size] = _rounds(browser, server.address, projects[size], pages[size])
    return _section(looks, rounds, pictures={"picture": drawn(browser, _chart(looks))})


def _rounds(
    browser: Browser, address: str, projects: Sequence[Project], pages: Mapping[str, Path]
) -> dict[str, list[Look]]:
    """Look at each page once a round, there and back in turn; not again at one that was given up."""
    looks: dict[str, list[Look]] = {name: [] for name in ("explorer", *pages)}
    for number, project in enumerate(projects):
        for name in list(looks)[:: -1 if number % 2 else 1]:
            if name == "explorer":
                looks[name].append(_explorer(browser, address, project))
            elif not looks[name] or looks[name][-1].drawn is not None:
                looks[name].append(_peer(pages[name]))
    return looks


def _pages(account: Account, project: Project, folder: Path, size: int) -> dict[str, Path]:
    """Write the peers' pages of what is up and down from a project's start."""
    client = transport.connect(account)
    source = SageMakerSource(client, describe=SageMakerCatalog(client).describe)
    graph = source.read(LineageQuery(Arn(project.merge_job)))
    placement = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    texts = {"everything": everything(graph, placement), "sample": visualizer(graph)}
    files = {name: folder / f"{name}-{size}.html" for name in texts}
    for name, file in files.items():
        file.write_text(texts[name], encoding="utf-8")
    return files


def _explorer(browser: Browser, address: str, project: Project) -> Look:
    """Open the first screen, run the project's start, pan, click its neighbour."""
    with _window(browser) as page:
        visitor = first_screen(page, address)
        first = visitor.first_picture(project.merge_job)
        page.evaluate(_WATCHED)
        frozen = page.evaluate("since => motion.frozen(since)", first.click)
        draws, gap = _panned(page, (620, 430))
        heap = _heap(page)
        second = visitor.step(project.training_set)
        return Look(first.drawn - first.click, second.drawn - second.click, frozen, draws, gap, heap)


def _peer(file: Path) -> Look:
    """Open a peer's page in a browser of its own, as many of them hang for minutes."""
    return bounded(partial(_peer_look, file), CAP_SECONDS + _AROUND_SECONDS) or Look(None)


def _peer_look(file: Path) -> Look | None:
    with chromium() as own, _window(own) as page:
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_function("motion.marks().painted", timeout=0)
        marks = page.evaluate("motion.marks()")
        painted = marks["painted"]
        inner = painted - marks["in memory"] if "in memory" in marks else None
        frozen = page.evaluate("motion.frozen(0)")
        draws, gap = _panned(page, _MIDDLE)
        return Look(painted, inner, frozen, draws, gap, _heap(page))


def _panned(page: Page, place: tuple[int, int]) -> tuple[float, float]:
    """Drag the picture to and fro; return redraws a second, and the longest gap in milliseconds."""
    x, y = place
    seen: dict[str, float] = page.evaluate(f"motion.drag({x}, {y}, {1000 * PAN_SECONDS})")
    return 1000 * seen["draws"] / seen["spent"], seen["gap"]


def _heap(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


@contextmanager
def _window(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.add_init_script(path=_MOTION)
        yield page


def _section(
    looks: Mapping[int, Mapping[str, Sequence[Look]]], rounds: int, *, pictures: Mapping[str, str]
) -> Section:
    return Section(
        title="Beside its peers",
        text=_TEXT.format(rounds=rounds, cap=CAP_SECONDS, pan=PAN_SECONDS),
        tables=[_times(looks), _ease(looks)],
        raw={
            size: {name: [asdict(look) for look in each] for name, each in sides.items()}
            for size, sides in looks.items()
        },
        pictures=pictures,
    )


def _chart(looks: Mapping[int, Mapping[str, Sequence[Look]]]) -> Chart:
    def line(name: str, field: str) -> list[tuple[float, float]]:
        values = ((size, _values(sides[name], field)) for size, sides in looks.items())
        return [(size, Spread.of(found).median) for size, found in values if found]

    lines = {
        "Explorer, first picture": line("explorer", "drawn"),
        "Explorer, re-focus": line("explorer", "inner"),
        "Everything, raw Cytoscape.js": line("everything", "drawn"),
        "Sample": line("sample", "drawn"),
    }
    return Chart("Click to picture", "entities of the lineage", "milliseconds", lines)


def _times(looks: Mapping[int, Mapping[str, Sequence[Look]]]) -> Table:
    rows = []
    for size, sides in looks.items():
        ours, all_, sample = sides["explorer"], sides["everything"], sides["sample"]
        rows.append(
            [
                f"{size:,}",
                _cell(ours, "drawn"),
                _cell(ours, "inner"),
                _cell(all_, "drawn"),
                _cell(all_, "inner"),
                _cell(sample, "drawn"),
                _ratio(ours, "drawn", all_),
                _ratio(ours, "inner", all_),
                _ratio(ours, "drawn", sample),
            ]
        )
    headings = (
        "entities",
        "first picture",
        "re-focus",
        "everything",
        "· in memory",
        "sample",
        "first / everything",
        "re-focus / everything",
        "first / sample",
    )
    return Table("Click to picture", headings, rows)


def _ease(looks: Mapping[int, Mapping[str, Sequence[Look]]]) -> Table:
    rows = [
        [f"{size:,}, {name}", *(_cell(each, field) for field in ("frozen", "draws", "gap", "heap"))]
        for size, sides in looks.items()
        for name, each in sides.items()
    ]
    return Table("Freeze, panning and memory", ("entities, page", "freeze", "draws", "gap", "heap"), rows)


def _values(looks: Sequence[Look], field: str) -> list[float]:
    values: Iterator[Any] = (getattr(look, field) for look in looks)
    return [value for value in values if value is not None]


def _cell(looks: Sequence[Look], field: str) -> str:
    values = _values(looks, field)
    if values:
        return str(Spread.of(values))
    return f"> {CAP_SECONDS} s" if field == "drawn" else ""


def _ratio(ours: Sequence[Look], field: str, theirs: Sequence[Look]) -> str:
    """Return a time of ours as a share of their picture; of a picture that was given up, at most."""
    mine, others = _values(ours, field), _values(theirs, "drawn")
    their = Spread.of(others).median if others else 1000 * CAP_SECONDS
    return f"{'' if others else '< '}{Spread.of(mine).median / their:.3f}"
