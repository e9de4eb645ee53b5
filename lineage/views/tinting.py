"""A picture in the colours of a lens."""

from __future__ import annotations

from collections.abc import Mapping

from lineage.model import Arn
from lineage.views.elements import Elements, Node
from lineage.views.grouping import Grouped
from lineage.views.lenses import Shade
from lineage.views.looks import Family

MIXED = Family.OTHER
"""The colour of a group whose members differ."""


def tinted(drawn: Elements, shown: Grouped, shades: Mapping[Arn, Shade]) -> Elements:
    """Return a picture with each card in the colour of its shade.

    Args:
        drawn: The picture in the colours of its types.
        shown: What is drawn in it.
        shades: What the colour of each of the answer's vertices means.
    """
    colours: dict[str, str] = {arn: shades[arn].colour for arn in shown.graph.vertices}
    for group in shown.closed.values():
        found = {shades[arn].colour for arn in group.members}
        colours[group.id] = found.pop() if len(found) == 1 else MIXED
    return {**drawn, "nodes": [_tinted(node, colours[node["data"]["id"]]) for node in drawn["nodes"]]}


def _tinted(node: Node, colour: str) -> Node:
    before = node["data"]["family"]
    classes = [colour if word == before else word for word in node["classes"].split()]
    return {**node, "data": {**node["data"], "family": colour}, "classes": " ".join(classes)}
