"""Styles of vertices: family (color), icon and type title.

SageMaker fixes a type when it first registers an entity, and users may write any type. So a style only
decides how to draw an entity, and is not a statement about what it is (a training output often has the type
`DataSet`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from lineage_explorer.graph.model import Arn, Entity, HasName, LineageType, Vertex
from lineage_explorer.graph.visible_text import escape_invisible


class Family(StrEnum):
    """Family of types that belong together.

    The legend lists families in this order, which is the order of a pipeline.
    """

    DATA = "data"
    CODE = "code"
    REPORT = "report"
    IMAGE = "image"
    JOB = "job"
    MODEL = "model"
    APPROVAL = "approval"
    DEPLOYMENT = "deployment"
    ENDPOINT = "endpoint"
    OTHER = "other"


FAMILY_TITLES = {
    Family.DATA: "Data",
    Family.CODE: "Code",
    Family.REPORT: "Report",
    Family.IMAGE: "Image",
    Family.JOB: "Job",
    Family.MODEL: "Model",
    Family.APPROVAL: "Approval",
    Family.DEPLOYMENT: "Deployment",
    Family.ENDPOINT: "Endpoint",
    Family.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class EntityStyle:
    """Style of one type.

    `icon` names a drawing in `web/graph/icon-paths.js`; `title` is for readers.
    """

    icon: str
    title: str
    family: Family

    @property
    def color(self) -> Family:
        """Family whose color it has: code and reports share that of others."""
        return Family.OTHER if self.family in (Family.CODE, Family.REPORT) else self.family


_BY_TYPE = {
    "DataSet": EntityStyle("dataset", "Data set", Family.DATA),
    "TensorBoard": EntityStyle("dataset", "TensorBoard", Family.DATA),
    "Image": EntityStyle("image", "Image", Family.IMAGE),
    "TrainingJob": EntityStyle("training", "Training job", Family.JOB),
    "ProcessingJob": EntityStyle("processing", "Processing job", Family.JOB),
    "TransformJob": EntityStyle("transform", "Transform job", Family.JOB),
    "Model": EntityStyle("model", "Model", Family.MODEL),
    "ModelData": EntityStyle("model", "Model data", Family.MODEL),
    "ModelBuilderInputModelData": EntityStyle("model", "Model input", Family.MODEL),
    "Checkpoint": EntityStyle("model", "Checkpoint", Family.MODEL),
    "ModelGroup": EntityStyle("group", "Model group", Family.MODEL),
    "Approval": EntityStyle("approval", "Approval", Family.APPROVAL),
    "ModelDeployment": EntityStyle("deployment", "Deployment", Family.DEPLOYMENT),
    "ModelReplaced": EntityStyle("deployment", "Model replaced", Family.DEPLOYMENT),
    "Endpoint": EntityStyle("endpoint", "Endpoint", Family.ENDPOINT),
    "FeatureGroupPipeline": EntityStyle("features", "Feature group", Family.DATA),
    "FeatureGroupPipelineVersion": EntityStyle("features", "Feature group version", Family.DATA),
    "FeatureEngineeringPipeline": EntityStyle("processing", "Feature pipeline", Family.JOB),
}

BUILT_IN_TYPES = frozenset(_BY_TYPE)
"""The types that SageMaker itself assigns."""

TYPE_TITLES = MappingProxyType({name: style.title for name, style in _BY_TYPE.items()})
"""Their titles for readers, by the API's spelling."""

_MODEL_PACKAGE = EntityStyle("package", "Model package", Family.MODEL)
_CODE = EntityStyle("code", "Code", Family.CODE)
_REPORT = EntityStyle("report", "Report", Family.REPORT)

CODE_USE, REPORT_USE = "code", "report"
"""What a job used an artifact as, where its name does not say so."""

_CODE_FILE = re.compile(
    r"\.(py|ipynb|sh|r|rmd|jl|scala|java|jar|whl|sql|js|ts|go|c|cc|cpp|rs)$|/source(dir)?\.tar\.gz$"
    r"|/(code|scripts?|src)/?$",
    re.IGNORECASE,
)
_REPORT_FILE = re.compile(
    r"(^|[/_.-])(evaluat(e|ion)|analysis|report|metrics|statistics|constraints|violations|explanations?)"
    r"[^/]*\.(json|ya?ml|txt|html|pdf|md)$|\.(html|pdf)$|/(evaluations?|reports?)/?$",
    re.IGNORECASE,
)

_BY_LINEAGE_TYPE = {
    LineageType.ARTIFACT: EntityStyle("artifact", "Artifact", Family.OTHER),
    LineageType.ACTION: EntityStyle("action", "Action", Family.OTHER),
    LineageType.CONTEXT: EntityStyle("context", "Context", Family.OTHER),
    LineageType.TRIAL_COMPONENT: EntityStyle("trial", "Trial component", Family.JOB),
    None: EntityStyle("unknown", "Not readable", Family.OTHER),
}

