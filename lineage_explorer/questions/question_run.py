"""One run of a question: its requests, results and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from types import MappingProxyType
from typing import TypeVar

from lineage_explorer.errors import InvalidArn, SourceError, describe_denials
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, LineageType, shorten_middle, split_arn
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.compare_query import format_period
from lineage_explorer.query.lineage_query import Direction, LineageQuery, Request
from lineage_explorer.questions.answer import Answer, ResultItem, WiderQuery, format_count
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.linked_resources import Findings, LinkedResources
from lineage_explorer.sources.protocols import EntityCatalog, LineageSource
from lineage_explorer.sources.shared_reads import read_all

DESCRIBE_SECONDS = 4.0
"""Seconds that an answer may wait for descriptions of its entities."""

MAX_DESCRIBED = 300
"""Maximum number of entities described individually for one answer.

The others are named by their ARNs, unless a list describes them.
"""

MAX_FOLLOWING_QUERIES = 50
"""Maximum number of queries that follow from a first result.

More would be throttled, and nobody would read their results.
"""

MAX_NAME_CHARACTERS = 56
"""Maximum number of characters of a name in a sentence."""

_MAX_REASONS = 3
"""Maximum number of reasons listed separately.

A hundred unknown entities each have a reason of their own.
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueryServices:
    """Services that a question may use.

    Attributes:
        source: Reads lineage, as it was if the question is about a moment.
        catalog: Describes entities.
        resources: Reads what is linked to them.
        period: The moment or day that is asked about; None for now.
    """

    source: LineageSource
    catalog: EntityCatalog
    resources: LinkedResources
    period: Period | None = None


