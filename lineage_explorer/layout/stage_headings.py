"""Pipeline stages: the purpose of a vertex, in order of time."""

from __future__ import annotations

from enum import IntEnum

from lineage_explorer.graph.model import LineageType, Vertex


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
