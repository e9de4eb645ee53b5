"""Compare first picture and re-focus with pages that draw everything."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PageError

from bench.browser import WINDOW, open_first_screen
from bench.limit_pages import RENDERERS, build_page, bundle_programs
from bench.projects import Project, write_projects
from bench.report import Effort, Figure, Result
from bench.server import run_server
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

FIRST_GOALS = {50: 1.0, 200: 0.7, 1_000: 0.25, 10_000: 0.12}
"""Greatest share of Cytoscape.js' time that a first picture may take, by number of entities."""
REFOCUS_GOALS = {50: 0.3, 200: 0.3, 1_000: 0.1, 10_000: 0.08}
"""The same for a re-focus."""
READ_WHOLE = 200
"""Entities that a first picture reads and names all; of more, it names those that are drawn."""
MAX_FREEZE_MS = 100
MIN_DRAWS = 55
_QUICK_SIZES = (50, 200)
_PAN_SECONDS = 2.0
_TIMEOUT_MS = 60_000

_MOTION = Path(__file__).with_name("motion.js")
_MIDDLE, _MIDDLE_OF_PAGE = (400, 200), (620, 430)
_COUNT_DRAWS = "() => { document.getElementById('graph')._cyreg.cy.on('render', () => motion.countDraw()); }"
"""In braces, because the value of an expression is returned: serializing Cytoscape's core took 20 s."""

_TEXT = f"""\
The same lineage in new windows, in turn. *First picture*: from the click on Run on the first screen until
the view is complete: reading, naming, layout, transport, drawing. *Re-focus*: the same from a click on a
neighbor, on which the pointer has rested for a quarter of a second: the page prefetches what it rests on.
**Cytoscape.js** and **sigma.js** (WebGL; without a graphics card it is drawn in software) are bare pages that
draw everything at the same positions in the simplest style, from opening the file to the second frame after
the first drawing; reading and layout are not counted for them. *Freeze* is the longest task of the main
thread until then (browsers report none under 50 ms), *redraws* a second are counted while a mouse drags the
graph for {_PAN_SECONDS:.0f} s; 60 is most. *Until its answer* is the part of the first picture before the
server has answered. **boto3** asks the same account for the same lineage, with a `Describe` for each entity,
one after the other: the time of its API and of that library, without a browser."""

_Values = Mapping[str, Mapping[str, list[float]]]
"""Values of all rounds, by page and by quantity."""


def measure(browser: Browser, effort: Effort) -> Result:
    """Draw projects of each size by each page, in turn."""
    sizes = _QUICK_SIZES if effort.is_quick else tuple(FIRST_GOALS)
    names = {
        (size, number): f"product-{size}-{number}" for size in sizes for number in range(effort.rounds + 1)
    }
    programs = bundle_programs()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            account = Account(store)
            projects = write_projects(account, {name: size for (size, _), name in names.items()})
            pages = {
                size: _write_pages(account, projects[names[size, 0]], Path(folder), programs)
                for size in sizes
            }
            reads = {
                size: [_time_reads(account, projects[names[size, number]]) for number in range(effort.rounds)]
                for size in sizes
                if size <= READ_WHOLE
            }
        with run_server(file) as server:
            for size in sizes:
                own = [projects[name] for (of_size, _), name in names.items() if of_size == size]
                values = _measure_size(browser, server.address, own, pages[size])
                figures += _build_figures(size, values, reads.get(size, []))
    return Result("First picture and re-focus", _TEXT, figures)


def _write_pages(
    account: Account, project: Project, folder: Path, programs: Mapping[str, str]
) -> Mapping[str, Path]:
    source = SageMakerSource(transport.connect(account))
    graph = source.read(LineageQuery(Arn(project.merge_job)))
    layout = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    files = {name: folder / f"{name}-{len(graph.vertices)}.html" for name in programs}
    for name, file in files.items():
        file.write_text(build_page(programs[name], graph, layout), encoding="utf-8")
    return files


def _time_reads(account: Account, project: Project) -> float:
    """Return the milliseconds that boto3 takes for a project's lineage and all its names."""
    client = transport.connect(account)
    _describe(client, project.merge_job)  # the first call of a client takes longer
    began = perf_counter()
    found = {
        vertex["Arn"] for direction in ("Ascendants", "Descendants")
        for page in _list_pages(client, project.merge_job, direction) for vertex in page["Vertices"]
    }  # fmt: skip
    for arn in found:
        _describe(client, arn)
    return 1000 * (perf_counter() - began)


