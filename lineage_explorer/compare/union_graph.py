"""Unite both sides of a comparison in one graph."""

from __future__ import annotations

from types import MappingProxyType

from lineage_explorer.compare.comparison import DIFFERENCES, Comparison
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus, build_adjacency
from lineage_explorer.graph.model import Arn, Association, Ends, Vertex
from lineage_explorer.graph.traversal import compute_distances


def unite_sides(comparison: Comparison, read_status: ReadStatus) -> LineageGraph:
    """Return both sides as one graph, whose matches are the differences.

    The first side's entity stands for a part, so that cards keep their places when one compares it.
    """
    a, b = comparison.a, comparison.b
    vertices: dict[Arn, Vertex] = {}
    for part in comparison.parts:
        side = a if part.a else b
        vertices[part.arn] = side.vertices[part.arn]
    start = comparison.root.arn
    vertices = {start: vertices[start], **vertices}
    edges: dict[Ends, Association] = {}
    for side in (a, b):
        for edge in side.associations:
            source, destination = comparison.map_ends(edge)
            if source != destination:
                edges.setdefault((source, destination), Association(source, destination, edge.type))
    near = build_adjacency(vertices, edges)
    differing = frozenset(part.arn for part in comparison.parts if part.state in DIFFERENCES)
    return LineageGraph(
        start,
        MappingProxyType(vertices),
        tuple(edges.values()),
        differing,
        MappingProxyType(compute_distances([start], near.parents, near.children)),
        read_status,
    )
