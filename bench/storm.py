"""Many people walking at once over one server: how long a step takes, what fails, what memory it needs."""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote

import urllib3
from playwright.sync_api import Browser

from bench.charts import Chart, drawn
from bench.figures import Section, Table
from bench.projects import account_in, write
from bench.server import Served, served
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import transport
from sagemaker_account.store import Store

CROWDS = (1, 10, 50)
SIZE = 200
"""Entities of the project that is walked."""
STEPS = 40
"""Steps of each person, in a crowd of any size."""
PAUSE_SECONDS = 2.0
"""How long a person looks at a picture, on average, before the next click."""
LONG_RUN = 10_000
"""Requests in a row after which memory is compared with that before them."""

_TEXT = """\
A project of {size} entities, all of which the server has read before. Everybody walks at random from
neighbour to neighbour: each step is the request that a click makes, with the name of the picture that is
left, and its answer, unpacked. Between two steps a person looks for {pause:.0f} s on average
(exponential), or not at all. Times are milliseconds at the client, which runs on the same machine and
takes its share of it; memory is what the server's process holds, in MB; processor time is the server's for
a step. The long run makes {long:,} requests, {people} at a time.

Every walk is another, so nobody is answered what was made for the same walk before. About half of all steps
are answered with a screen that is kept: somebody went back, or came to a picture that fits as it was placed
before. The other half are placed, drawn, named and packed: in that order these take the most. Without pauses
a crowd waits in line for one processor, as Python's threads do: its times are its number times the time of
a step. What would lift that is a second process, behind a proxy that sends each reader to the same one: the
names of placements are a process's own."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a number of people met with.

    Attributes:
        people: How many.
        pause: Seconds between two steps, on average.
        times: Milliseconds of each step.
        errors: Steps that were not answered with a picture.
        seconds: How long it all took.
        memory: Megabytes of the server afterwards.
        worked: Seconds of processor time that the server took.
    """

    people: int
    pause: float
    times: Sequence[float]
    errors: int
    seconds: float
    memory: float
    worked: float


def measure(browser: Browser, *, rounds: int) -> Section:  # noqa: ARG001 - every bench is offered rounds
    """Let crowds of each size walk, with and without pauses; then make many requests in a row."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            account = account_in(store)
            project = write(account, "product", SIZE)
            client = transport.connect(account)
            source = SageMakerSource(client, describe=SageMakerCatalog(client).describe)
            neighbours = ways(source.read(LineageQuery(Arn(project.training_set))))
        with served(file) as server:
            visit(server, neighbours)
            crowds = [
                crowd(server, neighbours, people=people, steps=STEPS, pause=pause)
                for pause in (PAUSE_SECONDS, 0.0)
                for people in CROWDS
            ]
            before = server.memory()
            long = crowd(server, neighbours, people=CROWDS[1], steps=LONG_RUN // CROWDS[1], pause=0)
    return _section(crowds, long, before, pictures={"crowds": drawn(browser, _chart(crowds))})


def ways(graph: LineageGraph) -> Mapping[Arn, Sequence[Arn]]:
    """Return each vertex's neighbours, either way."""
    neighbours: dict[Arn, list[Arn]] = {}
    for item in graph.associations:
        neighbours.setdefault(item.source, []).append(item.destination)
        neighbours.setdefault(item.destination, []).append(item.source)
    return neighbours


def visit(server: Served, arns: Iterable[Arn]) -> None:
    """Have every entity's lineage read and named, so that no walker waits for the account."""
    pool = urllib3.PoolManager()
    for arn in arns:
        while _step(pool, server.address, arn, "")[0] is None:
            pass


def crowd(
    server: Served, neighbours: Mapping[Arn, Sequence[Arn]], *, people: int, steps: int, pause: float
) -> Crowd:
    """Let people walk at random, each so many steps, looking for `pause` seconds on average after each."""
    pool = urllib3.PoolManager(maxsize=people, block=True)
    begun, worked = perf_counter(), server.worked()

    def walk(person: int) -> list[float | None]:
        walk = f"{people} {pause} {person}"  # the same in each run, and another one in each crowd
        chance = random.Random(walk)  # noqa: S311 - draws steps, not secrets
        here, placement, times = chance.choice(list(neighbours)), "", []
        for _ in range(steps):
            if pause:
                sleep(chance.expovariate(1 / pause))
            here = chance.choice(neighbours[here])
            spent, placement = _step(pool, server.address, here, placement)
            times.append(spent)
        return times

    with ThreadPoolExecutor(people) as walkers:
        met = [time for times in walkers.map(walk, range(people)) for time in times]
    times = [time for time in met if time is not None]
    return Crowd(
        people,
        pause,
        times,
        errors=len(met) - len(times),
        seconds=perf_counter() - begun,
        memory=server.memory(),
        worked=server.worked() - worked,
    )


def _step(pool: urllib3.PoolManager, address: str, arn: Arn, former: str) -> tuple[float | None, str]:
    """Ask for the picture around an entity; return the milliseconds and the name of its placement."""
    begun = perf_counter()
    headers = {"Accept-Encoding": "gzip", "Lineage-Former": former}
    answer = pool.request(
        "GET", f"{address}/screen?start={quote(arn, safe=':/')}", headers=headers, decode_content=False
    )
    spent = 1000 * (perf_counter() - begun)
    drawing: Any = None
    if answer.status == 200:
        drawing = json.loads(gzip.decompress(answer.data))["drawing"]
    return (spent, drawing["placement"]) if drawing else (None, former)


def _chart(crowds: Sequence[Crowd]) -> Chart:
    names = {True: "looking 2 s between steps", False: "without pause"}
    lines = {
        name: [(met.people, _late(met)) for met in crowds if bool(met.pause) is pausing]
        for pausing, name in names.items()
    }
    return Chart("95 of 100 steps are answered within", "people at once", "milliseconds", lines)


def _late(met: Crowd) -> float:
    """Return the milliseconds within which 95 of 100 steps were answered."""
    return quantiles(met.times, n=20)[18]


def _section(crowds: Sequence[Crowd], long: Crowd, before: float, *, pictures: Mapping[str, str]) -> Section:
    rows = [_row(each) for each in crowds]
    headings = (
        "people",
        "median",
        "95 of 100 within",
        "slowest",
        "processor time",
        "steps a second",
        "errors",
        "memory",
    )
    memory = Table(
        "The long run",
        ("requests", "memory before", "memory after", "errors"),
        [[f"{len(long.times):,}", f"{before:.0f}", f"{long.memory:.0f}", str(long.errors)]],
    )
    return Section(
        title="A storm of requests",
        text=_TEXT.format(size=SIZE, pause=PAUSE_SECONDS, long=LONG_RUN, people=CROWDS[1]),
        tables=[Table("Walking at once", headings, rows), memory],
        raw=[asdict(each) for each in (*crowds, long)],
        pictures=pictures,
    )


def _row(met: Crowd) -> list[str]:
    cuts = quantiles(met.times, n=20)
    return [
        f"{met.people}, {'pausing' if met.pause else 'without pause'}",
        f"{cuts[9]:.0f}",
        f"{cuts[18]:.0f}",
        f"{max(met.times):.0f}",
        f"{1000 * met.worked / len(met.times):.0f}",
        f"{len(met.times) / met.seconds:.0f}",
        str(met.errors),
        f"{met.memory:.0f}",
    ]
