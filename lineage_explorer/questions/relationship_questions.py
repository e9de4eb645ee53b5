"""Questions about everything around an entity or downstream of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Hit, shorten_middle
from lineage_explorer.graph.traversal import find_ancestors, find_descendants
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.questions import question, result_items
from lineage_explorer.questions.answer import (
    Answer,
    ResultItem,
    format_count,
    format_deleted,
    format_title_counts,
    join_phrases,
)
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
        "upstream": find_ancestors(graph, graph.start) - {graph.start},
        "downstream": find_descendants(graph, graph.start) - {graph.start},
    }
    counts = [f"{_format_titles(graph, arns)} {side}" for side, arns in sides.items() if arns]
    if not counts:
        return f"{start} has no upstream or downstream: no association names it. {_DELAY_NOTE}"
    return f"{start} has {' and '.join(counts)}."


def _format_dependents(graph: LineageGraph, items: tuple[ResultItem, ...], start: str) -> str:
    if not items:
        return f"Nothing depends on {start}: no association leads on from it. {_DELAY_NOTE}"
    verb = "uses" if len(items) == 1 else "use"
    titles = Counter(result_items.format_type_title(graph.vertices[item.arn]) for item in items if item.arn)
    return f"{_format_dependent_titles(titles)} {verb} {start}{format_deleted(items)}."


_FIRST_TITLES = ("endpoint", "model")


def _format_dependent_titles(titles: Counter[str]) -> str:
    """Return what matters of dependents: "2 endpoints, 12 models and 21 more"."""
    first = {title: titles[title] for title in _FIRST_TITLES if titles[title]}
    rest = titles.total() - sum(first.values())
    if not first:
        return format_title_counts(titles.elements())
    return join_phrases(
        [
            *(format_count(count, title) for title, count in first.items()),
            *([f"{rest:,} more"] if rest else []),
        ]
    )


def _format_graph_counts(graph: LineageGraph, items: tuple[ResultItem, ...], start: str) -> str:
    if not items:
        return f"{start} has no lineage: no association names it. {_DELAY_NOTE}"
    return (
        f"The lineage of {start} has {format_count(len(items), 'other entity')} and "
        f"{format_count(len(graph.associations), 'association')}."
    )


_DELAY_NOTE = "Lineage of something new can take minutes to appear."


def _format_titles(graph: LineageGraph, arns: Collection[Arn]) -> str:
    return format_title_counts(result_items.format_type_title(graph.vertices[arn]) for arn in arns)


RELATIONSHIPS = Question(
    "relationships",
    "How is this related to everything else?",
    (question.ANYTHING,),
    UnfilteredQuery(Direction.UP_AND_DOWN, _format_relationships),
    sdk_difference="The helper walks both ways from every entity it meets, so that a shared image draws in "
    "runs that have nothing to do with the start; it also reads one page only.",
)

PICTURE = Question(
    "picture",
    "What does its lineage look like?",
    (question.ANYTHING,),
    UnfilteredQuery(Direction.UP_AND_DOWN, _format_graph_counts),
    sdk_difference="The helper draws the first page of a walk both ways from every entity, and fails at an "
    "entity without a type and at an association whose end is missing.",
)

BLAST_RADIUS = Question(
    "blast-radius",
    "What depends on this?",
    (question.ARTIFACT, question.TRIAL_COMPONENT),
    UnfilteredQuery(Direction.DESCENDANTS, _format_dependents),
)


_LONGEST_URI = 120


def find_artifacts_of_source(run: QuestionRun) -> Answer:
    """List the artifacts that have the start's source, including the start."""
    entity = run.describe([run.start]).get(run.start)
    uri = (entity and entity.source_uri) or ""
    variants = list_source_spellings(uri)
    hits = run.look_up_resources(lambda linked: linked.artifacts(variants)) if uri else {}
    found = {hit.arn: hit for variant in variants for hit in hits.get(variant, ())}
    names = name_entities(found)
    items = tuple(_build_artifact_item(hit, names[hit.arn]) for hit in found.values())
    return run.build_answer(_format_source_sentence(items, uri, run.get_start_name()), items)


def list_source_spellings(uri: str) -> tuple[str, ...]:
    """Return the spellings under which a source may be registered.

    An S3 URI has two: as it is, and with its trailing slash added or removed.
    """
    if not uri.startswith("s3://"):
        return (uri,)
    bare = uri.rstrip("/")
    return (uri, bare if uri != bare else f"{bare}/")


def _format_source_sentence(items: tuple[ResultItem, ...], uri: str, start: str) -> str:
    if not uri:
        return f"The source of {start} is not known, so that nothing can be looked up by it."
    source = shorten_middle(uri, _LONGEST_URI)
    if not items:
        return f"No artifact is listed for {source}: it belongs to another account, or was deleted."
    if len(items) == 1:
        return f"1 artifact has the source {source}."
    difference = (
        "once with a trailing slash and once without"
        if len({item.source for item in items}) > 1
        else "one for each set of source identifiers"
    )
    return f"{len(items):,} artifacts have the source {source}: {difference}."


def _build_artifact_item(hit: Hit, name: EntityName) -> ResultItem:
    return ResultItem(
        arn=hit.arn,
        identifier=hit.arn,
        name=name.title,
        subtitle=name.subtitle,
        type=hit.type or hit.lineage_type,
        created=hit.created,
        source=hit.source_uri or "",
    )


URI_ARTIFACTS = Question(
    "uri-artifacts",
    "Which artifacts have this source?",
    (question.ARTIFACT,),
    find_artifacts_of_source,
    sdk_difference="The helper reads the first ten artifacts of a list that may go on, and of one spelling.",
)
