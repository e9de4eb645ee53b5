"""Colors of nodes in a color mode."""

from __future__ import annotations

from collections.abc import Mapping

from lineage.model import Arn
from lineage.views.elements import Elements, Node
from lineage.views.grouping import Grouped
from lineage.views.lenses import Shade
from lineage.views.looks import Family

MIXED = Family.OTHER
"""Color of a group whose members differ in color."""


def tinted(drawn: Elements, shown: Grouped, shades: Mapping[Arn, Shade]) -> Elements:
    """Return elements with each node in the color of its shade.

    Args:
        drawn: The elements, colored by type.
        shown: The drawn part of the graph.
        shades: Shade of each vertex of the graph.
    """
    colors: dict[str, str] = {arn: shades[arn].colour for arn in shown.graph.vertices}
    for group in shown.closed.values():
        group_colors = {shades[arn].colour for arn in group.members}
        colors[group.id] = group_colors.pop() if len(group_colors) == 1 else MIXED
    return {**drawn, "nodes": [_tinted(node, colors[node["data"]["id"]]) for node in drawn["nodes"]]}


def _tinted(node: Node, color: str) -> Node:
    family = node["data"]["family"]
    classes = [color if name == family else name for name in node["classes"].split()]
    return {**node, "data": {**node["data"], "family": color}, "classes": " ".join(classes)}
