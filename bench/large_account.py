"""Measure a large answer, the account's own pages, exports and checks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import perf_counter, process_time

import networkx as nx  # type: ignore[import-untyped]  # networkx carries no hints
import urllib3
from playwright.sync_api import Browser
from sqlalchemy import select

from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope
from bench.browser import WINDOW
from bench.copied_record import multiply_record
from bench.projects import Project, write_projects
from bench.report import Effort, Figure, Result
from bench.server import RunningServer, run_server
from lineage_explorer.checks.check_report import check_record
from lineage_explorer.explore.record_assembly import read_account_record
from lineage_explorer.export.formats import FORMATS
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.lineage_record import LineageRecord
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.tables import ENTITIES
from sagemaker_account.traversal import TraversalDirection, traverse
from tests.support.postgres_server import PostgresServer

SIZE, WALKED_SIZE = 100_000, 10_000
"""Entities of the largest answer, and of the one that is walked and exported."""
_QUICK_SIZE = 5_000
_COPIES = 25
"""How often the demo's lineage stands in the record that is checked: 10,000 entities."""
_MAX_ROUNDS = 3
_GOALS = {"first picture": 1.0, "complete": 40.0, "server": 600.0, "tab": 150.0}
_TIMEOUT_MS = 180_000

_TEXT = """\
*An answer of {size:,}*: the page of a project, opened in a new window by a new server: until something is
drawn, until all of it is, and the memory of server and tab (heap after a collection) then. Beside it,
networkx reads the same associations from the file: what it costs to hold them at all. *Walk*: what
QueryLineage does before its first page, on {walked:,} entities, beside networkx's; *pages*: all of them
through boto3, 50 vertices each, with their edges. *Exports* are fetched over HTTP when the lineage and its
names were read, beside the same rows as JSON of the API. *Checks*: all rules over the demo's lineage
{copies} times, in processor time, without reading. At most {rounds} rounds; of exports, one."""


def measure(browser: Browser, effort: Effort) -> Result:
    """Open a large answer, walk and read the account, export and check."""
    size = _QUICK_SIZE if effort.is_quick else SIZE
    other = 1_000 if effort.is_quick else WALKED_SIZE
    rounds = min(effort.rounds, _MAX_ROUNDS)
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as name:
        folder = Path(name)
        file = folder / "account.sqlite"
        sizes = {"large": size, "other": other}
        with closing(Store.open(str(file), create=True)) as store:
            projects = write_projects(Account(store), sizes)
            graphs, loaded = _load_networkx(store)
        figures = [
            *_measure_answer(browser, file, projects["large"], rounds, loaded),
            *_measure_account("SQLite", str(file), projects["other"], rounds, graphs),
            *_measure_postgres(sizes, rounds, graphs),
            *_measure_exports(file, projects["other"], other),
            *_measure_checks(folder, 2 if effort.is_quick else _COPIES, rounds),
        ]
    text = _TEXT.format(size=size, walked=other, copies=_COPIES, rounds=_MAX_ROUNDS)
    return Result("A large account", text, figures)


def _load_networkx(store: Store) -> tuple[nx.DiGraph, float]:
    """Load all associations into networkx; return the graph and the seconds."""
    began = perf_counter()
    graph = nx.DiGraph()
    with store.begin_read() as connection:
        graph.add_edges_from(
            map(tuple, connection.exec_driver_sql("SELECT source, destination FROM associations"))
        )
    return graph, perf_counter() - began


def _measure_answer(
    browser: Browser, file: Path, project: Project, rounds: int, loaded: float
) -> Iterator[Figure]:
    opened = [_open_answer(browser, file, project) for _ in range(rounds)]
    units = {"first picture": "s", "complete": "s", "server": "MB", "tab": "MB"}
    for name, unit in units.items():
        values = [each[name] for each in opened]
        yield Figure(f"answer: {name}", unit, values, goal=_GOALS[name])
    values = [each["complete"] for each in opened]
    yield Figure("answer: complete / networkx", "s", values, "networkx loading", [loaded])


