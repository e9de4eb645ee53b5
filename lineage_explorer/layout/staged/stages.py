"""Assign blocks to stages, and to columns within a stage.

Every arc leads to a later column. A block stands in the stage of its first card's type, or in an earlier one
if it leads there: a model that another pipeline's job reads is a source of that pipeline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lineage_explorer.graph.digraph import build_adjacency, sort_topologically
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.layout.stage_headings import Stage, classify_stages
from lineage_explorer.layout.staged.blocks import BlockGraph


class PipelineStage(IntEnum):
    """Stage of a pipeline, from left to right."""

    SOURCES = 0
    FEATURES = 1
    PREPARE = 2
    TRAIN = 3
    REGISTER = 4
    DEPLOY = 5
    USE = 6


_TITLES = {
    PipelineStage.SOURCES: "Sources",
    PipelineStage.FEATURES: "Feature store",
    PipelineStage.PREPARE: "Prepare",
    PipelineStage.TRAIN: "Train",
    PipelineStage.REGISTER: "Register",
    PipelineStage.DEPLOY: "Deploy and serve",
    PipelineStage.USE: "Use",
}

_STAGES = {
    Stage.IMAGE: PipelineStage.SOURCES,
    Stage.TRAIN: PipelineStage.TRAIN,
    Stage.MODEL: PipelineStage.TRAIN,
    Stage.APPROVE: PipelineStage.REGISTER,
    Stage.REGISTER: PipelineStage.REGISTER,
    Stage.TRANSFORM: PipelineStage.USE,
    Stage.DEPLOY: PipelineStage.DEPLOY,
    Stage.SERVE: PipelineStage.DEPLOY,
}
_FEATURE_TYPES = ("featuregroup", "featureengineeringpipeline")


@dataclass(frozen=True, slots=True)
class Columns:
    """Column of each block.

    Attributes:
        column_of: Number of each block's column, from left to right.
        stages: Stage of each column, ascending.
    """

    column_of: Sequence[int]
    stages: Sequence[PipelineStage]


def assign_columns(graph: LineageGraph, block_graph: BlockGraph) -> Columns:
    """Return the column of each block."""
    count = len(block_graph.blocks)
    predecessors, successors = build_adjacency(count, block_graph.arcs)
    order = sort_topologically(predecessors, successors)
    stage_of = _assign_stages(graph, block_graph, order, predecessors, successors)
    depth = [0] * count
    for block in order:
        for head in successors[block]:
            if stage_of[head] == stage_of[block]:
                depth[head] = max(depth[head], depth[block] + 1)
    used = sorted({(stage_of[block], depth[block]) for block in range(count)})
    index_of = {key: index for index, key in enumerate(used)}
    return Columns(
        [index_of[stage_of[block], depth[block]] for block in range(count)], [stage for stage, _ in used]
    )


def _assign_stages(
    graph: LineageGraph,
    block_graph: BlockGraph,
    order: Sequence[int],
    predecessors: Sequence[Sequence[int]],
    successors: Sequence[Sequence[int]],
) -> list[PipelineStage]:
    classes = classify_stages(graph)
    roots = [block.cards[0].arn for block in block_graph.blocks]
    trains = [any(classes[card.arn] is Stage.TRAIN for card in block.cards) for block in block_graph.blocks]
    leads_to_training = list(trains)
    for block in reversed(order):
        leads_to_training[block] |= any(leads_to_training[head] for head in successors[block])
    follows_training = [
        trained or classes[root] in (Stage.MODEL, Stage.REGISTER)
        for trained, root in zip(trains, roots, strict=True)
    ]
    stages: dict[int, PipelineStage] = {}
    for block in order:
        follows_training[block] |= any(follows_training[tail] for tail in predecessors[block])
        before = [stages[tail] for tail in predecessors[block]]
        known = _find_stage(
            graph,
            classes[roots[block]],
            roots[block],
            has_parents=bool(before),
            is_evaluation=follows_training[block] and not leads_to_training[block],
        )
        stages[block] = known if known is not None else max(before, default=PipelineStage.SOURCES)
    for block in reversed(order):
        stages[block] = min([stages[block], *(stages[head] for head in successors[block])])
    return [stages[block] for block in range(len(roots))]


def _find_stage(
    graph: LineageGraph, stage: Stage, arn: Arn, *, has_parents: bool, is_evaluation: bool
) -> PipelineStage | None:
    """Return the stage of a block by its first card.

    None for a block that stands with what comes before it.
    """
    vertex = graph.vertices[arn]
    if (vertex.type or "").lower().startswith(_FEATURE_TYPES):
        return PipelineStage.FEATURES
    if stage is Stage.PROCESS or (
        vertex.lineage_type is LineageType.TRIAL_COMPONENT and stage is Stage.OTHER
    ):
        return PipelineStage.REGISTER if is_evaluation else PipelineStage.PREPARE
    if stage in _STAGES:
        return _STAGES[stage]
    return None if has_parents else PipelineStage.SOURCES


def name_stages(
    graph: LineageGraph, block_graph: BlockGraph, columns: Columns
) -> Mapping[PipelineStage, str]:
    """Return the title of each stage, after what stands in it."""
    classes = classify_stages(graph)
    titles = dict(_TITLES)
    shown = {
        classes[card.arn]
        for block, column in zip(block_graph.blocks, columns.column_of, strict=True)
        if columns.stages[column] is PipelineStage.REGISTER
        for card in block.cards
    }
    if Stage.APPROVE in shown:
        titles[PipelineStage.REGISTER] = "Register and approve"
    elif Stage.PROCESS in shown:
        is_only = Stage.REGISTER not in shown
        titles[PipelineStage.REGISTER] = "Evaluate" if is_only else "Evaluate and register"
    return titles


_MIN_KNOWN_SHARE = 0.4


def has_stages(graph: LineageGraph) -> bool:
    """Return whether enough types of a graph are those of pipelines."""
    classes = classify_stages(graph)
    kinds = {
        Stage.PROCESS,
        Stage.TRAIN,
        Stage.TRANSFORM,
        Stage.SERVE,
        Stage.DEPLOY,
        Stage.REGISTER,
        Stage.MODEL,
    }
    known = sum(stage is not Stage.OTHER for stage in classes.values())
    return known >= _MIN_KNOWN_SHARE * len(classes) and not kinds.isdisjoint(classes.values())
