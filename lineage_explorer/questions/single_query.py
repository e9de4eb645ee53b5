"""Questions answered by one filtered query.

They share one mechanism; what each asks is data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, Filters, LineageQuery
from lineage_explorer.questions import result_items
from lineage_explorer.questions.answer import Answer, ResultItem, WiderQuery
from lineage_explorer.questions.phrases import (
    SentenceTemplates,
    format_deleted,
    format_nearest,
    format_title_counts,
)
from lineage_explorer.questions.question_run import QuestionRun


@dataclass(frozen=True, slots=True)
class QueryStep:
    """Filtered lineage query without its start.

    The paths to its matches are requested too, so that the result can be drawn as a graph.

    Attributes:
        direction: Direction to follow.
        lineage_type: Lineage type to find.
        types: Types to find; empty for any.
        depth: Longest path to follow, in associations.
    """

    direction: Direction
    lineage_type: LineageType
    types: tuple[str, ...] = ()
    depth: int = MAX_DEPTH

    def build_query(self, start: Arn, depth: int = MAX_DEPTH) -> LineageQuery:
        """Return the query from a start, at most as deep as requested."""
        filters = Filters(lineage_types=(self.lineage_type,), types=self.types)
        return LineageQuery(start, self.direction, min(depth, self.depth), filters)


ONE_PAGE_DIFFERENCE = (
    "The helper reads one page, which holds at most 50 entities, and says nothing of the others."
)
"""Difference of a helper that sends the right query."""

_SIDES = {
    Direction.ASCENDANTS: "upstream of",
    Direction.DESCENDANTS: "downstream of",
    Direction.UP_AND_DOWN: "around",
    Direction.BOTH: "around",
}
_TYPE_NOUNS = {
    LineageType.ARTIFACT: "artifact",
    LineageType.ACTION: "action",
    LineageType.CONTEXT: "context",
    LineageType.TRIAL_COMPONENT: "trial component",
}


@dataclass(frozen=True, slots=True)
class SingleQuery:
    """Answer function that runs one filtered query.

    Attributes:
        step: The query.
        templates: Templates of the sentence.
        with_type_counts: Include the number of items of each type in the sentence.
        with_nearest_count: Include the number of items nearest to the start in the sentence.
    """

    step: QueryStep
    templates: SentenceTemplates
    with_type_counts: bool = False
    with_nearest_count: bool = False

    def __call__(self, run: QuestionRun) -> Answer:
        """Run the query and describe its matches."""
        query = self.step.build_query(run.start, run.depth)
        graph = run.read(query)
        items = result_items.build_result_items(run, result_items.list_matches(graph), graph.distances)
        return run.build_answer(
            self._format_sentence(run.get_start_name(), graph, items),
            items,
            query=query,
            graph=graph,
            wider=None if items else build_wider_query(query),
        )

    def _format_sentence(self, start: str, graph: LineageGraph, items: tuple[ResultItem, ...]) -> str:
        sentence = self.templates.format_sentence(len(items), start)
        if self.with_type_counts and items:
            sentence += ": " + format_title_counts(
                result_items.format_type_title(graph.vertices[item.arn]) for item in items if item.arn
            )
        if self.with_nearest_count:
            sentence += format_nearest(items)
        return f"{sentence}{format_deleted(items)}."


def build_wider_query(query: LineageQuery) -> WiderQuery | None:
    """Return a query without its types, to offer if it found nothing.

    The first registration of a source sets its type, so that a filter by type can miss entities.

    Returns:
        None if the query already accepts any type.
    """
    filters = query.filters
    if not filters.types:
        return None
    kind = _TYPE_NOUNS[filters.lineage_types[0]] if len(filters.lineage_types) == 1 else "entity"
    types = " or ".join(filters.types)
    return WiderQuery(
        f"Types can be wrong: whoever registers a source first sets its type. Show every {kind} "
        f"{_SIDES[query.direction]} it, not only those of type {types}.",
        replace(query, filters=replace(filters, types=())),
    )
