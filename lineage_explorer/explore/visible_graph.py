"""Visible part of a graph: kinds hidden, siblings grouped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.paths import Paths
from lineage_explorer.query.address import Address
from lineage_explorer.query.path_query import PathQuery
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.views.grouping import GroupedGraph, group_siblings, leave_ungrouped
from lineage_explorer.views.hiding import FilteredGraph, hide_vertices
from lineage_explorer.views.legend_entries import Kind, collect_members, find_kinds


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
    """

    graph_key: str
    hidden_kinds: tuple[Kind, ...]
    filtered: FilteredGraph
    grouped: GroupedGraph
    orientation: Orientation

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
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    address: Address,
    *,
    ungrouped: Collection[Arn] = (),
    without_groups: bool = False,
) -> VisibleGraph:
    """Return the visible part of a graph.

    The focus and the two ends of paths are always visible.

    Args:
        graph: The whole graph.
        entities: Descriptions of its vertices, as far as they are known.
        address: Holds the hidden kinds, open groups, paths and orientation.
        ungrouped: Vertices that are not grouped.
        without_groups: Group nothing.
    """
    hidden = find_kinds(graph, entities, address.hidden_kinds)
    path_query = address.between
    rest = hide_vertices(graph, collect_members(hidden), keep=path_query.ends if path_query else ())
    query_key = f"{address.query} {address.question_slug} {address.expansion} {graph.read_status.started_at}"
    return VisibleGraph(
        graph_key=make_hash_key(f"{query_key} {address.orientation} {address.open_groups}"),
        hidden_kinds=hidden,
        filtered=rest,
        grouped=leave_ungrouped(rest.graph)
        if without_groups
        else group_siblings(rest.graph, address.open_groups, ungrouped),
        orientation=address.orientation,
    )


def make_hash_key(text: str) -> str:
    """Return a short hash of a text."""
    return sha256(text.encode()).hexdigest()[:12]


def list_ungrouped(found_paths: Paths | None, path_query: PathQuery | None) -> Collection[Arn]:
    """Return the vertices that are not grouped.

    They are the vertices of the highlighted path, its ends included.
    """
    return found_paths.highlighted_vertices(path_query.path_number) if found_paths and path_query else ()
