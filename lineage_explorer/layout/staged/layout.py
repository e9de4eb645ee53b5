"""Lay out a graph in stages, from its blocks to the layout."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from lineage_explorer.graph.digraph import Arc
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.layout.crossing_reduction import count_crossings, flip_to_match, order_ranks
from lineage_explorer.layout.layers import Layers, Order, build_layers
from lineage_explorer.layout.stage_headings import Stage, classify_stages
from lineage_explorer.layout.staged.blocks import BlockGraph, build_blocks
from lineage_explorer.layout.staged.connectors import CardBox, connect_beside, connect_input, connect_output
from lineage_explorer.layout.staged.continuation import arrange_blocks, find_held_heights
from lineage_explorer.layout.staged.port_sifting import sift_with_ports
from lineage_explorer.layout.staged.positions import (
    Link,
    assign_heights,
    compute_least_height,
    insert_at_heights,
)
from lineage_explorer.layout.staged.stages import Columns, PipelineStage, assign_columns, name_stages
from lineage_explorer.layout.types import Connector, Layout, Point, StageHeading

CARD_GAP = 8.0
"""Free height between two single cards of a column."""

BLOCK_GAP = 18.0
"""Free height beside a block of several cards."""

SLOT_HEIGHT = 10.0
"""Height that a line takes where it passes a column."""

MAX_CARD_GAP = 30.0
"""Free height up to which gaps grow to fill the canvas."""

COLUMN_GAP, MAX_COLUMN_GAP = 27.0, 40.0
"""Free width between two columns, in which lines cross; bands of stages take their padding of it."""

GAP_PER_LINE = 1.0
"""Width that the gap grows for each line in it."""

_MAX_SURPLUS = 1.3
"""Width up to which a column that stays keeps its width, relative to what it needs."""

_MAX_SPARE_GAP = 60.0
"""Width up to which a gap may be wider than needed, so that a column stays."""

_LINE_STEP = 5.0
"""Distance of lines beside a column."""

_LINES_BESIDE = 4
"""Number of lines beside a column that are apart from each other."""

BAND_PADDING = 7.0
"""Free width beside the cards of a stage."""

MIN_WIDTH, MAX_WIDTH = 112.0, 236.0
"""Widths of a column."""

_TOLERANCE = 1.25
"""Accepted height, relative to a new layout, of one that keeps positions."""

_TOLERATED_HEIGHT = 160.0
"""Height, beyond that share, of gaps that what left may leave: about three cards."""

_TOLERATED_CROSSINGS = 3


@dataclass(frozen=True)
class StagedGraph:
    """Graph whose blocks have columns.

    Attributes:
        graph: The graph.
        blocks: Its blocks.
        columns: Their columns.
        layers: Blocks and way points in the columns between them.
        classes: What each vertex is.
        card_height: Height of a card.
    """

    graph: LineageGraph
    blocks: BlockGraph
    columns: Columns
    layers: Layers
    classes: Mapping[Arn, Stage]
    card_height: float

    @cached_property
    def order(self) -> Order:
        """The nodes of each column, crossing little wherever they were before."""
        return order_ranks(self.layers)


def build_staged_graph(
    graph: LineageGraph, card_height: float, classes: Mapping[Arn, Stage] | None = None
) -> StagedGraph:
    """Return a graph with its blocks in their columns.

    Args:
        graph: The graph.
        card_height: Height of a card.
        classes: The stage of each vertex; None to classify them by this graph. In a graph with groups, their
            members' associations tell more.
    """
    classes = classes or classify_stages(graph)
    block_graph = build_blocks(graph, classes)
    columns = assign_columns(graph, block_graph, classes)
    side_arcs = [
        arc for arc in block_graph.side_arcs if columns.column_of[arc[0]] != columns.column_of[arc[1]]
    ]
    pairs = [
        (block_graph.block_of[edge.source], block_graph.block_of[edge.destination])
        for edge in graph.associations
        if not edge.is_directed
    ]
    others = [pair for pair in pairs if columns.column_of[pair[0]] != columns.column_of[pair[1]]]
    layers = build_layers(columns.column_of, block_graph.arcs, sorted({*side_arcs, *others}))
    return StagedGraph(graph, block_graph, columns, layers, classes, card_height)


def lay_out_in_stages(
    staged: StagedGraph, widths: Mapping[Arn, float], aspect: float, previous: Layout | None = None
) -> Layout:
    """Lay out a graph in stages; continue the layout on the screen.

    Args:
        staged: The graph in its columns.
        widths: Width that each card wants; of others the least.
        aspect: Width over height of the canvas to fill.
        previous: The layout on the screen, if there is one.
    """
    order = staged.order
    if previous:
        blocks = arrange_blocks(staged.blocks.blocks, previous, staged.card_height)
        staged = replace(staged, blocks=replace(staged.blocks, blocks=blocks))
    held = find_held_heights(staged.blocks.blocks, previous, staged.card_height)
    sides = _compute_sides(staged, widths, previous if held else None)
    half_heights = _compute_half_heights(staged)
    order = sift_with_ports(order, _list_links(staged), half_heights)
    order = _move_partners(staged, order)
    spare = _choose_spare(half_heights, order, (sides[-1][1] - sides[0][0]) / aspect)
    grown = [half + spare for half in half_heights]
    height = compute_least_height(order, grown)
    y = _keep_heights(staged, order, half_heights, height, held) if held else None
    if y is None:
        order = flip_to_match(order, [held.get(node, node) for node in range(staged.layers.real_count)])
        y = assign_heights(order, _list_links(staged), grown, (0.0, height), {})
        shift = round(median(held[node] - y[node] for node in held)) if held else 0
        y = [value + shift for value in y]
    generation = previous.generation + 1 if previous else 0
    return _assemble(_Placement(staged, y, sides), generation)


def _move_partners(staged: StagedGraph, order: Order) -> Order:
    """Return an order with blocks without lines beside their partners.

    A partner is a block of the same column that something other than a line across joins to it, as `SameAs`
    joins what two accounts record.
    """
    block_of, layers = staged.blocks.block_of, staged.layers
    partners: dict[int, set[int]] = defaultdict(set)
    for edge in staged.graph.associations:
        one, other = block_of[edge.source], block_of[edge.destination]
        if one != other and layers.rank[one] == layers.rank[other]:
            partners[one].add(other)
            partners[other].add(one)
    gathered = []
    for column in order:
        loose = [
            node
            for node in column
            if partners.get(node) and not layers.predecessors[node] and not layers.successors[node]
        ]
        rest = [node for node in column if node not in loose]
        for node in sorted(loose, key=lambda node: (len(partners[node]), node), reverse=True):
            places = sorted(rest.index(partner) for partner in partners[node] if partner in rest)
            rest.insert(places[len(places) // 2] if places else len(rest), node)
        gathered.append(rest)
    return gathered


def _keep_heights(
    staged: StagedGraph,
    fresh_order: Order,
    half_heights: Sequence[float],
    fresh_height: float,
    held: Mapping[int, float],
) -> list[float] | None:
    """Return heights that keep blocks in place, if they are good."""
    layers = staged.layers
    wanted = insert_at_heights(layers, fresh_order, half_heights, held)
    order = [sorted(column, key=lambda node: (wanted[node], node)) for column in fresh_order]
    crossings, fresh_crossings = count_crossings(layers, order), count_crossings(layers, fresh_order)
    nodes = range(len(half_heights))
    top = min(wanted[node] - half_heights[node] for node in nodes)
    bottom = max(wanted[node] + half_heights[node] for node in nodes)
    is_good = (
        crossings <= _TOLERANCE * fresh_crossings + _TOLERATED_CROSSINGS
        and bottom - top <= _TOLERANCE * fresh_height + _TOLERATED_HEIGHT
    )
    if not is_good:
        return None
    bottom = max(bottom, top + compute_least_height(order, half_heights))
    return assign_heights(order, _list_links(staged), half_heights, (top, bottom), held)


def _compute_half_heights(staged: StagedGraph) -> list[float]:
    """Return half of each node's height, with its share of gaps."""
    halves = [
        (block.compute_height(staged.card_height) + (BLOCK_GAP if len(block.cards) > 1 else CARD_GAP)) / 2
        for block in staged.blocks.blocks
    ]
    dummies = len(staged.layers.rank) - staged.layers.real_count
    return [*halves, *([SLOT_HEIGHT / 2] * dummies)]


