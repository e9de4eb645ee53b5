"""One side of a comparison: what belongs to an entity's lineage.

That is everything upstream and downstream of it, and the evaluations of its model with what they read and
wrote. Batch jobs and former versions of data are counted apart: they tell of use and of history, not of what
an entity is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from lineage_explorer.compare.run_ids import blank_versions
from lineage_explorer.graph.lineage_graph import Adjacency, LineageGraph, build_adjacency
from lineage_explorer.graph.model import (
    Arn,
    Association,
    AssociationType,
    Entity,
    LineageType,
    Vertex,
    split_arn,
)
from lineage_explorer.graph.serving import is_model_package
from lineage_explorer.graph.traversal import compute_distances

_EVALUATIONS = ("ProcessingJob", "Evaluation")
_MODELS = ("Model", "ModelData")
_TRANSFORM = "TransformJob"


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes:
        root: The entity that is compared; of an endpoint the version that it serves, where that is known.
        vertices: What belongs to its lineage, the root first.
        associations: Those that lead there.
        entities: Descriptions, as far as they are known.
        described: Entities whose whole descriptions are known.
        evaluations: The jobs and actions that evaluated its model.
        transforms: Batch jobs that used its model; they are counted apart.
        history: Former versions of its data; they are counted apart.
        endpoint: The endpoint that serves the root, if that was asked about.
        moment: The moment that it is compared at, aware; None for now.
        gaps: One sentence for each thing that could not be read.
        place: The file or account that it was read from, if the other side was read from another one.
    """

    root: Arn
    vertices: Mapping[Arn, Vertex]
    associations: tuple[Association, ...]
    entities: Mapping[Arn, Entity]
    described: frozenset[Arn]
    evaluations: frozenset[Arn] = frozenset()
    transforms: tuple[Arn, ...] = ()
    history: tuple[Arn, ...] = ()
    endpoint: Arn | None = None
    moment: datetime | None = None
    gaps: tuple[str, ...] = ()
    place: str = ""

    @cached_property
    def adjacency(self) -> Adjacency:
        """The neighbors of each entity."""
        return build_adjacency(self.vertices, (edge.ends for edge in self.associations))

    @cached_property
    def association_by_ends(self) -> Mapping[tuple[Arn, Arn], Association]:
        """The association from one entity to another."""
        return {edge.ends: edge for edge in self.associations}


def find_model_data(graph: LineageGraph, entities: Mapping[Arn, Entity], root: Arn) -> tuple[Arn, ...]:
    """Return the model data of a version or model, which evaluations read."""
    if graph.vertices[root].type not in _MODELS:
        return ()
    if not _is_package(graph, entities, root):
        return (root,)
    return tuple(arn for arn in graph.parents[root] if graph.vertices[arn].type in _MODELS)


def _is_package(graph: LineageGraph, entities: Mapping[Arn, Entity], arn: Arn) -> bool:
    """Return whether a model is a registered version.

    Where it is not described, its approvals and its group tell.
    """
    if entity := entities.get(arn):
        return is_model_package(entity)
    types = {graph.vertices[near].type for near in (*graph.parents[arn], *graph.children[arn])}
    return bool(types & {"Approval", "ModelGroup"})


def find_evaluations(graph: LineageGraph, models: Iterable[Arn]) -> tuple[Arn, ...]:
    """Return the jobs and actions that read model data to judge it."""
    found = (
        arn for model in models for arn in graph.children[model] if graph.vertices[arn].type in _EVALUATIONS
    )
    return tuple(dict.fromkeys(found))


