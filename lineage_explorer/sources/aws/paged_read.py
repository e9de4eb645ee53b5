"""Read a query's requests concurrently, with a graph of the partial result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Condition
from typing import Any

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.sources.aws.graph_assembly import assemble_graph, has_vertex
from lineage_explorer.sources.aws.result_pages import MergedResponse, ResponsePages, describe_left_out
from lineage_explorer.sources.cache.response_cache import now
from lineage_explorer.sources.protocols import Progress

_SIDES = {
    Direction.ASCENDANTS: "Upstream",
    Direction.DESCENDANTS: "Downstream",
    Direction.BOTH: "All connected",
}


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One of the requests that a query is split into.

    Attributes:
        direction: The direction to follow.
        include_edges: True to get the associations, and the entities on the paths to the matches; False to
            get the matches alone.
        is_supplement: True for a request of the matches alone that supplements one with associations.
    """

    direction: Direction
    include_edges: bool
    is_supplement: bool = False

    @property
    def subject(self) -> str:
        """Subject of a sentence about the request, for example "Upstream"."""
        side = _SIDES[self.direction]
        return f"{side}, which entities match" if self.is_supplement else side


def split_query(query: LineageQuery) -> tuple[QueryRequest, ...]:
    """Split a query into its requests.

    `UpAndDown` takes two requests. So does a query by date or property that keeps the entities on the paths
    to the matches: vertices carry neither dates nor properties, so the matches need a request of their own.
    """
    up_and_down = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if up_and_down else (query.direction,)
    edges = query.include_paths or not query.filters
    has_supplements = edges and query.filters.has_time_or_property
    return (
        *(QueryRequest(direction, edges) for direction in directions),
        *(
            QueryRequest(direction, include_edges=False, is_supplement=True)
            for direction in directions
            if has_supplements
        ),
    )


def build_query_parameters(
    query: LineageQuery, query_request: QueryRequest, *, page_size: int
) -> dict[str, Any]:
    """Build the members of a request, except the next page's token.

    Every member is given, because the service documents no defaults.
    """
    filters = _build_filters(query.filters)
    return {
        "StartArns": [query.start],
        "Direction": query_request.direction.value,
        "IncludeEdges": query_request.include_edges,
        "MaxDepth": query.get_depth(query_request.direction),
        "MaxResults": page_size,
        **({"Filters": filters} if filters else {}),
    }


def _build_filters(filters: Filters) -> dict[str, Any]:
    members = {
        "LineageTypes": [lineage_type.value for lineage_type in filters.lineage_types],
        "Types": list(filters.types),
        "CreatedAfter": filters.created_after,
        "CreatedBefore": filters.created_before,
        "ModifiedAfter": filters.modified_after,
        "ModifiedBefore": filters.modified_before,
        "Properties": {pair.key: pair.value for pair in filters.properties},
    }
    return {name: value for name, value in members.items() if value}


