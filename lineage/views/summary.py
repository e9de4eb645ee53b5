"""Summary sentence of a graph: what was found, in which direction."""

from __future__ import annotations

from dataclasses import replace

from lineage.graph import LineageGraph
from lineage.growth import Extended
from lineage.query import MAX_DEPTH, Direction, Filters, LineageQuery

_WAY = {
    Direction.UP_AND_DOWN: "upstream and downstream of",
    Direction.ASCENDANTS: "upstream of",
    Direction.DESCENDANTS: "downstream of",
    Direction.BOTH: "around",
}


def sentence(graph: LineageGraph, query: LineageQuery, *, start: str) -> str:
    """Return the summary of a graph.

    For example "24 entities and 26 associations upstream of churn-live". The start itself is not counted.

    Args:
        graph: The result of `query`.
        query: The query.
        start: Type and name of the start.
    """
    others = len(graph.vertices) - (graph.start in graph.vertices)
    direction = f"{_WAY[query.direction]} {start}"
    if not others:
        reason = "Nothing matches the filters" if query.filters else "Nothing found"
        return f"{reason} {direction}{_within(query)}."
    if not query.filters:
        return (
            f"{counted(others, 'entity')} and {counted(len(graph.associations), 'association')} {direction}."
        )
    match_count = len(graph.matches - {graph.start})
    if not match_count:
        return f"Nothing matches the filters {direction}{_within(query)}."
    passed_count = others - match_count
    suffix = f", with {counted(passed_count, 'entity')} on the way to them" if passed_count else ""
    return f"{counted(match_count, 'match')} {direction}{suffix}."


def added(seen: Extended) -> str:
    """Return the number of entities that expanding added, as a sentence.

    For example " Expanding 2 entities added 7."; empty if nothing was expanded.
    """
    expanded = len({vertex.arn for vertex in seen.expanded})
    if not expanded:
        return ""
    added_count = len(seen.graph.vertices.keys() - seen.asked.vertices.keys())
    return (
        f" Expanding {counted(expanded, 'entity')} added {f'{added_count:,}' if added_count else 'nothing'}."
    )


def wider(query: LineageQuery) -> tuple[str, LineageQuery] | None:
    """Return a wider query to try when nothing was found.

    The words for it come first. Return None if there is no wider query.
    """
    if query.filters:
        return "Clear the filters", replace(query, filters=Filters())
    if query.direction in {Direction.ASCENDANTS, Direction.DESCENDANTS}:
        return "Look up and down", replace(query, direction=Direction.UP_AND_DOWN)
    return None


def _within(query: LineageQuery) -> str:
    return f" within {counted(query.depth, 'association')}" if query.depth < MAX_DEPTH else ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    For example "1 entity" or "1,204 entities".
    """
    if number != 1:
        noun = {"entity": "entities", "match": "matches"}.get(noun, noun + "s")
    return f"{number:,} {noun}"
