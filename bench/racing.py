"""The account's walk beside the same walk by networkx and by recursive SQL, from one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from bench.asking import Taken, timed
from bench.estate import project
from bench.filled import peak
from bench.walks import Reached, by_account, by_networkx, by_recursion, graph_of
from sagemaker_account.arns import Owner
from sagemaker_account.store import Store
from sagemaker_account.tables import ENTITIES

ACCOUNT, RECURSION, NETWORKX = "the account", "recursive SQL", "networkx"


@dataclass(frozen=True, slots=True)
class Walked:
    """One walk.

    Attributes:
        means: Who walked.
        size: Vertices that it reached.
        taken: What it took.
    """

    means: str
    size: int
    taken: Taken


@dataclass(frozen=True, slots=True)
class Race:
    """All walks over one account.

    Attributes:
        entities: Entities of the account.
        walks: The rounds, in turn.
        reading: What it took to read the file into networkx.
        before: Megabytes of the process before that.
        after: Megabytes at most, with the graph in memory.
    """

    entities: int
    walks: Sequence[Walked]
    reading: Taken
    before: float
    after: float


def race(file: Path, entities: int, sizes: Sequence[int], rounds: int) -> Race:
    """Walk by all three means, `rounds` times in turn, after once to warm up."""
    with closing(Store.open(str(file))) as store, store.begin_read() as connection:
        before = peak()
        graphs = []
        reading = timed(lambda: graphs.append(graph_of(connection)))
        means: dict[str, Callable[[int], Reached]] = {
            ACCOUNT: partial(by_account, connection),
            RECURSION: partial(by_recursion, connection),
            NETWORKX: partial(by_networkx, graphs[0]),
        }
        starts = {size: _root(connection, size) for size in sizes}
        walks = [
            Walked(name, size, timed(partial(walk, start)))
            for _ in range(rounds + 1)
            for size, start in starts.items()
            for name, walk in means.items()
        ]
    return Race(entities, walks[len(sizes) * len(means) :], reading, before, peak())


def _root(connection: Connection, size: int) -> int:
    arn = project(f"asked-{size}", size).arn(Owner("000000000000", "us-west-2"))
    return int(connection.execute(select(ENTITIES.c.id).where(ENTITIES.c.arn == arn)).scalar_one())
