"""Measure latency, errors and memory under many concurrent users."""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote

import urllib3
from playwright.sync_api import Browser

from bench.projects import open_account, write_project
from bench.report import Section, Table
from bench.server import RunningServer, run_server
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import transport
from sagemaker_account.store import Store

CROWD_SIZES = (1, 10, 50)
SIZE = 200
"""Entities of the project that is explored."""
STEPS_PER_PERSON = 40
"""Steps of each person, whatever the number of people."""
PAUSE_SECONDS = 2.0
"""Average time between two steps of a person."""
LONG_RUN_REQUESTS = 10_000
"""Number of consecutive requests between the two measurements of memory."""

_TEXT = """\
A project of {size} entities, all of which the server has read before. All people walk at random from neighbor
to neighbor: each step is the request that a click makes, with the id of the previous layout, and its unpacked
response. Between two steps a person waits for {pause:.0f} s on average (exponentially distributed), or not at
all. Times are milliseconds at the client, which runs on the same machine and uses part of its processor time;
memory is the server's, in MB; processor time is the server's for one step. The long run makes {long:,}
requests, {people} at a time.

Every walk is different, so no step is answered from the cache of an identical walk. About half of all steps
are answered with a cached screen: a person went back, or the layout continues one that exists. For the other
half the server computes layout, elements, names and compression, in descending order of their time. Without
pauses, people wait for one processor, because of Python's interpreter lock: latency is their number times the
time of a step. A second process would help, behind a proxy that sends each person to the same one, because
ids of layouts are local to a process."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Measurements of a number of concurrent people.

    Attributes:
        people: Number of people.
        pause: Average seconds between two steps.
        times: Milliseconds of each step.
        errors: Number of steps without a view in the response.
        seconds: Total time.
        memory: Memory of the server afterwards, in MB.
        processor_seconds: Processor time of the server.
    """

    people: int
    pause: float
    times: Sequence[float]
    errors: int
    seconds: float
    memory: float
    processor_seconds: float


def measure(browser: Browser, *, rounds: int) -> Section:  # noqa: ARG001 - every bench is offered rounds
    """Run crowds with and without pauses, then a long run."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            account = open_account(store)
            project = write_project(account, "product", SIZE)
            client = transport.connect(account)
            source = SageMakerSource(client, describe=SageMakerCatalog(client).describe)
            neighbors = list_neighbors(source.read(LineageQuery(Arn(project.training_set))))
        with run_server(file) as server:
            warm_up(server, neighbors)
            crowds = [
                run_crowd(server, neighbors, people=people, steps=STEPS_PER_PERSON, pause=pause)
                for pause in (PAUSE_SECONDS, 0.0)
                for people in CROWD_SIZES
            ]
            memory_before = server.read_memory()
            long_run = run_crowd(
                server, neighbors, people=CROWD_SIZES[1], steps=LONG_RUN_REQUESTS // CROWD_SIZES[1], pause=0
            )
    return _build_section(crowds, long_run, memory_before)


def list_neighbors(graph: LineageGraph) -> Mapping[Arn, Sequence[Arn]]:
    """Return the neighbors of each vertex in both directions."""
    neighbors: dict[Arn, list[Arn]] = {}
    for item in graph.associations:
        neighbors.setdefault(item.source, []).append(item.destination)
        neighbors.setdefault(item.destination, []).append(item.source)
    return neighbors


def warm_up(server: RunningServer, arns: Iterable[Arn]) -> None:
    """Request each entity's view until the server has read and named everything."""
    pool = urllib3.PoolManager()
    for arn in arns:
        while _request_view(pool, server.address, arn, "")[0] is None:
            pass


def run_crowd(
    server: RunningServer, neighbors: Mapping[Arn, Sequence[Arn]], *, people: int, steps: int, pause: float
) -> Crowd:
    """Let people walk at random and measure each step.

    Args:
        server: Server to send requests to.
        neighbors: Neighbors of each vertex.
        people: Number of concurrent people.
        steps: Steps of each person.
        pause: Average seconds between two steps.
    """
    pool = urllib3.PoolManager(maxsize=people, block=True)
    begin, processor_begin = perf_counter(), server.read_processor_time()

    def walk(person: int) -> list[float | None]:
        seed = f"{people} {pause} {person}"  # the same in each run, different in each crowd
        generator = random.Random(seed)  # noqa: S311 - draws steps, not secrets
        return list(_walk(pool, server.address, neighbors, generator, steps=steps, pause=pause))

    with ThreadPoolExecutor(people) as walkers:
        all_times = [time for times in walkers.map(walk, range(people)) for time in times]
    times = [time for time in all_times if time is not None]
    return Crowd(
        people,
        pause,
        times,
        errors=len(all_times) - len(times),
        seconds=perf_counter() - begin,
        memory=server.read_memory(),
        processor_seconds=server.read_processor_time() - processor_begin,
    )


def _walk(  # noqa: PLR0913 - a walk's place, path and pace
    pool: urllib3.PoolManager,
    address: str,
    neighbors: Mapping[Arn, Sequence[Arn]],
    generator: random.Random,
    *,
    steps: int,
    pause: float,
) -> Iterator[float | None]:
    """Walk at random; yield the milliseconds of each step, None for errors."""
    position, layout = generator.choice(list(neighbors)), ""
    for _ in range(steps):
        if pause:
            sleep(generator.expovariate(1 / pause))
        position = generator.choice(neighbors[position])
        duration, layout = _request_view(pool, address, position, layout)
        yield duration


def _request_view(
    pool: urllib3.PoolManager, address: str, arn: Arn, previous_layout: str
) -> tuple[float | None, str]:
    """Request a view; return its milliseconds, or None, and its layout's id."""
    begin = perf_counter()
    headers = {"Accept-Encoding": "gzip", "Lineage-Former": previous_layout}
    answer = pool.request(
        "GET", f"{address}/screen?start={quote(arn, safe=':/')}", headers=headers, decode_content=False
    )
    duration = 1000 * (perf_counter() - begin)
    drawing: Any = None
    if answer.status == 200:
        drawing = json.loads(gzip.decompress(answer.data))["drawing"]
    return (duration, drawing["placement"]) if drawing else (None, previous_layout)


def _build_section(crowds: Sequence[Crowd], long_run: Crowd, memory_before: float) -> Section:
    rows = [_build_row(each) for each in crowds]
    headings = (
        "people",
        "median",
        "95th percentile",
        "slowest",
        "processor time",
        "steps a second",
        "errors",
        "memory",
    )
    memory = Table(
        "The long run",
        ("requests", "memory before", "memory after", "errors"),
        [
            [
                f"{len(long_run.times):,}",
                f"{memory_before:.0f}",
                f"{long_run.memory:.0f}",
                str(long_run.errors),
            ]
        ],
    )
    return Section(
        title="Load test",
        text=_TEXT.format(size=SIZE, pause=PAUSE_SECONDS, long=LONG_RUN_REQUESTS, people=CROWD_SIZES[1]),
        tables=[Table("Concurrent people", headings, rows), memory],
    )


def _build_row(crowd: Crowd) -> list[str]:
    cuts = quantiles(crowd.times, n=20)
    return [
        f"{crowd.people}, {'pausing' if crowd.pause else 'without pause'}",
        f"{cuts[9]:.0f}",
        f"{cuts[18]:.0f}",
        f"{max(crowd.times):.0f}",
        f"{1000 * crowd.processor_seconds / len(crowd.times):.0f}",
        f"{len(crowd.times) / crowd.seconds:.0f}",
        str(crowd.errors),
        f"{crowd.memory:.0f}",
    ]