def select_side(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    *,
    described: Collection[Arn] = (),
    keeps_all: bool = False,
) -> Side:
    """Select what belongs to one side from what was read.

    Args:
        graph: What was read, from the root both ways, and around its evaluations.
        entities: Descriptions, as far as they are known.
        described: Entities whose whole descriptions are known.
        keeps_all: Whether batch jobs and history belong to it as well, as for an entity then and now.
    """
    graph = _unite_twins(graph)
    root = graph.start
    models = find_model_data(graph, entities, root)
    evaluations = frozenset(find_evaluations(graph, models))
    is_history = (lambda _: False) if keeps_all else _find_history(entities)
    edges = [edge for edge in graph.associations if not is_history(edge)]
    near = build_adjacency(graph.vertices, (edge.ends for edge in edges))
    up = compute_distances([root], near.parents)
    apart = frozenset(
        () if keeps_all else (arn for arn, vertex in graph.vertices.items() if vertex.type == _TRANSFORM)
    )
    down = compute_distances([root], near.children, stop=(apart - {root}).__contains__)
    kept_down = [arn for arn in down if arn not in apart or arn in up]
    around = {
        end
        for edge in edges
        if not evaluations.isdisjoint(edge.ends)
        for end in edge.ends
        if end not in apart
    }
    kept = dict.fromkeys((*up, *kept_down, *(arn for arn in graph.vertices if arn in around)))
    lead_down = frozenset(kept_down) - (apart - {root})
    associations = tuple(
        edge
        for edge in edges
        if edge.source in kept
        and edge.destination in kept
        and (edge.destination in up or edge.source in lead_down or not evaluations.isdisjoint(edge.ends))
    )
    reached = compute_distances([root], graph.parents)
    return Side(
        root,
        MappingProxyType({arn: graph.vertices[arn] for arn in kept}),
        associations,
        entities,
        frozenset(described) & kept.keys(),
        evaluations & kept.keys(),
        transforms=_list_transforms(graph, (root, *models), kept),
        history=tuple(arn for arn in reached if arn not in kept),
        gaps=graph.read_status.gaps,
    )


def _list_transforms(graph: LineageGraph, models: Iterable[Arn], kept: Collection[Arn]) -> tuple[Arn, ...]:
    """Return the batch jobs that used a model."""
    found = (arn for model in models for arn in graph.children[model])
    return tuple(
        dict.fromkeys(arn for arn in found if graph.vertices[arn].type == _TRANSFORM and arn not in kept)
    )


def _find_history(entities: Mapping[Arn, Entity]) -> Callable[[Association], bool]:
    """Return a function that tells associations to former versions of data."""

    def blank(arn: Arn) -> str:
        entity = entities.get(arn)
        return blank_versions((entity and entity.source_uri) or "")

    def is_history(edge: Association) -> bool:
        if edge.type != AssociationType.DERIVED_FROM:
            return False
        place = blank(edge.source)
        return bool(place) and place == blank(edge.destination)

    return is_history


def _unite_twins(graph: LineageGraph) -> LineageGraph:
    """Return a graph in which twins of other accounts are one entity.

    Twins are the same and have the same id; the start, or else the first by ARN, stands for them.
    """
    stands_for: dict[Arn, Arn] = {}

    def find(arn: Arn) -> Arn:
        while arn in stands_for:
            arn = stands_for[arn]
        return arn

    for edge in sorted(graph.associations, key=lambda each: each.ends):
        if edge.is_directed or _get_id(edge.source) != _get_id(edge.destination):
            continue
        ends = sorted({find(edge.source), find(edge.destination)}, key=lambda arn: (arn != graph.start, arn))
        if len(ends) > 1:
            stands_for[ends[1]] = ends[0]
    if not stands_for:
        return graph
    united = {
        (find(edge.source), find(edge.destination)): replace(
            edge, source=find(edge.source), destination=find(edge.destination)
        )
        for edge in reversed(graph.associations)
    }
    return replace(
        graph,
        vertices=MappingProxyType(
            {arn: vertex for arn, vertex in graph.vertices.items() if arn not in stands_for}
        ),
        associations=tuple(edge for ends, edge in reversed(united.items()) if ends[0] != ends[1]),
        matches=frozenset(map(find, graph.matches)),
        distances=MappingProxyType(
            {arn: steps for arn, steps in graph.distances.items() if arn not in stands_for}
        ),
    )


def _get_id(arn: Arn) -> tuple[LineageType | None, str]:
    parts = split_arn(arn)
    return parts.lineage_type, parts.name
