"""Questions about everything around an entity or downstream of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from lineage.answer import Answer, Item
from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.query import Direction, LineageQuery
from lineage.questions import fits, found, picture
from lineage.questions.inquiry import Inquiry
from lineage.questions.question import Question
from lineage.questions.words import by_title, counted, gone


@dataclass(frozen=True, slots=True)
class Whole:
    """Answer function that reads one or both directions without a filter.

    Attributes:
        direction: Direction to follow.
        say: Builds the sentence from the graph, the items, and the name of the start.
    """

    direction: Direction
    say: Callable[[LineageGraph, tuple[Item, ...], str], str]

    def __call__(self, inquiry: Inquiry) -> Answer:
        """Read without a filter and describe everything found."""
        query = LineageQuery(inquiry.start, self.direction, inquiry.depth)
        graph = inquiry.read(query)
        items = found.items(inquiry, found.others(graph), graph.distances)
        return inquiry.answered(self.say(graph, items, inquiry.start_name()), items, query=query, graph=graph)


def _relations(graph: LineageGraph, _items: tuple[Item, ...], start: str) -> str:
    sides = {
        "upstream": picture.upstream(graph, graph.start) - {graph.start},
        "downstream": picture.downstream(graph, graph.start) - {graph.start},
    }
    counts = [f"{_titles(graph, arns)} {side}" for side, arns in sides.items() if arns]
    if not counts:
        return f"{start} is related to nothing: no association names it. {_LATER}"
    return f"{start} has {' and '.join(counts)}."


def _dependents(graph: LineageGraph, items: tuple[Item, ...], start: str) -> str:
    if not items:
        return f"Nothing depends on {start}: no association leads on from it. {_LATER}"
    verb = "depends" if len(items) == 1 else "depend"
    return (
        f"{counted(len(items), 'entity')} {verb} on {start}: "
        f"{_titles(graph, [item.arn for item in items if item.arn])}{gone(items)}."
    )


def _pictured(graph: LineageGraph, items: tuple[Item, ...], start: str) -> str:
    if not items:
        return f"The picture of {start} holds nothing else: no association names it. {_LATER}"
    return (
        f"The picture of {start} holds {counted(len(items), 'other entity')} and "
        f"{counted(len(graph.associations), 'association')}."
    )


_LATER = "Lineage of something new can take minutes to appear."


def _titles(graph: LineageGraph, arns: Collection[Arn]) -> str:
    return by_title(found.title(graph.vertices[arn]) for arn in arns)


RELATIONSHIPS = Question(
    "relationships",
    "How is this related to everything else?",
    (fits.ANYTHING,),
    Whole(Direction.UP_AND_DOWN, _relations),
    differs="The helper walks both ways from every entity it meets, so that a shared image draws in "
    "runs that have nothing to do with the start; it also reads one page only.",
)

PICTURE = Question(
    "picture",
    "What does its lineage look like?",
    (fits.ANYTHING,),
    Whole(Direction.UP_AND_DOWN, _pictured),
    differs="The helper draws the first page of a walk both ways from every entity, and fails at an "
    "entity without a type and at an association whose end is missing.",
)

BLAST_RADIUS = Question(
    "blast-radius",
    "What depends on this?",
    (fits.ARTIFACT, fits.TRIAL_COMPONENT),
    Whole(Direction.DESCENDANTS, _dependents),
)
