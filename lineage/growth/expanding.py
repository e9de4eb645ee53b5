"""Vertices from which a picture goes on, and what lies there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lineage.attempts import attempted
from lineage.errors import SourceError
from lineage.graph import LineageGraph
from lineage.growth.extent import Expansion
from lineage.joining import joined
from lineage.model import split_arn
from lineage.source import LineageSource


def read_beyond(
    source: LineageSource, first: LineageGraph, expansions: Iterable[Expansion]
) -> tuple[dict[Expansion, LineageGraph], tuple[str, ...]]:
    """Read what lies beyond vertices of a graph, and beyond those that are found there.

    Returns:
        What was read for each expansion whose vertex was found, and a sentence for each that failed.
    """
    known, waiting = set(first.vertices), list(expansions)
    found: dict[Expansion, LineageGraph] = {}
    gaps: list[str] = []
    while ready := [one for one in waiting if one.arn in known]:
        waiting = [one for one in waiting if one not in ready]
        outcomes = attempted(source, [one.query for one in ready])
        for one, outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, SourceError):
                gaps.append(f"{_beyond(one)} could not be read. {outcome}")
                continue
            named = tuple(f"{_beyond(one)}: {gap}" for gap in outcome.reading.gaps)
            found[one] = replace(outcome, reading=replace(outcome.reading, gaps=named))
            known |= outcome.vertices.keys()
    return found, tuple(gaps)


def attached(
    first: LineageGraph, beyond: Mapping[Expansion, LineageGraph]
) -> tuple[LineageGraph, tuple[Expansion, ...]]:
    """Return a graph with what lies beyond its vertices, and the expansions whose vertices are in it.

    What is attached passes no filters: where not everything is a match, it is none.
    """
    known, waiting = set(first.vertices), dict(beyond)
    taken: list[Expansion] = []
    while ready := [one for one in waiting if one.arn in known]:
        for one in ready:
            known |= waiting.pop(one).vertices.keys()
        taken += ready
    if not taken:
        return first, ()
    everything = first.matches >= first.vertices.keys()
    parts = [beyond[one] for one in taken]
    return joined(first, parts, known if everything else first.matches), tuple(taken)


def _beyond(one: Expansion) -> str:
    return f"Beyond {split_arn(one.arn).name}"
