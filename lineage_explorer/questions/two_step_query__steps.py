"""Questions that need two queries.

An entity that shares data or models with the start is neither upstream nor downstream of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.lineage_graph__joining import merge_graphs
from lineage_explorer.graph.model import Arn, Vertex
from lineage_explorer.query.lineage_query import MAX_DEPTH
from lineage_explorer.questions import result_items
from lineage_explorer.questions.answer import Answer, WiderQuery
from lineage_explorer.questions.phrases import SentenceTemplates, format_deleted
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.questions.single_query import build_wider_query
from lineage_explorer.questions.single_query__step import QueryStep


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
