"""Compare one traversal by the account, recursive SQL and networkx.

Each goes to descendants as deep as QueryLineage may, and returns depths and associations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx  # type: ignore[import-untyped]  # networkx carries no hints
from sqlalchemy import Connection, select, text

from bench.lineage_queries import MAX_DEPTH, Duration, time_work
from bench.seeded_file import read_peak_memory
from bench.synthetic_account import design_project
from sagemaker_account.arns import Owner
from sagemaker_account.store import Store
from sagemaker_account.tables import ENTITIES
from sagemaker_account.traversal import Pair, TraversalDirection, traverse

# (vertex id → depth from the start, associations that were followed)
TraversalResult: TypeAlias = tuple[Mapping[int, int], set[Pair]]

# A vertex is visited again at every depth that leads to it: a recursion cannot read all its previous rows.
_RECURSION = text("""
    WITH RECURSIVE reached(vertex, depth) AS (
        SELECT :start, 0
        UNION
        SELECT destination, depth + 1 FROM reached JOIN associations ON source = vertex WHERE depth < :deepest
    )
    SELECT vertex, min(depth) FROM reached GROUP BY vertex
""")
_LEAVING = text(
    "SELECT source, destination FROM associations WHERE source IN (SELECT value FROM json_each(:vertices))"
)


def traverse_by_account(connection: Connection, start: int) -> TraversalResult:
    """Traverse as QueryLineage does, with one statement per level."""
    walked = traverse(connection, start, TraversalDirection.DESCENDANTS, MAX_DEPTH)
    return walked.depths, set(walked.associations)


def traverse_by_recursion(connection: Connection, start: int) -> TraversalResult:
    """Traverse by one recursive statement, and read the associations by another."""
    found = connection.execute(_RECURSION, {"start": start, "deepest": MAX_DEPTH})
    depths: dict[int, int] = {vertex: depth for vertex, depth in found}  # noqa: C416 - it has `keys`
    followed = str([vertex for vertex, depth in depths.items() if depth < MAX_DEPTH])
    return depths, {(source, end) for source, end in connection.execute(_LEAVING, {"vertices": followed})}


def load_networkx_graph(connection: Connection) -> Any:
    """Load all associations into a directed graph."""
    graph = nx.DiGraph()
    graph.add_edges_from(connection.exec_driver_sql("SELECT source, destination FROM associations"))
    return graph


def traverse_by_networkx(graph: Any, start: int) -> TraversalResult:
    """Traverse a graph in memory."""
    depths = nx.single_source_shortest_path_length(graph, start, cutoff=MAX_DEPTH)
    return depths, {
        (source, destination)
        for source, depth in depths.items()
        if depth < MAX_DEPTH
        for destination in graph[source]
    }


ACCOUNT, RECURSION, NETWORKX = "the account", "recursive SQL", "networkx"


@dataclass(frozen=True, slots=True)
class TraversalTiming:
    """Timing of one traversal.

    Attributes:
        method: `ACCOUNT`, `RECURSION` or `NETWORKX`.
        size: Number of reached vertices.
        duration: Time of the traversal.
    """

    method: str
    size: int
    duration: Duration


@dataclass(frozen=True, slots=True)
class TraversalComparison:
    """All traversals of one account.

    Attributes:
        entities: Entities of the account.
        timings: Timings of all rounds, in order.
        load_duration: Time of loading the file into networkx.
        memory_before: Peak memory of the process before that, in MB.
        memory_after: Peak memory with the graph loaded, in MB.
    """

    entities: int
    timings: Sequence[TraversalTiming]
    load_duration: Duration
    memory_before: float
    memory_after: float


def compare_traversals(file: Path, entities: int, sizes: Sequence[int], rounds: int) -> TraversalComparison:
    """Time traversals by all three methods in turn.

    Args:
        file: Account file.
        entities: Entities of the account.
        sizes: Numbers of vertices to reach.
        rounds: Number of measured rounds, after one to warm up.
    """
    with closing(Store.open(str(file))) as store, store.begin_read() as connection:
        memory_before = read_peak_memory()
        graphs = []
        load_duration = time_work(lambda: graphs.append(load_networkx_graph(connection)))
        methods: dict[str, Callable[[int], TraversalResult]] = {
            ACCOUNT: partial(traverse_by_account, connection),
            RECURSION: partial(traverse_by_recursion, connection),
            NETWORKX: partial(traverse_by_networkx, graphs[0]),
        }
        starts = {size: _find_root(connection, size) for size in sizes}
        timings = [
            TraversalTiming(name, size, time_work(partial(traverse_from, start)))
            for _ in range(rounds + 1)
            for size, start in starts.items()
            for name, traverse_from in methods.items()
        ]
    return TraversalComparison(
        entities, timings[len(sizes) * len(methods) :], load_duration, memory_before, read_peak_memory()
    )


def _find_root(connection: Connection, size: int) -> int:
    arn = design_project(f"asked-{size}", size).format_arn(Owner("000000000000", "us-west-2"))
    return int(connection.execute(select(ENTITIES.c.id).where(ENTITIES.c.arn == arn)).scalar_one())
