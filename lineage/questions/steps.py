"""Questions that take two queries: what stands beside an entity is neither upstream nor downstream of it."""

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
    """An answer that is found from what a first query found.

    Attributes:
        first: From the start to what the second query starts at.
        then: From each of those to the answers.
        words: The sentence.
        nearest: Go on only from what lies nearest to the start.
        own: Count what the first query met on its way as an answer too; else it is the start's own.
        again: What to try without its types where nothing was found.
    """

    first: Step
    then: Step
    words: Words
    nearest: bool = False
    own: bool = True
    again: Step | None = None

    def __call__(self, inquiry: Inquiry) -> Answer:
        """Ask the first query, go on from all that it found, and describe what those found."""
        first = inquiry.read(self.first.query(inquiry.start, inquiry.depth))
        hubs = self._hubs(first)
        further = inquiry.read_each([self.then.query(arn, inquiry.depth) for arn in hubs])
        answers = self._answers(first, further)
        graph = joined(first, [read for read in further if read.matches & answers.keys()], answers)
        items = found.items(inquiry, list(answers.values()), graph.distances)
        said = self.words.say(len(items), inquiry.start_name())
        return inquiry.answered(
            f"{said}{gone(items)}.",
            items,
            graph=graph,
            wider=None if items else self._wider(inquiry, hubs),
        )

    def _wider(self, inquiry: Inquiry, hubs: Sequence[Arn]) -> Wider | None:
        """Return the second try: of the first query, if that was the one that found nothing."""
        step = self.again or (self.first if not hubs else None)
        return wider(step.query(inquiry.start, inquiry.depth)) if step else None

    def _hubs(self, first: LineageGraph) -> list[Arn]:
        hubs = [vertex.arn for vertex in found.others(first)]
        if self.nearest:
            closest = min((first.distances.get(arn, MAX_DEPTH) for arn in hubs), default=0)
            hubs = [arn for arn in hubs if first.distances.get(arn, MAX_DEPTH) == closest]
        return hubs

    def _answers(self, first: LineageGraph, further: Sequence[LineageGraph]) -> dict[Arn, Vertex]:
        passed = {first.start} if self.own else first.vertices.keys()
        return {
            vertex.arn: vertex
            for graph in further
            for vertex in found.others(graph)
            if vertex.arn not in passed
        }
