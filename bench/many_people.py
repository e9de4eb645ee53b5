"""Measure latency, errors and memory while many people walk at once."""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote

import urllib3
from playwright.sync_api import Browser

from bench.projects import write_projects
from bench.report import Effort, Figure, Result
from bench.server import RunningServer, run_flask_server, run_server
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.redis_server import RedisServer

SIZE = 200
"""Entities of the project that is explored."""
PAUSE_SECONDS = 2.0
"""Average time between two steps of a person."""
STEPS = {PAUSE_SECONDS: 8, 0.0: 12}
"""Steps of each person, by pause."""
_LIMIT_STEPS = 40
_GOALS = {(200, PAUSE_SECONDS): 400, (200, 0.0): 1_500, (50, 0.0): 1_000}
"""Greatest 95th percentile with two workers, in milliseconds, by people and pause."""

_TEXT = f"""\
A project of {SIZE} entities that all workers have read before; workers share answers by Redis. All people
walk at random from neighbor to neighbor: each step is the request of a click, with its unpacked response.
They wait for {PAUSE_SECONDS:.0f} s on average between two steps (exponentially distributed), or not at all.
The client runs on the same machine and takes part of its processor time. Beside it, a Flask route that
returns two kilobytes, in the same server with as many workers, asked by as many people. *An error* is a
step without a view. *One more reader* is the processor time of all workers for one step. Memory is that of
the largest worker at the end. Each crowd walks once: a round is all steps of all people."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Measurements of a number of concurrent people.

    Attributes:
        times: Milliseconds of each step.
        errors: Number of steps without a view in the response.
        processor_seconds: Processor time of the server.
    """

    times: Sequence[float]
    errors: int
    processor_seconds: float

    @property
    def middle(self) -> float:
        """Median of the times, in milliseconds."""
        return quantiles(self.times, n=20)[9]

    @property
    def most(self) -> float:
        """95th percentile of the times, in milliseconds."""
        return quantiles(self.times, n=20)[18]

    @property
    def cost(self) -> float:
        """Processor time of a step, in milliseconds."""
        return 1000 * self.processor_seconds / len(self.times)


def measure(_browser: Browser, effort: Effort) -> Result:
    """Run crowds with and without pauses, by one, two and four workers."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        neighbors = write_lineage(file)
        for workers in (1, 2) if effort.is_quick else (1, 2, 4):
            figures += _measure_workers(file, neighbors, workers, effort)
    return Result("Many people", _TEXT, figures)


def write_lineage(file: Path, size: int = SIZE) -> Mapping[Arn, Sequence[Arn]]:
    """Write an account file with a project; return its neighbors."""
    with closing(Store.open(str(file), create=True)) as store:
        account = Account(store)
        start = write_projects(account, {"product": size})["product"].training_set
        return list_neighbors(SageMakerSource(transport.connect(account)).read(LineageQuery(Arn(start))))


def list_neighbors(graph: LineageGraph) -> Mapping[Arn, Sequence[Arn]]:
    """Return the neighbors of each vertex in both directions."""
    neighbors: dict[Arn, list[Arn]] = {}
    for item in graph.associations:
        neighbors.setdefault(item.source, []).append(item.destination)
        neighbors.setdefault(item.destination, []).append(item.source)
    return neighbors


def _measure_workers(
    file: Path, neighbors: Mapping[Arn, Sequence[Arn]], workers: int, effort: Effort
) -> Iterator[Figure]:
    sizes = (10,) if effort.is_quick else (50, 200)
    with _share_answers() as cache, run_server(file, ("--workers", str(workers), "--cache", cache)) as server:
        warm_up(server, neighbors)
        for people in sizes:
            with run_flask_server(workers) as flask:
                limit = run_crowd(flask, _ask_flask, neighbors, Pace(people, _LIMIT_STEPS, 0.0))
            for pause, steps in STEPS.items():
                crowd = run_crowd(server, request_view, neighbors, Pace(people, steps, pause))
                yield from _build_figures(workers, Pace(people, steps, pause), crowd, limit)
        yield Figure(f"{workers} workers: memory of the largest", "MB", [max(server.read_memories())])


@contextmanager
def _share_answers() -> Iterator[str]:
    """Run a Redis server during the block; yield its URL."""
    with ExitStack() as stack:
        redis = RedisServer()
        stack.callback(redis.stop)
        redis.start()
        yield redis.url


def _build_figures(workers: int, pace: Pace, crowd: Crowd, limit: Crowd) -> Iterator[Figure]:
    way = "2 s between steps" if pace.pause else "without pause"
    name = f"{workers} workers, {pace.people} people, {way}"
    goal = _GOALS.get((pace.people, pace.pause)) if workers == 2 else None
    yield Figure(f"{name}: p95", "ms", [crowd.most], goal=goal)
    yield Figure(f"{name}: p50", "ms", [crowd.middle])
    yield Figure(f"{name}: errors", "", [crowd.errors], goal=0)
    yield Figure(f"{name}: one more reader", "ms", [crowd.cost], "a Flask route", [limit.cost])
    if not pace.pause:
        yield Figure(f"{name}: p95 / Flask", "ms", [crowd.most], "a Flask route", [limit.most])


@dataclass(frozen=True, slots=True)
class Pace:
    """How a crowd walks.

    Attributes:
        people: Number of concurrent people.
        steps: Steps of each person.
        pause: Average seconds between two steps.
    """

    people: int
    steps: int
    pause: float


Ask = Callable[[urllib3.PoolManager, str, Arn, str], tuple[float | None, str]]
"""Sends a step's request; returns its milliseconds, or None, and the layout's id."""


def warm_up(server: RunningServer, arns: Iterable[Arn]) -> None:
    """Request each entity's view until the server has read and named everything."""
    pool = urllib3.PoolManager()
    for arn in arns:
        while request_view(pool, server.address, arn, "")[0] is None:
            pass