def _choose_spare(half_heights: Sequence[float], order: Order, wanted_height: float) -> float:
    """Return how much each half height grows to fill the canvas."""
    least = compute_least_height(order, half_heights)
    longest = max((len(column) for column in order), default=1)
    spare = (wanted_height - least) / (2 * longest)
    return max(0.0, min(spare, (MAX_CARD_GAP - CARD_GAP) / 2))


def _list_links(staged: StagedGraph) -> list[Link]:
    """Return the lines between adjacent columns, with where they meet cards."""
    layers, block_of = staged.layers, staged.blocks.block_of
    offsets = {
        card.arn: offset
        for block in staged.blocks.blocks
        for card, offset in zip(block.cards, block.compute_offsets(staged.card_height), strict=True)
    }
    links: list[Link] = []
    for edge in staged.graph.associations:
        tail, head = block_of[edge.source], block_of[edge.destination]
        ends = edge.source, edge.destination
        if layers.rank[tail] > layers.rank[head]:
            tail, head, ends = head, tail, ends[::-1]
        if layers.rank[tail] == layers.rank[head]:
            continue
        path = (tail, *layers.dummy_chains.get((tail, head), ()), head)
        for first, second in pairwise(path):
            links.append(
                Link(
                    first,
                    second,
                    offsets[ends[0]] if first == tail else 0.0,
                    offsets[ends[1]] if second == head else 0.0,
                )
            )
    return links


