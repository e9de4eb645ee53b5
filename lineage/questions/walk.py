"""Questions that one filtered query answers: one mechanism, and what each asks as data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lineage.answer import Answer, Item, Wider
from lineage.graph import LineageGraph
from lineage.model import LineageType
from lineage.query import Direction, LineageQuery
from lineage.questions import found
from lineage.questions.inquiry import Inquiry
from lineage.questions.step import Step
from lineage.questions.words import Words, by_title, gone, nearest

ONE_PAGE = "The helper reads one page, which holds at most 50 entities, and says nothing of the others."
"""How a helper differs that sends the right query."""

_SIDES = {
    Direction.ASCENDANTS: "upstream of",
    Direction.DESCENDANTS: "downstream of",
    Direction.UP_AND_DOWN: "around",
    Direction.BOTH: "around",
}
_KINDS = {
    LineageType.ARTIFACT: "artifact",
    LineageType.ACTION: "action",
    LineageType.CONTEXT: "context",
    LineageType.TRIAL_COMPONENT: "trial component",
}


@dataclass(frozen=True, slots=True)
class Walk:
    """An answer that one filtered query gives.

    Attributes:
        step: The query.
        words: The sentence.
        by_type: Tell in the sentence how many of each type there are.
        near: Tell in the sentence how many of them lie nearest to the start.
    """

    step: Step
    words: Words
    by_type: bool = False
    near: bool = False

    def __call__(self, inquiry: Inquiry) -> Answer:
        """Ask the query, and describe what it found."""
        query = self.step.query(inquiry.start, inquiry.depth)
        graph = inquiry.read(query)
        items = found.items(inquiry, found.others(graph), graph.distances)
        return inquiry.answered(
            self._sentence(inquiry.start_name(), graph, items),
            items,
            query=query,
            graph=graph,
            wider=None if items else wider(query),
        )

    def _sentence(self, start: str, graph: LineageGraph, items: tuple[Item, ...]) -> str:
        said = self.words.say(len(items), start)
        if self.by_type and items:
            said += ": " + by_title(found.title(graph.vertices[item.arn]) for item in items if item.arn)
        if self.near:
            said += nearest(items)
        return f"{said}{gone(items)}."


def wider(query: LineageQuery) -> Wider | None:
    """Return the second try for a query that found nothing of its types; None if it asked for any type.

    A type is what whoever registered a source first said it is, so that a filter by type can miss.
    """
    filters = query.filters
    if not filters.types:
        return None
    kind = _KINDS[filters.lineage_types[0]] if len(filters.lineage_types) == 1 else "entity"
    asked = " or ".join(filters.types)
    return Wider(
        f"Types can be wrong: whoever registers a source first sets its type. Show every {kind} "
        f"{_SIDES[query.direction]} it, not only those of type {asked}.",
        replace(query, filters=replace(filters, types=())),
    )
