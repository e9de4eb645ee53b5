"""Summary sentence of a graph: what was found, in which direction."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.explore.extend_graph import ExtendedGraph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, Filters, LineageQuery

_DIRECTION_PHRASES = {
    Direction.UP_AND_DOWN: "upstream and downstream of",
    Direction.ASCENDANTS: "upstream of",
    Direction.DESCENDANTS: "downstream of",
    Direction.BOTH: "around",
}


def summarize(graph: LineageGraph, query: LineageQuery, *, start_label: str) -> str:
    """Return the summary of a graph.

    For example "24 entities and 26 associations upstream of churn-live". The start itself is not counted.

    Args:
        graph: The result of `query`.
        query: The query.
        start_label: Type and name of the start.
    """
    others = len(graph.vertices) - (graph.start in graph.vertices)
    direction = f"{_DIRECTION_PHRASES[query.direction]} {start_label}"
    if not others:
        reason = "Nothing matches the filters" if query.filters else "Nothing found"
        return f"{reason} {direction}{_format_depth(query)}."
    if not query.filters:
        associations = format_quantity(len(graph.associations), "association")
        return f"{format_quantity(others, 'entity')} and {associations} {direction}."
    match_count = len(graph.matches - {graph.start})
    if not match_count:
        return f"Nothing matches the filters {direction}{_format_depth(query)}."
    passed_count = others - match_count
    suffix = f", with {format_quantity(passed_count, 'entity')} on the way to them" if passed_count else ""
    return f"{format_quantity(match_count, 'match')} {direction}{suffix}."


def summarize_expansion(extended: ExtendedGraph) -> str:
    """Return the number of entities that expanding added, as a sentence.

    For example " Expanding 2 entities added 7."; empty if nothing was expanded.
    """
    expanded = len({vertex.arn for vertex in extended.expanded})
    if not expanded:
        return ""
    added_count = len(extended.graph.vertices.keys() - extended.base_graph.vertices.keys())
    added = f"{added_count:,}" if added_count else "nothing"
    return f" Expanding {format_quantity(expanded, 'entity')} added {added}."


def suggest_wider_query(query: LineageQuery) -> tuple[str, LineageQuery] | None:
    """Return a wider query to try when nothing was found.

    The words for it come first. Return None if there is no wider query.
    """
    if query.filters:
        return "Clear the filters", replace(query, filters=Filters())
    if query.direction in {Direction.ASCENDANTS, Direction.DESCENDANTS}:
        return "Look up and down", replace(query, direction=Direction.UP_AND_DOWN)
    return None


def _format_depth(query: LineageQuery) -> str:
    return f" within {format_quantity(query.depth, 'association')}" if query.depth < MAX_DEPTH else ""


def format_quantity(number: int, noun: str) -> str:
    """Return a number with its noun.

    For example "1 entity" or "1,204 entities".
    """
    if number != 1:
        noun = {"entity": "entities", "match": "matches"}.get(noun, noun + "s")
    return f"{number:,} {noun}"
