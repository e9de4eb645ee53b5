"""Roles of entities, as seen from their neighbors.

Parts of two lineages with the same role beside parts that are a pair are a pair, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lineage_explorer.compare.run_ids import blank_versions
from lineage_explorer.compare.side import Side
from lineage_explorer.graph.approvals import PENDING
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import APPROVAL_NAME, decision_of
from lineage_explorer.graph.model import Arn, AssociationType, Entity, LineageType
from lineage_explorer.graph.resource_names import ResourceName, name_job, strip_service_suffix
from lineage_explorer.graph.serving import DEPLOYMENT_TYPES, is_model_package

_UNTOLD = (AssociationType.DERIVED_FROM, AssociationType.SAME_AS)
"""Associations that roles are not told by."""


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """Role of an entity.

    Attributes:
        kind: Kind of role.
        type: Type of the entity.
        word: What tells it from others of its kind; in lower case.
        reason: The role in words, for readers.
    """

    kind: str
    type: str
    word: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What equal roles have in common."""
        return self.kind, self.type, self.word


def list_neighbors(side: Side, arn: Arn) -> Iterator[tuple[Arn, bool]]:
    """Yield the neighbors of an entity, and whether each is a parent."""
    for parent in side.adjacency.parents[arn]:
        if side.association_by_ends[parent, arn].type not in _UNTOLD:
            yield parent, True
    for child in side.adjacency.children[arn]:
        if side.association_by_ends[arn, child].type not in _UNTOLD:
            yield child, False


def find_role(side: Side, arn: Arn, near: Arn, *, is_parent: bool) -> Role | None:
    """Return the role of an entity as seen from its neighbor.

    Args:
        side: The side that both belong to.
        arn: The entity.
        near: Its neighbor.
        is_parent: Whether the entity leads to its neighbor.
    """
    vertex, type_ = side.vertices[arn], side.vertices[arn].type or ""
    entity = side.entities.get(arn)
    if vertex.lineage_type is LineageType.ARTIFACT:
        if side.vertices[near].lineage_type is LineageType.TRIAL_COMPONENT:
            return _find_channel_role(side, arn, near, is_parent=is_parent)
        return _find_container_role(side, arn, near) if is_parent else None
    if vertex.lineage_type is LineageType.TRIAL_COMPONENT:
        step = find_step(arn, entity)
        kind, word = ("producer", "") if is_parent else ("consumer", step.casefold())
        return Role(kind, type_, word, f"made {_get_title(side, near)}" if is_parent else f"step {step}")
    if type_ == "Approval":
        return _find_approval_role(arn, entity)
    return _find_deployment_role(side, arn) if type_ in DEPLOYMENT_TYPES else find_source_role(side, arn)


def _find_channel_role(side: Side, arn: Arn, job: Arn, *, is_parent: bool) -> Role | None:
    """Return the role of what a job reads or writes."""
    entity, described = side.entities.get(arn), side.entities.get(job)
    uri = ((entity and entity.source_uri) or "").rstrip("/")
    if not uri or described is None:
        return None
    channels, word = (described.inputs, "input") if is_parent else (described.outputs, "output")
    name = next((name for name, value in sorted(channels.items()) if value.rstrip("/") == uri), None)
    if name is None:
        return None
    step = find_step(job, described)
    shown = "image" if name == "SageMaker.ImageUri" else f"{word} {name}"
    return Role(word, side.vertices[arn].type or "", name.casefold(), f"{shown} of {step}")


def _find_container_role(side: Side, arn: Arn, near: Arn) -> Role | None:
    """Return the role of an image or model in a version."""
    type_ = side.vertices[arn].type or ""
    if side.vertices[near].type != "Model" or type_ not in ("Model", "ModelData", "Image"):
        return None
    if is_model_package(side.entities.get(arn)):
        return None
    return Role("container", type_, "", f"{'image' if type_ == 'Image' else 'model data'} of the version")


def _find_approval_role(arn: Arn, entity: Entity | None) -> Role:
    named = APPROVAL_NAME.search(arn)
    decision = (entity and decision_of(entity)) or (named["status"] if named else "")
    is_pending = decision.casefold() == PENDING
    word = "request" if is_pending else "decision"
    return Role(
        "approval", "Approval", word, "request for approval" if is_pending else "decision on the version"
    )


def _find_deployment_role(side: Side, arn: Arn) -> Role | None:
    endpoints = [near for near in side.adjacency.children[arn] if side.vertices[near].type == "Endpoint"]
    if len(endpoints) != 1:
        return None
    entity = side.entities.get(endpoints[0])
    word = (entity and entity.source_uri) or endpoints[0]
    return Role("deployment", "", word.casefold(), f"deployed to {_get_title(side, endpoints[0])}")


def find_source_role(side: Side, arn: Arn) -> Role | None:
    """Return the role that an entity has by its source alone.

    Ids, dates and versions of runs are left out.
    """
    entity, vertex = side.entities.get(arn), side.vertices[arn]
    source = (entity and entity.source_uri) or ""
    if not source or vertex.lineage_type is LineageType.TRIAL_COMPONENT:
        return None
    place = blank_versions(source).rstrip("/").casefold()
    kind = f"{vertex.lineage_type} by source"
    return Role(kind, vertex.type or "", place, "same place but for run, date and version")


def find_step_role(side: Side, arn: Arn) -> Role | None:
    """Return the role that a job has by its step alone."""
    vertex = side.vertices[arn]
    if vertex.lineage_type is not LineageType.TRIAL_COMPONENT:
        return None
    step = find_step(arn, side.entities.get(arn))
    return Role("step", vertex.type or "", step.casefold(), f"step {step}") if step else None


def find_image_role(side: Side, arn: Arn) -> Role | None:
    """Return the role that an image has by its repository alone."""
    entity, vertex = side.entities.get(arn), side.vertices[arn]
    source = (entity and entity.source_uri) or ""
    if vertex.type != "Image" or not source:
        return None
    repository = source.partition("@")[0]
    head, slash, last = repository.rpartition("/")
    place = f"{head}{slash}{last.partition(':')[0]}".casefold()
    return Role("image", "Image", place, "same image repository")


def find_job_name(arn: Arn, entity: Entity | None) -> ResourceName:
    """Return the readable name of a job."""
    name = (entity and entity.name) or arn.rpartition("/")[2]
    return name_job(strip_service_suffix(name))


def find_step(arn: Arn, entity: Entity | None) -> str:
    """Return a job's name without run, moment and number."""
    return find_job_name(arn, entity).title.partition(" #")[0]


def find_tuning_number(arn: Arn, entity: Entity | None) -> str:
    """Return a job's number within its tuning; empty without one."""
    _, mark, number = find_job_name(arn, entity).title.partition(" #")
    return f"{mark}{number}".strip()


def _get_title(side: Side, arn: Arn) -> str:
    return name_entity(arn, side.entities.get(arn)).title
