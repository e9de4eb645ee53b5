"""Questions that need two queries.

An entity that shares data or models with the start is neither upstream nor downstream of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineage.answer import Answer, Wider
from lineage.graph import LineageGraph
from lineage.joining import joined
from lineage.model import Arn, Vertex
from lineage.query import MAX_DEPTH
from lineage.questions import found
from lineage.questions.inquiry import Inquiry
from lineage.questions.step import Step
from lineage.questions.walk import wider
from lineage.questions.words import Words, gone


@dataclass(frozen=True, slots=True)
class Steps:
    """Answer function that runs a second query from each first match.

    Attributes:
        first: Query from the start to the starts of the second query.
        then: Query from each of those to the items of the answer.
        words: Templates of the sentence.
        nearest: Continue only from the matches nearest to the start.
        own: Accept vertices that the first query already returned; otherwise they are the start's
            own and are excluded.
        again: Query to offer without its types if nothing was found.
    """

    first: Step
    then: Step
    words: Words
    nearest: bool = False
    own: bool = True
    again: Step | None = None

    def __call__(self, inquiry: Inquiry) -> Answer:
        """Run the first query, then the second from each match."""
        first_graph = inquiry.read(self.first.query(inquiry.start, inquiry.depth))
        starts = self._hubs(first_graph)
        second_graphs = inquiry.read_each([self.then.query(arn, inquiry.depth) for arn in starts])
        matches = self._answers(first_graph, second_graphs)
        graph = joined(
            first_graph, [result for result in second_graphs if result.matches & matches.keys()], matches
        )
        items = found.items(inquiry, list(matches.values()), graph.distances)
        sentence = self.words.say(len(items), inquiry.start_name())
        return inquiry.answered(
            f"{sentence}{gone(items)}.",
            items,
            graph=graph,
            wider=None if items else self._wider(inquiry, starts),
        )

    def _wider(self, run: Inquiry, starts: Sequence[Arn]) -> Wider | None:
        """Return the wider query to offer, if there is one.

        If no alternative is configured, it is the first query, provided that this found nothing.
        """
        step = self.again or (self.first if not starts else None)
        return wider(step.query(run.start, run.depth)) if step else None

    def _hubs(self, first_graph: LineageGraph) -> list[Arn]:
        arns = [vertex.arn for vertex in found.others(first_graph)]
        if self.nearest:
            shortest = min((first_graph.distances.get(arn, MAX_DEPTH) for arn in arns), default=0)
            arns = [arn for arn in arns if first_graph.distances.get(arn, MAX_DEPTH) == shortest]
        return arns

    def _answers(self, first_graph: LineageGraph, second_graphs: Sequence[LineageGraph]) -> dict[Arn, Vertex]:
        excluded = {first_graph.start} if self.own else first_graph.vertices.keys()
        return {
            vertex.arn: vertex
            for graph in second_graphs
            for vertex in found.others(graph)
            if vertex.arn not in excluded
        }
