"""Filter a graph by the tags of its entities.

`QueryLineage` knows no tags. So the graph is read without them; then the tags of what it holds are read, one
call for each entity, and what leads to no match is left out as `QueryLineage` leaves it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from lineage_explorer.explore.load_graph import ANSWER_SECONDS, LoadedGraph, StillLoading, choose_freshness
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph, induce_subgraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.query.pairs import MAX_TAGGED_ENTITIES, Tag
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.extend_graph import ExtendedGraph
from lineage_explorer.sources.protocols import TagsRead

_MAX_REASONS = 3


def filter_by_tags(
    services: ExplorerServices, request: ViewRequest, loaded: LoadedGraph
) -> LoadedGraph | StillLoading:
    """Keep what carries a tag of the query, and the paths there.

    A graph that is still being read waits for its end, because its paths are not known before.
    """
    query, graph = request.query, loaded.graph
    if not query.filters.tags or loaded.answer or loaded.comparison:
        return loaded
    status, is_stopped = graph.read_status, request.read_mode is ReadMode.STOP
    if status.has_more and not is_stopped:
        return StillLoading(status.pages, len(graph.vertices), loaded.note)
    nearest = sorted(graph.matches, key=lambda arn: (graph.distances.get(arn, len(graph.vertices)), arn))
    candidates = nearest[:MAX_TAGGED_ENTITIES]
    found = services.catalog.read_tags_within(
        candidates,
        seconds=request.naming_seconds or ANSWER_SECONDS,
        freshness=choose_freshness(request.read_mode),
    )
    read_count = len(found.tags) + len(found.failures)
    if read_count < len(candidates) and not is_stopped:
        note = f"Tags of {read_count:,} of {format_count(len(candidates), 'entity')} are read"
        return StillLoading(status.pages, len(graph.vertices), note)
    tagged = find_tagged(found.tags, query.filters.tags)
    gaps = (*status.gaps, *_describe_gaps(found, len(candidates), len(nearest)))
    kept = services.memo.memoize(
        graph,
        (query, tagged, gaps),
        lambda: replace(keep_tagged(graph, query, tagged), read_status=replace(status, gaps=gaps)),
    )
    return replace(loaded, extended=ExtendedGraph(kept, kept), tag_calls=read_count)


def find_tagged(tags: Mapping[Arn, Mapping[str, str]], wanted: Collection[Tag]) -> frozenset[Arn]:
    """Return the entities that carry any of some tags."""
    return frozenset(arn for arn, own in tags.items() if any(own.get(tag.key) == tag.value for tag in wanted))


def keep_tagged(graph: LineageGraph, query: LineageQuery, tagged: Collection[Arn]) -> LineageGraph:
    """Return the part of a graph that a filter by entities leaves.

    It is what `QueryLineage` would return if it filtered by tags: the matches, and with `include_paths` what
    lies between the start and them.
    """
    matches = graph.matches & frozenset(tagged)
    if not query.include_paths:
        alone = induce_subgraph(graph, matches | set(graph.starts))
        return replace(
            alone,
            matches=matches,
            associations=(),
            distances=MappingProxyType(dict.fromkeys(graph.starts, 0)),
        )
    kept = {*graph.starts, *matches}
    for way in _list_ways(query.direction):
        kept |= _find_between(graph, matches, way)
    return replace(induce_subgraph(graph, kept), matches=matches)


def _list_ways(direction: Direction) -> tuple[Direction, ...]:
    both = Direction.ASCENDANTS, Direction.DESCENDANTS
    return both if direction is Direction.UP_AND_DOWN else (direction,)


def _find_between(graph: LineageGraph, matches: Collection[Arn], way: Direction) -> set[Arn]:
    """Return the vertices on a path from the start to a match.

    In one direction any path counts; both ways only the shortest do, as in the API.
    """
    if way is Direction.BOTH:
        return _find_on_shortest_paths(graph, matches)
    ahead, back = (
        (graph.parents, graph.children) if way is Direction.ASCENDANTS else (graph.children, graph.parents)
    )
    reached = compute_distances(graph.starts, ahead)
    return reached.keys() & compute_distances([arn for arn in matches if arn in reached], back).keys()


def _find_on_shortest_paths(graph: LineageGraph, matches: Collection[Arn]) -> set[Arn]:
    distances = compute_distances(graph.starts, graph.parents, graph.children)
    on_path = [arn for arn in matches if arn in distances]
    visited = set(on_path)
    for arn in on_path:
        for near in (*graph.parents[arn], *graph.children[arn]):
            if near not in visited and distances[near] < distances[arn]:
                visited.add(near)
                on_path.append(near)
    return visited


def _describe_gaps(found: TagsRead, candidate_count: int, match_count: int) -> Iterator[str]:
    """Yield a sentence for each reason why tags are not known."""
    if match_count > candidate_count:
        yield (
            f"The tags of {format_count(match_count - candidate_count, 'entity')} were not read: at most "
            f"{MAX_TAGGED_ENTITIES} are, the nearest first. Narrow them by type, period or depth."
        )
    if unread := candidate_count - len(found.tags) - len(found.failures):
        yield f"The tags of {format_count(unread, 'entity')} were not read when reading was stopped."
    for reason, count in Counter(found.failures.values()).most_common(_MAX_REASONS):
        yield f"The tags of {format_count(count, 'entity')} could not be read. {reason}"
