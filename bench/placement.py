"""Placement: crossings and time against Graphviz `dot`, and what moves when the focus does."""

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

from bench.dot import drawn_by_dot, installed, straight_crossings
from bench.figures import Section, Spread, Table
from bench.projects import account_in, write
from bench.teams import teams
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import Layout, compute_layout
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.views.decorators import CARD_HEIGHT, CARD_WIDTH
from sagemaker_account import demo, transport
from sagemaker_account.store import Store

SIZES = (50, 200, 1_000)
GRAPHS = 3
"""Graphs of each size."""

RANK = CARD_WIDTH + 44
"""Distance of two ranks in picture units: a card and the gap to the next."""

_TEXT = """\
**Crossings** are pairs of associations without a common end whose straight lines, from card centre to card
centre, cross: the same count for both programs, on the same graphs, with cards and gaps of the same size.
Neither program's bends are looked at. Times are processor times, which depend least on what else the machine
does: medians and ranges of {rounds} rounds (of `dot`: one) over {graphs} graphs of each size. The start of
`dot` is part of its time. {dot}

**Steps** go from every vertex of the demo account to each of its neighbours: the picture around the first is
placed anew, the one around the second continues it. *Movement* is the mean distance that a staying vertex
moves, in units of the distance of two ranks; *still* is the share of staying vertices that move by nothing at
all. Crossings (of associations as straight lines) and area are compared with the second picture placed anew.
Each cell is the median of all steps, and what nine in ten do not exceed (for *still*: do not fall below)."""

_NO_DOT = "There is no `dot` on this machine: its columns are empty."


@dataclass(frozen=True, slots=True)
class Move:
    """What a step to a neighbour did to a picture.

    Attributes:
        shown, stayed: Vertices of the new picture, and those of them that were in the one before.
        movement: Mean distance that these moved, in ranks.
        still: The share of them that did not move.
        lines: The share of associations with bends that kept these, of those that stay.
        crossings, area: Of the new picture, as multiples of one placed anew.
        milliseconds: Time to place it.
    """

    shown: int
    stayed: int
    movement: float
    still: float
    lines: float
    crossings: float
    area: float
    milliseconds: float


def measure(browser: Browser, *, rounds: int) -> Section:  # noqa: ARG001 - every bench is offered one
    """Place graphs of each of `SIZES`, and step through the demo account and a project."""
    drawn = {size: [teams(size, seed) for seed in range(1, GRAPHS + 1)] for size in SIZES}
    compared = {size: _compared(graphs, rounds) for size, graphs in drawn.items()}
    steps = {f"demo, {direction}": list(_demo_steps(direction)) for direction in _DIRECTIONS}
    steps["project of 200 entities"] = list(_project_steps(200))
    return Section(
        title="Placement",
        text=_TEXT.format(rounds=rounds, graphs=GRAPHS, dot="" if installed() else _NO_DOT),
        tables=[_comparison(compared), _movement(steps)],
        raw={"compared": compared, "steps": {name: _deciles(moves) for name, moves in steps.items()}},
    )


_DIRECTIONS = (Direction.UP_AND_DOWN, Direction.BOTH)


