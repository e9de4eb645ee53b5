"""Filter a graph by the tags of its entities.

`QueryLineage` knows no tags. So the graph is read without them; then the tags of what it holds are read, one
call for each entity, and what leads to no match is left out as `QueryLineage` leaves it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from lineage_explorer.explore.load_graph import ANSWER_SECONDS, choose_freshness
from lineage_explorer.explore.loaded_graph import LoadedGraph, StillLoading
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.matching_part import keep_matches
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
        lambda: replace(keep_matches(graph, query, tagged), read_status=replace(status, gaps=gaps)),
    )
    return replace(loaded, extended=ExtendedGraph(kept, kept), tag_calls=read_count)


def find_tagged(tags: Mapping[Arn, Mapping[str, str]], wanted: Collection[Tag]) -> frozenset[Arn]:
    """Return the entities that carry any of some tags."""
    return frozenset(arn for arn, own in tags.items() if any(own.get(tag.key) == tag.value for tag in wanted))


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
