"""Describe the focus in one sentence made from its lineage.

It never says more than is on record, and names what could not be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.approvals import PENDING, VersionDecision
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import decision_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.graph.serving import Evidence, ServingRecord, is_model_package
from lineage_explorer.graph.traversal import search_breadth_first
from lineage_explorer.questions.answer import format_count, join_phrases
from lineage_explorer.views.serving_sentence import NO_MODEL

MAX_NAMED = 2
"""Number of things up to which each is named; more are counted."""


@dataclass(frozen=True, slots=True)
class HeadlineFacts:
    """What a headline is made from.

    Attributes:
        graph: The graph around the focus.
        entities: Descriptions of its vertices, as far as they are known.
        records: What is on record about who serves each endpoint.
        undescribed: Why vertices could not be described, by ARN.
        decisions: What is known of the decisions on the versions whose approvals were all read.
        fully_read: The vertices of which all parents were read.
    """

    graph: LineageGraph
    entities: Mapping[Arn, Entity]
    records: Sequence[ServingRecord]
    undescribed: Mapping[Arn, str]
    decisions: Mapping[Arn, VersionDecision]
    fully_read: Collection[Arn]

    @property
    def year(self) -> int:
        """Year that days leave out."""
        return self.graph.read_status.finished_at.year

    def get_title(self, arn: Arn) -> str:
        """Return the title of a vertex."""
        return name_entity(arn, self.entities.get(arn)).title

    def find_upstream(self, arn: Arn, type_: str) -> Arn | None:
        """Return the nearest vertex of a type upstream of another."""
        vertices = self.graph.vertices
        reached = (found for found, _ in search_breadth_first([arn], self.graph.parents))
        return next((found for found in reached if vertices[found].type == type_), None)

    def list_downstream(self, arn: Arn) -> list[Arn]:
        """Return all vertices downstream of another."""
        return [found for found, _ in search_breadth_first([arn], self.graph.children) if found != arn]


def build_headline(facts: HeadlineFacts) -> str:
    """Return the sentence about the focus; empty if there is none."""
    start = facts.graph.start
    vertex, entity = facts.graph.vertices[start], facts.entities.get(start)
    if vertex.type == "Endpoint" and vertex.lineage_type is LineageType.CONTEXT:
        parts = list(_describe_endpoint(facts))
    elif vertex.type == "ModelGroup" and vertex.lineage_type is LineageType.CONTEXT:
        parts = list(_describe_group(facts))
    elif is_model_package(entity) and vertex.lineage_type is LineageType.ARTIFACT:
        parts = list(_describe_version(facts, start))
    elif vertex.lineage_type is LineageType.TRIAL_COMPONENT:
        parts = list(_describe_job(facts))
    elif vertex.lineage_type is LineageType.ARTIFACT:
        parts = list(_describe_source(facts))
    else:
        parts = []
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _describe_endpoint(facts: HeadlineFacts) -> Iterator[str]:
    """Yield which version an endpoint serves, and how that came to be."""
    record = next((each for each in facts.records if each.endpoint == facts.graph.start), None)
    if record is None:
        if facts.graph.start in facts.undescribed:
            yield "which version it serves is not known: the endpoint is not readable"
        return
    newest = record.deployments[0] if record.deployments else None
    if record.evidence is Evidence.DELETED:
        last = _join_titles(facts, newest.versions) if newest else ""
        yield f"deleted, last served {last}" if last else "deleted"
    elif record.current:
        is_read = record.current.action in facts.fully_read
        unnamed = NO_MODEL if is_read else "a model that is not in this graph"
        served = _join_titles(facts, record.current.versions) or unnamed
        unsure = "" if record.evidence is Evidence.CONFIRMED else " according to lineage"
        details = [f"serves {served}{unsure}"]
        details += _describe_making(facts, record.current.versions)
        yield ", ".join(details)
    elif record.evidence is Evidence.OTHER_CONFIGURATION:
        yield f"serves a version that is not among these: its configuration is {record.configuration}"
    elif record.configuration:
        yield f"which version it serves is not known: no deployment here has {record.configuration}"
    else:
        yield "which version it serves is not known"
    if record.error:
        what = f"what {record.configuration} deploys" if record.configuration else "its configuration"
        yield f"{what} could not be read"


def _describe_group(facts: HeadlineFacts) -> Iterator[str]:
    """Yield the number of a group's versions, and the newest one."""
    graph, start = facts.graph, facts.graph.start
    versions = [
        arn for arn in graph.parents[start] if graph.vertices[arn].lineage_type is LineageType.ARTIFACT
    ]
    if not versions or start not in facts.fully_read:
        return
    yield format_count(len(versions), "version")
    created = {arn: entity.created for arn in versions if (entity := facts.entities.get(arn))}
    days = {arn: day for arn, day in created.items() if day}
    if len(days) < len(versions):
        return  # another one may be newer
    newest = max(days, key=days.__getitem__)
    day = format_day(days[newest], this_year=facts.year)
    registered = f"the newest is {facts.get_title(newest)}, registered {day}"
    yield ", ".join(filter(None, [registered, _describe_decision(facts, newest)]))


