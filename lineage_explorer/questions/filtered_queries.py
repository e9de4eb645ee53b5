"""Answer functions that run one or two filtered queries.

Most questions share them; what each asks is data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_explorer.graph.lineage_graph import LineageGraph, merge_graphs
from lineage_explorer.graph.model import Arn, LineageType, Vertex
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction, Filters, LineageQuery
from lineage_explorer.questions import result_items
from lineage_explorer.questions.answer import (
    Answer,
    ResultItem,
    SentenceTemplates,
    WiderQuery,
    format_deleted,
    format_nearest,
    format_title_counts,
)
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.questions.serving_order import describe_use, order_by_serving


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
        names_things: Count the items by kind, and those that a training job read, in the sentence.
        tells_use: Say which of the items, endpoints, run something else now.
    """

    step: QueryStep
    templates: SentenceTemplates
    with_type_counts: bool = False
    names_things: bool = False
    tells_use: bool = False

    def __call__(self, run: QuestionRun) -> Answer:
        """Run the query and describe its matches."""
        query = self.step.build_query(run.start, run.depth)
        graph = run.read(query)
        items = result_items.build_result_items(run, result_items.list_matches(graph), graph.distances)
        items, note = order_by_serving(run, graph, items)
        sentence = self._format_sentence(run.get_start_name(), graph, items)
        use = describe_use(run, graph, items) if self.tells_use else ""
        return run.build_answer(
            f"{sentence.removesuffix('.')}{use}.{note}",
            items,
            query=query,
            graph=graph,
            wider=None if items else build_wider_query(query),
        )

    def _format_sentence(self, start: str, graph: LineageGraph, items: tuple[ResultItem, ...]) -> str:
        things = result_items.format_things(items) if self.names_things else ""
        sentence = self.templates.format_sentence(len(items), start, things)
        if self.with_type_counts and items:
            sentence += ": " + format_title_counts(
                result_items.format_type_title(graph.vertices[item.arn]) for item in items if item.arn
            )
        if self.names_things:
            sentence += result_items.format_training_use(graph, items) or format_nearest(items)
        return f"{sentence}{format_deleted(items)}."


@dataclass(frozen=True, slots=True)
class TwoStepQuery:
    """Answer function that runs a second query from each first match.

    Attributes:
        first: Query from the start to the starts of the second query.
        second: Query from each of those to the items of the answer.
        templates: Templates of the sentence.
        nearest_only: Continue only from the matches nearest to the start.
        include_visited: Accept vertices that the first query already returned; otherwise they are the start's
            own and are excluded.
        fallback: Query to offer without its types if nothing was found.
    """

    first: QueryStep
    second: QueryStep
    templates: SentenceTemplates
    nearest_only: bool = False
    include_visited: bool = True
    fallback: QueryStep | None = None

    def __call__(self, run: QuestionRun) -> Answer:
        """Run the first query, then the second from each match."""
        first_graph = run.read(self.first.build_query(run.start, run.depth))
        starts = self._list_second_starts(first_graph)
        second_graphs = run.read_each([self.second.build_query(arn, run.depth) for arn in starts])
        matches = self._collect_matches(first_graph, second_graphs)
        graph = merge_graphs(
            first_graph, [result for result in second_graphs if result.matches & matches.keys()], matches
        )
        items = result_items.build_result_items(run, list(matches.values()), graph.distances)
        sentence = self.templates.format_sentence(len(items), run.get_start_name())
        return run.build_answer(
            f"{sentence}{format_deleted(items)}.",
            items,
            graph=graph,
            wider=None if items else self._find_wider_query(run, starts),
        )

    def _find_wider_query(self, run: QuestionRun, starts: Sequence[Arn]) -> WiderQuery | None:
        """Return the wider query to offer, if there is one.

        If no alternative is configured, it is the first query, provided that this found nothing.
        """
        step = self.fallback or (self.first if not starts else None)
        return build_wider_query(step.build_query(run.start, run.depth)) if step else None

    def _list_second_starts(self, first_graph: LineageGraph) -> list[Arn]:
        arns = [vertex.arn for vertex in result_items.list_matches(first_graph)]
        if self.nearest_only:
            shortest = min((first_graph.distances.get(arn, MAX_DEPTH) for arn in arns), default=0)
            arns = [arn for arn in arns if first_graph.distances.get(arn, MAX_DEPTH) == shortest]
        return arns

    def _collect_matches(
        self, first_graph: LineageGraph, second_graphs: Sequence[LineageGraph]
    ) -> dict[Arn, Vertex]:
        excluded = {first_graph.start} if self.include_visited else first_graph.vertices.keys()
        return {
            vertex.arn: vertex
            for graph in second_graphs
            for vertex in result_items.list_matches(graph)
            if vertex.arn not in excluded
        }


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