def _list_pages(client: Any, start: str, direction: str) -> Iterator[Mapping[str, Any]]:
    request = {"StartArns": [start], "Direction": direction, "IncludeEdges": True, "MaxDepth": 10}
    while True:
        page = client.query_lineage(**request)
        yield page
        if not page.get("NextToken"):
            return
        request["NextToken"] = page["NextToken"]


def _describe(client: Any, arn: str) -> None:
    kind, _, name = arn.split(":", 5)[5].partition("/")
    match kind:
        case "artifact":
            client.describe_artifact(ArtifactArn=arn)
        case "action":
            client.describe_action(ActionName=name)
        case "context":
            client.describe_context(ContextName=name)
        case _:
            client.describe_trial_component(TrialComponentName=name)


def _measure_size(
    browser: Browser, address: str, projects: Sequence[Project], pages: Mapping[str, Path]
) -> _Values:
    """Measure each page once a round, in alternating order, after one to warm up.

    A page that fails is left out.
    """
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for number, project in enumerate(projects):
        for name in ("explorer", *pages)[:: -1 if number % 2 else 1]:
            measured = (
                _measure_explorer(browser, address, project)
                if name == "explorer"
                else _measure_page(browser, pages[name])
            )
            for quantity, value in (measured if number else {}).items():
                values[name][quantity].append(value)
    return values


def _measure_explorer(browser: Browser, address: str, project: Project) -> Mapping[str, float]:
    with _open_window(browser) as page:
        visit = open_first_screen(page, address)
        first = visit.draw_first_view(project.merge_job)
        freeze = page.evaluate("since => motion.findLongestTask(since)", first.click)
        page.evaluate(_COUNT_DRAWS)
        draws = _pan(page, _MIDDLE_OF_PAGE)
        second = visit.go_to(project.training_set)
        return {
            "first": first.elapsed,
            "answer": max(0.0, (first.answered or first.click) - first.click),
            "refocus": second.elapsed,
            "freeze": freeze,
            "draws": draws,
        }


def _measure_page(browser: Browser, file: Path) -> Mapping[str, float]:
    with _open_window(browser) as page:
        try:
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_function("motion.readMarks().painted", timeout=_TIMEOUT_MS)
        except PageError:
            return {}
        painted = page.evaluate("motion.readMarks().painted")
        freeze = page.evaluate("motion.findLongestTask(0)")
        return {"first": painted, "freeze": freeze, "draws": _pan(page, _MIDDLE)}


def _pan(page: Page, place: tuple[int, int]) -> float:
    """Drag the graph; return its redraws a second."""
    x, y = place
    measured: dict[str, float] = page.evaluate(f"motion.drag({x}, {y}, {1000 * _PAN_SECONDS})")
    return 1000 * measured["draws"] / measured["duration"]


@contextmanager
def _open_window(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=WINDOW, bypass_csp=True) as context:
        page = context.new_page()
        page.add_init_script(path=_MOTION)
        yield page


def _build_figures(size: int, values: _Values, reads: Sequence[float]) -> Iterator[Figure]:
    own = values["explorer"]
    for limit in RENDERERS:
        others, has_goal = values[limit]["first"], limit == "Cytoscape.js"
        note = "" if others else f"{limit} did not draw it within {_TIMEOUT_MS / 1000:.0f} s."
        goals = (FIRST_GOALS[size], REFOCUS_GOALS[size]) if has_goal else (None, None)
        first, refocus = f"{size:,}: first picture / {limit}", f"{size:,}: re-focus / {limit}"
        yield Figure(first, "ms", own["first"], limit, others, goals[0], note=note)
        yield Figure(refocus, "ms", own["refocus"], limit, others, goals[1])
    limit = "boto3" if reads else ""
    yield Figure(f"{size:,}: first picture, until its answer", "ms", own["answer"], limit, reads)
    yield Figure(f"{size:,}: freeze", "ms", own["freeze"], goal=MAX_FREEZE_MS)
    yield Figure(f"{size:,}: redraws", "a second", own["draws"], goal=MIN_DRAWS, is_rate=True)
    for limit in RENDERERS:
        yield Figure(f"{size:,}: freeze of {limit}", "ms", values[limit]["freeze"])
        yield Figure(f"{size:,}: redraws of {limit}", "a second", values[limit]["draws"], is_rate=True)
