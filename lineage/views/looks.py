"""Styles of vertices: family (color), icon and type title.

SageMaker fixes a type when it first registers an entity, and users may write any type. So a style only
decides how to draw an entity, and is no statement about what it is (a training output often has the type
`DataSet`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from lineage.model import Described, LineageType, Vertex


class Family(StrEnum):
    """Family of types that have the same color.

    The legend lists families in this order, which is the order of a pipeline.
    """

    DATA = "data"
    IMAGE = "image"
    JOB = "job"
    MODEL = "model"
    APPROVAL = "approval"
    DEPLOYMENT = "deployment"
    ENDPOINT = "endpoint"
    OTHER = "other"


FAMILY_TITLES = {
    Family.DATA: "Data",
    Family.IMAGE: "Image",
    Family.JOB: "Job",
    Family.MODEL: "Model",
    Family.APPROVAL: "Approval",
    Family.DEPLOYMENT: "Deployment",
    Family.ENDPOINT: "Endpoint",
    Family.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Style of one type.

    `icon` names a drawing in `assets/icons.js`; `title` is for readers.
    """

    icon: str
    title: str
    family: Family


_BY_TYPE = {
    "DataSet": Look("dataset", "Data set", Family.DATA),
    "TensorBoard": Look("dataset", "TensorBoard", Family.DATA),
    "Image": Look("image", "Image", Family.IMAGE),
    "TrainingJob": Look("training", "Training job", Family.JOB),
    "ProcessingJob": Look("processing", "Processing job", Family.JOB),
    "TransformJob": Look("transform", "Transform job", Family.JOB),
    "Model": Look("model", "Model", Family.MODEL),
    "ModelData": Look("model", "Model data", Family.MODEL),
    "ModelBuilderInputModelData": Look("model", "Model input", Family.MODEL),
    "Checkpoint": Look("model", "Checkpoint", Family.MODEL),
    "ModelGroup": Look("group", "Model group", Family.MODEL),
    "Approval": Look("approval", "Approval", Family.APPROVAL),
    "ModelDeployment": Look("deployment", "Deployment", Family.DEPLOYMENT),
    "ModelReplaced": Look("deployment", "Model replaced", Family.DEPLOYMENT),
    "Endpoint": Look("endpoint", "Endpoint", Family.ENDPOINT),
    "FeatureGroupPipeline": Look("features", "Feature group", Family.DATA),
    "FeatureGroupPipelineVersion": Look("features", "Feature group version", Family.DATA),
    "FeatureEngineeringPipeline": Look("processing", "Feature pipeline", Family.JOB),
}

TYPES = frozenset(_BY_TYPE)
"""The types that SageMaker itself assigns."""

_PACKAGE = Look("package", "Model package", Family.MODEL)

_BY_LINEAGE_TYPE = {
    LineageType.ARTIFACT: Look("artifact", "Artifact", Family.OTHER),
    LineageType.ACTION: Look("action", "Action", Family.OTHER),
    LineageType.CONTEXT: Look("context", "Context", Family.OTHER),
    LineageType.TRIAL_COMPONENT: Look("trial", "Trial component", Family.JOB),
    None: Look("unknown", "Not readable", Family.OTHER),
}

_FOLDED = {name.lower(): style for name, style in _BY_TYPE.items()}


def look_of(vertex: Vertex, known: Described | None = None) -> Look:
    """Return the style of a vertex.

    Case is ignored only for drawing (`Dataset` is another type than `DataSet`, spelled by users). A type that
    has no style of its own keeps its spelling as title. A model package has the type `Model`; only its
    source, known once it is described, distinguishes it.
    """
    if vertex.type == "Model" and known and ":model-package/" in (known.source_uri or ""):
        return _PACKAGE
    by_lineage_type = _BY_LINEAGE_TYPE[vertex.lineage_type]
    if not vertex.type:
        return by_lineage_type
    exact = _BY_TYPE.get(vertex.type)
    if exact:
        return exact
    similar = _FOLDED.get(vertex.type.lower()) or _by_prefix(vertex.type) or by_lineage_type
    return Look(similar.icon, vertex.type, similar.family)


_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def called(look: Look, name: str) -> str:
    """Return a name with its type, for use within a sentence.

    For example "endpoint churn-live" or "pipeline execution p-7".
    """
    title = look.title
    words = f"{title[0].lower()}{title[1:]}" if " " in title else _HUMP.sub(" ", title).lower()
    return f"{words} {name}"


def _by_prefix(type_: str) -> Look | None:
    # The version context of a feature processor carries the pipeline's name in its type.
    return _BY_TYPE["FeatureEngineeringPipeline"] if type_.startswith("FeatureEngineeringPipeline") else None
