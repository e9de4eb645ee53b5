"""Pipeline stages: the purpose of a vertex, in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import TypeAlias

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, LineageType, Vertex
from lineage_explorer.layout.types import StageHeading


class Stage(IntEnum):
    """Stage of a pipeline; values ascend from first to last."""

    DATA = 0
    IMAGE = 1
    PROCESS = 2
    TRAIN = 3
    MODEL = 4
    APPROVE = 5
    REGISTER = 6
    TRANSFORM = 7
    DEPLOY = 8
    SERVE = 9
    OTHER = 10


STAGE_TITLES = {
    Stage.DATA: "Data",
    Stage.IMAGE: "Images",
    Stage.PROCESS: "Process",
    Stage.TRAIN: "Train",
    Stage.MODEL: "Model",
    Stage.APPROVE: "Approval",
    Stage.REGISTER: "Register",
    Stage.TRANSFORM: "Transform",
    Stage.DEPLOY: "Deploy",
    Stage.SERVE: "Serve",
}

_STAGE_BY_TYPE = {
    "image": Stage.IMAGE,
    "dataset": Stage.DATA,
    "processingjob": Stage.PROCESS,
    "trainingjob": Stage.TRAIN,
    "transformjob": Stage.TRANSFORM,
    "model": Stage.MODEL,
    "modeldata": Stage.MODEL,
    "checkpoint": Stage.MODEL,
    "approval": Stage.APPROVE,
    "modelgroup": Stage.REGISTER,
    "modeldeployment": Stage.DEPLOY,
    "modelreplaced": Stage.DEPLOY,
    "endpoint": Stage.SERVE,
}


def stage_of(vertex: Vertex) -> Stage:
    """Return the stage of a vertex, derived from its type.

    Upper and lower case do not matter: `Dataset` counts as `DataSet`. An artifact of any other type counts as
    data: users register data under types of their own.
    """
    stage = _STAGE_BY_TYPE.get((vertex.type or "").lower())
    if stage is not None:
        return stage
    return Stage.DATA if vertex.lineage_type == LineageType.ARTIFACT else Stage.OTHER


Column: TypeAlias = tuple[float, Sequence[Arn]]
"""Center of a rank, and the vertices in it."""

_MIN_SHARE = 0.8
"""Share of a rank's cards that a heading must fit."""


def classify_stages(graph: LineageGraph) -> dict[Arn, Stage]:
    """Return the stage of each vertex; model packages count as registered.

    SageMaker gives a model package the type `Model` too; only its associations distinguish it from model
    data. A model counts as a package if it is derived from a model, an approval or a model group, or belongs
    to a group.
    """
    stage_by_arn = {arn: stage_of(vertex) for arn, vertex in graph.vertices.items()}
    packages = {
        association.destination
        for association in graph.associations
        if association.is_directed
        and stage_by_arn[association.destination] is Stage.MODEL
        and stage_by_arn[association.source] in (Stage.MODEL, Stage.APPROVE, Stage.REGISTER)
    }
    packages.update(
        association.source
        for association in graph.associations
        if stage_by_arn[association.source] is Stage.MODEL
        and stage_by_arn[association.destination] is Stage.REGISTER
    )
    return stage_by_arn | dict.fromkeys(packages, Stage.REGISTER)


def build_headings(columns: Iterable[Column], stage_by_arn: Mapping[Arn, Stage]) -> tuple[StageHeading, ...]:
    """Build headings over ranks of nearly one or two stages.

    Args:
        columns: Each rank's center and its vertices.
        stage_by_arn: The stage of each vertex.
    """
    titles = ((x, _choose_title(Counter(stage_by_arn[arn] for arn in arns))) for x, arns in columns)
    return tuple(StageHeading(x, title) for x, title in titles if title)


def _choose_title(counts: Counter[Stage]) -> str | None:
    """Return the title of one or two stages, if it fits.

    It fits if nearly all cards are of these stages.
    """
    minimum = _MIN_SHARE * counts.total()
    common = [stage for stage, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2]]
    for candidate in (common[:1], sorted(common)):
        if sum(counts[stage] for stage in candidate) >= minimum and all(
            stage in STAGE_TITLES for stage in candidate
        ):
            first, *second = (STAGE_TITLES[stage] for stage in candidate)
            return " & ".join([first, *(title.lower() for title in second)])
    return None