def _compared(graphs: Sequence[LineageGraph], rounds: int) -> dict[str, Any]:
    """Place each graph, and have it drawn by `dot` where there is one."""
    placements = [_placed(graph) for graph in graphs]
    crossed = [
        straight_crossings(graph, placement.points)
        for graph, placement in zip(graphs, placements, strict=True)
    ]
    spans = [_milliseconds(graph) for graph in graphs for _ in range(rounds)]
    found: dict[str, Any] = {"crossings": sum(crossed), "milliseconds": spans}
    if installed():
        found |= {"dot_crossings": 0, "dot_milliseconds": []}
        for graph in graphs:
            begin = _processor_of_others()
            points = drawn_by_dot(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
            found["dot_milliseconds"].append(1000 * (_processor_of_others() - begin))
            found["dot_crossings"] += straight_crossings(graph, points)
    return found


def _milliseconds(graph: LineageGraph) -> float:
    begin = process_time()
    _placed(graph)
    return 1000 * (process_time() - begin)


def _processor_of_others() -> float:
    """Return the processor time, in seconds, of all processes that were started here and have ended."""
    used = os.times()
    return used.children_user + used.children_system


def _placed(graph: LineageGraph, former: Layout | None = None) -> Layout:
    return compute_layout(graph, previous=former, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)


@contextmanager
def _store() -> Iterator[Store]:
    """Yield an empty store."""
    with (
        tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder,
        closing(Store.open(str(Path(folder) / "account.sqlite"), create=True)) as store,
    ):
        yield store


def _demo_steps(direction: Direction) -> Iterator[Move]:
    """Step from every vertex of the demo account to each of its neighbours."""
    with _store() as store:
        client = transport.connect(demo.build(store))
        source = SageMakerSource(client)
        graphs = {arn: source.read(LineageQuery(arn, direction=direction)) for arn in _everything(client)}
    anew = {arn: _placed(graph) for arn, graph in graphs.items()}
    crossed = {arn: straight_crossings(graph, anew[arn].points) for arn, graph in graphs.items()}
    for arn, graph in graphs.items():
        for other in _neighbours(graph):
            if other in graphs:
                yield _move(anew[arn], graphs[other], anew[other], crossed[other])


def _project_steps(size: int) -> Iterator[Move]:
    """Step between two neighbours in a project around each of which equally many vertices stand."""
    with _store() as store:
        account = account_in(store)
        project = write(account, "product", size)
        source = SageMakerSource(transport.connect(account))
        both = [source.read(LineageQuery(Arn(arn))) for arn in (project.merge_job, project.training_set)]
    for one, other in (both, both[::-1]):
        anew = _placed(other)
        yield _move(_placed(one), other, anew, straight_crossings(other, anew.points))


def _everything(client: Any) -> Iterator[Arn]:
    """List all vertices of an account."""
    for kind in ("Artifact", "Context", "Action", "TrialComponent"):
        name = "trial_component" if kind == "TrialComponent" else kind.lower()
        for page in client.get_paginator(f"list_{name}s").paginate():
            for item in page[f"{kind}Summaries"]:
                yield Arn(item[f"{kind}Arn"])


def _neighbours(graph: LineageGraph) -> list[Arn]:
    ends = ((item.source, item.destination) for item in graph.associations)
    return sorted({end for pair in ends if graph.start in pair for end in pair} - {graph.start})


def _move(former: Layout, graph: LineageGraph, anew: Layout, crossed: int) -> Move:
    """Continue a picture with a graph, and measure what that did to it."""
    begin = perf_counter()
    placement = _placed(graph, former)
    span = 1000 * (perf_counter() - begin)
    stay = former.points.keys() & placement.points.keys()
    ways = [
        hypot(placement.points[arn].x - former.points[arn].x, placement.points[arn].y - former.points[arn].y)
        for arn in stay
    ]
    lines = [
        former.bends[ends] == placement.bends[ends] for ends in former.bends.keys() & placement.bends.keys()
    ]
    return Move(
        shown=len(placement.points),
        stayed=len(stay),
        movement=mean(ways) / RANK,
        still=mean(not way for way in ways),
        lines=mean(lines) if lines else 1.0,
        crossings=(straight_crossings(graph, placement.points) + 1) / (crossed + 1),
        area=placement.width * placement.height / (anew.width * anew.height),
        milliseconds=span,
    )


def _comparison(compared: dict[int, dict[str, Any]]) -> Table:
    headings = ("vertices", "crossings", "dot's", "ratio", "ms", "dot's ms")
    rows = []
    for size, found in compared.items():
        spread = str(Spread.of(found["milliseconds"]))
        if "dot_crossings" in found:
            ratio = f"{found['crossings'] / max(1, found['dot_crossings']):.2f}"
            dot = str(found["dot_crossings"]), ratio, spread, str(Spread.of(found["dot_milliseconds"]))
        else:
            dot = "", "", spread, ""
        rows.append([str(size), str(found["crossings"]), *dot])
    return Table("Against Graphviz dot", headings, rows)


_COLUMNS = {"movement": 0.9, "still": 0.1, "lines": 0.1, "crossings": 0.9, "area": 0.9, "milliseconds": 0.9}
"""What is told of all steps, and which share of them stays below the second figure."""


def _movement(steps: dict[str, list[Move]]) -> Table:
    rows = []
    for name, moves in steps.items():
        sizes = (f"{median(getattr(move, kind) for move in moves):.0f}" for kind in ("shown", "stayed"))
        cells = (_typical([getattr(move, kind) for move in moves], share) for kind, share in _COLUMNS.items())
        rows.append([name, str(len(moves)), *sizes, *cells])
    headings = ("steps", "number", "vertices", "stayed", *_COLUMNS)
    return Table("What a step to a neighbour moves", headings, rows)


def _deciles(moves: Sequence[Move]) -> dict[str, list[float]]:
    """Return of everything told of steps the least, the deciles and the most."""
    values = {kind: sorted(getattr(move, kind) for move in moves) for kind in ("shown", "stayed", *_COLUMNS)}
    last = len(moves) - 1
    return {kind: [round(each[last * part // 10], 3) for part in range(11)] for kind, each in values.items()}


def _typical(values: Sequence[float], share: float) -> str:
    """Return the median, and the value that a share of all does not exceed."""
    ordered = sorted(values)
    most = ordered[min(len(ordered) - 1, int(share * len(ordered)))]
    return f"{median(ordered):.2f} ({most:.2f})"
