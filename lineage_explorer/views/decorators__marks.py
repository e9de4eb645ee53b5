"""Badges of cards about vertices beyond them."""

from __future__ import annotations

from lineage_explorer.explore.extend_graph import Expansion, ExtendedGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.views.elements import Elements, ExpansionBadges, Node, Side

_SIDES: dict[Direction, list[Side]] = {
    Direction.ASCENDANTS: ["up"],
    Direction.DESCENDANTS: ["down"],
    Direction.UP_AND_DOWN: ["up", "down"],
    Direction.BOTH: ["up", "down"],
}


def add_expansion_badges(elements: Elements, extended: ExtendedGraph, expansion: Expansion) -> Elements:
    """Return elements with badges about vertices beyond each card.

    A badge states what is known to be there, or what may be.

    Args:
        elements: The elements.
        extended: The graph with its expansions, and which part of it is shown.
        expansion: The expanded and collapsed vertices.
    """
    badges: dict[Arn, ExpansionBadges] = {arn: {"contracted": True} for arn in expansion.collapsed}
    for vertex in extended.expanded:
        _add_sides(badges.setdefault(vertex.arn, {}).setdefault("expanded", []), vertex.reach.direction)
    for limit in extended.depth_limits:
        _add_sides(badges.setdefault(limit.arn, {}).setdefault("limits", []), limit.direction)
    for arn, hidden in extended.hidden_neighbors.items():
        sides: dict[Side, int] = {"up": hidden.up, "down": hidden.down}
        badges.setdefault(arn, {})["unseen"] = {side: count for side, count in sides.items() if count}
    return {**elements, "nodes": [_add_badges(node, badges) for node in elements["nodes"]]}


def _add_sides(sides: list[Side], direction: Direction) -> None:
    sides.extend(side for side in _SIDES[direction] if side not in sides)


def _add_badges(node: Node, badges: dict[Arn, ExpansionBadges]) -> Node:
    node_badges = badges.get(Arn(node["data"]["id"]))
    return {**node, "data": {**node["data"], "beyond": node_badges}} if node_badges else node
