"""Lay out graphs by Graphviz `dot`, and count crossings of any layout."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping

import numpy as np

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import Point

_UNITS_PER_INCH = 72
"""Layout units in an inch of `dot`."""


def has_dot() -> bool:
    """Return whether `dot` is installed."""
    return shutil.which("dot") is not None


def run_dot(graph: LineageGraph, *, card_width: float, card_height: float) -> dict[Arn, Point]:
    """Return the center of each vertex in `dot`'s layout.

    It is left to right, with cards and gaps of the same size as ours.
    """
    numbers = {arn: number for number, arn in enumerate(graph.vertices)}
    lines = [
        'digraph { rankdir=LR; ranksep=0.61; nodesep=0.28; node [shape=box, fixedsize=true, label=""];',
        f"node [width={card_width / _UNITS_PER_INCH}, height={card_height / _UNITS_PER_INCH}];",
        *map("{};".format, numbers.values()),
        *(f"{numbers[item.source]} -> {numbers[item.destination]};" for item in graph.associations),
        "}",
    ]
    dot = shutil.which("dot") or "dot"
    result = subprocess.run(  # noqa: S603 - a program of the machine, given no shell
        [dot, "-Tplain"], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    nodes = [line.split() for line in result.stdout.splitlines() if line.startswith("node ")]
    at = {
        int(node[1]): Point(float(node[2]) * _UNITS_PER_INCH, -float(node[3]) * _UNITS_PER_INCH)
        for node in nodes
    }
    return {arn: at[number] for arn, number in numbers.items()}


def count_crossings(graph: LineageGraph, points: Mapping[Arn, Point]) -> int:
    """Count crossings of straight lines between associations without a common end."""
    number = {arn: index for index, arn in enumerate(points)}
    at = np.array([(point.x, point.y) for point in points.values()])
    ends = np.array([(number[item.source], number[item.destination]) for item in graph.associations])
    total = 0
    for row in range(len(ends) - 1):
        (tail, head), others = ends[row], ends[row + 1 :]
        disjoint = ~((others == tail) | (others == head)).any(axis=1)
        one, two = at[others[disjoint, 0]], at[others[disjoint, 1]]
        split = _compute_side(at[tail], at[head], one) * _compute_side(at[tail], at[head], two) < 0
        total += int(
            (split & (_compute_side(one, two, at[tail]) * _compute_side(one, two, at[head]) < 0)).sum()
        )
    return total


def _compute_side(begin: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return the side of a line where a point is, as a sign."""
    along, across = end - begin, point - begin
    side: np.ndarray = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
    return side
