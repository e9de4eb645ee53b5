"""The same walk by three means: the account's, one recursive statement of SQL, and networkx in memory.

Each goes downstream from a vertex as far as QueryLineage may, and returns what it reached and which
associations it met on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import networkx as nx  # type: ignore[import-untyped]  # networkx carries no hints
from sqlalchemy import Connection, text

from sagemaker_account.traversal import Pair, TraversalDirection, traverse

DEEPEST = 10
"""Associations, the API's limit."""

# vertex id → the fewest associations from the start; the associations that were met
Reached: TypeAlias = tuple[Mapping[int, int], set[Pair]]

# A vertex is met again at every depth that leads to it: a recursion cannot look at all that it has reached.
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


def by_account(connection: Connection, start: int) -> Reached:
    """Walk as QueryLineage does, one statement a level."""
    walked = traverse(connection, start, TraversalDirection.DESCENDANTS, DEEPEST)
    return walked.depths, set(walked.associations)


def by_recursion(connection: Connection, start: int) -> Reached:
    """Let SQLite walk in one statement, and tell the associations in another."""
    found = connection.execute(_RECURSION, {"start": start, "deepest": DEEPEST})
    depths: dict[int, int] = {vertex: depth for vertex, depth in found}  # noqa: C416 - it has `keys`
    followed = str([vertex for vertex, depth in depths.items() if depth < DEEPEST])
    return depths, {(source, end) for source, end in connection.execute(_LEAVING, {"vertices": followed})}


def graph_of(connection: Connection) -> Any:
    """Read all associations into networkx's directed graph."""
    graph = nx.DiGraph()
    graph.add_edges_from(connection.exec_driver_sql("SELECT source, destination FROM associations"))
    return graph


def by_networkx(graph: Any, start: int) -> Reached:
    """Walk in memory."""
    depths = nx.single_source_shortest_path_length(graph, start, cutoff=DEEPEST)
    return depths, {
        (source, destination)
        for source, depth in depths.items()
        if depth < DEEPEST
        for destination in graph[source]
    }
