"""Questions about everything around an entity or downstream of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions import question__fits, reachability, result_items
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.questions.phrases import format_count, format_deleted, format_title_counts
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun


@dataclass(frozen=True, slots=True)
class UnfilteredQuery:
    """Answer function that reads one or both directions without a filter.

    Attributes:
        direction: Direction to follow.
        format_sentence: Builds the sentence from the graph, the items, and the name of the start.
    """

    direction: Direction
    format_sentence: Callable[[LineageGraph, tuple[ResultItem, ...], str], str]

    def __call__(self, run: QuestionRun) -> Answer:
        """Read without a filter and describe everything found."""
        query = LineageQuery(run.start, self.direction, run.depth)
        graph = run.read(query)
        items = result_items.build_result_items(run, result_items.list_matches(graph), graph.distances)
        return run.build_answer(
            self.format_sentence(graph, items, run.get_start_name()), items, query=query, graph=graph
        )


def _format_relationships(graph: LineageGraph, _items: tuple[ResultItem, ...], start: str) -> str:
    sides = {
        "upstream": reachability.find_ancestors(graph, graph.start) - {graph.start},
        "downstream": reachability.find_descendants(graph, graph.start) - {graph.start},
    }
    counts = [f"{_format_titles(graph, arns)} {side}" for side, arns in sides.items() if arns]
    if not counts:
        return f"{start} is related to nothing: no association names it. {_DELAY_NOTE}"
    return f"{start} has {' and '.join(counts)}."


def _format_dependents(graph: LineageGraph, items: tuple[ResultItem, ...], start: str) -> str:
    if not items:
        return f"Nothing depends on {start}: no association leads on from it. {_DELAY_NOTE}"
    verb = "depends" if len(items) == 1 else "depend"
    return (
        f"{format_count(len(items), 'entity')} {verb} on {start}: "
        f"{_format_titles(graph, [item.arn for item in items if item.arn])}{format_deleted(items)}."
    )


def _format_graph_counts(graph: LineageGraph, items: tuple[ResultItem, ...], start: str) -> str:
    if not items:
        return f"The picture of {start} holds nothing else: no association names it. {_DELAY_NOTE}"
    return (
        f"The picture of {start} holds {format_count(len(items), 'other entity')} and "
        f"{format_count(len(graph.associations), 'association')}."
    )


_DELAY_NOTE = "Lineage of something new can take minutes to appear."


def _format_titles(graph: LineageGraph, arns: Collection[Arn]) -> str:
    return format_title_counts(result_items.format_type_title(graph.vertices[arn]) for arn in arns)


RELATIONSHIPS = Question(
    "relationships",
    "How is this related to everything else?",
    (question__fits.ANYTHING,),
    UnfilteredQuery(Direction.UP_AND_DOWN, _format_relationships),
    sdk_difference="The helper walks both ways from every entity it meets, so that a shared image draws in "
    "runs that have nothing to do with the start; it also reads one page only.",
)

PICTURE = Question(
    "picture",
    "What does its lineage look like?",
    (question__fits.ANYTHING,),
    UnfilteredQuery(Direction.UP_AND_DOWN, _format_graph_counts),
    sdk_difference="The helper draws the first page of a walk both ways from every entity, and fails at an "
    "entity without a type and at an association whose end is missing.",
)

BLAST_RADIUS = Question(
    "blast-radius",
    "What depends on this?",
    (question__fits.ARTIFACT, question__fits.TRIAL_COMPONENT),
    UnfilteredQuery(Direction.DESCENDANTS, _format_dependents),
)
