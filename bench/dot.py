"""The same graph drawn by `dot` of Graphviz, and how often lines cross in a picture."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping

import numpy as np

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import Point

_INCH = 72
"""Picture units in what `dot` calls an inch."""


def installed() -> bool:
    """Tell whether there is a `dot` to compare with."""
    return shutil.which("dot") is not None


def drawn_by_dot(graph: LineageGraph, *, card_width: float, card_height: float) -> dict[Arn, Point]:
    """Return the centre of each vertex: left to right, cards and gaps of the same size as ours."""
    numbers = {arn: number for number, arn in enumerate(graph.vertices)}
    lines = [
        'digraph { rankdir=LR; ranksep=0.61; nodesep=0.28; node [shape=box, fixedsize=true, label=""];',
        f"node [width={card_width / _INCH}, height={card_height / _INCH}];",
        *map("{};".format, numbers.values()),
        *(f"{numbers[item.source]} -> {numbers[item.destination]};" for item in graph.associations),
        "}",
    ]
    dot = shutil.which("dot") or "dot"
    told = subprocess.run(  # noqa: S603 - a program of the machine, given no shell
        [dot, "-Tplain"], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    nodes = [line.split() for line in told.stdout.splitlines() if line.startswith("node ")]
    at = {int(node[1]): Point(float(node[2]) * _INCH, -float(node[3]) * _INCH) for node in nodes}
    return {arn: at[number] for arn, number in numbers.items()}


def straight_crossings(graph: LineageGraph, points: Mapping[Arn, Point]) -> int:
    """Count the pairs of associations without a common end whose straight lines, centre to centre, cross."""
    number = {arn: index for index, arn in enumerate(points)}
    at = np.array([(point.x, point.y) for point in points.values()])
    ends = np.array([(number[item.source], number[item.destination]) for item in graph.associations])
    total = 0
    for row in range(len(ends) - 1):
        (tail, head), others = ends[row], ends[row + 1 :]
        apart = ~((others == tail) | (others == head)).any(axis=1)
        one, two = at[others[apart, 0]], at[others[apart, 1]]
        split = _side(at[tail], at[head], one) * _side(at[tail], at[head], two) < 0
        total += int((split & (_side(one, two, at[tail]) * _side(one, two, at[head]) < 0)).sum())
    return total


def _side(begin: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return on which side of the line from `begin` to `end` a point lies, as the sign of a number."""
    along, across = end - begin, point - begin
    side: np.ndarray = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
    return side
