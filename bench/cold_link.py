"""Compare a link in a cold browser with peers that show the same lineage."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import urllib3
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PageError

from bench.browser import WINDOW
from bench.main_thread import TASKS, start_sampling, stop_sampling
from bench.peers import DASH_ALONE, PEERS, Peer, PeerMissing, install_peers, run_peer
from bench.projects import write_projects
from bench.report import Effort, Figure, Result
from bench.server import run_server
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import demo, transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

SIZES = (27, 300, 1_000, 5_000)
"""Numbers of entities: two views of the demo account, and two projects."""
MAX_RATIO = 0.7
MAX_KILOBYTES = 450
MAX_SLOW_SECONDS = 4
_PEER_ROUNDS = 3
"""Limit of rounds of peers and of the slow line, which take longest."""
_LIMITED_SIZES = SIZES[:2]
"""Sizes at which a page's start takes longer than its graph."""
_TIMEOUT_MS = 60_000
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""1.6 Mbit/s and 150 ms, as a telephone has."""
_STILLNESS = Path(__file__).with_name("stillness.js")
_DEMO = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"

_TEXT = """\
A link, opened in a new window with an empty cache: from the navigation to the last change of canvas or
document before 1.2 s and 30 frames without any, when the graph is there. Pages take turns; peers and the
slow line have three rounds at most. *kB* are the bodies as they were sent. *Slow line*: 1.6 Mbit/s and 150
ms, by Chromium's own brake. The explorer's server is new in each round; 27 and 300 entities are the demo's
production endpoint, alone and with all that is connected; the others are projects. Peers get the same
entities and associations, without those that close a cycle: **SQLLineage** as statements, **dbt docs** as
models of a manifest, **Dagster** as external assets. They draw everything, the explorer puts what is alike
together. **Dash alone** is a page of Dash with the component of Cytoscape.js and nothing else, which draws
everything at given positions in the component's own style: no page of these packages is faster, however
little it does. The rows below it are what the main thread did until then, by the samples of the browser's
profiler, in openings of their own: it takes some time itself. Two thirds of what Dash alone takes are the
scripts of Dash, React and Cytoscape.js, compiled and run; only a page without them would be sooner."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Lineage that every page shows.

    Attributes:
        size: Its number of entities, as the report names it.
        file: Account that has it.
        search: Address of the explorer's view.
        graph: The lineage itself.
    """

    size: int
    file: Path
    search: str
    graph: LineageGraph


@dataclass(frozen=True, slots=True)
class Opened:
    """One page, opened.

    Attributes:
        still: Milliseconds until its last change.
        kilobytes: Size of what was sent.
        tasks: Milliseconds of the main thread until then, by task; empty unless they were sampled.
    """

    still: float
    kilobytes: float
    tasks: Mapping[str, float]


def measure(browser: Browser, effort: Effort) -> Result:
    """Open each lineage by each page, in turn."""
    figures: list[Figure] = []
    try:
        install_peers()
        missing = ""
    except PeerMissing as error:
        missing = str(error)
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as name:
        for lineage in _write_lineages(Path(name), SIZES[:2] if effort.is_quick else SIZES):
            figures += _measure_lineage(browser, lineage, Path(name), effort, missing)
    return Result("A link in a cold browser", _TEXT, figures)


def _write_lineages(folder: Path, sizes: tuple[int, ...]) -> Iterator[Lineage]:
    file = folder / "demo.sqlite"
    with closing(Store.open(str(file), create=True)) as store:
        account = demo.build(store)
        for size, direction in ((27, Direction.UP_AND_DOWN), (300, Direction.BOTH)):
            start = _find_start(account)
            query = LineageQuery(start, direction)
            yield Lineage(size, file, f"?start={_DEMO}{_format_direction(direction)}", _read(account, query))
    projects = folder / "projects.sqlite"
    with closing(Store.open(str(projects), create=True)) as store:
        account = Account(store)
        written = write_projects(account, {f"product-{size}": size for size in sizes if size > 300})
        for size in (size for size in sizes if size > 300):
            start = Arn(written[f"product-{size}"].merge_job)
            yield Lineage(size, projects, f"?start={start}", _read(account, LineageQuery(start)))


def _find_start(account: Account) -> Arn:
    """Return the context of the demo's production endpoint."""
    request = {"SourceUri": _DEMO}
    listed = account.call("ListContexts", request)["ContextSummaries"]
    return Arn(str(listed[0]["ContextArn"]))


def _format_direction(direction: Direction) -> str:
    return "" if direction is Direction.UP_AND_DOWN else f"&direction={direction.value}"


def _read(account: Account, query: LineageQuery) -> LineageGraph:
    return SageMakerSource(transport.connect(account)).read(query)


