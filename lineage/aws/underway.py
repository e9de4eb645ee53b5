"""A query while its pages arrive: several requests side by side, and one graph of what they gave so far."""

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
    """An `Underway`: the requests of one query while their pages arrive.

    Args:
        query: What is asked.
        requests: The pages of each request.
        wanted: Tells between two pages whether anybody still wants the rest.
        outdated: Tells whether it was to be read anew since it began; where it `failed`, also tried again.
        describe: As `SageMakerSource`.
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
        """True when reading ended because nobody wanted the rest."""
        return self._given_up

    def outdated(self) -> bool:
        """Tell whether somebody who shares the cache wants it read anew, or what it failed at tried again."""
        with self._news:
            errors = any(error is not None for error in self._ended.values())
            ended = len(self._ended) == len(self._requests)
        gaps = any(pages.gap for pages in self._requests.values())
        return self._outdated(failed=ended and (errors or gaps))

    def progress(self) -> Progress:
        """Return how far reading has got."""
        pages = [request.count for request in self._requests.values()]
        ended = len(self._ended) == len(self._requests)
        return Progress(pages=sum(pages), begun=all(pages), ended=ended)

    def entities(self) -> int:
        """Count the vertices that were read so far."""
        return len(frozenset[Arn]().union(*(pages.arns for pages in self._requests.values())))

    def wait(self, enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        """Wait until reading has ended or got far `enough`, but no longer than so many seconds."""

        def over() -> bool:
            progress = self.progress()
            return progress.ended or enough(progress)

        with self._news:
            self._news.wait_for(over, seconds)
        return self.progress()

    def graph(self) -> LineageGraph:
        """Return what was read so far.

        Raises:
            SourceError: Reading has ended, and nothing could be read at all.
        """
        with self._news:
            more = self._given_up or len(self._ended) < len(self._requests)
            ended = {part: self._ended.get(part) for part in self._requests}
        for error in ended.values():
            if error is not None and not isinstance(error, SourceError):
                raise error
        failed = {part: error for part, error in ended.items() if isinstance(error, SourceError)}
        answers = {part: pages.answer() for part, pages in self._requests.items() if part not in failed}
        if not answers:
            raise next(iter(failed.values()))
        return self._assembled(answers, failed, more=more)

    def read(self, part: Part) -> None:
        """Read the pages of one request; called once for each, in threads of their own."""
        error: BaseException | None = None
        try:
            if self._wanted():
                self._requests[part].read(self._go_on)
            else:
                self._given_up = True
        except BaseException as raised:  # noqa: BLE001 - whoever asks for the graph gets it
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
        self, answers: Mapping[Part, Answer], failed: Mapping[Part, SourceError], *, more: bool
    ) -> LineageGraph:
        began = [answer.began for answer in answers.values() if answer.began]
        finished = [answer.finished for answer in answers.values() if answer.finished]
        reading = Reading(
            pages=sum(answer.pages for answer in answers.values()),
            calls=sum(answer.calls for answer in answers.values()) + len(failed),
            finished=max(finished, default=now()),
            gaps=tuple(_gaps(self._requests, answers, failed)),
            began=min(began, default=None),
            more=more,
        )
        by_facts = self._query.filters.by_time_or_property
        unknown = not more and (by_facts or not holds(answers.values(), self._query.start))
        return assemble(
            self._query,
            tuple(answers.values()),
            reading,
            confirmed=_without_edges(answers) if by_facts else None,
            start=self._start() if unknown else None,
        )

    def _start(self) -> Entity | None:
        if self._describe is None:
            return None
        try:
            return self._describe(self._query.start)
        except SourceError:
            return None


def _without_edges(answers: Mapping[Part, Answer]) -> frozenset[Arn]:
    return frozenset(
        vertex.arn for part, answer in answers.items() if not part.edges for vertex in answer.vertices
    )


def _gaps(
    parts: Iterable[Part], answers: Mapping[Part, Answer], failed: Mapping[Part, SourceError]
) -> Iterator[str]:
    """Say in one sentence each what could not be read."""
    for part in parts:
        if part in failed:
            yield f"{part.subject} could not be read. {failed[part]}"
        elif gap := answers[part].gap:
            yield f"{part.subject}: {gap}."
