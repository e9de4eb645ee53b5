"""List what depends on an entity, what matters most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lineage_explorer.graph.approvals import PENDING, VersionDecision
from lineage_explorer.graph.entity_names import EntityName, format_titles, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, Family, decision_of, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, split_arn
from lineage_explorer.graph.serving import (
    EndpointConfiguration,
    Evidence,
    ServingRecord,
    find_version,
    is_model_package,
)
from lineage_explorer.graph.serving_history import Period, ServingMoment
from lineage_explorer.graph.traversal import find_descendants
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.questions.answer import format_count, join_phrases
from lineage_explorer.sources.linked_resources import DELETED, ModelPackage
from lineage_explorer.sources.owners import Owner, OwnerFacts, find_owner

RECENT_TRANSFORMS = timedelta(days=35)
"""Age of batch scoring that counts as current: a monthly job, and some days."""


class ImpactGroup(StrEnum):
    """Part of an impact list, the most urgent first."""

    SERVING = "serving"
    UNCERTAIN = "uncertain"
    FORMER = "former"
    TRANSFORM = "transform"
    APPROVED = "approved"
    PENDING = "pending"
    UNDECIDED = "undecided"
    MODEL = "model"
    DATA = "data"
    JOB = "job"
    OTHER = "other"
    DELETED = "deleted"


GROUP_TITLES: Mapping[ImpactGroup, str] = {
    ImpactGroup.SERVING: "Endpoints that serve it now",
    ImpactGroup.UNCERTAIN: "Endpoints that may serve it",
    ImpactGroup.FORMER: "Endpoints that served it before",
    ImpactGroup.TRANSFORM: "Batch scoring in the last 35 days",
    ImpactGroup.APPROVED: "Approved versions",
    ImpactGroup.PENDING: "Versions waiting for approval",
    ImpactGroup.UNDECIDED: "Versions whose approval is not known",
    ImpactGroup.MODEL: "Models and other versions",
    ImpactGroup.DATA: "Data and reports",
    ImpactGroup.JOB: "Jobs",
    ImpactGroup.OTHER: "Deployments and others",
    ImpactGroup.DELETED: "Deleted",
}

_PAST_TITLES: Mapping[ImpactGroup, str] = {
    ImpactGroup.SERVING: "Endpoints that served it",
    ImpactGroup.UNCERTAIN: "Endpoints of which it could not be decided",
    ImpactGroup.FORMER: "Endpoints that had served it before",
    ImpactGroup.TRANSFORM: "Batch scoring in the 35 days before",
    ImpactGroup.UNDECIDED: "Versions whose approval could not be decided",
}


def name_group(group: ImpactGroup, *, is_past: bool = False) -> str:
    """Return the title of a part of the list."""
    return (_PAST_TITLES.get(group) if is_past else None) or GROUP_TITLES[group]


@dataclass(frozen=True, slots=True)
class ImpactItem:
    """Entity that a change reaches.

    Attributes:
        arn: The entity.
        name: Its name among the others.
        style: How it is drawn.
        group: Where it stands in the list.
        state: What is known of its state, in a word or two; may be empty.
        distance: Number of associations from the start.
        created: When it was created, if that is known.
        owner: Whom to ask; None if nothing names anybody.
        note: Why the owner may not be known.
        source: URI or ARN of what it stands for; may be empty.
    """

    arn: Arn
    name: EntityName
    style: EntityStyle
    group: ImpactGroup
    state: str
    distance: int | None
    created: datetime | None
    owner: Owner | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ImpactFacts:
    """What an impact list is made of.

    Attributes:
        graph: The graph; what does not depend on its start is left out.
        entities: Descriptions of its vertices, as far as they are known.
        now: When it was read.
        records: Which deployment serves each endpoint.
        configurations: What endpoints run, by the ARN of the endpoint's resource.
        decisions: What is known of the decisions on versions.
        packages: Model packages by the ARN of the entity that stands for them.
        tags: Tags by ARN, of entities and of what they stand for.
        unread: Why the records of entities that name owners could not be read, or were not.
        asked: Entities whose owners were looked up; those of others are not guessed.
        wholly_described: Entities whose whole descriptions were read: lists name no authors.
        period: The moment or day of the past that it is about; None for now.
        moments: What endpoints served then, by their contexts.
    """

    graph: LineageGraph
    entities: Mapping[Arn, Entity]
    now: datetime
    records: Sequence[ServingRecord] = ()
    configurations: Mapping[str, EndpointConfiguration] = field(default_factory=dict)
    decisions: Mapping[Arn, VersionDecision] = field(default_factory=dict)
    packages: Mapping[Arn, ModelPackage] = field(default_factory=dict)
    tags: Mapping[Arn, Mapping[str, str]] = field(default_factory=dict)
    unread: Mapping[Arn, str] = field(default_factory=dict)
    asked: Collection[Arn] = ()
    wholly_described: Collection[Arn] = ()
    period: Period | None = None
    moments: Mapping[Arn, ServingMoment] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """The moment that the list tells of."""
        return self.period.end if self.period else self.now

    def is_changed(self, entity: Entity) -> bool:
        """Return whether an entity may have said something else then."""
        end = self.period.end if self.period else None
        return end is not None and (entity.modified is None or entity.modified > end)


NOT_ASKED = "not looked up"


def build_impact(facts: ImpactFacts) -> tuple[ImpactItem, ...]:
    """Return what depends on the start, in the order of urgency."""
    graph, entities = facts.graph, facts.entities
    descendants = find_descendants(graph, graph.start) - {graph.start}
    reached = [arn for arn in graph.vertices if arn in descendants]
    names = name_entities({arn: entities.get(arn) for arn in (graph.start, *reached)})
    owner_facts = OwnerFacts(
        _list_owner_entities(facts), facts.tags, facts.packages, find_served(facts.records)
    )
    order = {group: index for index, group in enumerate(ImpactGroup)}
    records = {record.endpoint: record for record in facts.records}
    items = [_build_item(facts, arn, names[arn], records.get(arn), owner_facts) for arn in reached]
    return tuple(
        sorted(items, key=lambda item: (order[item.group], *_order_within(item, len(graph.vertices))))
    )


def _list_owner_entities(facts: ImpactFacts) -> dict[Arn, Entity]:
    """Return descriptions for owners, whatever was read before."""
    found = {arn: facts.entities[arn] for arn in facts.asked if arn in facts.entities}
    return {
        arn: entity
        if arn in facts.wholly_described
        else replace(entity, properties={}, created_by=None, modified_by=None)
        for arn, entity in found.items()
    }


def _order_within(item: ImpactItem, far: int) -> tuple[int, str, str, Arn]:
    distance = far if item.distance is None else item.distance
    return distance, item.name.title.lower(), item.name.subtitle, item.arn


def find_served(records: Iterable[ServingRecord]) -> dict[Arn, Arn]:
    """Return the version that each endpoint serves or last served."""
    served = {}
    for record in records:
        deployment = record.current or next(iter(record.deployments), None)
        if deployment and len(deployment.versions) == 1:
            served[record.endpoint] = deployment.versions[0]
    return served


def _build_item(
    facts: ImpactFacts,
    arn: Arn,
    name: EntityName,
    record: ServingRecord | None,
    owner_facts: OwnerFacts,
) -> ImpactItem:
    entity = facts.entities.get(arn)
    style = style_of(facts.graph.vertices[arn], entity)
    group, state = _classify(facts, arn, style, record)
    return ImpactItem(
        arn,
        name,
        style,
        group,
        state,
        facts.graph.distances.get(arn),
        entity.created if entity else None,
        find_owner(arn, owner_facts) if arn in facts.asked else None,
        facts.unread.get(arn, "") if arn in facts.asked else NOT_ASKED,
        (entity and entity.source_uri) or "",
    )


def _classify(
    facts: ImpactFacts, arn: Arn, style: EntityStyle, record: ServingRecord | None
) -> tuple[ImpactGroup, str]:
    """Return where an entity stands, and its state in words."""
    entity = facts.entities.get(arn)
    if style.family is Family.ENDPOINT:
        if facts.period:
            return _classify_past_endpoint(facts, arn, record)
        return _classify_endpoint(facts, entity, record)
    if style.family is Family.MODEL:
        return _classify_model(facts, arn, entity)
    if style.family is Family.JOB:
        status = _find_job_status(facts, entity)
        begun = (entity.started or entity.created) if entity else None
        is_recent = begun is not None and begun >= facts.moment - RECENT_TRANSFORMS
        is_transform = facts.graph.vertices[arn].type == "TransformJob"
        return (ImpactGroup.TRANSFORM if is_transform and is_recent else ImpactGroup.JOB), status
    if style.family in (Family.DATA, Family.REPORT, Family.CODE, Family.IMAGE):
        return ImpactGroup.DATA, ""
    return ImpactGroup.OTHER, ""


def _find_job_status(facts: ImpactFacts, entity: Entity | None) -> str:
    """Return the status that a job had."""
    if entity is None:
        return ""
    if entity.ended and entity.ended > facts.moment:
        return "InProgress"
    return "" if not entity.ended and facts.is_changed(entity) else entity.status or ""


def _classify_past_endpoint(
    facts: ImpactFacts, arn: Arn, record: ServingRecord | None
) -> tuple[ImpactGroup, str]:
    """Return where an endpoint stood, as far as lineage tells."""
    moment = facts.moments.get(arn)
    if moment is None or record is None or moment.status in ("unknown", "not_recorded"):
        return ImpactGroup.UNCERTAIN, "What it served is not known"
    if moment.status == "switching":
        return ImpactGroup.UNCERTAIN, "A deployment was going on"
    if moment.status == "deleted":
        return ImpactGroup.UNCERTAIN, "Deleted; when is not on record"
    served = [each for each in moment.deployments if each.action in facts.graph.vertices]
    if served:
        names = dict.fromkeys(
            find_version(facts.entities.get(arn)) for each in served for arn in each.versions
        )
        return (
            ImpactGroup.SERVING,
            f"Served {join_phrases([name for name in names if name])}".strip() + ", according to lineage",
        )
    return ImpactGroup.FORMER, "Served another version"


def _classify_endpoint(
    facts: ImpactFacts, entity: Entity | None, record: ServingRecord | None
) -> tuple[ImpactGroup, str]:
    configuration = facts.configurations.get((entity and entity.source_uri) or "")
    if (configuration and configuration.is_deleted) or (record and record.evidence is Evidence.DELETED):
        return ImpactGroup.DELETED, "Deleted"
    if record and record.current:
        versions = [find_version(facts.entities.get(arn)) for arn in record.current.versions]
        confirmed = "" if record.evidence is Evidence.CONFIRMED else ", according to lineage"
        return ImpactGroup.SERVING, f"Serving {join_phrases([v for v in versions if v])}".strip() + confirmed
    if record and record.evidence is Evidence.OTHER_CONFIGURATION:
        return ImpactGroup.FORMER, "Serves another version"
    return ImpactGroup.UNCERTAIN, "What it serves is not known"


def _classify_model(facts: ImpactFacts, arn: Arn, entity: Entity | None) -> tuple[ImpactGroup, str]:
    if facts.graph.vertices[arn].type != "Model" or not is_model_package(entity):
        return ImpactGroup.MODEL, ""
    decision = facts.decisions.get(arn)
    package = None if facts.period else facts.packages.get(arn)
    if package and package.status == DELETED:
        return ImpactGroup.DELETED, "Deleted"
    word = package.approval if package else ""
    if not word and decision and decision.newest and not facts.is_changed(decision.newest):
        word = decision_of(decision.newest) or ""
    if not word:
        return ImpactGroup.UNDECIDED, "Approval not known" if facts.period is None else "Could not be decided"
    if word.lower() == "approved":
        return ImpactGroup.APPROVED, "Approved"
    return (ImpactGroup.PENDING, "Pending") if word.lower() == PENDING else (ImpactGroup.MODEL, word)


def list_account_notes(graph: LineageGraph, arns: Collection[Arn]) -> dict[Arn, str]:
    """Return why entities of other accounts have no tags here."""
    own = split_arn(graph.start).account
    return {
        arn: f"in account {account}, whose tags cannot be read"
        for arn in arns
        if (account := split_arn(arn).account) != own
    }


def count_groups(items: Iterable[ImpactItem]) -> dict[ImpactGroup, int]:
    """Return how many items each group has, in order, without empty ones."""
    counts = Counter(item.group for item in items)
    return {group: counts[group] for group in ImpactGroup if counts[group]}


_NOUNS = {
    ImpactGroup.APPROVED: ("approved version", "approved versions"),
    ImpactGroup.TRANSFORM: ("recent batch scoring", "recent batch scorings"),
}


def summarize_impact(
    title: str, items: Sequence[ImpactItem], *, is_complete: bool = True, day: str = ""
) -> str:
    """Return whom a change reaches, in a sentence or two.

    Args:
        title: What the start is called.
        items: What depends on it.
        is_complete: Whether everything was read.
        day: The moment or day of the past that it is about; empty for now.
    """
    if not items:
        suffix = "" if is_complete else " as far as could be read"
        depends = f"depended on {title} as of {day}" if day else f"depends on {title}"
        return f"Nothing on record {depends}{suffix}."
    counts = count_groups(items)
    names = format_titles({item.arn: item.name for item in items})

    def list_names(group: ImpactGroup) -> str:
        return join_phrases([names[item.arn] for item in items if item.group is group][:_MAX_NAMED])

    if day:
        return _summarize_past(f"{title} as of {day}", items, list_names, is_complete=is_complete)
    depend = "depends" if len(items) == 1 else "depend"
    at_least = "" if is_complete else "At least "
    sentences = [f"{at_least}{format_count(len(items), 'entity')} {depend} on {title}."]
    if serving := counts.get(ImpactGroup.SERVING, 0):
        word = "serves" if serving == 1 else "serve"
        sentences.append(
            f"{format_count(serving, 'endpoint')} {word} it now: {list_names(ImpactGroup.SERVING)}."
        )
    elif not counts.get(ImpactGroup.UNCERTAIN):
        sentences.append("No endpoint serves it now.")
    if uncertain := counts.get(ImpactGroup.UNCERTAIN, 0):
        sentences.append(f"For {format_count(uncertain, 'endpoint')} that is not known.")
    if counts.get(ImpactGroup.FORMER):
        sentences.append(f"Formerly: {list_names(ImpactGroup.FORMER)}.")
    more = [f"{counts[group]:,} {_NOUNS[group][counts[group] != 1]}" for group in _NOUNS if group in counts]
    if more:
        sentences.append(f"Also {join_phrases(more)}.")
    return " ".join(sentences)


def _summarize_past(
    what: str, items: Sequence[ImpactItem], list_names: Callable[[ImpactGroup], str], *, is_complete: bool
) -> str:
    """Return whom a change reached, according to lineage alone."""
    counts = count_groups(items)
    at_least = "" if is_complete else "At least "
    sentences = [f"{at_least}{format_count(len(items), 'entity')} depended on {what}."]
    uncertain = counts.get(ImpactGroup.UNCERTAIN, 0)
    if serving := counts.get(ImpactGroup.SERVING, 0):
        sentences.append(
            f"{format_count(serving, 'endpoint')} served it then, according to lineage: "
            f"{list_names(ImpactGroup.SERVING)}."
        )
    elif not uncertain:
        sentences.append("According to lineage, no endpoint served it then.")
    if uncertain:
        sentences.append(
            f"For {format_count(uncertain, 'endpoint')} it could not be decided: "
            f"{list_names(ImpactGroup.UNCERTAIN)}."
        )
    if counts.get(ImpactGroup.FORMER):
        sentences.append(f"Before: {list_names(ImpactGroup.FORMER)}.")
    if undecided := counts.get(ImpactGroup.UNDECIDED, 0):
        sentences.append(f"The approval of {format_count(undecided, 'version')} could not be decided.")
    return " ".join(sentences)


_MAX_NAMED = 5


def format_message(sentence: str, items: Sequence[ImpactItem], *, is_past: bool = False) -> str:
    """Return an impact list as text for a message."""
    lines = [sentence, ""]
    for group in count_groups(items):
        members = [item for item in items if item.group is group]
        lines.append(f"{name_group(group, is_past=is_past)} ({len(members):,})")
        for item in members[:_MAX_LISTED]:
            owner = f" - {item.owner.name}" if item.owner and not item.owner.is_role else ""
            lines.append(f"- {item.name.line}{owner}")
        if len(members) > _MAX_LISTED:
            lines.append(f"- and {len(members) - _MAX_LISTED:,} more")
        lines.append("")
    return "\n".join(map(escape_invisible, lines)).rstrip()


_MAX_LISTED = 12
