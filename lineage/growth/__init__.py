"""What a picture shows beyond the answer to its question, and what it leaves out of it.

extent      the values: vertices expanded and contracted, rounds deeper; as the address holds them
deepening   the question asked again where reading reached its depth
expanding   one query for each expanded vertex, attached to the answer
folding     nothing followed beyond contracted vertices; what is unseen because of them
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lineage.graph import LineageGraph, Reading
from lineage.growth.deepening import Deep, Limit, deepened
from lineage.growth.expanding import attached, read_beyond
from lineage.growth.extent import AS_ASKED, Expansion, Extent, Reach
from lineage.growth.folding import Unseen, folded, unseen
from lineage.model import Arn
from lineage.query import Direction, LineageQuery
from lineage.source import LineageSource

__all__ = ["AS_ASKED", "Expansion", "Extended", "Extent", "Limit", "Reach", "Unseen", "extended"]


@dataclass(frozen=True, slots=True)
class Extended:
    """A picture as far as it goes.

    Attributes:
        asked: The answer to the question, as deep as it was read.
        graph: What is shown: the answer with all that was expanded, without what is contracted.
        expanded: The expansions whose vertices are shown.
        limits: Shown vertices at which reading ended for its depth alone, and in which direction.
        unseen: Neighbours that were read and are not shown.
        hidden: How many vertices were read and are not shown.
        rounds: How often the question was asked again where reading had reached its depth.
    """

    asked: LineageGraph
    graph: LineageGraph
    expanded: tuple[Expansion, ...] = ()
    limits: tuple[Limit, ...] = ()
    unseen: Mapping[Arn, Unseen] = field(default_factory=dict)
    hidden: int = 0
    rounds: int = 0


def extended(
    source: LineageSource, query: LineageQuery, first: LineageGraph, extent: Extent, *, deepens: bool
) -> Extended:
    """Read what lies beyond an answer, and leave out what is contracted.

    Args:
        source: Who is asked.
        query: The question that `first` answers.
        first: The answer.
        extent: How far the picture goes.
        deepens: Whether the question can be asked again further on: with filters nobody knows where it
            reached its depth.
    """
    deep = deepened(source, query, first, extent.rounds) if deepens else Deep(first)
    beyond, gaps = read_beyond(source, deep.graph, extent.expanded)
    whole, taken = attached(deep.graph, beyond)
    shown = whole
    if ends := extent.contracted:
        parts = {one: folded(graph, one.reach.direction, ends) for one, graph in beyond.items()}
        shown, taken = attached(folded(deep.graph, query.direction, ends), parts)
    return Extended(
        asked=deep.graph,
        graph=_read_as(shown, whole.reading, gaps),
        expanded=taken,
        limits=_open(deep.limits, shown, taken),
        unseen=unseen(whole, shown),
        hidden=len(whole.vertices) - len(shown.vertices),
        rounds=extent.rounds,
    )


def _read_as(graph: LineageGraph, reading: Reading, gaps: tuple[str, ...]) -> LineageGraph:
    """Return a graph with how all was read, what is not shown included."""
    if graph.reading is reading and not gaps:
        return graph
    return replace(graph, reading=replace(reading, gaps=(*reading.gaps, *gaps)))


def _open(limits: tuple[Limit, ...], shown: LineageGraph, taken: tuple[Expansion, ...]) -> tuple[Limit, ...]:
    """Return the limits that are shown and were not expanded in their direction."""
    followed = {(one.arn, one.reach.direction) for one in taken}
    return tuple(
        limit
        for limit in limits
        if limit.arn in shown.vertices
        and followed.isdisjoint({(limit.arn, limit.direction), (limit.arn, Direction.UP_AND_DOWN)})
    )
