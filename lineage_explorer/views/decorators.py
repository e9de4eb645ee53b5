"""Colors of nodes in a color mode."""

from __future__ import annotations

from collections.abc import Mapping

from lineage_explorer.graph.entity_styles import Family
from lineage_explorer.graph.model import Arn
from lineage_explorer.views.color_by import Shade
from lineage_explorer.views.elements import Elements, Node
from lineage_explorer.views.grouping import GroupedGraph

MIXED_COLOR = Family.OTHER
"""Color of a group whose members differ in color."""


def color_nodes(elements: Elements, grouped: GroupedGraph, shades_by_arn: Mapping[Arn, Shade]) -> Elements:
    """Return elements with each node in the color of its shade.

    Args:
        elements: The elements, colored by type.
        grouped: The drawn part of the graph.
        shades_by_arn: Shade of each vertex of the graph.
    """
    colors: dict[str, str] = {arn: shades_by_arn[arn].color for arn in grouped.graph.vertices}
    for group in grouped.closed_groups.values():
        group_colors = {shades_by_arn[arn].color for arn in group.members}
        colors[group.id] = group_colors.pop() if len(group_colors) == 1 else MIXED_COLOR
    return {
        **elements,
        "nodes": [_color_node(node, colors[node["data"]["id"]]) for node in elements["nodes"]],
    }


def _color_node(node: Node, color: str) -> Node:
    family = node["data"]["family"]
    classes = [color if name == family else name for name in node["classes"].split()]
    return {**node, "data": {**node["data"], "family": color}, "classes": " ".join(classes)}
