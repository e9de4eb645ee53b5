"""Model versions of a graph, what trained them, what evaluations read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lineage_explorer.graph.entity_styles import Family, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import is_model_package
from lineage_explorer.graph.traversal import compute_distances, find_ancestors

MAX_VERSIONS = 20
"""Versions that a report tells about: those that serve first, then the newest."""


def find_versions(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> list[Arn]:
    """Return the registered versions of a graph, the newest first.

    Models count where nothing is registered. A start that is a version stands for itself.
    """
    models = [arn for arn, vertex in graph.vertices.items() if vertex.type == "Model"]
    if graph.start in models:
        return [graph.start]
    packages = [arn for arn in models if is_model_package(entities.get(arn))]

    def build_key(arn: Arn) -> tuple[float, Arn]:
        created = (entity := entities.get(arn)) and entity.created
        return (-created.timestamp() if created else 0.0, arn)

    return sorted(packages or models, key=build_key)


def find_trainers(graph: LineageGraph, version: Arn, upstream: Collection[Arn]) -> list[Arn]:
    """Return the nearest training jobs upstream of a version."""
    distances = compute_distances([version], graph.parents)
    training = [arn for arn in upstream if graph.vertices[arn].type == "TrainingJob"]
    nearest = min((distances[arn] for arn in training), default=0)
    return sorted(arn for arn in training if distances[arn] == nearest)


def list_evaluated(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> list[Arn]:
    """Return what evaluations of the versions read: models and their data."""
    found: dict[Arn, None] = {}
    for version in find_versions(graph, entities)[:MAX_VERSIONS]:
        upstream = find_ancestors(graph, version)
        trainers = find_trainers(graph, version, upstream)
        models = sorted(
            arn for arn in upstream if style_of(graph.vertices[arn], entities.get(arn)).family is Family.MODEL
        )
        outputs = [arn for arn in models if any(parent in trainers for parent in graph.parents[arn])]
        found |= dict.fromkeys((*outputs, version))
    return list(found)
