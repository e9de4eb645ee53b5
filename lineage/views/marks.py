"""Badges of cards about vertices beyond them."""

from __future__ import annotations

from lineage.growth import Extended, Extent
from lineage.model import Arn
from lineage.query import Direction
from lineage.views.elements import Beyond, Elements, Node, Side

_SIDES: dict[Direction, list[Side]] = {
    Direction.ASCENDANTS: ["up"],
    Direction.DESCENDANTS: ["down"],
    Direction.UP_AND_DOWN: ["up", "down"],
    Direction.BOTH: ["up", "down"],
}


def marked(drawn: Elements, seen: Extended, extent: Extent) -> Elements:
    """Return elements with badges about vertices beyond each card.

    A badge states what is known to be there, or what may be.

    Args:
        drawn: The elements.
        seen: The graph with its expansions, and which part of it is shown.
        extent: The expanded and collapsed vertices.
    """
    badges: dict[Arn, Beyond] = {arn: {"contracted": True} for arn in extent.contracted}
    for vertex in seen.expanded:
        _add(badges.setdefault(vertex.arn, {}).setdefault("expanded", []), vertex.reach.direction)
    for limit in seen.limits:
        _add(badges.setdefault(limit.arn, {}).setdefault("limits", []), limit.direction)
    for arn, hidden in seen.unseen.items():
        sides: dict[Side, int] = {"up": hidden.up, "down": hidden.down}
        badges.setdefault(arn, {})["unseen"] = {side: count for side, count in sides.items() if count}
    return {**drawn, "nodes": [_marked(node, badges) for node in drawn["nodes"]]}


def _add(sides: list[Side], direction: Direction) -> None:
    sides.extend(side for side in _SIDES[direction] if side not in sides)


def _marked(node: Node, badges: dict[Arn, Beyond]) -> Node:
    node_badges = badges.get(Arn(node["data"]["id"]))
    return {**node, "data": {**node["data"], "beyond": node_badges}} if node_badges else node
