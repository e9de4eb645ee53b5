"""Assign blocks to stages, and to columns within a stage.

Every arc leads to a later column. A block stands in the stage of its first card's type, or in an earlier one
if it leads there: a model that another pipeline's job reads is a source of that pipeline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lineage_explorer.graph.digraph import Arc, build_adjacency, sort_topologically
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


def assign_columns(graph: LineageGraph, block_graph: BlockGraph, classes: Mapping[Arn, Stage]) -> Columns:
    """Return the column of each block."""
    count = len(block_graph.blocks)
    predecessors, successors = build_adjacency(count, block_graph.arcs)
    order = sort_topologically(predecessors, successors)
    stage_of = _merge_last_stages(_assign_stages(graph, block_graph, classes, order), block_graph.arcs)
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
    graph: LineageGraph, block_graph: BlockGraph, classes: Mapping[Arn, Stage], order: Sequence[int]
) -> list[PipelineStage]:
    predecessors, successors = build_adjacency(len(block_graph.blocks), block_graph.arcs)
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
        if known is PipelineStage.TRAIN and not before and not trains[block] and leads_to_training[block]:
            known = PipelineStage.SOURCES  # a model from elsewhere
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
    if stage is Stage.OTHER and is_evaluation:
        return PipelineStage.REGISTER
    return None if has_parents else PipelineStage.SOURCES


_MAX_STAGES = 5
"""Number of stages up to which serving and using are apart, if there are others."""


def _merge_last_stages(stages: Sequence[PipelineStage], arcs: Sequence[Arc]) -> list[PipelineStage]:
    """Return stages with serving and using as one, if many.

    They stay apart where one leads to the other.
    """
    last = {PipelineStage.DEPLOY, PipelineStage.USE}
    is_led = any({stages[tail], stages[head]} == last for tail, head in arcs)
    if len(set(stages)) <= _MAX_STAGES or is_led or not last <= set(stages):
        return list(stages)
    return [PipelineStage.DEPLOY if stage in last else stage for stage in stages]


def name_stages(
    block_graph: BlockGraph, columns: Columns, classes: Mapping[Arn, Stage]
) -> Mapping[PipelineStage, str]:
    """Return the title of each stage, after what stands in it."""
    titles = dict(_TITLES)
    found: dict[PipelineStage, set[Stage]] = defaultdict(set)
    for block, column in zip(block_graph.blocks, columns.column_of, strict=True):
        found[columns.stages[column]].update(classes[card.arn] for card in block.cards)
    shown, served = found[PipelineStage.REGISTER], found[PipelineStage.DEPLOY]
    if Stage.TRANSFORM in served:
        titles[PipelineStage.DEPLOY] = "Serve and use"
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
