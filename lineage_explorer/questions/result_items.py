"""Build result items from entities and the state of linked resources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, Family, decision_of, get_status, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType, Vertex, split_arn
from lineage_explorer.query.lineage_query import MAX_DEPTH
from lineage_explorer.questions.answer import ResultItem, format_count, join_phrases
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.sources.linked_resources import ResourceState

_STATEFUL_SOURCE = re.compile(
    r"arn:aws[a-z-]*:sagemaker:[^:]*:\d{12}:"
    r"(endpoint|model-package|training-job|processing-job|transform-job)/.+"
)
"""Sources whose current state adds to what lineage records.

The state shows whether the resource still exists, or whether it was approved.
"""


def build_result_items(
    run: QuestionRun, vertices: Sequence[Vertex], distances: Mapping[Arn, int], *, whole: bool = False
) -> tuple[ResultItem, ...]:
    """Describe vertices and return them as result items, nearest first.

    The state of their linked resources is looked up, too.

    Args:
        run: The question run that sends the requests.
        vertices: The vertices found.
        distances: Associations from the start, by ARN.
        whole: Read full descriptions, which include the creator; lists do not return it.
    """
    nearest_first = sorted(vertices, key=lambda vertex: distances.get(vertex.arn, MAX_DEPTH))
    entities = run.describe([vertex.arn for vertex in nearest_first], whole=whole)
    if vague := [] if whole else [arn for arn, entity in entities.items() if _needs_description(entity)]:
        entities = {**entities, **run.describe(vague, whole=True)}
    sources = {arn: source for arn, entity in entities.items() if (source := _find_stateful_source(entity))}
    resource_arns = list(dict.fromkeys(sources.values()))
    states = run.look_up_resources(lambda linked: linked.states(resource_arns)) if resource_arns else {}
    names = name_entities({vertex.arn: entities.get(vertex.arn) for vertex in vertices})
    unread = run.explain_unread(vertex.arn for vertex in vertices)
    items = (
        build_result_item(
            vertex,
            entities.get(vertex.arn),
            states.get(sources.get(vertex.arn, "")),
            name=names[vertex.arn],
            distance=distances.get(vertex.arn),
        )
        for vertex in vertices
    )
    return sort_result_items(replace(item, unread=unread.get(item.arn or Arn(""), "")) for item in items)


def build_result_item(
    vertex: Vertex,
    entity: Entity | None,
    state: ResourceState | None,
    *,
    name: EntityName,
    distance: int | None,
) -> ResultItem:
    """Build the result item of a vertex.

    A vertex that could not be described is named by its ARN.

    Args:
        vertex: The vertex found.
        entity: Its description, if it could be read.
        state: Current state of its linked resource, if it was looked up.
        name: Its name among the items.
        distance: Associations from the start.
    """
    return ResultItem(
        arn=vertex.arn,
        identifier=vertex.arn,
        name=name.title,
        subtitle=name.subtitle,
        type=vertex.type or (entity and entity.type) or vertex.lineage_type or "",
        created=entity.created if entity else None,
        status=state.status if state else (entity and get_status(entity)) or "",
        source=(entity and entity.source_uri) or "",
        created_by=(entity and entity.created_by) or "",
        distance=distance,
    )


def style_of_item(item: ResultItem) -> EntityStyle | None:
    """Return the style of an item that is a lineage entity."""
    if item.arn is None:
        return None
    lineage_type = split_arn(item.arn).lineage_type or LineageType.CONTEXT
    source = Hit(item.arn, lineage_type, source_uri=item.source or None)
    return style_of(Vertex(item.arn, split_arn(item.arn).lineage_type, item.type), source)


_THINGS = {Family.CODE: "script", Family.REPORT: "report"}


def format_things(items: Iterable[ResultItem]) -> str:
    """Count data sets, scripts and reports apart.

    For example `8 data sets and 2 scripts`.
    """
    styles = [style for item in items if (style := style_of_item(item))]
    nouns = Counter(_THINGS.get(style.family, "data set") for style in styles)
    order = ("data set", *_THINGS.values())
    return join_phrases([format_count(nouns[noun], noun) for noun in order if nouns[noun]])


def format_training_use(graph: LineageGraph, items: Iterable[ResultItem]) -> str:
    """Return a clause that counts the items that a training job read.

    For example `; 2 used for training`; empty if all or none were.
    """
    uses = [
        any(graph.vertices[child].type == "TrainingJob" for child in graph.children.get(item.arn, ()))
        for item in items
        if item.arn
    ]
    return f"; {sum(uses):,} used for training" if 0 < sum(uses) < len(uses) else ""


def sort_result_items(items: Iterable[ResultItem]) -> tuple[ResultItem, ...]:
    """Sort items by distance, then newest first, then by name."""
    return tuple(sorted(items, key=_build_sort_key))


def list_matches(graph: LineageGraph) -> list[Vertex]:
    """Return the matches of a query without its start, in graph order."""
    return [v for arn, v in graph.vertices.items() if arn in graph.matches and arn != graph.start]


def format_type_title(vertex: Vertex, entity: Entity | None = None) -> str:
    """Return the title of a vertex's type for use inside a sentence.

    For example `training job`, `endpoint` or `MLWorkflow`.
    """
    text = style_of(vertex, entity).title
    return text.lower() if text[1:].islower() else text


def _find_stateful_source(entity: Entity) -> str | None:
    """Return the source of an entity if its state needs a lookup.

    An entity with a status or decision of its own needs none; the result is then None.
    """
    source = entity.source_uri or ""
    is_told = entity.status is not None or decision_of(entity) is not None
    return source if not is_told and _STATEFUL_SOURCE.fullmatch(source) else None


def _needs_description(entity: Entity) -> bool:
    """Return whether only its description says who decided on an approval.

    What lists returned has neither properties nor a person.
    """
    return entity.type == "Approval" and not (entity.properties and entity.created_by)


def _build_sort_key(item: ResultItem) -> tuple[bool, float, float, str, str]:
    distance = float("inf") if item.distance is None else float(item.distance)
    age = -item.created.timestamp() if item.created else 0.0
    return (item.arn is None, distance, age, item.name.lower(), item.identifier)
