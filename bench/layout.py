"""Compare layouts with Graphviz `dot`, and measure movement between views."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from statistics import mean, median
from time import perf_counter, process_time
from typing import Any

from playwright.sync_api import Browser

from bench.graphviz import count_crossings, has_dot, run_dot
from bench.projects import open_account, write_project
from bench.report import Section, Spread, Table
from bench.team_graphs import build_team_graph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import Layout, compute_layout
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH
from sagemaker_account import demo, transport
from sagemaker_account.store import Store

SIZES = (50, 200, 1_000)
GRAPHS_PER_SIZE = 3
"""Graphs of each size."""

RANK_DISTANCE = CARD_WIDTH + 44
"""Distance of two ranks in layout units: a card and the gap to the next."""

_TEXT = """\
**Crossings** are pairs of associations without a common end whose straight lines, from card center to card
center, cross: the same count for both programs, on the same graphs, with cards and gaps of the same size. The
bends of both programs are ignored. Times are processor times, which depend least on the machine's load:
medians and ranges of {rounds} rounds (of `dot`: one) over {graphs} graphs of each size. The time of `dot`
includes its start. {dot}

**Steps** go from every vertex of the demo account to each of its neighbors: the view around the first is laid
out from nothing, the one around the second continues it. *Movement* is the mean distance that a kept vertex
moves, in units of the distance of two ranks; *still* is the share of kept vertices that do not move at all.
Crossings (of associations as straight lines) and area are compared with the second view laid out from
nothing. Each cell is the median of all steps, and what nine in ten do not exceed (for *still* and *lines*: do
not fall below)."""

_NO_DOT = "`dot` is not installed: its columns are empty."


@dataclass(frozen=True, slots=True)
class Move:
    """Effect of a step to a neighbor on the layout.

    Attributes:
        vertices: Vertices of the new view.
        kept_vertices: Vertices that were in the previous view too.
        movement: Mean distance that these moved, in ranks.
        still_share: The share of them that did not move.
        kept_line_share: Of the kept associations with bends, the share that kept their bends.
        crossings: Crossings of the new view, as a multiple of those of a layout from nothing.
        area: Area of the new view, as such a multiple.
        milliseconds: Time of the layout.
    """

    vertices: int
    kept_vertices: int
    movement: float
    still_share: float
    kept_line_share: float
    crossings: float
    area: float
    milliseconds: float


def measure(browser: Browser, *, rounds: int) -> Section:  # noqa: ARG001 - every bench is offered one
    """Lay out graphs of each of `SIZES`, and step through two accounts."""
    graphs = {
        size: [build_team_graph(size, seed) for seed in range(1, GRAPHS_PER_SIZE + 1)] for size in SIZES
    }
    compared = {size: _compare_with_dot(of_size, rounds) for size, of_size in graphs.items()}
    steps = {f"demo, {direction}": list(_step_through_demo(direction)) for direction in _DIRECTIONS}
    steps["project of 200 entities"] = list(_step_through_project(200))
    return Section(
        title="Layout",
        text=_TEXT.format(rounds=rounds, graphs=GRAPHS_PER_SIZE, dot="" if has_dot() else _NO_DOT),
        tables=[_build_comparison_table(compared), _build_movement_table(steps)],
    )


_DIRECTIONS = (Direction.UP_AND_DOWN, Direction.BOTH)


def _compare_with_dot(graphs: Sequence[LineageGraph], rounds: int) -> dict[str, Any]:
    """Lay out each graph, also by `dot` where it is installed."""
    layouts = [_lay_out(graph) for graph in graphs]
    crossings = [count_crossings(graph, layout.points) for graph, layout in zip(graphs, layouts, strict=True)]
    times = [_time_layout(graph) for graph in graphs for _ in range(rounds)]
    found: dict[str, Any] = {"crossings": sum(crossings), "milliseconds": times}
    if has_dot():
        found |= {"dot_crossings": 0, "dot_milliseconds": []}
        for graph in graphs:
            begin = _read_child_processor_time()
            points = run_dot(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
            found["dot_milliseconds"].append(1000 * (_read_child_processor_time() - begin))
            found["dot_crossings"] += count_crossings(graph, points)
    return found


def _time_layout(graph: LineageGraph) -> float:
    begin = process_time()
    _lay_out(graph)
    return 1000 * (process_time() - begin)


def _read_child_processor_time() -> float:
    """Return the processor time of all ended child processes, in seconds."""
    used = os.times()
    return used.children_user + used.children_system


def _lay_out(graph: LineageGraph, previous: Layout | None = None) -> Layout:
    return compute_layout(graph, previous=previous, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)


@contextmanager
def _open_store() -> Iterator[Store]:
    """Open an empty store during the block."""
    with (
        tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder,
        closing(Store.open(str(Path(folder) / "account.sqlite"), create=True)) as store,
    ):
        yield store


def _step_through_demo(direction: Direction) -> Iterator[Move]:
    """Step from every vertex of the demo account to each neighbor."""
    with _open_store() as store:
        client = transport.connect(demo.build(store))
        source = SageMakerSource(client)
        graphs = {arn: source.read(LineageQuery(arn, direction=direction)) for arn in _list_vertices(client)}
    fresh = {arn: _lay_out(graph) for arn, graph in graphs.items()}
    crossings = {arn: count_crossings(graph, fresh[arn].points) for arn, graph in graphs.items()}
    for arn, graph in graphs.items():
        for other in _list_neighbors(graph):
            if other in graphs:
                yield _measure_move(fresh[arn], graphs[other], fresh[other], crossings[other])


def _step_through_project(size: int) -> Iterator[Move]:
    """Step between two neighbors in a project, in both directions."""
    with _open_store() as store:
        account = open_account(store)
        project = write_project(account, "product", size)
        source = SageMakerSource(transport.connect(account))
        both = [source.read(LineageQuery(Arn(arn))) for arn in (project.merge_job, project.training_set)]
    for one, other in (both, both[::-1]):
        fresh = _lay_out(other)
        yield _measure_move(_lay_out(one), other, fresh, count_crossings(other, fresh.points))


def _list_vertices(client: Any) -> Iterator[Arn]:
    """Yield all vertices of an account."""
    for kind in ("Artifact", "Context", "Action", "TrialComponent"):
        name = "trial_component" if kind == "TrialComponent" else kind.lower()
        for page in client.get_paginator(f"list_{name}s").paginate():
            for item in page[f"{kind}Summaries"]:
                yield Arn(item[f"{kind}Arn"])


def _list_neighbors(graph: LineageGraph) -> list[Arn]:
    ends = ((item.source, item.destination) for item in graph.associations)
    return sorted({end for pair in ends if graph.start in pair for end in pair} - {graph.start})


def _measure_move(previous: Layout, graph: LineageGraph, fresh: Layout, crossings: int) -> Move:
    """Continue a layout with a graph and measure the effect."""
    begin = perf_counter()
    layout = _lay_out(graph, previous)
    milliseconds = 1000 * (perf_counter() - begin)
    kept = previous.points.keys() & layout.points.keys()
    distances = [
        hypot(layout.points[arn].x - previous.points[arn].x, layout.points[arn].y - previous.points[arn].y)
        for arn in kept
    ]
    lines = [
        previous.bends[ends] == layout.bends[ends] for ends in previous.bends.keys() & layout.bends.keys()
    ]
    return Move(
        vertices=len(layout.points),
        kept_vertices=len(kept),
        movement=mean(distances) / RANK_DISTANCE,
        still_share=mean(not distance for distance in distances),
        kept_line_share=mean(lines) if lines else 1.0,
        crossings=(count_crossings(graph, layout.points) + 1) / (crossings + 1),
        area=layout.width * layout.height / (fresh.width * fresh.height),
        milliseconds=milliseconds,
    )


def _build_comparison_table(compared: dict[int, dict[str, Any]]) -> Table:
    headings = ("vertices", "crossings", "dot's", "ratio", "ms", "dot's ms")
    rows = []
    for size, found in compared.items():
        spread = str(Spread.from_values(found["milliseconds"]))
        if "dot_crossings" in found:
            ratio = f"{found['crossings'] / max(1, found['dot_crossings']):.2f}"
            dot = (
                str(found["dot_crossings"]),
                ratio,
                spread,
                str(Spread.from_values(found["dot_milliseconds"])),
            )
        else:
            dot = "", "", spread, ""
        rows.append([str(size), str(found["crossings"]), *dot])
    return Table("Against Graphviz dot", headings, rows)


_COLUMNS = {
    "movement": 0.9,
    "still_share": 0.1,
    "kept_line_share": 0.1,
    "crossings": 0.9,
    "area": 0.9,
    "milliseconds": 0.9,
}
"""Reported members of `Move`, with the quantile of the second figure."""


def _build_movement_table(steps: dict[str, list[Move]]) -> Table:
    rows = []
    for name, moves in steps.items():
        sizes = (
            f"{median(getattr(move, kind) for move in moves):.0f}" for kind in ("vertices", "kept_vertices")
        )
        cells = (
            _format_quantiles([getattr(move, kind) for move in moves], share)
            for kind, share in _COLUMNS.items()
        )
        rows.append([name, str(len(moves)), *sizes, *cells])
    headings = (
        "steps",
        "number",
        "vertices",
        "kept",
        "movement",
        "still",
        "lines",
        "crossings",
        "area",
        "milliseconds",
    )
    return Table("Effect of a step to a neighbor", headings, rows)


def _format_quantiles(values: Sequence[float], share: float) -> str:
    """Format the median and another quantile."""
    ordered = sorted(values)
    most = ordered[min(len(ordered) - 1, int(share * len(ordered)))]
    return f"{median(ordered):.2f} ({most:.2f})"
