"""Read lineage from SageMaker: the requests that a query needs, side by side, as one graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lineage.aws.api import Api
from lineage.aws.assembly import assemble, holds
from lineage.aws.pages import LARGEST_PAGE, Answer, Limits, read_answer
from lineage.errors import SourceError
from lineage.graph import LineageGraph, Reading
from lineage.model import Arn, Entity
from lineage.query import Direction, Filters, LineageQuery

_LIMITS = Limits()

_SIDES = {
    Direction.ASCENDANTS: "Upstream",
    Direction.DESCENDANTS: "Downstream",
    Direction.BOTH: "Both ways",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the requests that a query needs.

    Attributes:
        edges: With the associations, and the entities that stand on the way to a match; without, the
            answer is the matches alone.
    """

    direction: Direction
    edges: bool


_Outcomes: TypeAlias = Mapping[_Part, Answer | SourceError]


class SageMakerSource:
    """A `LineageSource` over a boto3 client; may be shared by threads.

    Args:
        client: A boto3 SageMaker client.
        describe: Tells about a start that no page holds; its failures are put up with. Without it, the
            start's type then stays unknown.
        limits: Where the reading of each request stops.
        page_size: Vertices a page, 1 to 50.
        clock: The time now, aware, in UTC.
    """

    def __init__(
        self,
        client: Any,
        *,
        describe: Callable[[Arn], Entity] | None = None,
        limits: Limits = _LIMITS,
        page_size: int = LARGEST_PAGE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = Api(client)
        self._describe = describe
        self._limits = limits
        self._page_size = page_size
        self._clock = clock

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read all that the query asks for, or as much of it as can be had.

        `UpAndDown` takes two requests. So does a query by date or property that keeps the entities on
        the way: vertices carry neither dates nor properties, so the matches have to be asked for alone.

        Raises:
            SourceError: Nothing could be read at all.
            InvalidQuery: Two properties have the same key, which one request cannot hold.
        """
        parts = _parts(query)
        outcomes = self._outcomes(query, parts)
        answers = {part: outcome for part, outcome in outcomes.items() if isinstance(outcome, Answer)}
        reading = Reading(
            pages=sum(answer.pages for answer in answers.values()),
            calls=sum(outcome.calls if isinstance(outcome, Answer) else 1 for outcome in outcomes.values()),
            finished=self._clock(),
            gaps=tuple(_gaps(outcomes)),
        )
        by_facts = query.filters.by_time_or_property
        return assemble(
            query,
            tuple(answers.values()),
            reading,
            confirmed=_without_edges(answers) if by_facts else None,
            start=self._start(query.start) if by_facts or not holds(answers.values(), query.start) else None,
        )

    def _outcomes(self, query: LineageQuery, parts: tuple[_Part, ...]) -> _Outcomes:
        """Send the requests side by side; raise the first one's error when none was answered."""
        requests = [self._request(query, part) for part in parts]
        with ThreadPoolExecutor(max_workers=len(parts)) as pool:
            outcomes = dict(zip(parts, pool.map(self._attempt, requests), strict=True))
        if not any(isinstance(outcome, Answer) for outcome in outcomes.values()):
            raise next(outcome for outcome in outcomes.values() if isinstance(outcome, SourceError))
        return outcomes

    def _attempt(self, request: dict[str, Any]) -> Answer | SourceError:
        try:
            return read_answer(self._api, request, self._limits)
        except SourceError as error:
            return error

    def _request(self, query: LineageQuery, part: _Part) -> dict[str, Any]:
        """Spell out every member: the service documents no defaults."""
        request: dict[str, Any] = {
            "StartArns": [query.start],
            "Direction": part.direction.value,
            "IncludeEdges": part.edges,
            "MaxDepth": query.depth,
            "MaxResults": self._page_size,
        }
        if query.filters:
            request["Filters"] = _filters(query.filters)
        return request

    def _start(self, arn: Arn) -> Entity | None:
        if self._describe is None:
            return None
        try:
            return self._describe(arn)
        except SourceError:
            return None


def _parts(query: LineageQuery) -> tuple[_Part, ...]:
    up_and_down = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if up_and_down else (query.direction,)
    edges = query.paths or not query.filters
    matches_apart = edges and query.filters.by_time_or_property
    return (
        *(_Part(direction, edges) for direction in directions),
        *(_Part(direction, edges=False) for direction in directions if matches_apart),
    )


def _without_edges(answers: Mapping[_Part, Answer]) -> frozenset[Arn]:
    return frozenset(
        vertex.arn for part, answer in answers.items() if not part.edges for vertex in answer.vertices
    )


def _gaps(outcomes: _Outcomes) -> Iterator[str]:
    """Say in one sentence each what could not be read."""
    with_edges = any(part.edges for part in outcomes)
    for part, outcome in outcomes.items():
        side = _SIDES[part.direction]
        subject = f"{side}, which entities match" if with_edges and not part.edges else side
        if isinstance(outcome, SourceError):
            yield f"{subject} could not be read. {outcome}"
        elif outcome.gap:
            yield f"{subject}: {outcome.gap}."


def _filters(filters: Filters) -> dict[str, Any]:
    members = {
        "LineageTypes": [kind.value for kind in filters.lineage_types],
        "Types": list(filters.types),
        "CreatedAfter": filters.created_after,
        "CreatedBefore": filters.created_before,
        "ModifiedAfter": filters.modified_after,
        "ModifiedBefore": filters.modified_before,
        "Properties": {pair.key: pair.value for pair in filters.properties},
    }
    return {name: value for name, value in members.items() if value}
