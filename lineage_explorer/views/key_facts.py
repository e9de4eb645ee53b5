"""List what matters about the focus, made from its lineage.

The lists tell no more than is on record; what could not be read is said in the fact's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.approvals import PENDING
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_styles import Family, decision_of, style_of
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.graph.serving import Deployment, Evidence, is_model_package
from lineage_explorer.views.headline import HeadlineFacts
from lineage_explorer.views.missing_facts import NOT_ON_RECORD, NOT_READABLE

MAX_LISTED = 4
"""Number of entities that one fact names; more are counted."""


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """Entity that a fact names."""

    arn: Arn
    title: str


@dataclass(frozen=True, slots=True)
class KeyFact:
    """Fact about the focus.

    Attributes:
        title: What it tells.
        entities: Entities that it names.
        text: What it says beside them, or instead of them.
        note: What belongs to it, but matters less.
    """

    title: str
    entities: tuple[NamedEntity, ...] = ()
    text: str = ""
    note: str = ""


def build_key_facts(facts: HeadlineFacts) -> tuple[KeyFact, ...]:
    """Return the facts about the focus in reading order."""
    start = facts.graph.start
    vertex, entity = facts.graph.vertices[start], facts.entities.get(start)
    if vertex.type == "Endpoint" and vertex.lineage_type is LineageType.CONTEXT:
        found = _list_endpoint_facts(facts)
    elif is_model_package(entity) and vertex.lineage_type is LineageType.ARTIFACT:
        found = _list_version_facts(facts, start)
    elif vertex.lineage_type is LineageType.TRIAL_COMPONENT:
        found = _list_job_facts(facts)
    elif vertex.lineage_type is LineageType.ARTIFACT:
        found = _list_source_facts(facts)
    else:
        found = iter(())
    return tuple(fact for fact in found if fact.entities or fact.text)


def _list_endpoint_facts(facts: HeadlineFacts) -> Iterator[KeyFact]:
    """Yield what an endpoint serves and served, and its making."""
    record = next((each for each in facts.records if each.endpoint == facts.graph.start), None)
    if record is None:
        return
    current = record.current
    if current:
        unsure = "" if record.evidence is Evidence.CONFIRMED else "according to lineage"
        yield _name("Serves", facts, current.versions, note=unsure)
        yield KeyFact("Since", text=_format_begin(facts, current))
    former = next(iter(record.former), None)
    if former and (current or record.evidence is Evidence.DELETED):
        begin = _format_begin(facts, former)
        yield _name(
            "Before" if current else "Last served",
            facts,
            former.versions,
            note=f"from {begin}" if begin else "",
        )
    if not current:
        return
    if len(current.versions) == 1:
        yield from _list_making(facts, current.versions[0])
    action = facts.entities.get(current.action)
    if action and action.created_by:
        yield KeyFact("Deployed by", text=action.created_by)


def _list_version_facts(facts: HeadlineFacts, version: Arn) -> Iterator[KeyFact]:
    """Yield who serves a version, and how it came to be."""
    serving = [each.endpoint for each in facts.records if each.current and version in each.current.versions]
    former = [
        each.endpoint
        for each in facts.records
        if each.endpoint not in serving and any(version in one.versions for one in each.former)
    ]
    yield _name("Serves", facts, serving)
    yield _name("Served", facts, former)
    yield from _list_making(facts, version)


def _list_making(facts: HeadlineFacts, version: Arn) -> Iterator[KeyFact]:
    """Yield the training and the approval of a version."""
    job = facts.find_upstream(version, "TrainingJob")
    if job:
        entity = facts.entities.get(job)
        day = format_day(entity.created, this_year=facts.year) if entity and entity.created else ""
        yield _name("Trained by", facts, [job], note=day)
        yield _name("Trained on", facts, _list_data(facts, facts.graph.parents[job]))
    yield _describe_approval(facts, version)


def _list_data(facts: HeadlineFacts, arns: Iterable[Arn]) -> list[Arn]:
    """Return the data sets among vertices."""
    vertices, entities = facts.graph.vertices, facts.entities
    return [arn for arn in arns if style_of(vertices[arn], entities.get(arn)).family is Family.DATA]


def _describe_approval(facts: HeadlineFacts, version: Arn) -> KeyFact:
    """Return the newest decision on a version.

    Empty where its approvals were not all read.
    """
    known = facts.decisions.get(version)
    if known is None or (known.newest is None and known.unread):
        is_denied = known is not None and not facts.undescribed.keys().isdisjoint(known.unread)
        return KeyFact("Approval", text=NOT_READABLE if is_denied else "")
    newest = known.newest
    if newest is None:
        return KeyFact("Approval", text=NOT_ON_RECORD)
    decision = (decision_of(newest) or "").lower()
    if decision == PENDING:
        return KeyFact("Approval", text="pending")
    missing = NOT_READABLE if newest.arn in facts.undescribed else NOT_ON_RECORD
    person = newest.created_by or f"approver {missing}"
    day = format_day(newest.created, this_year=facts.year) if newest.created else ""
    text = ", ".join(filter(None, [person, day]))
    return KeyFact(decision.capitalize(), text=text, note=newest.description or "")


def _list_job_facts(facts: HeadlineFacts) -> Iterator[KeyFact]:
    """Yield what a job read and made, and how long it ran."""
    graph, start = facts.graph, facts.graph.start
    yield _name("Read", facts, graph.parents[start])
    yield _name("Made", facts, graph.children[start])
    entity = facts.entities.get(start)
    if entity and entity.started and entity.ended and entity.ended >= entity.started:
        minutes = round((entity.ended - entity.started).total_seconds() / 60)
        yield KeyFact("Ran for", text=_format_minutes(minutes))


def _list_source_facts(facts: HeadlineFacts) -> Iterator[KeyFact]:
    """Yield the maker, the readers and the endpoints of an artifact."""
    graph, start = facts.graph, facts.graph.start
    vertices = graph.vertices
    yield _name("Made by", facts, _list_jobs(facts, graph.parents[start]))
    yield _name("Read by", facts, _list_jobs(facts, graph.children[start]))
    below = facts.list_downstream(start)
    yield _name("Reaches", facts, [arn for arn in below if vertices[arn].type == "Endpoint"])


def _list_jobs(facts: HeadlineFacts, arns: Iterable[Arn]) -> list[Arn]:
    vertices = facts.graph.vertices
    return [arn for arn in arns if vertices[arn].lineage_type is LineageType.TRIAL_COMPONENT]


def _name(title: str, facts: HeadlineFacts, arns: Sequence[Arn], *, note: str = "") -> KeyFact:
    """Return a fact that names a few entities and counts the others."""
    named = tuple(NamedEntity(arn, facts.get_title(arn)) for arn in arns[:MAX_LISTED])
    rest = len(arns) - len(named)
    return KeyFact(title, named, f"and {rest:,} more" if rest > 0 else "", note if named else "")


def _format_begin(facts: HeadlineFacts, deployment: Deployment) -> str:
    return format_day(deployment.began, this_year=facts.year) if deployment.began else ""


def _format_minutes(minutes: int) -> str:
    """Return a duration in words.

    >>> _format_minutes(0), _format_minutes(47), _format_minutes(135)
    ('less than a minute', '47 min', '2 h 15 min')
    """
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]))
