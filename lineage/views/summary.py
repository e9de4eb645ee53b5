"""The sentence under the picture: what was found, and which way."""

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
        return f"{counted(others, 'entity')} and {counted(len(graph.associations), 'association')} {way}."
    found = len(graph.matches - {graph.start})
    if not found:
        return f"Nothing matches the filters {way}{_within(query)}."
    between = others - found
    more = f", with {counted(between, 'entity')} on the way to them" if between else ""
    return f"{counted(found, 'match')} {way}{more}."


def added(seen: Extended) -> str:
    """Say what expanding brought, for example " Expanding 2 entities added 7."; nothing where nothing was."""
    expanded = len({one.arn for one in seen.expanded})
    if not expanded:
        return ""
    more = len(seen.graph.vertices.keys() - seen.asked.vertices.keys())
    return f" Expanding {counted(expanded, 'entity')} added {f'{more:,}' if more else 'nothing'}."


def wider(query: LineageQuery) -> tuple[str, LineageQuery] | None:
    """Return what to try when a question found nothing: words for it, and the wider question."""
    if query.filters:
        return "Clear the filters", replace(query, filters=Filters())
    if query.direction in {Direction.ASCENDANTS, Direction.DESCENDANTS}:
        return "Look up and down", replace(query, direction=Direction.UP_AND_DOWN)
    return None


def _within(query: LineageQuery) -> str:
    return f" within {counted(query.depth, 'association')}" if query.depth < MAX_DEPTH else ""


def counted(number: int, noun: str) -> str:
    """Return a number and what it counts, for example "1 entity" or "1,204 entities"."""
    if number != 1:
        noun = {"entity": "entities", "match": "matches"}.get(noun, noun + "s")
    return f"{number:,} {noun}"