def _compute_sides(
    staged: StagedGraph, widths: Mapping[Arn, float], previous: Layout | None
) -> list[tuple[float, float]]:
    """Return the left and right side of each column.

    A column that stays keeps its place as long as its cards fit and its neighbors leave room.
    """
    needed, former = _measure_columns(staged, widths, previous)
    widths_used = [
        max(width, sides[1] - sides[0]) if sides and sides[1] - sides[0] <= _MAX_SURPLUS * width else width
        for width, sides in zip(needed, former, strict=True)
    ]
    gaps = _compute_gaps(staged)
    anchor = next((column for column, sides in enumerate(former) if sides), 0)
    anchored = former[anchor]
    left = anchored[0] if anchored else 0.0
    sides = [(left, left + widths_used[anchor])]
    for column in range(anchor + 1, len(needed)):
        kept, end = former[column], sides[-1][1]
        is_kept = kept and COLUMN_GAP <= kept[0] - end <= COLUMN_GAP + _MAX_SPARE_GAP
        left = kept[0] if kept and is_kept else end + gaps[column]
        sides.append((left, left + widths_used[column]))
    for column in reversed(range(anchor)):
        right = sides[0][0] - gaps[column + 1]
        sides.insert(0, (right - widths_used[column], right))
    return sides


def _measure_columns(
    staged: StagedGraph, widths: Mapping[Arn, float], previous: Layout | None
) -> tuple[list[float], list[tuple[float, float] | None]]:
    """Return the width that each column needs, and its former sides."""
    columns = staged.columns
    needed = [MIN_WIDTH] * len(columns.stages)
    votes: list[Counter[tuple[float, float]]] = [Counter() for _ in columns.stages]
    for block, column in zip(staged.blocks.blocks, columns.column_of, strict=True):
        for card in block.cards:
            wanted = round(widths.get(card.arn, 0.0)) + card.left + card.right
            needed[column] = max(needed[column], min(wanted, MAX_WIDTH))
            if previous and card.arn in previous.points and card.arn in previous.widths:
                half, x = previous.widths[card.arn] / 2, previous.points[card.arn].x
                votes[column][x - half - card.left, x + half + card.right] += 1
    return needed, [min(vote, key=lambda sides: (-vote[sides], sides)) if vote else None for vote in votes]


def _compute_gaps(staged: StagedGraph) -> list[float]:
    """Return the free width before each column: the more lines, the wider."""
    layers = staged.layers
    lines = Counter(layers.rank[node] for node in range(len(layers.rank)) for _ in layers.successors[node])
    return [
        COLUMN_GAP + min(MAX_COLUMN_GAP - COLUMN_GAP, GAP_PER_LINE * lines[column - 1])
        for column in range(len(staged.columns.stages))
    ]


@dataclass(frozen=True, slots=True)
class _Placement:
    """Blocks and way points at their heights, and columns between their sides."""

    staged: StagedGraph
    y: Sequence[float]
    sides: Sequence[tuple[float, float]]

    def find_sides(self, block: int) -> tuple[float, float]:
        """Return the sides of a block's column."""
        return self.sides[self.staged.columns.column_of[block]]


