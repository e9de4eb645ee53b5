"""The sentence under the picture: what was found, which way, and how far reading got."""

from __future__ import annotations

from dataclasses import replace

from lineage.graph import LineageGraph
from lineage.query import MAX_DEPTH, Direction, Filters, LineageQuery

_WAY = {
    Direction.UP_AND_DOWN: "upstream and downstream of",
    Direction.ASCENDANTS: "upstream of",
    Direction.DESCENDANTS: "downstream of",
    Direction.BOTH: "around",
}


def sentence(graph: LineageGraph, query: LineageQuery, *, start: str) -> str:
    """Say what an answer is, for example "24 entities and 26 associations upstream of churn-live".

    The start itself is not counted among what was found.

    Args:
        graph: The answer to `query`.
        query: The question.
        start: What the start is called, type and name.
    """
    others = len(graph.vertices) - (graph.start in graph.vertices)
    way = f"{_WAY[query.direction]} {start}"
    if not others:
        nothing = "Nothing matches the filters" if query.filters else "Nothing found"
        return f"{nothing} {way}{_within(query)}."
    if not query.filters:
        return f"{_count(others, 'entity')} and {_count(len(graph.associations), 'association')} {way}."
    found = len(graph.matches - {graph.start})
    if not found:
        return f"Nothing matches the filters {way}{_within(query)}."
    between = others - found
    more = f", with {_count(between, 'entity')} on the way to them" if between else ""
    return f"{_count(found, 'match')} {way}{more}."


def completeness(graph: LineageGraph, query: LineageQuery, *, unnamed: int = 0) -> str:
    """Say how far reading got, for example "all 2 pages read · depth 8 of 10 reached".

    Args:
        graph: The answer to `query`.
        query: The question.
        unnamed: Vertices whose names are still on their way.
    """
    reading = graph.reading
    pages = f"{_count(reading.pages, 'page')} read"
    if reading.gaps:
        pages += ", not all"
    elif reading.pages > 1:
        pages = f"all {pages}"
    parts = [pages]
    reached = max(graph.distances.values(), default=0)
    if reached:
        edge = ": there may be more beyond" if reached >= query.depth else ""
        parts.append(f"depth {reached} of {query.depth} reached{edge}")
    if unnamed:
        parts.append(f"{_count(unnamed, 'name')} still being read")
    return " · ".join(parts)


def wider(query: LineageQuery) -> tuple[str, LineageQuery] | None:
    """Return what to try when a question found nothing: words for it, and the wider question."""
    if query.filters:
        return "Clear the filters", replace(query, filters=Filters())
    if query.direction in {Direction.ASCENDANTS, Direction.DESCENDANTS}:
        return "Look up and down", replace(query, direction=Direction.UP_AND_DOWN)
    return None


def _within(query: LineageQuery) -> str:
    return f" within {_count(query.depth, 'association')}" if query.depth < MAX_DEPTH else ""


def _count(number: int, noun: str) -> str:
    if number != 1:
        noun = {"entity": "entities", "match": "matches"}.get(noun, noun + "s")
    return f"{number:,} {noun}"