_BY_LOWERCASE_TYPE = {name.lower(): style for name, style in _BY_TYPE.items()}


def style_of(vertex: Vertex, entity: HasName | None = None) -> EntityStyle:
    """Return the style of a vertex.

    Case is ignored only for drawing (`Dataset` is another type than `DataSet`, spelled by users). A type that
    has no style of its own keeps its spelling as title. A model package has the type `Model`; only its
    source, known once it is described, distinguishes it. SageMaker registers whatever a job reads or writes
    as a `DataSet`, scripts and evaluations included; how a job used it, or its extension, tells them apart.
    """
    source = (entity and entity.source_uri) or ""
    if vertex.type == "Model" and ":model-package/" in source:
        return _MODEL_PACKAGE
    if vertex.type in _DATA_TYPES and entity:
        if entity.use == CODE_USE or _CODE_FILE.search(source):
            return _CODE
        if entity.use == REPORT_USE or _REPORT_FILE.search(source):
            return _REPORT
    by_lineage_type = _BY_LINEAGE_TYPE[vertex.lineage_type]
    if not vertex.type:
        return by_lineage_type
    exact = _BY_TYPE.get(vertex.type)
    if exact:
        return exact
    similar = _BY_LOWERCASE_TYPE.get(vertex.type.lower()) or _find_by_prefix(vertex.type) or by_lineage_type
    return EntityStyle(similar.icon, escape_invisible(vertex.type), similar.family)


_DATA_TYPES = ("DataSet", "Dataset", "Code", "Report", None)
"""Types that say no more than that a job read or wrote it, and the two that users give."""

_CODE_INPUTS = ("code", "script", "entrypoint", "sagemaker_submit_directory", "source_dir")
_REPORT_OUTPUTS = ("evaluation", "analysis_result", "report", "metrics")


def mark_uses(entities: Mapping[Arn, Entity]) -> Mapping[Arn, Entity]:
    """Return entities with what jobs used them as.

    Jobs name their inputs and outputs: a folder that one reads as `code` holds code.
    """
    uses: dict[str, str] = {}
    for entity in entities.values():
        for channels, channel_names, use in (
            (entity.outputs, _REPORT_OUTPUTS, REPORT_USE),
            (entity.inputs, _CODE_INPUTS, CODE_USE),
        ):
            uses |= {uri: use for name, uri in channels.items() if name.lower() in channel_names and uri}
    if not uses:
        return entities
    return {
        arn: replace(entity, use=use)
        if entity.lineage_type is LineageType.ARTIFACT
        and (use := uses.get(entity.source_uri or "", "")) != entity.use
        else entity
        for arn, entity in entities.items()
    }


_WORD_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])")


def get_type_title(type_: str) -> str:
    """Return the title of a type for readers.

    A type without style is split into its words.
    """
    style = _BY_TYPE.get(type_) or _BY_LOWERCASE_TYPE.get(type_.lower()) or _find_by_prefix(type_)
    return style.title if style else _WORD_BOUNDARY.sub(" ", escape_invisible(type_))


def label_with_type(style: EntityStyle, name: str) -> str:
    """Return a name with its type, for use within a sentence.

    For example "endpoint churn-live" or "pipeline execution p-7".
    """
    title = style.title
    words = f"{title[0].lower()}{title[1:]}" if " " in title else _WORD_BOUNDARY.sub(" ", title).lower()
    return f"{words} {name}"


def _find_by_prefix(type_: str) -> EntityStyle | None:
    # The version context of a feature processor carries the pipeline's name in its type.
    return _BY_TYPE["FeatureEngineeringPipeline"] if type_.startswith("FeatureEngineeringPipeline") else None


APPROVAL_NAME = re.compile(
    r"-(?P<status>Approved|Rejected|PendingManualApproval)-\d+-aws-model-group$", re.IGNORECASE
)
"""Pattern of the names that SageMaker gives to approval actions.

`<group>-<version>-<status>-<epoch>-aws-model-group`.
"""


def get_status(entity: Entity) -> str:
    """Return the status of an entity; of an approval its decision.

    SageMaker completes the action that records an approval whatever was decided.
    """
    if entity.type == "Approval":
        return decision_of(entity) or ""
    return entity.status or ""


def decision_of(entity: Entity) -> str | None:
    """Return the decision of an approval, or None for other entities.

    Spelled as the API spells it: `Approved`, …. Read from its properties; `ListActions` leaves these out, so
    the name that SageMaker gave the action is the fallback.
    """
    if entity.type != "Approval":
        return None
    name_match = APPROVAL_NAME.search(entity.name or "")
    return entity.properties.get("ModelApprovalStatus") or (name_match["status"] if name_match else None)
