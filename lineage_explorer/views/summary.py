"""Summary sentence of a graph: what was found, in which direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from lineage_explorer.errors import describe_denials
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, split_arn
from lineage_explorer.query.address import Address
from lineage_explorer.query.expansion import MAX_ROUNDS
from lineage_explorer.query.lineage_query import (
    MAX_DEPTH,
    Direction,
    Filters,
    LineageQuery,
    compute_query_distances,
)
from lineage_explorer.questions.answer import format_count, join_phrases
from lineage_explorer.sources.extend_graph import ExtendedGraph

_DIRECTION_PHRASES = {
    Direction.UP_AND_DOWN: "upstream and downstream of",
    Direction.ASCENDANTS: "upstream of",
    Direction.DESCENDANTS: "downstream of",
    Direction.BOTH: "around",
}


_WAYS = {Direction.ASCENDANTS: "up", Direction.DESCENDANTS: "down"}


def summarize(graph: LineageGraph, query: LineageQuery, *, start_label: str) -> str:
    """Return the summary of a graph.

    For example "24 other entities and 26 associations upstream of churn-live": the start is one more.

    Args:
        graph: The result of `query`.
        query: The query.
        start_label: Type and name of the start.
    """
    others = len(graph.vertices.keys() - set(graph.starts))
    direction = f"{_DIRECTION_PHRASES[query.direction]} {start_label}"
    if not others:
        return f"{_explain_emptiness(graph, query)} {direction}{_format_depth(query)}.{_count_loops(graph)}"
    if not query.filters:
        associations = format_count(len(graph.associations), "association")
        return f"{format_count(others, 'other entity')} and {associations} {direction}."
    match_count = len(graph.matches - set(graph.starts))
    if not match_count:
        return f"{_explain_emptiness(graph, query)} {direction}{_format_depth(query)}."
    passed_count = others - match_count
    suffix = f", with {format_count(passed_count, 'entity')} on the way to them" if passed_count else ""
    return f"{format_count(match_count, 'match')} {direction}{suffix}."


def _count_loops(graph: LineageGraph) -> str:
    """Return a sentence on associations of entities with themselves."""
    count = sum(each.source == each.destination for each in graph.associations)
    return f" {format_count(count, 'association')} with itself." if count else ""


def _explain_emptiness(graph: LineageGraph, query: LineageQuery) -> str:
    """Return why there is nothing, as far as that is known."""
    found = "Nothing that matches the filters was" if query.filters else "Nothing was"
    if graph.read_status.gaps:
        return f"{found} read, and not everything could be,"
    if graph.read_status.has_more:
        return f"{found} read yet"
    return "Nothing matches the filters" if query.filters else "Nothing found"


_NO_MORE = " Nothing more to show."


def summarize_expansion(extended: ExtendedGraph) -> str:
    """Return how much expanding added and collapsing hid, as sentences.

    With the numbers of the base graph, they add up to what is shown. For example " Expanding 2 entities added
    7 entities and 8 associations."; empty if nothing was expanded or collapsed.
    """
    base, shown = extended.base_graph, extended.graph
    expanded = len({vertex.arn for vertex in extended.expanded})
    sentences = ""
    if expanded:
        added = _format_parts(
            len(shown.vertices) + extended.hidden_count - len(base.vertices),
            len(shown.associations) + extended.hidden_association_count - len(base.associations),
        )
        sentences = f" Expanding {format_count(expanded, 'entity')} added {added}." if added else _NO_MORE
    if left_out := _format_parts(extended.hidden_count, extended.hidden_association_count):
        sentences += f" Collapsing hid {left_out}."
    return sentences


def _format_parts(entities: int, associations: int) -> str:
    """Return numbers of entities and associations in words; empty for none."""
    counts = ((entities, "entity"), (associations, "association"))
    return join_phrases([format_count(count, noun) for count, noun in counts if count])


def suggest_wider_query(query: LineageQuery) -> tuple[str, LineageQuery] | None:
    """Return a wider query to try when nothing was found.

    The words for it come first. Return None if there is no wider query.
    """
    if query.filters:
        return "Clear the filters", replace(query, filters=Filters())
    if query.direction in {Direction.ASCENDANTS, Direction.DESCENDANTS}:
        return "Look upstream & downstream", replace(query, direction=Direction.UP_AND_DOWN)
    return None


def _format_depth(query: LineageQuery) -> str:
    if query.has_separate_depths:
        up, down = (query.get_depth(way) for way in _WAYS)
        return f" within {format_count(up, 'association')} up and {down} down"
    return f" within {format_count(query.depth, 'association')}" if query.depth < MAX_DEPTH else ""


MAX_REASONS = 8
"""Maximum number of reasons that are listed.

