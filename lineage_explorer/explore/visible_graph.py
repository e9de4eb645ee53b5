"""Visible part of a graph: kinds hidden, siblings grouped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.paths import Paths
from lineage_explorer.layout import ASPECT
from lineage_explorer.query.address import Address
from lineage_explorer.query.view_options import Orientation, PathQuery
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.views.grouping import GroupedGraph, group_siblings, leave_ungrouped
from lineage_explorer.views.hiding import FilteredGraph, hide_vertices
from lineage_explorer.views.legend_entries import Kind, collect_members, find_kinds

T = TypeVar("T")

COMPARED_ASPECT = 4.0
"""Width over height of the picture of a comparison, which lies above its list."""


class GraphMemo:
    """Thread-safe memo of results, keyed by the identity of a graph.

    A cached graph is one object for all readers. To compare graphs by value would take as long as most of the
    computations.

    Args:
        caches: Opens the cache of the results.
    """

    def __init__(self, caches: CacheRegistry | None = None) -> None:
        self._results: ValueCache[tuple[int, Hashable], tuple[LineageGraph, Any]] = (
            caches or CacheRegistry()
        ).open(CacheName.GRAPH_MEMO)

    def memoize(self, graph: LineageGraph, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the result of a computation; compute it once for each key.

        Args:
            graph: The graph. The memo keeps it alive, so that no other graph can get its id.
            key: Everything else that the result depends on.
            compute: Pure function of the graph and the key.
        """
        _, made = self._results.get_or_compute((id(graph), key), lambda: (graph, compute()))
        result: T = made
        return result

    def memoize_latest(
        self, graph: LineageGraph, key: Hashable, inputs: object, compute: Callable[[], T]
    ) -> T:
        """Return the result for some inputs; compute it when they change.

        Args:
            graph: The graph, as for `memoize`.
            key: What the result is for.
            inputs: Everything else that it depends on, such as descriptions; they are compared by value.
            compute: Pure function of all three.
        """
        latest = self._results.get((id(graph), key))
        if latest and latest[1][0] == inputs:
            kept: T = latest[1][1]
            return kept
        result = compute()
        self._results.put((id(graph), key), (graph, (inputs, result)))
        return result


@dataclass(frozen=True, slots=True)
class VisibleGraph:
    """Visible part of a graph.

    Attributes:
        graph_key: Key that is equal for the same graph with the same groups open and the same orientation,
            whatever is hidden.
        hidden_kinds: Hidden kinds.
        filtered: The graph without the hidden kinds.
        grouped: That graph with its siblings grouped.
        orientation: Orientation of the drawing.
        aspect: Width over height of the canvas that it fills.
    """

    graph_key: str
    hidden_kinds: tuple[Kind, ...]
    filtered: FilteredGraph
    grouped: GroupedGraph
    orientation: Orientation
    aspect: float = ASPECT

    @property
    def start(self) -> Arn:
        """The focus, which is always visible."""
        return self.grouped.graph.start

    @property
    def key(self) -> str:
        """Key that is equal for equal visible graphs."""
        closed = sorted(group.id for group in self.grouped.closed_groups.values())
        return self.graph_key + make_hash_key(f"{closed} {sorted(self.grouped.graph.vertices)}")


def select_visible(
    memo: GraphMemo,
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    request: ViewRequest,
    *,
    ungrouped: Collection[Arn] = (),
) -> VisibleGraph:
    """Return the visible part of a graph.

    It is memoized if nothing is hidden, because then it does not depend on descriptions.

    Args:
        memo: Memo of visible graphs.
        graph: The whole graph.
        entities: Descriptions of its vertices, as far as they are known.
        request: Its address has the hidden kinds, open groups, paths and orientation.
        ungrouped: Vertices that are not grouped.
    """
    address = request.address
    if address.hidden_kinds or not request.has_groups:
        return _hide_and_group(graph, entities, request, ungrouped)
    return memo.memoize(
        graph, (address, frozenset(ungrouped)), lambda: _hide_and_group(graph, {}, request, ungrouped)
    )


def _hide_and_group(
    graph: LineageGraph, entities: Mapping[Arn, Entity], request: ViewRequest, ungrouped: Collection[Arn]
) -> VisibleGraph:
    """Hide kinds, and group siblings in the rest.

    The focus and the two ends of paths are always visible.
    """
    address, path_query = request.address, request.address.between
    hidden = find_kinds(graph, entities, address.hidden_kinds)
    rest = hide_vertices(graph, collect_members(hidden), keep=path_query.ends if path_query else ())
    asked = (address.query, address.question_slug, address.expansion, get_compared_key(address))
    query_key = f"{asked} {graph.read_status.started_at}"
    return VisibleGraph(
        graph_key=make_hash_key(f"{query_key} {address.orientation} {address.open_groups}"),
        hidden_kinds=hidden,
        filtered=rest,
        grouped=group_siblings(rest.graph, address.open_groups, ungrouped)
        if request.has_groups
        else leave_ungrouped(rest.graph),
        orientation=address.orientation,
        aspect=COMPARED_ASPECT if address.is_comparison else ASPECT,
    )


def get_compared_key(address: Address) -> str:
    """Return what an address asks to be compared; empty for nothing."""
    return address.compared.read_key if address.is_comparison and address.compared else ""


def make_hash_key(text: str) -> str:
    """Return a short hash of a text."""
    return sha256(text.encode()).hexdigest()[:12]


def list_ungrouped(found_paths: Paths | None, path_query: PathQuery | None) -> Collection[Arn]:
    """Return the vertices that are not grouped.

    They are the vertices of the highlighted path, its ends included.
    """
    return found_paths.highlighted_vertices(path_query.path_number) if found_paths and path_query else ()