class SageMakerPagedRead:
    """`PagedRead` over the requests of one query.

    Args:
        query: The query.
        pages_by_request: The pages of each request.
        is_wanted: Called between two pages; reading stops when it returns False.
        is_outdated: Returns whether a refresh was requested since reading began; called with `failed=True`,
            also whether a retry was.
        describe: As for `SageMakerSource`.
        account_gaps: As for `SageMakerSource`.
    """

    def __init__(  # noqa: PLR0913 - the account's gaps are the source's own
        self,
        query: LineageQuery,
        pages_by_request: Mapping[QueryRequest, ResponsePages],
        *,
        is_wanted: Callable[[], bool],
        is_outdated: Callable[..., bool],
        describe: Callable[[Arn], Entity] | None,
        account_gaps: Sequence[str] = (),
    ) -> None:
        self._query = query
        self._pages_by_request = pages_by_request
        self._is_wanted = is_wanted
        self._is_outdated = is_outdated
        self._describe = describe
        self._account_gaps = account_gaps
        self._outcomes: dict[QueryRequest, BaseException | None] = {}
        self._abandoned = False
        self._condition = Condition()

    @property
    def is_abandoned(self) -> bool:
        """True when reading ended because no reader wanted the rest."""
        return self._abandoned

    def is_outdated(self) -> bool:
        """Return whether another worker requested a refresh or a retry.

        A retry concerns this read only if it failed or has gaps. Workers share these through the cache.
        """
        with self._condition:
            has_errors = any(error is not None for error in self._outcomes.values())
            has_ended = len(self._outcomes) == len(self._pages_by_request)
        has_gaps = any(pages.gap for pages in self._pages_by_request.values())
        return self._is_outdated(failed=has_ended and (has_errors or has_gaps))

    def progress(self) -> Progress:
        """Return the progress of reading."""
        page_counts = [pages.count for pages in self._pages_by_request.values()]
        has_ended = len(self._outcomes) == len(self._pages_by_request)
        return Progress(pages=sum(page_counts), has_begun=all(page_counts), has_ended=has_ended)

    def count_entities(self) -> int:
        """Count the vertices that have been read so far."""
        return len(frozenset[Arn]().union(*(pages.arns for pages in self._pages_by_request.values())))

    def wait(self, is_enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        """Wait until reading has ended or has read enough.

        Args:
            is_enough: Returns whether the progress suffices.
            seconds: Time limit; None for none.
        """

        def is_over() -> bool:
            progress = self.progress()
            return progress.has_ended or is_enough(progress)

        with self._condition:
            self._condition.wait_for(is_over, seconds)
        return self.progress()

    def build_graph(self) -> LineageGraph:
        """Return the graph of what has been read so far.

        Raises:
            SourceError: Reading has ended, and nothing could be read at all.
        """
        with self._condition:
            has_more = self._abandoned or len(self._outcomes) < len(self._pages_by_request)
            errors = {request: self._outcomes.get(request) for request in self._pages_by_request}
        for error in errors.values():
            if error is not None and not isinstance(error, SourceError):
                raise error
        failed = {request: error for request, error in errors.items() if isinstance(error, SourceError)}
        responses = {
            request: pages.merge_pages()
            for request, pages in self._pages_by_request.items()
            if request not in failed
        }
        if not responses:
            raise next(iter(failed.values()))
        return self._assemble_graph(responses, failed, has_more=has_more)

    def read(self, request: QueryRequest) -> None:
        """Read the pages of one request.

        Called once for each request, each time in a thread of its own.
        """
        error: BaseException | None = None
        try:
            if self._is_wanted():
                self._pages_by_request[request].read(self._should_continue)
            else:
                self._abandoned = True
        except BaseException as raised:  # noqa: BLE001 - raised to the caller of `build_graph`
            error = raised
        with self._condition:
            self._outcomes[request] = error
            self._condition.notify_all()

    def _should_continue(self) -> bool:
        with self._condition:
            self._condition.notify_all()
        if not self._is_wanted():
            self._abandoned = True
        return not self._abandoned

    def _assemble_graph(
        self,
        responses: Mapping[QueryRequest, MergedResponse],
        failed: Mapping[QueryRequest, SourceError],
        *,
        has_more: bool,
    ) -> LineageGraph:
        start_times = [response.began_at for response in responses.values() if response.began_at]
        finish_times = [response.finished_at for response in responses.values() if response.finished_at]
        read_status = ReadStatus(
            pages=sum(response.pages for response in responses.values()),
            calls=sum(response.calls for response in responses.values()) + len(failed),
            finished_at=max(finish_times, default=now()),
            gaps=(*_describe_gaps(self._pages_by_request, responses, failed), *self._account_gaps),
            began_at=min(start_times, default=None),
            has_more=has_more,
        )
        by_dates_or_properties = self._query.filters.has_time_or_property
        needs_description = not has_more and (
            by_dates_or_properties or not has_vertex(responses.values(), self._query.start)
        )
        return assemble_graph(
            self._query,
            tuple(responses.values()),
            read_status,
            confirmed_matches=_collect_matches(responses) if by_dates_or_properties else None,
            start_entity=self._describe_start() if needs_description else None,
        )

    def _describe_start(self) -> Entity | None:
        if self._describe is None:
            return None
        try:
            return self._describe(self._query.start)
        except SourceError:
            return None


def _collect_matches(responses: Mapping[QueryRequest, MergedResponse]) -> frozenset[Arn]:
    return frozenset(
        vertex.arn
        for request, response in responses.items()
        if not request.include_edges
        for vertex in response.vertices
    )


def _describe_gaps(
    requests: Iterable[QueryRequest],
    responses: Mapping[QueryRequest, MergedResponse],
    failed: Mapping[QueryRequest, SourceError],
) -> Iterator[str]:
    """Yield a sentence for each request that could not be read completely."""
    for request in requests:
        if request in failed:
            yield f"{request.subject} could not be read. {failed[request]}"
        elif gap := responses[request].gap:
            yield f"{request.subject}: {gap}."
    yield from describe_left_out(
        frozenset[str]().union(*(response.foreign_arns for response in responses.values())),
        frozenset[str]().union(*(response.unreadable for response in responses.values())),
    )
