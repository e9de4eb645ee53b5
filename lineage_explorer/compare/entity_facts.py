"""Facts of entities, and which of them differ between two.

Times, names and places of runs are not facts: they differ always. A place is one only where nobody in the
lineage produced what is there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from lineage_explorer.compare.roles import find_step, find_tuning_number
from lineage_explorer.compare.run_ids import blank_ids, find_execution
from lineage_explorer.compare.side import Side
from lineage_explorer.graph.approvals import PENDING
from lineage_explorer.graph.entity_styles import Family, decision_of, style_of
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.graph.resource_names import strip_service_suffix
from lineage_explorer.graph.serving import is_model_package
from lineage_explorer.graph.traversal import compute_distances


class Section(StrEnum):
    """Section of a comparison, in reading order."""

    DATA = "data"
    CODE = "code"
    IMAGE = "image"
    JOB = "job"
    HYPER_PARAMETER = "hyper-parameter"
    METRIC = "metric"
    MODEL = "model"
    APPROVAL = "approval"
    DEPLOYMENT = "deployment"
    COMMIT = "commit"
    OTHER = "other"


_SECTIONS = {
    Family.DATA: Section.DATA,
    Family.REPORT: Section.DATA,
    Family.CODE: Section.CODE,
    Family.IMAGE: Section.IMAGE,
    Family.JOB: Section.JOB,
    Family.MODEL: Section.MODEL,
    Family.APPROVAL: Section.APPROVAL,
    Family.DEPLOYMENT: Section.DEPLOYMENT,
    Family.ENDPOINT: Section.DEPLOYMENT,
    Family.OTHER: Section.OTHER,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Fact of an entity.

    Attributes:
        section: What it is a fact about.
        value: Its value for readers.
        key: What equal facts have in common.
    """

    section: Section
    value: str
    key: Hashable


@dataclass(frozen=True, slots=True)
class FactDifference:
    """Fact that differs between two entities, or is the same.

    Attributes:
        name: Its name.
        section: What it is a fact about.
        a, b: Its values; empty where a side has none.
        is_equal: Whether both are the same.
    """

    name: str
    section: Section
    a: str
    b: str
    is_equal: bool = False


_SECTION_ORDER = {section: number for number, section in enumerate(Section)}
_METRIC = re.compile(r"(train|validation|test):")
_RESOURCE_PREFIX = "SageMaker."
_SOURCE_IDS = ("MD5Hash", "S3ETag", "S3Version")
_OBJECT_VERSION = "S3Version"
_SHOWN_DECISIONS = {PENDING: "Pending"}


def find_section(side: Side, arn: Arn) -> Section:
    """Return the section that an entity belongs to."""
    return _SECTIONS[style_of(side.vertices[arn], side.entities.get(arn)).family]


def collect_run_ids(side: Side) -> frozenset[str]:
    """Return the ids and names of a side's own runs."""
    ids: set[str] = set()
    for arn in side.vertices:
        entity = side.entities.get(arn)
        if entity is None:
            continue
        if entity.lineage_type is LineageType.TRIAL_COMPONENT and entity.name:
            ids |= {strip_service_suffix(entity.name), find_execution(entity.name)}
        ids.add(find_execution(entity.metadata.get("GeneratedBy", "")))
    return frozenset(ids - {""})


def collect_facts(side: Side, arn: Arn, run_ids: AbstractSet[str]) -> Mapping[str, Fact]:
    """Return the facts of an entity of a side, by name."""
    entity, section = side.entities[arn], find_section(side, arn)
    facts: dict[str, Fact] = {}
    if entity.lineage_type is LineageType.TRIAL_COMPONENT:
        facts |= _collect_job_facts(entity, is_evaluation=arn in side.evaluations)
        if number := find_tuning_number(arn, entity):
            text = f"{number} of {find_step(arn, entity)}"
            facts["tuning"] = Fact(Section.JOB, text, text)
    elif entity.lineage_type is not LineageType.CONTEXT:
        is_report = style_of(side.vertices[arn], entity).family is Family.REPORT
        facts |= _collect_properties(entity, section, is_report=is_report)
    source = _find_own_source(side, arn)
    facts |= {
        kind: Fact(section, value, value)
        for kind, value in entity.source_ids
        if source or kind != _OBJECT_VERSION  # copies of one content have versions of their own
    }
    if entity.type == "Approval":
        facts |= _collect_approval_facts(entity)
    elif entity.status:
        facts["status"] = Fact(section, entity.status, entity.status.casefold())
    if source:
        facts["source"] = Fact(section, source, blank_ids(source, run_ids).rstrip("/"))
    return facts