def run_crowd(server: RunningServer, ask: Ask, neighbors: Mapping[Arn, Sequence[Arn]], pace: Pace) -> Crowd:
    """Let people walk at random and measure each step.

    Args:
        server: Server to send requests to.
        ask: Sends a step's request.
        neighbors: Neighbors of each vertex.
        pace: How they walk.
    """
    pool = urllib3.PoolManager(maxsize=pace.people, block=True)
    processor_begin = server.read_processor_time()

    def walk(person: int) -> list[float | None]:
        generator = random.Random(f"{pace} {person}")  # noqa: S311 - draws steps, not secrets
        position, layout, times = generator.choice(list(neighbors)), "", []
        for _ in range(pace.steps):
            if pace.pause:
                sleep(generator.expovariate(1 / pace.pause))
            position = generator.choice(neighbors[position])
            duration, layout = ask(pool, server.address, position, layout)
            times.append(duration)
        return times

    with ThreadPoolExecutor(pace.people) as walkers:
        all_times = [time for times in walkers.map(walk, range(pace.people)) for time in times]
    times = [time for time in all_times if time is not None]
    return Crowd(times, len(all_times) - len(times), server.read_processor_time() - processor_begin)


def request_view(
    pool: urllib3.PoolManager, address: str, arn: Arn, previous_layout: str
) -> tuple[float | None, str]:
    """Request a view; return its milliseconds, or None, and its layout's id."""
    begin = perf_counter()
    headers = {"Accept-Encoding": "gzip", "Lineage-Former": previous_layout}
    url = f"{address}/screen?start={quote(arn, safe=':/')}"
    answer = pool.request("GET", url, headers=headers, decode_content=False)
    duration = 1000 * (perf_counter() - begin)
    drawing: Any = json.loads(gzip.decompress(answer.data))["drawing"] if answer.status == 200 else None
    return (duration, drawing["placement"]) if drawing else (None, previous_layout)


def _ask_flask(pool: urllib3.PoolManager, address: str, _arn: Arn, layout: str) -> tuple[float | None, str]:
    begin = perf_counter()
    answer = pool.request("GET", f"{address}/")
    return 1000 * (perf_counter() - begin) if answer.status == 200 else None, layout
