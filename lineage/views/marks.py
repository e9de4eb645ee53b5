"""A picture whose cards tell what lies beyond them."""

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
    """Return a picture in which each card says what is known to lie beyond it, or may.

    Args:
        drawn: The picture.
        seen: What was read, and what of it is shown.
        extent: What was expanded and contracted.
    """
    beyond: dict[Arn, Beyond] = {arn: {"contracted": True} for arn in extent.contracted}
    for one in seen.expanded:
        _add(beyond.setdefault(one.arn, {}).setdefault("expanded", []), one.reach.direction)
    for limit in seen.limits:
        _add(beyond.setdefault(limit.arn, {}).setdefault("limits", []), limit.direction)
    for arn, unseen in seen.unseen.items():
        sides: dict[Side, int] = {"up": unseen.up, "down": unseen.down}
        beyond.setdefault(arn, {})["unseen"] = {side: count for side, count in sides.items() if count}
    return {**drawn, "nodes": [_marked(node, beyond) for node in drawn["nodes"]]}


def _add(sides: list[Side], direction: Direction) -> None:
    sides.extend(side for side in _SIDES[direction] if side not in sides)


def _marked(node: Node, beyond: dict[Arn, Beyond]) -> Node:
    known = beyond.get(Arn(node["data"]["id"]))
    return {**node, "data": {**node["data"], "beyond": known}} if known else node