def _describe_making(facts: HeadlineFacts, versions: Sequence[Arn]) -> Iterator[str]:
    """Yield when a version was trained and who approved it.

    Of several, each has its own decision.
    """
    if len(versions) == 1:
        job = facts.find_upstream(versions[0], "TrainingJob")
        entity = facts.entities.get(job) if job else None
        if entity and entity.created:
            yield f"trained {format_day(entity.created, this_year=facts.year)}"
    for version in versions:
        if decision := _describe_decision(facts, version):
            yield decision if len(versions) == 1 else f"{facts.get_title(version)} {decision}"


def _describe_decision(facts: HeadlineFacts, version: Arn) -> str:
    """Return the newest decision on a version and who made it.

    Empty where its approvals were not all read.
    """
    known = facts.decisions.get(version)
    if known is None:
        return ""
    newest = known.newest
    if newest is None:
        is_denied = not facts.undescribed.keys().isdisjoint(known.unread)
        unknown = "its approval is not readable" if is_denied else ""
        return unknown if known.unread else "no approval on record"
    decision = (decision_of(newest) or "").lower()
    if decision == PENDING:
        return "approval pending"
    person = f" by {newest.created_by}" if newest.created_by else ""
    day = f" on {format_day(newest.created, this_year=facts.year)}" if newest.created else ""
    reason = "not readable" if newest.arn in facts.undescribed else "not on record"
    return f"{decision}{person}{day}{'' if person else f' (approver {reason})'}"


def _describe_version(facts: HeadlineFacts, version: Arn) -> Iterator[str]:
    """Yield what a version serves, or served, and its origin."""
    serving = [each.endpoint for each in facts.records if each.current and version in each.current.versions]
    former = [
        each.endpoint
        for each in facts.records
        for deployment in each.former
        if version in deployment.versions and each.endpoint not in serving
    ]
    served = [f"serves {_join_titles(facts, serving)}"] if serving else []
    if former:
        served.append(f"served {_join_titles(facts, list(dict.fromkeys(former)))} before")
    yield ", ".join([*served, *_describe_making(facts, [version])])


def _describe_job(facts: HeadlineFacts) -> Iterator[str]:
    """Yield what a job read and made."""
    graph, start = facts.graph, facts.graph.start
    read, made = list(graph.parents[start]), list(graph.children[start])
    if read:
        yield f"read {_join_or_count(facts, read)}"
    if made:
        yield f"made {_join_or_count(facts, made)}"


def _describe_source(facts: HeadlineFacts) -> Iterator[str]:
    """Yield what made an artifact, and what was made from it."""
    graph, start = facts.graph, facts.graph.start
    makers = [
        arn for arn in graph.parents[start] if graph.vertices[arn].lineage_type is LineageType.TRIAL_COMPONENT
    ]
    if makers:
        yield f"made by {_join_or_count(facts, makers)}"
    below = facts.list_downstream(start)
    versions = [arn for arn in below if is_model_package(facts.entities.get(arn)) and ":artifact/" in arn]
    jobs = [arn for arn in below if graph.vertices[arn].lineage_type is LineageType.TRIAL_COMPONENT]
    endpoints = [arn for arn in below if graph.vertices[arn].type == "Endpoint"]
    counts = [
        *([format_count(len(jobs), "job")] if jobs else []),
        *([_describe_versions(facts, versions)] if versions else []),
        *([format_count(len(endpoints), "endpoint")] if endpoints else []),
    ]
    if counts:
        yield f"went into {join_phrases(counts)}"


def _describe_versions(facts: HeadlineFacts, versions: Sequence[Arn]) -> str:
    """Return a few versions by name, others by number."""
    if len(versions) <= MAX_NAMED:
        return _join_titles(facts, versions)
    models = {facts.get_title(arn).rpartition(" v")[0] for arn in versions}
    of_model = f" of {models.pop()}" if len(models) == 1 else ""
    return f"{format_count(len(versions), 'version')}{of_model}"


def _join_or_count(facts: HeadlineFacts, arns: Sequence[Arn]) -> str:
    return _join_titles(facts, arns) if len(arns) <= MAX_NAMED else format_count(len(arns), "entity")


def _join_titles(facts: HeadlineFacts, arns: Sequence[Arn]) -> str:
    titles = list(dict.fromkeys(map(facts.get_title, arns)))
    return join_phrases(titles) if len(titles) <= MAX_NAMED else f"{titles[0]} and {len(titles) - 1} more"
