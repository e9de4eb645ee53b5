"""Read a query's requests concurrently, with a graph of the partial result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Condition

from lineage.aws.assembly import assemble, holds
from lineage.aws.pages import Answer, Pages
from lineage.aws.parts import Part
from lineage.cache import now
from lineage.errors import SourceError
from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Entity
from lineage.query import LineageQuery
from lineage.source import Progress


class SageMakerReading:
    """`Underway` over the requests of one query.

    Args:
        query: The query.
        requests: The pages of each request.
        wanted: Called between two pages; reading stops when it returns False.
        outdated: Returns whether a refresh was requested since reading began; called with `failed=True`, also
            whether a retry was.
        describe: As for `SageMakerSource`.
    """

    def __init__(
        self,
        query: LineageQuery,
        requests: Mapping[Part, Pages],
        *,
        wanted: Callable[[], bool],
        outdated: Callable[..., bool],
        describe: Callable[[Arn], Entity] | None,
    ) -> None:
        self._query = query
        self._requests = requests
        self._wanted = wanted
        self._outdated = outdated
        self._describe = describe
        self._ended: dict[Part, BaseException | None] = {}
        self._given_up = False
        self._news = Condition()

    @property
    def given_up(self) -> bool:
        """True when reading ended because no reader wanted the rest."""
        return self._given_up

    def outdated(self) -> bool:
        """Return whether another worker requested a refresh or a retry.

        A retry concerns this read only if it failed or has gaps. Workers share these through the cache.
        """
        with self._news:
            has_errors = any(error is not None for error in self._ended.values())
            has_ended = len(self._ended) == len(self._requests)
        has_gaps = any(pages.gap for pages in self._requests.values())
        return self._outdated(failed=has_ended and (has_errors or has_gaps))

    def progress(self) -> Progress:
        """Return the progress of reading."""
        page_counts = [pages.count for pages in self._requests.values()]
        has_ended = len(self._ended) == len(self._requests)
        return Progress(pages=sum(page_counts), begun=all(page_counts), ended=has_ended)

    def entities(self) -> int:
        """Count the vertices that have been read so far."""
        return len(frozenset[Arn]().union(*(pages.arns for pages in self._requests.values())))

    def wait(self, enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        """Wait until reading has ended or has read enough.

        Args:
            enough: Returns whether the progress suffices.
            seconds: Time limit; None for none.
        """

        def is_over() -> bool:
            progress = self.progress()
            return progress.ended or enough(progress)

        with self._news:
            self._news.wait_for(is_over, seconds)
        return self.progress()

    def graph(self) -> LineageGraph:
        """Return the graph of what has been read so far.

        Raises:
            SourceError: Reading has ended, and nothing could be read at all.
        """
        with self._news:
            has_more = self._given_up or len(self._ended) < len(self._requests)
            errors = {request: self._ended.get(request) for request in self._requests}
        for error in errors.values():
            if error is not None and not isinstance(error, SourceError):
                raise error
        failed = {request: error for request, error in errors.items() if isinstance(error, SourceError)}
        responses = {
            request: pages.answer() for request, pages in self._requests.items() if request not in failed
        }
        if not responses:
            raise next(iter(failed.values()))
        return self._assembled(responses, failed, has_more=has_more)

    def read(self, part: Part) -> None:
        """Read the pages of one request.

        Called once for each request, each time in a thread of its own.
        """
        error: BaseException | None = None
        try:
            if self._wanted():
                self._requests[part].read(self._go_on)
            else:
                self._given_up = True
        except BaseException as raised:  # noqa: BLE001 - raised to the caller of `graph`
            error = raised
        with self._news:
            self._ended[part] = error
            self._news.notify_all()

    def _go_on(self) -> bool:
        with self._news:
            self._news.notify_all()
        if not self._wanted():
            self._given_up = True
        return not self._given_up

    def _assembled(
        self, responses: Mapping[Part, Answer], failed: Mapping[Part, SourceError], *, has_more: bool
    ) -> LineageGraph:
        start_times = [response.began for response in responses.values() if response.began]
        finish_times = [response.finished for response in responses.values() if response.finished]
        read_status = Reading(
            pages=sum(response.pages for response in responses.values()),
            calls=sum(response.calls for response in responses.values()) + len(failed),
            finished=max(finish_times, default=now()),
            gaps=tuple(_gaps(self._requests, responses, failed)),
            began=min(start_times, default=None),
            more=has_more,
        )
        by_dates_or_properties = self._query.filters.by_time_or_property
        needs_description = not has_more and (
            by_dates_or_properties or not holds(responses.values(), self._query.start)
        )
        return assemble(
            self._query,
            tuple(responses.values()),
            read_status,
            confirmed=_without_edges(responses) if by_dates_or_properties else None,
            start=self._start() if needs_description else None,
        )

    def _start(self) -> Entity | None:
        if self._describe is None:
            return None
        try:
            return self._describe(self._query.start)
        except SourceError:
            return None


def _without_edges(responses: Mapping[Part, Answer]) -> frozenset[Arn]:
    return frozenset(
        vertex.arn
        for request, response in responses.items()
        if not request.edges
        for vertex in response.vertices
    )


def _gaps(
    requests: Iterable[Part], responses: Mapping[Part, Answer], failed: Mapping[Part, SourceError]
) -> Iterator[str]:
    """Yield a sentence for each request that could not be read completely."""
    for request in requests:
        if request in failed:
            yield f"{request.subject} could not be read. {failed[request]}"
        elif gap := responses[request].gap:
            yield f"{request.subject}: {gap}."