class QuestionRun:
    """Run of one question, with a record of requests and gaps.

    Args:
        services: The services to use.
        slug: The slug of the question.
        start: The entity that the question is about.
        depth: Longest path to follow, in associations.
        freshness: How old the lineage may be that is read.
    """

    def __init__(
        self,
        services: QueryServices,
        slug: str,
        start: Arn,
        depth: int,
        freshness: Freshness = ANY_AGE,
    ) -> None:
        self.start = start
        self.depth = depth
        self._services = services
        self._slug = slug
        self._freshness = freshness
        self._requests: dict[str, Request] = {}
        self._gaps: dict[str, None] = {}
        self._described: set[Arn] = set()
        self._skipped: set[Arn] = set()
        self._summary_arns: set[Arn] = set()

    @property
    def period(self) -> Period | None:
        """The moment or day that is asked about; None for now."""
        return self._services.period

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read lineage, and record the request and the gaps.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._add_requests(build_query_requests(query))
        graph = self._services.source.read(query, freshness=self._freshness)
        self._add_gaps(graph.read_status.gaps)
        return graph

    def read_each(self, queries: Sequence[LineageQuery]) -> tuple[LineageGraph, ...]:
        """Read several queries concurrently, up to a limit.

        A failed query is left out of the result. Its error is recorded as a gap, and so is an exceeded limit.
        """
        accepted = queries[:MAX_FOLLOWING_QUERIES]
        if len(queries) > len(accepted):
            self._add_gaps([f"Only {len(accepted):,} of {len(queries):,} further queries were made."])
        for query in accepted:
            self._add_requests(build_query_requests(query))
        outcomes = read_all(self._services.source, accepted, freshness=self._freshness)
        self._add_gaps(str(outcome) for outcome in outcomes if isinstance(outcome, SourceError))
        graphs = tuple(outcome for outcome in outcomes if isinstance(outcome, LineageGraph))
        self._add_gaps(gap for graph in graphs for gap in graph.read_status.gaps)
        return graphs

    def describe(self, arns: Sequence[Arn], *, whole: bool = False) -> Mapping[Arn, Entity]:
        """Describe entities, within limits of time and number.

        An entity that could not be described is missing from the result, and recorded as a gap.

        Args:
            arns: The entities to describe, most important first.
            whole: Read full descriptions; otherwise summaries from lists can replace many of them.
        """
        catalog = self._services.catalog
        started_at = monotonic()
        if not whole:
            summaries = catalog.find_in_lists(arns, seconds=DESCRIBE_SECONDS)
            self._add_requests(summaries.requests)
            self._summary_arns.update(summaries.entities)
        individual = [arn for arn in arns if whole or arn not in self._summary_arns]
        requested, rest = individual[:MAX_DESCRIBED], individual[MAX_DESCRIBED:]
        self._add_requests(request for arn in requested if (request := build_description_request(arn)))
        remaining = max(0.0, DESCRIBE_SECONDS - (monotonic() - started_at))
        catalog.describe_within(requested, seconds=remaining, full=whole, save_calls=False)
        self._described.update(requested)
        self._skipped.update(rest)
        return catalog.described_entities(arns)

    def explain_unread(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return why entities could not be read, in a few words."""
        reasons = self._services.catalog.find_undescribable(arns)
        return {arn: describe_denials([reason]) or "it could not be read" for arn, reason in reasons.items()}

    def look_up_resources(self, lookup: Callable[[LinkedResources], Findings[T]]) -> Mapping[str, T]:
        """Look up linked resources, for example `lambda linked: linked.tags(jobs)`."""
        findings = lookup(self._services.resources)
        self._add_requests(findings.requests)
        self._add_gaps(findings.gaps)
        return findings.found

    def get_start_name(self) -> str:
        """Return the name of the start for a sentence.

        A long name is shortened in the middle.
        """
        return shorten_middle(
            name_entity(self.start, self.describe([self.start]).get(self.start)).title,
            MAX_NAME_CHARACTERS,
        )

    def build_answer(
        self,
        sentence: str,
        items: Iterable[ResultItem],
        *,
        query: LineageQuery | None = None,
        graph: LineageGraph | None = None,
        wider: WiderQuery | None = None,
    ) -> Answer:
        """Build the answer, including the requests sent and the gaps."""
        result = tuple(items)
        gaps = tuple(dict.fromkeys((*self._gaps, *self._explain_missing())))
        when = f" As of {format_period(self.period)}." if self.period else ""
        return Answer(
            question_slug=self._slug,
            start=graph.start if graph else self.start,
            sentence=(sentence if result or not gaps else _add_doubt(sentence, gaps)) + when,
            items=result,
            requests=tuple(self._requests.values()),
            query=query,
            graph=graph,
            gaps=gaps,
            wider=wider,
        )

    def _explain_missing(self) -> Iterator[str]:
        """Yield sentences that count the undescribed entities by cause.

        Causes are errors, the time limit, and the limit on their number. Each is told once, however often
        entities were described.
        """
        wanted = [*self._described, *self._skipped]
        failed = self._services.catalog.find_undescribable(wanted)
        missing = set(wanted) - failed.keys() - self._services.catalog.described_entities(wanted).keys()
        yield from _format_failures(failed.values())
        late, extra = len(missing & self._described), len(missing - self._described)
        if late:
            yield f"Details of {format_count(late, 'entity')} did not arrive in time. Try again."
        if extra:
            loaded, total = len(self._described) - late - len(failed), len(set(wanted))
            yield f"Details loaded for {max(loaded, 0):,} of {total:,}. Reduce depth to load all."

    def _add_requests(self, requests: Iterable[Request]) -> None:
        self._requests.update({repr(request): request for request in requests})

    def _add_gaps(self, gaps: Iterable[str]) -> None:
        self._gaps.update(dict.fromkeys(gaps))


def _add_doubt(sentence: str, gaps: Sequence[str]) -> str:
    """Return a sentence that finds nothing, in doubt because of gaps.

    The possible reason behind its colon is left out: the gaps are a likelier one.
    """
    head, _, tail = sentence.removesuffix(".").rpartition(": ")
    denials = describe_denials(gaps)
    return f"{head or tail}, but not everything could be read{f': {denials}' if denials else ''}."


def _format_failures(reasons: Iterable[str]) -> Iterator[str]:
    """Yield why entities could not be described, most frequent reasons first."""
    ranked = Counter(reasons).most_common()
    for reason, number in ranked[:_MAX_REASONS]:
        yield f"Details missing for {format_count(number, 'entity')}. {reason}"
    rest = sum(number for _, number in ranked[_MAX_REASONS:])
    if rest:
        yield f"Details missing for {format_count(rest, 'more entity')}."


LARGEST_PAGE = 50
"""Vertices per page of `QueryLineage`, the API's limit."""


def build_query_requests(query: LineageQuery) -> tuple[Request, ...]:
    """Return the `QueryLineage` requests that correspond to a query.

    The query may be filtered by lineage type and type only. Every member is set explicitly,
    because the service documents no defaults.
    """
    both_sides = query.direction is Direction.UP_AND_DOWN
    directions = (Direction.ASCENDANTS, Direction.DESCENDANTS) if both_sides else (query.direction,)
    return tuple(_build_query_request(query, direction) for direction in directions)


def build_description_request(arn: Arn) -> Request | None:
    """Return the `Describe…` request of an entity, by its full ARN.

    Returns:
        None for an ARN that has no such operation.
    """
    try:
        lineage_type = split_arn(arn).lineage_type
    except InvalidArn:
        return None
    if lineage_type is None:
        return None
    member = "ArtifactArn" if lineage_type is LineageType.ARTIFACT else f"{lineage_type}Name"
    return Request(f"Describe{lineage_type}", MappingProxyType({member: arn}))


def _build_query_request(query: LineageQuery, direction: Direction) -> Request:
    filters = {
        "LineageTypes": [lineage_type.value for lineage_type in query.filters.lineage_types],
        "Types": list(query.filters.types),
    }
    parameters = {
        "StartArns": [query.start],
        "Direction": direction.value,
        "IncludeEdges": query.include_paths or not query.filters,
        "Filters": {name: values for name, values in filters.items() if values},
        "MaxDepth": query.get_depth(direction),
        "MaxResults": LARGEST_PAGE,
    }
    return Request("QueryLineage", MappingProxyType({name: v for name, v in parameters.items() if v != {}}))
