"""How complete a picture is, in parts of which each that can be continued says where that leads."""

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
"""Entities of which the line tells why they could not be described; the others are counted."""

Lead: TypeAlias = Address | Literal["again"] | tuple[str, ...] | None
"""Where a part leads: to an address, to reading again, to sentences that say more, or nowhere."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a reader should know of what they see, and how to go on from it.

    Attributes:
        words: For example "depth 10 reached at 4 entities".
        way: What following the lead does, for example "go deeper"; empty where there is none.
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
    """Say how complete a picture is.

    Args:
        seen: What was read, and what of it is shown.
        address: Where it is shown, with the question that was asked.
        unnamed: Vertices whose names are still on their way.
        undescribed: Why vertices could not be described.
        described: Calls that names and other facts took.
    """
    query = address.query
    if query is None:
        return ()
    calls = seen.graph.reading.calls + described
    parts = [
        _pages(seen.graph),
        Part(counted(calls, "call")),
        *_depth(seen, query, address),
        *_growth(seen, address),
    ]
    if undescribed:
        parts.append(_undescribed(undescribed))
    if unnamed:
        parts.append(Part(f"{counted(unnamed, 'name')} still being read"))
    return tuple(parts)


def _pages(graph: LineageGraph) -> Part:
    reading = graph.reading
    pages = f"{counted(reading.pages, 'page')} read"
    if reading.more:
        return Part(f"{pages} so far")
    if reading.gaps:
        return Part(f"{pages}, not all", "try again", "again")
    return Part(f"all {pages}" if reading.pages > 1 else pages)


def _depth(seen: Extended, query: LineageQuery, address: Address) -> Iterator[Part]:
    """Say how deep the question was followed."""
    reached = max(seen.asked.distances.values(), default=0)
    deeper = _deeper(seen, query, address)
    way = "go deeper" if deeper else ""
    if seen.limits:
        words = f"depth {_depths(seen)} reached at {counted(len(seen.limits), 'entity')}"
        yield Part(words, way, deeper)
    elif not address.deepens and reached >= query.depth:
        yield Part(f"depth {query.depth} reached, there may be more beyond", way, deeper)
    elif reached:
        yield Part(f"depth {reached} of {query.depth * (seen.rounds + 1)} reached")


def _deeper(seen: Extended, query: LineageQuery, address: Address) -> Address | None:
    """Return where more is seen: a greater depth as far as there is one, then round after round."""
    if query.depth < MAX_DEPTH and not seen.rounds:
        return replace(address, query=replace(query, depth=query.depth + 1))
    if not address.deepens or seen.rounds == MOST_ROUNDS:
        return None
    return replace(address, extent=replace(address.extent, rounds=seen.rounds + 1))


def _depths(seen: Extended) -> str:
    """Return how far the vertices are at which reading ended."""
    far = sorted({seen.asked.distances[limit.arn] for limit in seen.limits})
    return str(far[0]) if len(far) == 1 else f"{far[0]} to {far[-1]}"


def _growth(seen: Extended, address: Address) -> Iterator[Part]:
    extent = address.extent
    if seen.expanded:
        count = len({one.arn for one in seen.expanded})
        plain = replace(address, extent=replace(extent, expanded=()))
        yield Part(f"{counted(count, 'entity')} expanded", "undo", plain)
    if seen.hidden:
        plain = replace(address, extent=replace(extent, contracted=()))
        yield Part(f"{counted(seen.hidden, 'entity')} contracted", "show", plain)


def _undescribed(reasons: Mapping[Arn, str]) -> Part:
    return Part(
        f"{counted(len(reasons), 'entity')} could not be described", "why", tuple(_told(reasons.items()))
    )


def _told(reasons: Iterable[tuple[Arn, str]]) -> Iterator[str]:
    known = sorted(reasons)
    for arn, reason in known[:MOST_REASONS]:
        yield f"{split_arn(arn).name}: {reason}"
    if len(known) > MOST_REASONS:
        yield f"And {counted(len(known) - MOST_REASONS, 'entity')} more."
