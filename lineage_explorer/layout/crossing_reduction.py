"""Crossing reduction: the order within each rank.

Barycenter sweeps to the right and to the left (Sugiyama, Tagawa and Toda, 1981) start from several initial
orders. The best order found is refined by sifting (after Matuszewski, Schönfeld and Molitor, 1999): every
node moves to the place in its rank where it crosses least. Nothing here is random, and effort is counted in
nodes and links visited, never in time: equal graphs get equal orders.

At first every long arc has separate dummy nodes: a trunk counts as one line, however many nodes it leads to,
and would tear these apart. At the end the trunks are sifted too.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from statistics import median

from lineage_explorer.layout.layers import Layers, Order, separate_trunks
from lineage_explorer.layout.rank_sweeps import CrossingReducer, IntArray, count_inversions


def compute_positions(order: Order, count: int) -> list[int]:
    """Return each node's position within its rank, from 0 at top."""
    position = [0] * count
    for column in order:
        for index, node in enumerate(column):
            position[node] = index
    return position


def count_crossings(layers: Layers, order: Order) -> int:
    """Count the pairs of links that cross.

    Each link is taken as a straight line.
    """
    position = compute_positions(order, len(layers.rank))
    return sum(
        count_inversions(
            end for node in column for end in sorted(map(position.__getitem__, layers.successors[node]))
        )
        for column in order[:-1]
    )


_MAX_THOROUGH_SIZE = 2_000
"""Nodes and links up to which several initial orders are tried."""

_SWEEP_BUDGET = 50_000
"""Nodes and links to visit per initial order; about 50 ms."""

_MAX_SEPARATE_LENGTH = 20_000
"""Total length of arcs, in ranks, up to which trunks are separated.

If it is exceeded, arcs share dummy nodes from the beginning.
"""

_MIN_SWEEPS = 4
_MAX_SWEEPS = 10
_UNCOUNTED_SWEEPS = 2
"""Sweeps before crossings are counted for the first time.

Counting takes as long as a sweep, and is not worth it for earlier orders.
"""

_MAX_SIFTINGS = 4
"""Most rounds in which all nodes of the best order are sifted."""