Entities with other reasons are only counted.
"""

LinkTarget: TypeAlias = Address | Literal["again"] | tuple[str, ...] | None
"""Target of a note's link.

An address, "again" for another read, sentences with details, or None for no link.
"""


@dataclass(frozen=True, slots=True)
class CompletenessNote:
    """Note on one aspect of completeness, with an optional link.

    Attributes:
        text: For example "4 branches may continue".
        link_text: Text of the link, for example "show more"; empty if there is no link.
        target: Target of the link; None if there is no link.
        facts: How it was read, behind the text: pages, calls, depth.
        is_complete: Whether it says that nothing is missing.
    """

    text: str
    link_text: str = ""
    target: LinkTarget = None
    facts: tuple[str, ...] = ()
    is_complete: bool = False


def describe_completeness(  # noqa: PLR0913 - each note has its source
    extended: ExtendedGraph,
    address: Address,
    *,
    unnamed_count: int = 0,
    undescribed: Mapping[Arn, str] | None = None,
    unread_endpoints: Collection[str] = (),
    description_calls: int = 0,
    waiting: str = "",
    is_final: bool = False,
    is_partial: bool = False,
) -> tuple[CompletenessNote, ...]:
    """Return notes on how complete a graph is.

    Without a query in the address, there is only what could not be described.

    Args:
        extended: The graph with its expansions, and which part of it is shown.
        address: The address of the graph, with its query.
        unnamed_count: Number of vertices whose names are still being read.
        undescribed: Why vertices could not be described, by ARN.
        unread_endpoints: Why it could not be read what endpoints run, for each.
        description_calls: Number of API calls that read names and other facts.
        waiting: How a slow call is going; empty if none is slow.
        is_final: Whether no more names will be read, as for a file.
        is_partial: Whether the answer to a question lacks something.
    """
    query, failures = address.query, [_describe_failures(undescribed)] if undescribed else []
    if unread_endpoints:
        failures.append(_describe_unread_endpoints(unread_endpoints))
    if query is None:
        return tuple(failures)
    status, reached = extended.graph.read_status, _measure_depths(extended.base_graph, query)
    missing = [
        *_describe_limits(extended, query, address, reached),
        *failures,
        *_describe_unnamed(unnamed_count, waiting, is_final=is_final),
    ]
    facts = (
        f"{format_count(status.pages, 'page')} read",
        format_count(status.calls + description_calls, "API call"),
        *_format_depths(extended, query, reached),
    )
    loaded = _describe_loaded(extended, is_complete=not missing and not is_partial)
    return (replace(loaded, facts=facts), *_describe_expansion(extended, address), *missing)


def _describe_unnamed(unnamed_count: int, waiting: str, *, is_final: bool) -> Iterator[CompletenessNote]:
    """Yield a note on the names that are missing."""
    if unnamed_count and is_final:
        yield CompletenessNote(f"{format_count(unnamed_count, 'name')} did not load in time")
    elif unnamed_count:
        names = f"{format_count(unnamed_count, 'name')} still loading"
        yield CompletenessNote(f"{names} ({waiting})" if waiting else names)


def _describe_loaded(extended: ExtendedGraph, *, is_complete: bool) -> CompletenessNote:
    """Return a note on how much was loaded."""
    status = extended.graph.read_status
    entities = format_count(len(extended.graph.vertices) + extended.hidden_count, "entity")
    if status.has_more:
        return CompletenessNote(f"{entities} loaded so far")
    if status.gaps:
        return CompletenessNote(f"{entities} loaded, some could not be read", "try again", "again")
    if not is_complete:
        return CompletenessNote(f"{entities} loaded")
    all_entities = entities if entities.startswith("1 ") else f"all {entities}"
    return CompletenessNote(f"Complete: {all_entities}", is_complete=True)


def _describe_limits(
    extended: ExtendedGraph, query: LineageQuery, address: Address, reached: Mapping[Direction, int]
) -> Iterator[CompletenessNote]:
    """Yield a note on what the depth of the query left out."""
    deeper_address = _find_deeper_address(extended, query, address, reached)
    link_text = "show more" if deeper_address else ""
    if extended.depth_limits:
        branches = format_count(len(extended.depth_limits), "branch")
        yield CompletenessNote(f"{branches} may continue", link_text, deeper_address)
    elif not address.can_deepen and (at_limit := _list_ways_at_limit(query, reached)):
        depths = " and ".join(f"{query.get_depth(way)}{_format_way(way, query)}" for way in at_limit)
        yield CompletenessNote(f"there may be more beyond depth {depths}", link_text, deeper_address)


def _list_ways_at_limit(query: LineageQuery, reached: Mapping[Direction, int]) -> list[Direction]:
    return [way for way, distance in reached.items() if distance >= query.get_depth(way)]


def _format_depths(
    extended: ExtendedGraph, query: LineageQuery, reached: Mapping[Direction, int]
) -> Iterator[str]:
    """Yield how deep the query was followed, if it led anywhere."""
    rounds = extended.rounds + 1
    if extended.depth_limits:
        yield f"depth {_format_distances(extended)} reached"
    elif any(reached.values()):
        depths = " and ".join(
            f"{distance} of {query.get_depth(way) * rounds}{_format_way(way, query)}"
            for way, distance in reached.items()
        )
        yield f"depth {depths} reached"


def _measure_depths(graph: LineageGraph, query: LineageQuery) -> Mapping[Direction, int]:
    """Return the greatest distance in each direction that has its own depth."""
    if not query.has_separate_depths:
        return {query.direction: max(graph.distances.values(), default=0)}
    return {
        way: max(compute_query_distances(graph.starts, graph.adjacency, way).values(), default=0)
        for way in _WAYS
    }


def _format_way(way: Direction, query: LineageQuery) -> str:
    return f" {_WAYS[way]}" if query.has_separate_depths else ""


def _find_deeper_address(
    extended: ExtendedGraph, query: LineageQuery, address: Address, reached: Mapping[Direction, int]
) -> Address | None:
    """Return the address that shows more, or None.

    Increase the depth of the query up to its maximum; after that, add one round of deepening at a time.
    """
    deeper_query = _deepen_query(extended, query, reached)
    if deeper_query != query and not extended.rounds:
        return replace(address, query=deeper_query)
    if not address.can_deepen or extended.rounds == MAX_ROUNDS:
        return None
    return replace(address, expansion=replace(address.expansion, rounds=extended.rounds + 1))


def _deepen_query(
    extended: ExtendedGraph, query: LineageQuery, reached: Mapping[Direction, int]
) -> LineageQuery:
    """Return the query one association deeper, where reading reached its depth."""
    if not query.has_separate_depths:
        return replace(query, depth=min(query.depth + 1, MAX_DEPTH))
    at_limit = {limit.direction for limit in extended.depth_limits} or set(
        _list_ways_at_limit(query, reached)
    )
    up, down = (min(query.get_depth(way) + (way in at_limit), MAX_DEPTH) for way in _WAYS)
    return query.with_depths(up, down)


def _format_distances(extended: ExtendedGraph) -> str:
    """Return the distances at which reading ended, as text."""
    distances = sorted({extended.base_graph.distances[limit.arn] for limit in extended.depth_limits})
    return str(distances[0]) if len(distances) == 1 else f"{distances[0]} to {distances[-1]}"


def _describe_expansion(extended: ExtendedGraph, address: Address) -> Iterator[CompletenessNote]:
    expansion = address.expansion
    if extended.expanded:
        count = len({vertex.arn for vertex in extended.expanded})
        undo_address = replace(address, expansion=replace(expansion, expanded=()))
        yield CompletenessNote(f"{format_count(count, 'entity')} expanded", "undo", undo_address)
    if extended.hidden_count:
        undo_address = replace(address, expansion=replace(expansion, collapsed=()))
        yield CompletenessNote(
            f"{format_count(extended.hidden_count, 'entity')} collapsed", "show", undo_address
        )


def _describe_unread_endpoints(reasons: Collection[str]) -> CompletenessNote:
    """Return a note that what serves is known from lineage alone."""
    endpoints = format_count(len(reasons), "endpoint")
    text = f"what {endpoints} run{'s' if len(reasons) == 1 else ''} could not be read"
    denials = describe_denials(reasons)
    return CompletenessNote(f"{text} ({denials})" if denials else text, "why", tuple(dict.fromkeys(reasons)))


def _describe_failures(reasons: Mapping[Arn, str]) -> CompletenessNote:
    denials = describe_denials(reasons.values())
    failed = f"Details missing for {format_count(len(reasons), 'entity')}"
    return CompletenessNote(
        f"{failed} ({denials})" if denials else failed,
        "why",
        tuple(_format_reasons(reasons.items())),
    )


def _format_reasons(reasons: Iterable[tuple[Arn, str]]) -> Iterator[str]:
    """Yield each reason with what it concerns, the most frequent first."""
    arns_by_reason: dict[str, list[Arn]] = defaultdict(list)
    for arn, reason in sorted(reasons):
        arns_by_reason[reason].append(arn)
    ranked = sorted(arns_by_reason.items(), key=lambda item: -len(item[1]))
    for reason, arns in ranked[:MAX_REASONS]:
        subject = split_arn(arns[0]).name if len(arns) == 1 else format_count(len(arns), "entity")
        yield f"{subject}: {reason}"
    if rest := sum(len(arns) for _, arns in ranked[MAX_REASONS:]):
        yield f"And {format_count(rest, 'entity')} more."
