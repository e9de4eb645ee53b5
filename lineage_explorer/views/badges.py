"""Choose the badge of each card: its most important state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lineage_explorer.graph.approvals import VersionDecision
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_styles import decision_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, split_arn
from lineage_explorer.graph.serving import (
    EndpointConfiguration,
    Evidence,
    ServingRecord,
    find_version,
    is_model_package,
    list_endpoints,
)


class BadgeState(StrEnum):
    """State that a badge shows, the most serious first.

    Each has a shape of its own.
    """

    FAILED = "failed"
    REJECTED = "rejected"
    SERVING = "serving"
    RUNNING = "running"
    PENDING = "pending"
    APPROVED = "approved"
    STOPPED = "stopped"
    DELETED = "deleted"
    REPLACED = "replaced"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"
    UNKNOWN = "unknown"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Badge:
    """Badge of a card: a state, and the words for it."""

    state: BadgeState
    word: str


_DECISIONS = {
    "approved": Badge(BadgeState.APPROVED, "Approved"),
    "rejected": Badge(BadgeState.REJECTED, "Rejected"),
    "pendingmanualapproval": Badge(BadgeState.PENDING, "Pending"),
}
_STATUSES = {
    "failed": Badge(BadgeState.FAILED, "Failed"),
    "stopped": Badge(BadgeState.STOPPED, "Stopped"),
    "stopping": Badge(BadgeState.STOPPED, "Stopping"),
    "inprogress": Badge(BadgeState.RUNNING, "Running"),
}
_DELETED = Badge(BadgeState.DELETED, "Deleted")
_UNREADABLE = Badge(BadgeState.UNREADABLE, "Not readable")
_REJECTED_APPROVAL = Badge(BadgeState.REJECTED, "Rejected")


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """What badges are chosen from.

    Attributes:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        records: Which deployment serves each endpoint.
        configurations: What endpoints run, by the ARN of the endpoint's resource.
        decisions: What is known of the decisions on versions.
        undescribed: Vertices whose description was denied or failed.
    """

    graph: LineageGraph
    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    records: Sequence[ServingRecord] = ()
    configurations: Mapping[str, EndpointConfiguration] = field(default_factory=dict)
    decisions: Mapping[Arn, VersionDecision] = field(default_factory=dict)
    undescribed: Collection[Arn] = ()


def find_badges(facts: BadgeFacts) -> Mapping[Arn, Badge]:
    """Return the badge of each vertex that has one."""
    graph, entities, configurations = facts.graph, facts.entities, facts.configurations
    foreign = {arn: badge for arn in graph.vertices if (badge := _find_owner_badge(arn, graph.start))}
    stubs = {arn: _UNREADABLE for arn, vertex in graph.vertices.items() if vertex.stub}
    statuses = {arn: badge for arn, entity in entities.items() if (badge := _find_status_badge(entity))}
    deleted = {
        arn: _DELETED
        for arn, source in list_endpoints(graph, entities)
        if source in configurations and configurations[source].is_deleted
    }
    badges = {
        **foreign,
        **dict.fromkeys(facts.undescribed, _UNREADABLE),
        **stubs,
        **statuses,
        **_find_decision_badges(facts),
        **_find_serving_badges(graph, entities, facts.records),
        **deleted,
    }
    return {arn: badge for arn, badge in badges.items() if arn in graph.vertices}


def _find_owner_badge(arn: Arn, start: Arn) -> Badge | None:
    """Return the badge of what belongs to another account or region."""
    parts, own = split_arn(arn), split_arn(start)
    if parts.account != own.account:
        return Badge(BadgeState.FOREIGN, f"Account {parts.account}")
    is_elsewhere = parts.region and own.region and parts.region != own.region
    return Badge(BadgeState.FOREIGN, f"Region {parts.region}") if is_elsewhere else None


def _find_status_badge(entity: Entity) -> Badge | None:
    """Return the badge of what is not simply done."""
    if (decision_of(entity) or "").casefold() == "rejected":
        return _REJECTED_APPROVAL
    if entity.type == "Approval":
        return None
    return _STATUSES.get((entity.status or "").replace(" ", "").casefold())


def _find_decision_badges(facts: BadgeFacts) -> dict[Arn, Badge]:
    """Return the newest decision on each registered version."""
    return {
        arn: badge
        for arn, decision in facts.decisions.items()
        if decision.newest and is_model_package(facts.entities.get(arn))
        if (badge := _DECISIONS.get((decision_of(decision.newest) or "").casefold()))
    }


def _find_serving_badges(
    graph: LineageGraph, entities: Mapping[Arn, Entity], records: Sequence[ServingRecord]
) -> dict[Arn, Badge]:
    """Return what serves, what served before, and which version an endpoint has."""
    badges: dict[Arn, Badge] = {}
    year = graph.read_status.finished_at.year
    undecided = {
        version
        for record in records
        if record.evidence is Evidence.UNKNOWN
        for deployment in record.deployments
        for version in deployment.versions
    }
    ends: dict[Arn, list[datetime | None]] = {}
    for record in records:
        for deployment in record.former:
            for version in deployment.versions:
                ends.setdefault(version, []).append(deployment.ended)
    for version, moments in ends.items():
        if version not in undecided:
            known = [moment for moment in moments if moment]
            word = (
                f"Replaced {format_day(max(known), this_year=year)}"
                if len(known) == len(moments)
                else "Replaced"
            )
            badges[version] = Badge(BadgeState.REPLACED, word)
    for record in records:
        if record.evidence is Evidence.OTHER_CONFIGURATION:
            badges[record.endpoint] = Badge(BadgeState.SERVING, "Serving another version")
        if not record.current:
            continue
        versions = {find_version(entities.get(arn)) for arn in record.current.versions} - {""}
        word = f"Serving {versions.pop()}" if len(versions) == 1 else "Serving"
        badges[record.endpoint] = Badge(BadgeState.SERVING, word)
        badges |= dict.fromkeys(record.current.versions, Badge(BadgeState.SERVING, "Serving"))
    return badges