def order_ranks(layers: Layers) -> Order:
    """Return the nodes of each rank, top to bottom, crossing little."""
    total_length = sum(layers.rank[head] - layers.rank[tail] for tail, head in layers.arcs)
    separate = separate_trunks(layers) if total_length <= _MAX_SEPARATE_LENGTH else layers
    reducer = CrossingReducer(separate)
    size = len(separate.rank) + sum(map(len, separate.successors))
    sweep_count = max(_MIN_SWEEPS, min(_MAX_SWEEPS, _SWEEP_BUDGET // size))
    sifting_count = max(1, min(_MAX_SIFTINGS, _SWEEP_BUDGET // size // 2))
    initial_orders = (
        (_order_depth_first, _order_from_right, _order_from_left)
        if size <= _MAX_THOROUGH_SIZE
        else (_order_depth_first,)
    )
    results = [
        _sweep_repeatedly(reducer, build_order(separate), sweep_count) for build_order in initial_orders
    ]
    reducer.restore(min(results, key=itemgetter(0))[1])
    order = _sift_repeatedly(reducer, sifting_count)
    reducer = CrossingReducer(layers)
    reducer.set_order(_merge_dummy_nodes(layers, separate, order))
    return _sort_interchangeable(layers, _sift_repeatedly(reducer, sifting_count))


def _sweep_repeatedly(
    reducer: CrossingReducer, initial_order: Order, sweep_count: int
) -> tuple[int, list[IntArray]]:
    """Sweep right and left, and return the best order met.

    Returns:
        The number of its crossings, and the order.
    """
    reducer.set_order(initial_order)
    best = reducer.count_crossings(), list(reducer.columns)
    for index in range(sweep_count):
        reducer.sweep(rightward=index % 2 == 0, reverse_ties=index // 2 % 2 == 0)
        if index >= _UNCOUNTED_SWEEPS:
            best = min(best, (reducer.count_crossings(), list(reducer.columns)), key=itemgetter(0))
    return best


def _sift_repeatedly(reducer: CrossingReducer, max_rounds: int) -> Order:
    """Sift until hardly a node would cross less, and return the order."""
    for _ in range(max_rounds):
        if not reducer.sift():
            break
    return reducer.build_order()


def _merge_dummy_nodes(layers: Layers, separate: Layers, order: Order) -> Order:
    """Return the order of layers whose arcs share dummy nodes.

    A shared dummy node stands at the median place of the separate dummy nodes that it replaces.
    """
    positions = compute_positions(order, len(separate.rank))
    node_positions: list[list[int]] = [[position] for position in positions[: layers.real_count]]
    node_positions.extend([] for _ in layers.rank[layers.real_count :])
    for arc, chain in layers.dummy_chains.items():
        for node, separate_node in zip(chain, separate.dummy_chains[arc], strict=True):
            node_positions[node].append(positions[separate_node])
    medians = [median(values) for values in node_positions]
    merged: Order = [[] for _ in order]
    for node, rank in enumerate(layers.rank):
        merged[rank].append(node)
    return [sorted(column, key=medians.__getitem__) for column in merged]


def _order_depth_first(layers: Layers) -> Order:
    """Order nodes by depth-first search, hubs last.

    Nodes of one pipeline run thereby come together, before the search reaches the next run through an image
    or a data set that many runs share.
    """
    neighbors = [[*left, *right] for left, right in zip(layers.predecessors, layers.successors, strict=True)]
    order: Order = [[] for _ in range(max(layers.rank) + 1)]
    visited = [False] * len(neighbors)
    for root in sorted(range(len(neighbors)), key=lambda node: len(neighbors[node])):
        stack = [root]
        while stack:
            node = stack.pop()
            if visited[node]:
                continue
            visited[node] = True
            order[layers.rank[node]].append(node)
            unvisited = [neighbor for neighbor in neighbors[node] if not visited[neighbor]]
            stack.extend(sorted(unvisited, key=lambda neighbor: (-len(neighbors[neighbor]), -neighbor)))
    return order


def _order_from_left(layers: Layers) -> Order:
    """Order nodes by breadth-first search from the left."""
    return _order_breadth_first(layers.rank, layers.predecessors, layers.successors)


def _order_from_right(layers: Layers) -> Order:
    """Order nodes by breadth-first search from the right."""
    return _order_breadth_first(layers.rank, layers.successors, layers.predecessors)


def _order_breadth_first(
    rank: Sequence[int], behind: Sequence[Sequence[int]], ahead: Sequence[Sequence[int]]
) -> Order:
    """Order nodes by breadth-first search from those with nothing behind."""
    order: Order = [[] for _ in range(max(rank) + 1)]
    queue = [node for node, neighbors in enumerate(behind) if not neighbors]
    visited = set(queue)
    for node in queue:
        order[rank[node]].append(node)
        for neighbor in ahead[node]:
            if neighbor not in visited:
                visited.add(neighbor)
                queue.append(neighbor)
    return order


def flip_to_match(order: Order, heights: Sequence[float | None]) -> Order:
    """Return the order or its mirror image, whichever fits the heights.

    A continued layout thereby stays the same way up.

    Args:
        order: The nodes of each rank from top to bottom.
        heights: The y coordinates that the first nodes should be near, None for those that may stand
            anywhere.
    """
    correlation = 0.0
    for column in order:
        known = [height for node in column if node < len(heights) and (height := heights[node]) is not None]
        middle = (len(known) - 1) / 2
        correlation += sum(height * (position - middle) for position, height in enumerate(known))
    return order if correlation >= 0 else [column[::-1] for column in order]


def _sort_interchangeable(layers: Layers, order: Order) -> Order:
    """Sort nodes that have the same neighbors by number.

    They can exchange places without any effect on crossings.
    """
    nodes_by_key: dict[tuple[int, tuple[int, ...], tuple[int, ...]], list[int]] = {}
    key_of = [
        (rank, tuple(left), tuple(right))
        for rank, left, right in zip(layers.rank, layers.predecessors, layers.successors, strict=True)
    ]
    for node, key in enumerate(key_of):
        nodes_by_key.setdefault(key, []).append(node)
    remaining = {key: iter(nodes) for key, nodes in nodes_by_key.items()}
    return [[next(remaining[key_of[node]]) for node in column] for column in order]
