"""All sheets put together as one placement."""

from __future__ import annotations

from collections.abc import Sequence

from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.placement.flow import Component
from lineage.placement.lanes import Column, lanes, stages
from lineage.placement.picture import Place, Placement, Point
from lineage.placement.sheets import Sheet


def assembled(
    graph: LineageGraph, parts: Sequence[Component], sheets: Sequence[Sheet], corners: Sequence[Place]
) -> Placement:
    """Move each sheet to its corner, and lead each association along the way of the groups it connects.

    Headings stand at the top of the picture: only the sheets that begin there get any.
    """
    points: dict[Arn, Point] = {}
    ways: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    columns: list[Column] = []
    for sheet, (x, y) in zip(sheets, corners, strict=True):
        move = _Move(x - sheet.left, y - sheet.top)
        points.update((arn, move[place]) for arn, place in sheet.points.items())
        ways.update((ends, tuple([move[place] for place in way])) for ends, way in sheet.ways.items())
        if not y:
            columns.extend((move[centre, 0].x, arns) for centre, arns in sheet.columns)
    first = {arn: group[0] for part in parts for group in part.groups for arn in group}
    bends: dict[tuple[Arn, Arn], tuple[Point, ...]] = {}
    for association in graph.associations:
        tail, head = first[association.source], first[association.destination]
        way = ways.get((tail, head)) or ways.get((head, tail), ())[::-1]
        if way:
            bends[association.source, association.destination] = way
    return Placement(
        points,
        lanes(columns, stages(graph)),
        bends,
        width=max(x + sheet.width for sheet, (x, _) in zip(sheets, corners, strict=True)),
        height=max(y + sheet.height for sheet, (_, y) in zip(sheets, corners, strict=True)),
    )


class _Move(dict[Place, Point]):
    """Places moved by a fixed distance, to whole numbers; lines that share a trunk share its points."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__()
        self._x = x
        self._y = y

    def __missing__(self, place: Place) -> Point:
        point = self[place] = Point(float(round(place[0] + self._x)), float(round(place[1] + self._y)))
        return point
