"""Lineage entities as the items of an answer: their facts, and the state of what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lineage.answer import Item
from lineage.decisions import decision_of
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity, Vertex
from lineage.query import MAX_DEPTH
from lineage.questions.inquiry import Inquiry
from lineage.resources import State
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain

_HAS_STATE = re.compile(
    r"arn:aws[a-z-]*:sagemaker:[^:]*:\d{12}:"
    r"(endpoint|model-package|training-job|processing-job|transform-job)/.+"
)
"""Sources whose own state says what lineage does not: whether they still exist, or were approved."""


def items(
    inquiry: Inquiry, vertices: Sequence[Vertex], distances: Mapping[Arn, int], *, whole: bool = False
) -> tuple[Item, ...]:
    """Describe vertices, look up the state of what stands behind them, and list them near before far.

    Args:
        inquiry: Asks.
        vertices: What was found.
        distances: Associations from the start, by ARN.
        whole: Ask for all that is on record, also who made each; lists do not tell that.
    """
    near_first = sorted(vertices, key=lambda vertex: distances.get(vertex.arn, MAX_DEPTH))
    entities = inquiry.describe([vertex.arn for vertex in near_first], whole=whole)
    if vague := [] if whole else [arn for arn, entity in entities.items() if _is_vague(entity)]:
        entities = {**entities, **inquiry.describe(vague, whole=True)}
    sources = {arn: source for arn, entity in entities.items() if (source := _to_look_up(entity))}
    asked = list(dict.fromkeys(sources.values()))
    states = inquiry.resources(lambda behind: behind.states(asked)) if asked else {}
    return in_order(
        item(
            vertex,
            entities.get(vertex.arn),
            states.get(sources.get(vertex.arn, "")),
            distance=distances.get(vertex.arn),
        )
        for vertex in vertices
    )


def item(vertex: Vertex, entity: Entity | None, state: State | None, *, distance: int | None) -> Item:
    """Return one vertex as an item; a vertex that could not be described is named by its ARN.

    Args:
        vertex: What was found.
        entity: Its description, if it could be read.
        state: How what stands behind it is now, if that was looked up.
        distance: Associations from the start.
    """
    return Item(
        arn=vertex.arn,
        value=vertex.arn,
        name=plain(name_of(vertex.arn, entity)),
        type=vertex.type or (entity and entity.type) or vertex.lineage_type or "",
        created=entity.created if entity else None,
        status=state.status if state else (entity and (decision_of(entity) or entity.status)) or "",
        source=(entity and entity.source_uri) or "",
        who=(entity and entity.created_by) or "",
        distance=distance,
    )


def in_order(found: Iterable[Item]) -> tuple[Item, ...]:
    """Sort items near before far, then newest first, then by name."""
    return tuple(sorted(found, key=_reading_order))


def others(graph: LineageGraph) -> list[Vertex]:
    """Return the vertices that a query asked for, without its start, in the order of the graph."""
    return [v for arn, v in graph.vertices.items() if arn in graph.matches and arn != graph.start]


def title(vertex: Vertex, entity: Entity | None = None) -> str:
    """Return what a vertex's type is called inside a sentence: `training job`, `endpoint`, `MLWorkflow`."""
    words = look_of(vertex, entity).title
    return words.lower() if words[1:].islower() else words


def _to_look_up(entity: Entity) -> str | None:
    """Return the source whose state is worth a call: only where the entity has no status of its own."""
    source = entity.source_uri or ""
    return source if entity.status is None and _HAS_STATE.fullmatch(source) else None


def _is_vague(entity: Entity) -> bool:
    """Tell whether what an approval decided may stand in its description alone: its name does not say."""
    return entity.type == "Approval" and not entity.properties and not decision_of(entity)


def _reading_order(found: Item) -> tuple[bool, float, float, str, str]:
    distance = float("inf") if found.distance is None else float(found.distance)
    age = -found.created.timestamp() if found.created else 0.0
    return (found.arn is None, distance, age, found.name.lower(), found.value)
