"""Questions answered by one filtered query.

They share one mechanism; what each asks is data.
"""

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
"""Difference of a helper that sends the right query."""

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
    """Answer function that runs one filtered query.

    Attributes:
        step: The query.
        words: Templates of the sentence.
        by_type: Include the number of items of each type in the sentence.
        near: Include the number of items nearest to the start in the sentence.
    """

    step: Step
    words: Words
    by_type: bool = False
    near: bool = False

    def __call__(self, inquiry: Inquiry) -> Answer:
        """Run the query and describe its matches."""
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
        sentence = self.words.say(len(items), start)
        if self.by_type and items:
            sentence += ": " + by_title(found.title(graph.vertices[item.arn]) for item in items if item.arn)
        if self.near:
            sentence += nearest(items)
        return f"{sentence}{gone(items)}."


def wider(query: LineageQuery) -> Wider | None:
    """Return a query without its types, to offer if it found nothing.

    The first registration of a source sets its type, so that a filter by type can miss entities.

    Returns:
        None if the query already accepts any type.
    """
    filters = query.filters
    if not filters.types:
        return None
    kind = _KINDS[filters.lineage_types[0]] if len(filters.lineage_types) == 1 else "entity"
    types = " or ".join(filters.types)
    return Wider(
        f"Types can be wrong: whoever registers a source first sets its type. Show every {kind} "
        f"{_SIDES[query.direction]} it, not only those of type {types}.",
        replace(query, filters=replace(filters, types=())),
    )