def _collect_job_facts(entity: Entity, *, is_evaluation: bool) -> dict[str, Fact]:
    """Return a job's parameters and metrics."""
    facts: dict[str, Fact] = {}
    for name, value in entity.parameters.items():
        text, key = _read_value(value)
        if name.startswith(_RESOURCE_PREFIX):
            facts[name.removeprefix(_RESOURCE_PREFIX)] = Fact(Section.JOB, text, key)
        elif _METRIC.match(name) or (is_evaluation and isinstance(key, float)):
            facts[name] = Fact(Section.METRIC, text, key)
        else:
            facts[name] = Fact(Section.HYPER_PARAMETER, text, key)
    for metric in entity.metrics:
        if metric.last is not None:
            facts[metric.name] = Fact(Section.METRIC, *_read_value(metric.last))
    return facts


def _collect_properties(entity: Entity, section: Section, *, is_report: bool) -> dict[str, Fact]:
    facts = {}
    for name, value in entity.properties.items():
        if name != "ModelApprovalStatus":
            text, key = _read_value(value)
            is_metric = is_report and isinstance(key, float)
            facts[name] = Fact(Section.METRIC if is_metric else section, text, key)
    return facts


def _collect_approval_facts(entity: Entity) -> dict[str, Fact]:
    """Return who decided what, and why."""
    decision = decision_of(entity) or ""
    shown = _SHOWN_DECISIONS.get(decision.casefold(), decision)
    facts = {"decision": Fact(Section.APPROVAL, shown, decision.casefold())}
    if decision.casefold() != PENDING:
        if entity.created_by:
            facts["approver"] = Fact(Section.APPROVAL, entity.created_by, entity.created_by)
        if entity.description:
            facts["reason"] = Fact(Section.APPROVAL, entity.description, entity.description)
    return facts


def _find_own_source(side: Side, arn: Arn) -> str:
    """Return the place of what nobody of its side produced."""
    vertex, entity = side.vertices[arn], side.entities[arn]
    if vertex.lineage_type is not LineageType.ARTIFACT or is_model_package(entity):
        return ""
    return "" if side.adjacency.parents[arn] else entity.source_uri or ""


def _read_value(value: str | float) -> tuple[str, Hashable]:
    """Return a value for readers, and for comparison: "6" is 6."""
    try:
        number = float(value)
    except ValueError:
        return str(value), str(value)
    if not math.isfinite(number):
        return str(value), str(value)
    return value if isinstance(value, str) else f"{number:.12g}", number


def compare_facts(a: Mapping[str, Fact], b: Mapping[str, Fact]) -> tuple[FactDifference, ...]:
    """Return the facts of two entities side by side."""
    found = []
    for name in a.keys() | b.keys():
        first, second = a.get(name), b.get(name)
        if (first is None or second is None) and name in _SOURCE_IDS:
            continue  # what is not recorded says nothing
        known = first or second
        if known is not None:
            found.append(
                FactDifference(
                    name,
                    known.section,
                    first.value if first else "",
                    second.value if second else "",
                    is_equal=first is not None and second is not None and first.key == second.key,
                )
            )
    return tuple(sorted(found, key=lambda each: (_SECTION_ORDER[each.section], each.name)))


def find_identical(a: Entity, b: Entity) -> str:
    """Return the id that proves equal content; empty if none.

    A place alone proves nothing: its content may have been replaced.
    """
    common = set(a.source_ids) & set(b.source_ids)
    kinds = sorted(kind for kind, _ in common if kind != "Custom")
    return kinds[0] if kinds else ""


def find_commit(side: Side) -> str:
    """Return the commit of a side, from its version or training job.

    Scripts and images that are used again carry the commit of their first run.
    """
    upstream = compute_distances([side.root], side.adjacency.parents)
    jobs = [arn for arn in upstream if side.vertices[arn].type == "TrainingJob"]
    is_reused = find_section(side, side.root) in (Section.CODE, Section.IMAGE)
    for arn in jobs if is_reused else (side.root, *jobs):
        entity = side.entities.get(arn)
        if entity and (commit := entity.metadata.get("CommitId")):
            return commit
    return ""
