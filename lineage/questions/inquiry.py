"""One run of a question: its requests, results and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from lineage.answer import Answer, Item, Request, Wider
from lineage.attempts import attempted
from lineage.errors import SourceError
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity, shortened
from lineage.query import LineageQuery
from lineage.questions.requests import of_description, of_query
from lineage.questions.words import counted
from lineage.resources import Findings, Resources
from lineage.source import EntityCatalog, LineageSource
from lineage.views.names import name_of, plain

DESCRIBING_SECONDS = 4.0
"""Seconds that an answer may wait for descriptions of its entities."""

MOST_DESCRIBED = 300
"""Maximum number of entities described individually for one answer.

The others are named by their ARNs, unless a list describes them.
"""

MOST_STEPS = 50
"""Maximum number of queries that follow from a first result.

More would be throttled, and nobody would read their results.
"""

LONGEST_NAME = 56
"""Maximum number of characters of a name in a sentence."""

_UNSURE = "But not everything could be read."
_REASONS = 3
"""Maximum number of reasons listed separately.

A hundred unknown entities each have a reason of their own.
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """Services that a question may use."""

    source: LineageSource
    catalog: EntityCatalog
    resources: Resources


class Inquiry:
    """Run of one question, with a record of requests and gaps.

    Args:
        desk: The services to use.
        slug: The slug of the question.
        start: The entity that the question is about.
        depth: Longest path to follow, in associations.
    """

    def __init__(self, desk: Desk, slug: str, start: Arn, depth: int) -> None:
        self.start = start
        self.depth = depth
        self._desk = desk
        self._slug = slug
        self._requests: dict[str, Request] = {}
        self._gaps: dict[str, None] = {}
        self._listed: set[Arn] = set()

    def read(self, query: LineageQuery) -> LineageGraph:
        """Read lineage, and record the request and the gaps.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._note(of_query(query))
        graph = self._desk.source.read(query)
        self._miss(graph.reading.gaps)
        return graph

    def read_each(self, queries: Sequence[LineageQuery]) -> tuple[LineageGraph, ...]:
        """Read several queries concurrently, up to a limit.

        A failed query is left out of the result. Its error is recorded as a gap, and so is an exceeded limit.
        """
        accepted = queries[:MOST_STEPS]
        if len(queries) > len(accepted):
            self._miss([f"Only {len(accepted):,} of {len(queries):,} ways on were followed."])
        for query in accepted:
            self._note(of_query(query))
        outcomes = attempted(self._desk.source, accepted)
        self._miss(str(outcome) for outcome in outcomes if isinstance(outcome, SourceError))
        graphs = tuple(outcome for outcome in outcomes if isinstance(outcome, LineageGraph))
        self._miss(gap for graph in graphs for gap in graph.reading.gaps)
        return graphs

    def describe(self, arns: Sequence[Arn], *, whole: bool = False) -> Mapping[Arn, Entity]:
        """Describe entities, within limits of time and number.

        An entity that could not be described is missing from the result, and recorded as a gap.

        Args:
            arns: The entities to describe, most important first.
            whole: Read full descriptions; otherwise summaries from lists can replace many of them.
        """
        catalog = self._desk.catalog
        started_at = monotonic()
        if not whole:
            summaries = catalog.listed(arns, seconds=DESCRIBING_SECONDS)
            self._note(summaries.requests)
            self._listed.update(summaries.found)
        individual = [arn for arn in arns if whole or arn not in self._listed]
        requested, rest = individual[:MOST_DESCRIBED], individual[MOST_DESCRIBED:]
        self._note(request for arn in requested if (request := of_description(arn)))
        remaining = max(0.0, DESCRIBING_SECONDS - (monotonic() - started_at))
        catalog.describe_within(requested, seconds=remaining, whole=whole, sparing=False)
        entities = catalog.known(arns)
        self._miss(self._undescribed(requested, rest, entities))
        return entities

    def resources(self, look_up: Callable[[Resources], Findings[T]]) -> Mapping[str, T]:
        """Look up linked resources, for example `lambda linked: linked.tags(jobs)`."""
        findings = look_up(self._desk.resources)
        self._note(findings.requests)
        self._miss(findings.gaps)
        return findings.found

    def start_name(self) -> str:
        """Return the name of the start for a sentence.

        A long name is shortened in the middle.
        """
        return shortened(
            plain(name_of(self.start, self.describe([self.start]).get(self.start))), LONGEST_NAME
        )

    def answered(
        self,
        sentence: str,
        items: Iterable[Item],
        *,
        query: LineageQuery | None = None,
        graph: LineageGraph | None = None,
        wider: Wider | None = None,
    ) -> Answer:
        """Build the answer, including the requests sent and the gaps."""
        result = tuple(items)
        return Answer(
            slug=self._slug,
            start=graph.start if graph else self.start,
            sentence=sentence if result or not self._gaps else f"{sentence} {_UNSURE}",
            items=result,
            requests=tuple(self._requests.values()),
            query=query,
            graph=graph,
            gaps=tuple(self._gaps),
            wider=wider,
        )

    def _undescribed(
        self, requested: Sequence[Arn], rest: Sequence[Arn], entities: Collection[Arn]
    ) -> Iterator[str]:
        """Yield sentences that count the undescribed entities by cause.

        Causes are errors, the time limit (for `requested`), and the limit on their number (for `rest`).
        """
        failed = self._desk.catalog.undescribable([arn for arn in (*requested, *rest) if arn not in entities])
        yield from _failures(failed.values())
        late, extra = (
            sum(1 for arn in arns if arn not in entities and arn not in failed) for arns in (requested, rest)
        )
        if late:
            yield f"The facts of {counted(late, 'entity')} had not arrived in time; ask again for them."
        if extra:
            yield f"The facts of {counted(extra, 'entity')} were not asked for; less depth leaves fewer."

    def _note(self, requests: Iterable[Request]) -> None:
        self._requests.update({repr(request): request for request in requests})

    def _miss(self, gaps: Iterable[str]) -> None:
        self._gaps.update(dict.fromkeys(gaps))


def _failures(reasons: Iterable[str]) -> Iterator[str]:
    """Yield why entities could not be described, most frequent reasons first."""
    ranked = Counter(reasons).most_common()
    for reason, number in ranked[:_REASONS]:
        yield f"The facts of {counted(number, 'entity')} could not be read. {reason}"
    rest = sum(number for _, number in ranked[_REASONS:])
    if rest:
        yield f"The facts of {counted(rest, 'more entity')} could not be read either."
