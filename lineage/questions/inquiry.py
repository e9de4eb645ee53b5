"""One question while it is being asked: what was sent, what was found, what could not be read."""

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
"""How long an answer may wait for the facts of what it found."""

MOST_DESCRIBED = 300
"""Entities that are described one by one for one answer; those that no list tells of either are named by
their ARNs."""

MOST_STEPS = 50
"""Queries that follow from what a first one found; more would be throttled, and nobody would read them."""

LONGEST_NAME = 56
"""Characters of a name in a sentence."""

_UNSURE = "But not everything could be read."
_REASONS = 3
"""Reasons told apart; a hundred entities that are unknown each have one of their own."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom a question may ask."""

    source: LineageSource
    catalog: EntityCatalog
    resources: Resources


class Inquiry:
    """Asks on behalf of one question, and remembers what it asked and what it was refused.

    Args:
        desk: Whom to ask.
        slug: The question's.
        start: The entity that the question is asked of.
        depth: Longest way to follow, in associations.
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
        """Read lineage.

        Raises:
            SourceError: Nothing could be read at all.
        """
        self._note(of_query(query))
        graph = self._desk.source.read(query)
        self._miss(graph.reading.gaps)
        return graph

    def read_each(self, queries: Sequence[LineageQuery]) -> tuple[LineageGraph, ...]:
        """Read several queries side by side, up to a limit; those that fail are left out and named."""
        asked = queries[:MOST_STEPS]
        if len(queries) > len(asked):
            self._miss([f"Only {len(asked):,} of {len(queries):,} ways on were followed."])
        for query in asked:
            self._note(of_query(query))
        outcomes = attempted(self._desk.source, asked)
        self._miss(str(outcome) for outcome in outcomes if isinstance(outcome, SourceError))
        graphs = tuple(outcome for outcome in outcomes if isinstance(outcome, LineageGraph))
        self._miss(gap for graph in graphs for gap in graph.reading.gaps)
        return graphs

    def describe(self, arns: Sequence[Arn], *, whole: bool = False) -> Mapping[Arn, Entity]:
        """Describe entities, as many as fit into the time and the limit; those that are missing are named.

        Args:
            arns: Whom to describe; the first ones are more important.
            whole: Ask for all that is on record; else many may be described by what lists tell of them.
        """
        catalog = self._desk.catalog
        began = monotonic()
        if not whole:
            listed = catalog.listed(arns, seconds=DESCRIBING_SECONDS)
            self._note(listed.requests)
            self._listed.update(listed.found)
        singly = [arn for arn in arns if whole or arn not in self._listed]
        asked, rest = singly[:MOST_DESCRIBED], singly[MOST_DESCRIBED:]
        self._note(request for arn in asked if (request := of_description(arn)))
        left = max(0.0, DESCRIBING_SECONDS - (monotonic() - began))
        catalog.describe_within(asked, seconds=left, whole=whole, sparing=False)
        known = catalog.known(arns)
        self._miss(self._undescribed(asked, rest, known))
        return known

    def resources(self, look_up: Callable[[Resources], Findings[T]]) -> Mapping[str, T]:
        """Look up what stands behind entities, for example `lambda behind: behind.tags(jobs)`."""
        findings = look_up(self._desk.resources)
        self._note(findings.requests)
        self._miss(findings.gaps)
        return findings.found

    def start_name(self) -> str:
        """Return what the start is called in a sentence; a long name is cut in the middle."""
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
        """Return the answer, with what was asked for it and what could not be read."""
        listed = tuple(items)
        return Answer(
            slug=self._slug,
            start=graph.start if graph else self.start,
            sentence=sentence if listed or not self._gaps else f"{sentence} {_UNSURE}",
            items=listed,
            requests=tuple(self._requests.values()),
            query=query,
            graph=graph,
            gaps=tuple(self._gaps),
            wider=wider,
        )

    def _undescribed(
        self, asked: Sequence[Arn], rest: Sequence[Arn], known: Collection[Arn]
    ) -> Iterator[str]:
        """Say of whom nothing is known, and why: of those that were asked for, and of the rest."""
        failed = self._desk.catalog.undescribable([arn for arn in (*asked, *rest) if arn not in known])
        yield from _failures(failed.values())
        late, left_out = (
            sum(1 for arn in arns if arn not in known and arn not in failed) for arns in (asked, rest)
        )
        if late:
            yield f"The facts of {counted(late, 'entity')} had not arrived in time; ask again for them."
        if left_out:
            yield f"The facts of {counted(left_out, 'entity')} were not asked for; less depth leaves fewer."

    def _note(self, sent: Iterable[Request]) -> None:
        self._requests.update({repr(request): request for request in sent})

    def _miss(self, gaps: Iterable[str]) -> None:
        self._gaps.update(dict.fromkeys(gaps))


def _failures(reasons: Iterable[str]) -> Iterator[str]:
    """Say why entities could not be described, the most frequent reasons first."""
    ranked = Counter(reasons).most_common()
    for reason, number in ranked[:_REASONS]:
        yield f"The facts of {counted(number, 'entity')} could not be read. {reason}"
    rest = sum(number for _, number in ranked[_REASONS:])
    if rest:
        yield f"The facts of {counted(rest, 'more entity')} could not be read either."