def _assemble(placement: _Placement, generation: int) -> Layout:
    """Return the layout of blocks and way points at their heights."""
    staged, sides = placement.staged, placement.sides
    boxes: dict[Arn, CardBox] = {}
    for number, block in enumerate(staged.blocks.blocks):
        left, right = placement.find_sides(number)
        for card, offset in zip(block.cards, block.compute_offsets(staged.card_height), strict=True):
            center = Point((left + card.left + right - card.right) / 2, round(placement.y[number] + offset))
            boxes[card.arn] = CardBox(center, right - left - card.left - card.right, staged.card_height)
    bends, connectors = _route(placement, boxes)
    half = staged.card_height / 2
    route_ys = [point.y for route in bends.values() for point in route]
    top = min([min(box.center.y for box in boxes.values()) - half, *route_ys])
    bottom = max([max(box.center.y for box in boxes.values()) + half, *route_ys])
    return Layout(
        {arn: box.center for arn, box in boxes.items()},
        _build_bands(staged, sides),
        bends,
        width=sides[-1][1] - sides[0][0] + 2 * BAND_PADDING,
        height=bottom - top,
        left=sides[0][0] - BAND_PADDING,
        top=top,
        generation=generation,
        widths={arn: box.width for arn, box in boxes.items()},
        connectors=connectors,
    )


def _build_bands(staged: StagedGraph, sides: Sequence[tuple[float, float]]) -> tuple[StageHeading, ...]:
    """Return one heading for each stage, over all of its columns."""
    titles = name_stages(staged.blocks, staged.columns, staged.classes)
    stages = staged.columns.stages
    members: dict[PipelineStage, list[Arn]] = defaultdict(list)
    for block, column in zip(staged.blocks.blocks, staged.columns.column_of, strict=True):
        members[stages[column]].extend(card.arn for card in block.cards)
    bands = []
    for stage, arns in sorted(members.items()):
        columns = [column for column, each in enumerate(stages) if each is stage]
        left, right = sides[columns[0]][0] - BAND_PADDING, sides[columns[-1]][1] + BAND_PADDING
        bands.append(StageHeading((left + right) / 2, titles[stage], left, right, tuple(arns)))
    return tuple(bands)


def _route(
    placement: _Placement, boxes: Mapping[Arn, CardBox]
) -> tuple[dict[Ends, tuple[Point, ...]], dict[Ends, Connector]]:
    """Return the bends of lines between columns, and the connectors within one."""
    staged = placement.staged
    block_of = staged.blocks.block_of
    holders = {card.arn: card for block in staged.blocks.blocks for card in block.cards}
    bends: dict[Ends, tuple[Point, ...]] = {}
    connectors: dict[Ends, Connector] = {}
    beside: Counter[float] = Counter()
    for edge in staged.graph.associations:
        source, target = edge.ends
        if source == target:
            continue
        sides, other_sides = placement.find_sides(block_of[source]), placement.find_sides(block_of[target])
        if holders[target].holder == source and holders[target].is_output:
            connectors[edge.ends] = connect_output(boxes[source], boxes[target])
        elif holders[source].holder == target and not holders[source].is_output:
            connectors[edge.ends] = connect_input(boxes[source], boxes[target])
        elif sides == other_sides:
            x = sides[1] + _LINE_STEP * (1 + beside[sides[1]] % _LINES_BESIDE)
            connectors[edge.ends] = connect_beside(boxes[source], boxes[target], x)
            beside[sides[1]] += 1
        else:
            arc = block_of[source], block_of[target]
            bends[edge.ends] = _route_between(placement, arc, boxes[source].center, boxes[target].center)
    return {ends: route for ends, route in bends.items() if route}, connectors


def _route_between(placement: _Placement, arc: Arc, source: Point, target: Point) -> tuple[Point, ...]:
    """Return the bends of a line from one column to another.

    It runs level over each column that it passes, and turns only in the gaps between.
    """
    layers = placement.staged.layers
    is_back = layers.rank[arc[0]] > layers.rank[arc[1]]
    tail, head = arc[::-1] if is_back else arc
    first, last = (target, source) if is_back else (source, target)
    route = [Point(placement.find_sides(tail)[1], first.y)]
    for node in layers.dummy_chains.get((tail, head), ()):
        left, right = placement.sides[layers.rank[node]]
        route += [Point(left, placement.y[node]), Point(right, placement.y[node])]
    route.append(Point(placement.find_sides(head)[0], last.y))
    if all(point.y == first.y for point in (*route, last)):
        return ()
    return tuple(reversed(route)) if is_back else tuple(route)