def _measure_lineage(
    browser: Browser, lineage: Lineage, folder: Path, effort: Effort, missing: str
) -> Iterator[Figure]:
    opened: dict[str, list[Opened]] = defaultdict(list)
    notes = dict.fromkeys((peer.name for peer in PEERS), missing)
    slow_rounds = min(effort.rounds, _PEER_ROUNDS)
    slow = [_open_explorer(browser, lineage, is_slow=True).still / 1000 for _ in range(slow_rounds)]
    for _ in range(effort.rounds):
        opened["explorer"].append(_open_explorer(browser, lineage))
        for peer in PEERS:
            if not notes[peer.name]:
                notes[peer.name] = _open_peer(browser, peer, lineage, folder, opened[peer.name])
    if lineage.size in _LIMITED_SIZES:
        yield from _measure_limit(browser, lineage, folder, effort)
    own = opened["explorer"]
    still = {name: [each.still for each in found] for name, found in opened.items()}
    peers = [peer.name for peer in PEERS if still.get(peer.name)]
    fastest = min(peers, key=lambda name: median(still[name]), default="")
    for peer in PEERS:
        goal = MAX_RATIO if peer.name == fastest else None
        name = f"{lineage.size:,}: still / {peer.name}"
        yield Figure(
            name, "ms", still["explorer"], peer.name, still.get(peer.name, []), goal, note=notes[peer.name]
        )
    yield Figure(f"{lineage.size:,}: sent", "kB", [each.kilobytes for each in own], goal=MAX_KILOBYTES)
    yield Figure(f"{lineage.size:,}: slow line", "s", slow, goal=MAX_SLOW_SECONDS)


def _measure_limit(browser: Browser, lineage: Lineage, folder: Path, effort: Effort) -> Iterator[Figure]:
    """Compare the explorer with Dash alone, and what the main thread does in both."""
    own, limits, sampled, sampled_limits = [], [], [], []
    for _ in range(min(effort.rounds, _PEER_ROUNDS)):
        own.append(_open_explorer(browser, lineage))
        limits.append(_open_limit(browser, lineage, folder))
        sampled.append(_open_explorer(browser, lineage, is_sampled=True).tasks)
        sampled_limits.append(_open_limit(browser, lineage, folder, is_sampled=True).tasks)
    limit = DASH_ALONE.name
    name = f"{lineage.size:,}: still / {limit}"
    yield Figure(name, "ms", [each.still for each in own], limit, [each.still for each in limits])
    for task in TASKS:
        name = f"{lineage.size:,}: {task}"
        limit_values = [each[task] for each in sampled_limits]
        yield Figure(name, "ms", [each[task] for each in sampled], limit, limit_values)


def _open_limit(browser: Browser, lineage: Lineage, folder: Path, *, is_sampled: bool = False) -> Opened:
    with run_peer(DASH_ALONE, folder, lineage.graph) as address:
        return _open_page(browser, address, DASH_ALONE.ready, is_sampled=is_sampled)


def _open_explorer(
    browser: Browser, lineage: Lineage, *, is_slow: bool = False, is_sampled: bool = False
) -> Opened:
    with run_server(lineage.file) as server:
        assert urllib3.request("GET", f"{server.address}/health").status == 200
        address, ready = f"{server.address}/{lineage.search}", "#lineage[data-state=complete]"
        return _open_page(browser, address, ready, is_slow=is_slow, is_sampled=is_sampled)


def _open_peer(browser: Browser, peer: Peer, lineage: Lineage, folder: Path, opened: list[Opened]) -> str:
    """Add one opening of a peer's page; return why there are no more."""
    if lineage.size >= peer.limit:
        return f"{peer.name} takes more than a minute from {peer.limit:,} entities on, and is left out."
    if len(opened) >= _PEER_ROUNDS:
        return ""
    try:
        with run_peer(peer, folder, lineage.graph) as address:
            opened.append(_open_page(browser, address, peer.ready))
    except PeerMissing as error:
        return str(error)
    except PageError as error:
        return f"{peer.name} was not still within {_TIMEOUT_MS / 1000:.0f} s: {error.message.splitlines()[0]}"
    return ""


def _open_page(
    browser: Browser, address: str, ready: str, *, is_slow: bool = False, is_sampled: bool = False
) -> Opened:
    with browser.new_context(viewport=WINDOW, bypass_csp=True) as context:
        page: Page = context.new_page()
        page.add_init_script(path=_STILLNESS)
        session = context.new_cdp_session(page)
        if is_slow:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", _SLOW)
        if is_sampled:
            start_sampling(session)
        page.goto(address, wait_until="commit", timeout=_TIMEOUT_MS)
        page.wait_for_selector(ready, timeout=_TIMEOUT_MS, state="attached")
        page.wait_for_function("stillness.isStill()", timeout=_TIMEOUT_MS)
        figures: Mapping[str, float] = page.evaluate(
            "({ still: stillness.readLast(), kilobytes: stillness.readKilobytes(), now: performance.now() })"
        )
        tasks = stop_sampling(session, figures["now"], figures["still"]) if is_sampled else {}
        return Opened(figures["still"], figures["kilobytes"], tasks)
