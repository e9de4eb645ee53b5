"""Notes on how complete a graph is.

A note that a reader can act on has a link target, for example a greater depth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from lineage.address import Address
from lineage.graph import LineageGraph
from lineage.growth import Extended
from lineage.growth.extent import MOST_ROUNDS
from lineage.model import Arn, split_arn
from lineage.query import MAX_DEPTH, LineageQuery
from lineage.views.summary import counted

MOST_REASONS = 8
"""Maximum number of entities whose failure reason is listed.

The remaining entities are only counted.
"""

Lead: TypeAlias = Address | Literal["again"] | tuple[str, ...] | None
"""Target of a note's link.

An address, "again" for another read, sentences with details, or None for no link.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Note on one aspect of completeness, with an optional link.

    Attributes:
        words: For example "depth 10 reached at 4 entities".
        way: Text of the link, for example "go deeper"; empty if there is no link.
        lead: Target of the link; None if there is no link.
    """

    words: str
    way: str = ""
    lead: Lead = None


def completeness(
    seen: Extended,
    address: Address,
    *,
    unnamed: int = 0,
    undescribed: Mapping[Arn, str] | None = None,
    described: int = 0,
) -> tuple[Part, ...]:
    """Return notes on how complete a graph is.

    Without a query in the address there are no notes.

    Args:
        seen: The graph with its expansions, and which part of it is shown.
        address: The address of the graph, with its query.
        unnamed: Number of vertices whose names are still being read.
        undescribed: Why vertices could not be described, by ARN.
        described: Number of API calls that read names and other facts.
    """
    query = address.query
    if query is None:
        return ()
    calls = seen.graph.reading.calls + described
    notes = [
        _pages(seen.graph),
        Part(counted(calls, "call")),
        *_depth(seen, query, address),
        *_growth(seen, address),
    ]
    if undescribed:
        notes.append(_undescribed(undescribed))
    if unnamed:
        notes.append(Part(f"{counted(unnamed, 'name')} still being read"))
    return tuple(notes)


def _pages(graph: LineageGraph) -> Part:
    status = graph.reading
    text = f"{counted(status.pages, 'page')} read"
    if status.more:
        return Part(f"{text} so far")
    if status.gaps:
        return Part(f"{text}, not all", "try again", "again")
    return Part(f"all {text}" if status.pages > 1 else text)


def _depth(extended: Extended, query: LineageQuery, address: Address) -> Iterator[Part]:
    """Yield a note on how deep the query was followed."""
    max_distance = max(extended.asked.distances.values(), default=0)
    deeper_address = _deeper(extended, query, address)
    link_text = "go deeper" if deeper_address else ""
    if extended.limits:
        text = f"depth {_depths(extended)} reached at {counted(len(extended.limits), 'entity')}"
        yield Part(text, link_text, deeper_address)
    elif not address.deepens and max_distance >= query.depth:
        yield Part(f"depth {query.depth} reached, there may be more beyond", link_text, deeper_address)
    elif max_distance:
        yield Part(f"depth {max_distance} of {query.depth * (extended.rounds + 1)} reached")


def _deeper(extended: Extended, query: LineageQuery, address: Address) -> Address | None:
    """Return the address that shows more, or None.

    Increase the depth of the query up to its maximum; after that, add one round of deepening at a time.
    """
    if query.depth < MAX_DEPTH and not extended.rounds:
        return replace(address, query=replace(query, depth=query.depth + 1))
    if not address.deepens or extended.rounds == MOST_ROUNDS:
        return None
    return replace(address, extent=replace(address.extent, rounds=extended.rounds + 1))


def _depths(extended: Extended) -> str:
    """Return the distances at which reading ended, as text."""
    distances = sorted({extended.asked.distances[limit.arn] for limit in extended.limits})
    return str(distances[0]) if len(distances) == 1 else f"{distances[0]} to {distances[-1]}"


def _growth(extended: Extended, address: Address) -> Iterator[Part]:
    expansion = address.extent
    if extended.expanded:
        count = len({vertex.arn for vertex in extended.expanded})
        undo_address = replace(address, extent=replace(expansion, expanded=()))
        yield Part(f"{counted(count, 'entity')} expanded", "undo", undo_address)
    if extended.hidden:
        undo_address = replace(address, extent=replace(expansion, contracted=()))
        yield Part(f"{counted(extended.hidden, 'entity')} contracted", "show", undo_address)


def _undescribed(reasons: Mapping[Arn, str]) -> Part:
    return Part(
        f"{counted(len(reasons), 'entity')} could not be described", "why", tuple(_told(reasons.items()))
    )


def _told(reasons: Iterable[tuple[Arn, str]]) -> Iterator[str]:
    ordered = sorted(reasons)
    for arn, reason in ordered[:MOST_REASONS]:
        yield f"{split_arn(arn).name}: {reason}"
    if len(ordered) > MOST_REASONS:
        yield f"And {counted(len(ordered) - MOST_REASONS, 'entity')} more."