def _open_answer(browser: Browser, file: Path, project: Project) -> Mapping[str, float]:
    """Open the page of a large answer in a new server."""
    with run_server(file) as server, browser.new_context(viewport=WINDOW, bypass_csp=True) as context:
        assert urllib3.request("GET", f"{server.address}/health").status == 200
        page = context.new_page()
        began = perf_counter()
        page.goto(f"{server.address}/?start={project.merge_job}", wait_until="commit")
        page.wait_for_selector(
            "#lineage[data-state=partial], #lineage[data-state=complete]", timeout=_TIMEOUT_MS
        )
        first = perf_counter() - began
        page.wait_for_selector("#lineage[data-state=complete]", timeout=_TIMEOUT_MS)
        complete = perf_counter() - began
        session = context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        heap = float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6
        return {"first picture": first, "complete": complete, "server": server.read_memory(), "tab": heap}


def _measure_account(
    name: str, target: str, project: Project, rounds: int, graph: nx.DiGraph
) -> Iterator[Figure]:
    """Walk a project and read its pages."""
    walks, limits, pages = [], [], []
    with closing(Store.open(target)) as store:
        source = SageMakerSource(transport.connect(Account(store)))
        for _ in range(rounds):
            with store.begin_read() as connection:
                statement = select(ENTITIES.c.id).where(ENTITIES.c.arn == project.training_set)
                start = int(connection.execute(statement).scalar_one())
                began = process_time()
                traverse(connection, start, TraversalDirection.DESCENDANTS, 10)
                walks.append(1000 * (process_time() - began))
            began = process_time()
            nx.single_source_shortest_path_length(graph, start, cutoff=10)
            limits.append(1000 * (process_time() - began))
            began = perf_counter()
            source.read(LineageQuery(Arn(project.training_set)))
            pages.append(perf_counter() - began)
    yield Figure(f"{name}: walk", "ms", walks, "networkx", limits)
    yield Figure(f"{name}: pages", "s", pages)


def _measure_postgres(sizes: Mapping[str, int], rounds: int, graph: nx.DiGraph) -> Iterator[Figure]:
    """Measure the other project over a server of its own."""
    with _run_postgres() as url:
        with closing(Store.open(url, create=True)) as store:
            project = write_projects(Account(store), sizes)["other"]
        yield from _measure_account("PostgreSQL", url, project, rounds, graph)


@contextmanager
def _run_postgres() -> Iterator[str]:
    with ExitStack() as stack:
        server = PostgresServer()
        stack.callback(server.remove)
        server.start()
        yield server.get_url()


def _measure_exports(file: Path, project: Project, size: int) -> Iterator[Figure]:
    """Fetch the lineage as JSON of the API and in every format, in turn."""
    fields = {"start": project.merge_job}
    with run_server(file) as server, urllib3.PoolManager(timeout=300) as http:
        limits = [_fetch(http, server, "/api/v1/lineage", {**fields, "limit": "10000"}) for _ in range(2)]
        for each in FORMATS:
            if each.slug == "csv-metadata":  # it accompanies another file
                continue
            query = {**fields, "format": each.slug}
            time = _fetch(http, server, "/api/v1/export", query)
            found = [] if time is None else [time]
            note = "" if found else f"A lineage of {size:,} is refused: it would not fit such a file."
            yield Figure(
                f"export {each.slug}",
                "ms",
                found,
                "JSON of the API",
                [time for time in limits[1:] if time],
                note=note,
            )


def _fetch(
    http: urllib3.PoolManager, server: RunningServer, path: str, fields: Mapping[str, str]
) -> float | None:
    """Return the milliseconds until a file was fetched; None if it is refused."""
    began = perf_counter()
    response = http.request("GET", f"{server.address}{path}", fields=fields)
    return 1000 * (perf_counter() - began) if response.status == 200 else None


def _measure_checks(folder: Path, copies: int, rounds: int) -> Iterator[Figure]:
    record = multiply_record(read_demo(folder), copies)
    times = []
    for _ in range(rounds):
        began = process_time()
        check_record(record)
        times.append(1000 * (process_time() - began))
    yield Figure(f"checks of {len(record.vertices):,} entities", "ms", times)


def read_demo(folder: Path) -> LineageRecord:
    """Return the record of the demo account."""
    with closing(Store.open(str(folder / "demo.sqlite"), create=True)) as store:
        client = transport.connect(demo.build(store))
        names = PseudonymStore(folder / "stand-ins.sqlite")
        scope = build_scope(ExploredAccount("Demo", client), CacheRegistry(), pseudonyms=names)
        return scope.run("?", lambda services, _: read_account_record(services))
