"""Layers: arcs divided into links between adjacent ranks.

An arc over several ranks gets a dummy node (way point) in each rank that it passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from lineage_explorer.graph.digraph import Arc, build_adjacency

Order: TypeAlias = list[list[int]]
"""Nodes of each rank, top to bottom; ranks left to right."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Nodes of a component, and links between adjacent ranks.

    Attributes:
        real_count: Number of real nodes, the stacks of a component; nodes from this number on are dummy
            nodes.
        arcs: The arcs and `SameAs` pairs between real nodes of different ranks, each from left to right.
        rank: Each node's rank.
        predecessors, successors: Each node's neighbors in the rank to the left and to the right.
        dummy_chains: Dummy nodes, from left to right, of each arc that passes a rank.
    """

    real_count: int
    arcs: Sequence[Arc]
    rank: Sequence[int]
    predecessors: Sequence[Sequence[int]]
    successors: Sequence[Sequence[int]]
    dummy_chains: Mapping[Arc, tuple[int, ...]]


def build_layers(rank: Sequence[int], arcs: Iterable[Arc], same_as_pairs: Iterable[Arc] = ()) -> Layers:
    """Divide arcs and `SameAs` pairs into links between adjacent ranks.

    Long arcs that leave one node share their dummy nodes, and so do those that enter one node: a hub's lines
    run as one trunk that branches, instead of as a bundle that takes all the room.

    Args:
        rank: Each real node's rank.
        arcs: From a lower rank to a higher one.
        same_as_pairs: `SameAs` pairs between any two ranks; those within a rank need no link.
    """
    spans = sorted(
        {*arcs, *(_point_right(pair, rank) for pair in same_as_pairs if rank[pair[0]] != rank[pair[1]])}
    )
    long_arcs = [arc for arc in spans if rank[arc[1]] - rank[arc[0]] > 1]
    outdegrees = Counter(tail for tail, _ in long_arcs)
    indegrees = Counter(head for _, head in long_arcs)
    ranks = list(rank)
    trunks: dict[tuple[bool, int, int], int] = {}
    chains: dict[Arc, tuple[int, ...]] = {}
    for tail, head in long_arcs:
        by_tail = outdegrees[tail] >= indegrees[head]
        chain = []
        for inner_rank in range(rank[tail] + 1, rank[head]):
            key = (by_tail, tail if by_tail else head, inner_rank)
            if key not in trunks:
                trunks[key] = len(ranks)
                ranks.append(inner_rank)
            chain.append(trunks[key])
        chains[tail, head] = tuple(chain)
    links = dict.fromkeys(
        link for arc in spans for path in [(arc[0], *chains.get(arc, ()), arc[1])] for link in pairwise(path)
    )
    return Layers(len(rank), spans, ranks, *build_adjacency(len(ranks), links), chains)


def separate_trunks(layers: Layers) -> Layers:
    """Return the layers with separate dummy nodes for every arc."""
    ranks = list(layers.rank[: layers.real_count])
    chains: dict[Arc, tuple[int, ...]] = {}
    links: list[Arc] = []
    for arc in layers.arcs:
        inner_ranks = range(layers.rank[arc[0]] + 1, layers.rank[arc[1]])
        if inner_ranks:
            chains[arc] = tuple(range(len(ranks), len(ranks) + len(inner_ranks)))
            ranks.extend(inner_ranks)
        links.extend(pairwise((arc[0], *chains.get(arc, ()), arc[1])))
    return Layers(layers.real_count, layers.arcs, ranks, *build_adjacency(len(ranks), links), chains)


def _point_right(arc: Arc, rank: Sequence[int]) -> Arc:
    """Return the arc, reversed if it leads left."""
    return arc if rank[arc[0]] < rank[arc[1]] else (arc[1], arc[0])
