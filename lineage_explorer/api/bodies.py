"""Bodies of the JSON API, and their encoding.

Every field is always there. Docstrings are part of the product: the description of the API is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from lineage_explorer.graph.lineage_graph import Role
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.graph.serving_history import ServingWord
from lineage_explorer.views.impact_list import ImpactGroup

Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""Moment in UTC, as ISO 8601."""


@dataclass(frozen=True, slots=True)
class VertexItem:
    """Entity of a lineage.

    Attributes:
        arn: Its ARN.
        name: The name that SageMaker recorded; null if it is not known.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        lineage_type: Its category; null for an entity that was not returned, only named by an association.
        type: Its type as QueryLineage spells it; null if it has none.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        created, modified: When it was created and last changed; null if that is not known.
        created_by: Who created it; null if that is not on record, or not read: of the 100 nearest it is.
        status: Its status, of an approval the decision; null if it is not known, or has none.
        role: `start`, `match` for what passes the filters, `path` for what lies between.
        distance: Associations between it and the start; null if they were not read.
        serving: `serving` or `replaced` for what leads to an endpoint's present or former version; else null.
        unread: Why its facts could not be read; null if they could.
    """

    arn: Arn
    name: str | None
    title: str
    subtitle: str
    lineage_type: LineageType | None
    type: str | None
    source_uri: str | None
    created: Moment | None
    modified: Moment | None
    created_by: str | None
    status: str | None
    role: Role
    distance: int | None
    serving: Literal["serving", "replaced"] | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class EdgeItem:
    """Association of a lineage.

    Attributes:
        source: ARN of the earlier entity.
        destination: ARN of what results from it.
        association_type: Its type as SageMaker records it; null if it has none.
        is_bridge: Whether it stands for paths through entities that `hide` leaves out.
    """

    source: Arn
    destination: Arn
    association_type: str | None
    is_bridge: bool


@dataclass(frozen=True, slots=True)
class LineageBody:
    """Lineage of an entity, as the address asks for it.

    Attributes:
        start: ARN of the entity that it begins at.
        headline: What matters about the start, in a sentence; may be empty.
        sentence: What was found, in a sentence.
        vertices: The entities: the start, then by distance, type and name.
        edges: The associations, each on the page where the second of its ends is.
        vertex_count, edge_count: How many there are on all pages.
        next: Cursor of the next page; null on the last one.
        complete: Whether everything was read that the address asks for.
        gaps: One sentence for each thing that is missing.
        pages: Result pages that were read.
        calls: API calls that it took, those for names included.
        read_at: When the last page arrived.
        link: The same view in the explorer, as a path with its query string.
    """

    start: Arn
    headline: str
    sentence: str
    vertices: tuple[VertexItem, ...]
    edges: tuple[EdgeItem, ...]
    vertex_count: int
    edge_count: int
    next: str | None
    complete: bool
    gaps: tuple[str, ...]
    pages: int
    calls: int
    read_at: Moment
    link: str


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One result of a question.

    Attributes:
        arn: Its ARN; null if it is not a lineage entity, for example a pipeline execution.
        identifier: Its ARN, or the name of a trial.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        type: Its type as the API spells it.
        kind: The same in the explorer's words; may be empty.
        created: When it was created; null if that is not known.
        created_by: Who created it; null if that is not known, or not on record.
        status: Its own status or that of what it stands for, `deleted` if that is gone; null if not known.
        serving: `serving` or `replaced`, its part in what the start serves; `unreadable` if that may not be
            read; null if it has none.
        source: URI or ARN of what it stands for; null if there is none.
        distance: Associations between it and the start; null if none were followed.
        unread: Why its facts could not be read; null if they could.
    """

    arn: Arn | None
    identifier: str
    title: str
    subtitle: str
    type: str
    kind: str
    created: Moment | None
    created_by: str | None
    status: str | None
    serving: Literal["serving", "replaced", "unreadable"] | None
    source: str | None
    distance: int | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class AnswerBody:
    """Answer to a question.

    Attributes:
        question: Slug of the question.
        wording: The question in words.
        start: ARN of the entity that it is about.
        title: What that entity is called in the explorer.
        sentence: The answer in a sentence.
        items: The results: what serves first, then the nearest, then the newest.
        count: How many there are on all pages.
        next: Cursor of the next page; null on the last one.
        code: The API calls behind the answer, as a Python script.
        complete: Whether everything was read that the answer needs.
        gaps: One sentence for each thing that could not be read.
        link: The same answer in the explorer, as a path with its query string.
    """

    question: str
    wording: str
    start: Arn
    title: str
    sentence: str
    items: tuple[AnswerItem, ...]
    count: int
    next: str | None
    code: str
    complete: bool
    gaps: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """Question that can be asked.

    Attributes:
        slug: Its name in an address.
        wording: Its text.
        link: Its answer in the explorer, as a path with its query string; null without a start.
    """

    slug: str
    wording: str
    link: str | None


@dataclass(frozen=True, slots=True)
class QuestionsBody:
    """Questions that can be asked of an entity; without a start, all.

    Attributes:
        start: ARN of the entity; null for all questions.
        title: What it is called in the explorer; null without a start.
        questions: The questions, the most useful first.
        complete: Whether it could be read what the start is.
        gaps: One sentence for each thing that could not be read.
    """

    start: Arn | None
    title: str | None
    questions: tuple[QuestionItem, ...]
    complete: bool
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricItem:
    """Metric of a trial component.

    Attributes:
        name: Its name.
        last: The newest value.
        minimum, maximum: The least and the greatest value.
        count: How many values there were.
    """

    name: str
    last: float | None
    minimum: float | None
    maximum: float | None
    count: int | None


@dataclass(frozen=True, slots=True)
class FactItem:
    """Fact as the explorer shows it.

    Attributes:
        section: Title of the section, for example `Model registry`.
        title: What it is.
        value: The fact.
    """

    section: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class NeighborItem:
    """Entity next to another.

    Attributes:
        arn: Its ARN.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        type: Its type; null if it has none.
        association_type: Type of the association; null if it has none.
    """

    arn: Arn
    title: str
    subtitle: str
    type: str | None
    association_type: str | None


@dataclass(frozen=True, slots=True)
class EntityBody:
    """All that is known of one entity.

    Attributes:
        arn: Its ARN.
        name, display_name: The names that SageMaker recorded; null if they are not known.
        title: What it is called in the explorer.
        subtitle: When it was made, and the like.
        kind: Its type in the explorer's words.
        lineage_type: Its category; null for an experiment.
        type: Its type as the API spells it; null if it has none.
        description: Its description; null if it has none.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        source_ids: Identifiers of its source, by their kind.
        status, status_message: Its status, of an approval the decision; null if it has none.
        created, modified, started, ended: Moments of its life; null if they are not known.
        created_by, modified_by: Who created and changed it; null if that is not known.
        properties, parameters, inputs, outputs, metadata: What SageMaker records beside that.
        metrics: Metrics of a trial component.
        tags: Its tags; null if they could not be read.
        is_deleted: Whether what it stands for, an endpoint, is known to be gone.
        facts: The same and what the model registry holds, as the explorer shows it.
        parents: Entities from which an association leads here; null if they could not be read.
        children: Entities to which an association leads from here; null if they could not be read.
        has_more_parents, has_more_children: Whether these lists end at a limit.
        questions: What can be asked of it.
        console_url: Its page in the AWS console; null if it has none, or names are hidden.
        complete: Whether all of it could be read.
        gaps: One sentence for each thing that could not be read.
        link: Its lineage in the explorer, as a path with its query string.
    """

    arn: Arn
    name: str | None
    display_name: str | None
    title: str
    subtitle: str
    kind: str
    lineage_type: LineageType | None
    type: str | None
    description: str | None
    source_uri: str | None
    source_ids: dict[str, str]
    status: str | None
    status_message: str | None
    created: Moment | None
    modified: Moment | None
    started: Moment | None
    ended: Moment | None
    created_by: str | None
    modified_by: str | None
    properties: dict[str, str]
    parameters: dict[str, str | float]
    inputs: dict[str, str]
    outputs: dict[str, str]
    metadata: dict[str, str]
    metrics: tuple[MetricItem, ...]
    tags: dict[str, str] | None
    is_deleted: bool
    facts: tuple[FactItem, ...]
    parents: tuple[NeighborItem, ...] | None
    children: tuple[NeighborItem, ...] | None
    has_more_parents: bool
    has_more_children: bool
    questions: tuple[QuestionItem, ...]
    console_url: str | None
    complete: bool
    gaps: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class MatchItem:
    """Entity that a text may mean.

    Attributes:
        arn: Its ARN.
        name: The name that SageMaker recorded; null if it is not known.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        lineage_type: Its category.
        type: Its type; null if it has none.
        kind: The same in the explorer's words.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        created: When it was created; null if that is not known.
        link: Its lineage in the explorer, as a path with its query string.
    """

    arn: Arn
    name: str | None
    title: str
    subtitle: str
    lineage_type: LineageType
    type: str | None
    kind: str
    source_uri: str | None
    created: Moment | None
    link: str


@dataclass(frozen=True, slots=True)
class SearchBody:
    """What a text may mean.

    Attributes:
        text: The text.
        sentence: How much was found, and where.
        matches: The entities, the most likely first.
        complete: Whether everything was searched.
        gaps: What was searched in part, or could not be.
    """

    text: str
    sentence: str
    matches: tuple[MatchItem, ...]
    complete: bool
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeploymentItem:
    """Deployment on record.

    Attributes:
        action: ARN of the action that records it.
        titles: What it deployed, as the explorer calls it.
        versions: The same as versions, `v8`; empty for models that are not registered.
        model_package_arns: ARNs of the model packages; empty if they are not registered.
        since: When it was recorded; null if that is not known.
        until: When the next one was recorded; null if there is none, or that is not known.
    """

    action: Arn
    titles: tuple[str, ...]
    versions: tuple[str, ...]
    model_package_arns: tuple[str, ...]
    since: Moment | None
    until: Moment | None


EvidenceWord: TypeAlias = Literal["confirmed", "lineage", "other configuration", "deleted", "unknown"]


@dataclass(frozen=True, slots=True)
class ExportBody:
    """Exported file.

    Attributes:
        format: Its format.
        name: Its proposed name.
        media_type: Its type on the web.
        sentence: What it shows.
        text: Its content; null if it is not text, or too long for a result.
        file: Where it can be fetched, as a path with its query string.
        complete: Whether everything was read.
        gaps: One sentence for each thing that could not be read.
        read_at: When it was read.
        link: The same view in the explorer, as a path with its query string.
    """

    format: str
    name: str
    media_type: str
    sentence: str
    text: str | None
    file: str
    complete: bool
    gaps: tuple[str, ...]
    read_at: Moment
    link: str


@dataclass(frozen=True, slots=True)
class ServingBody:
    """Version that an endpoint serves, or served at a moment.

    Attributes:
        endpoint: ARN of the endpoint in the lineage.
        title: What it is called in the explorer.
        as_of: The moment, or the end of the day, that was asked about; null for now.
        status: `serving` now; `served` then; `switching` while a deployment went on; `deleted` since the last
            one; `other` if its configuration is that of no deployment on record; `unknown` if not enough
            could be read; `not_recorded` if lineage has no deployment of that time.
        version: The version, `v8`; null if it is not known, is not registered, or there are several.
        model_package_arn: ARN of its model package; null in the same cases.
        since: When it was deployed; null if that is not known.
        evidence: `confirmed` by the endpoint's configuration, or `lineage` alone.
        sentence: All of it in a sentence.
        deployments: What served at that moment, or in the course of that day, the newest first.
        complete: Whether everything was read that it needs.
        gaps: One sentence for each thing that could not be read.
        link: The endpoint's lineage in the explorer, as a path with its query string.
    """

    endpoint: Arn
    title: str
    as_of: Moment | None
    status: ServingWord
    version: str | None
    model_package_arn: str | None
    since: Moment | None
    evidence: EvidenceWord
    sentence: str
    deployments: tuple[DeploymentItem, ...]
    complete: bool
    gaps: tuple[str, ...]
    link: str


SeverityWord: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class FindingItem:
    """Finding of a check.

    Attributes:
        rule: Id of the rule.
        severity: How severe it is: `error`, `warning` or `note`.
        arn: The entity that it is about; null for the account.
        title: What that is called in the explorer; empty for the account.
        sentence: What was found.
        fix: Code that mends it; may be empty.
        others: ARNs of further entities that it is about.
        group: Name of the model package group, if it is about a version; else empty.
        accepted: Who accepted it, until when and why; null if nobody did.
    """

    rule: str
    severity: SeverityWord
    arn: Arn | None
    title: str
    sentence: str
    fix: str
    others: tuple[Arn, ...]
    group: str
    accepted: str | None


@dataclass(frozen=True, slots=True)
class RuleItem:
    """Rule of the checks, and what it says as a whole.

    Attributes:
        rule: Its id.
        section: Where it stands in lists.
        severity: Severity of its findings, unless they have their own.
        title: What holds where it passes.
        condition: What is a finding.
        reason: Why it matters.
        references: Clauses that ask for it.
        verdict: `finding`, `passed` or `not judged`; null if it had nothing to judge.
        doubts: Why subjects could not be judged.
    """

    rule: str
    section: str
    severity: SeverityWord
    title: str
    condition: str
    reason: str
    references: tuple[str, ...]
    verdict: Literal["finding", "passed", "not judged"] | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecksBody:
    """What a lineage lacks, by the rules of the checks.

    Attributes:
        start: ARN of the entity whose lineage was checked; null for the whole account.
        title: What that is called in the explorer; empty for the account.
        sentence: All of it in a sentence.
        findings: The findings, the most severe first; accepted ones last.
        count: How many there are on all pages.
        next: Cursor of the next page; null on the last one.
        counts: Number of findings by rule, where there are any.
        passed: Number of subjects that passed, by rule.
        not_judged: Number of subjects that could not be judged, by rule; such a rule never passes.
        rules: All rules.
        entities: Number of entities that were looked at.
        calls: Number of API calls that reading took.
        read_at: When it was read.
        complete: Whether everything was read that the rules need.
        gaps: One sentence for each thing that could not be read.
        link: The same in the explorer, as a path with its query string.
    """

    start: Arn | None
    title: str
    sentence: str
    findings: tuple[FindingItem, ...]
    count: int
    next: str | None
    counts: dict[str, int]
    passed: dict[str, int]
    not_judged: dict[str, int]
    rules: tuple[RuleItem, ...]
    entities: int
    calls: int
    read_at: Moment
    complete: bool
    gaps: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class StateCountsItem:
    """Numbers of parts in each state.

    Attributes:
        same: One entity, on both sides.
        again: Two entities, made anew, of which no fact differs.
        changed: Two entities whose facts differ.
        a, b: What only the first or only the second side has.
        unknown: Parts of which too little could be read to tell.
    """

    same: int
    again: int
    changed: int
    a: int
    b: int
    unknown: int


@dataclass(frozen=True, slots=True)
class AssociationCountsItem:
    """Numbers of associations between parts.

    Attributes:
        both: Those that both sides have.
        a, b: Those that only the first or only the second side has.
    """

    both: int
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class ComparedFactItem:
    """Fact that differs between two sides.

    Attributes:
        fact: Its name.
        stage: What it is about: data, code, image, job, hyper-parameter, metric, model, approval,
            deployment, commit or other.
        a, b: Its value on each side; empty where a side has none.
    """

    fact: str
    stage: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class ComparedPartItem:
    """Part of a comparison: entities that correspond.

    Attributes:
        part: What it is called on both sides.
        stage: What it is, in the words of facts.
        state: `same`, `again`, `changed`, `a`, `b` or `unknown`.
        why: Why its two sides correspond, or why that is not known.
        facts: The facts that differ.
        a, b: What it is called on each side; empty where a side has none.
        a_arn, b_arn: The entities; null where a side has none, or several.
        a_count, b_count: Numbers of the entities.
    """

    part: str
    stage: str
    state: Literal["same", "again", "changed", "a", "b", "unknown"]
    why: str
    facts: tuple[ComparedFactItem, ...]
    a: str
    b: str
    a_arn: str | None
    b_arn: str | None
    a_count: int
    b_count: int


@dataclass(frozen=True, slots=True)
class CompareBody:
    """Comparison of two lineages.

    Attributes:
        start: ARN of the first entity; of an endpoint the endpoint.
        against: ARN of the second entity.
        title_a, title_b: What the two sides are called.
        sentence: What differs, in a few sentences.
        notes: Sentences on what is counted apart: batch jobs, former versions of data.
        counts: Numbers of parts in each state.
        associations: Numbers of associations.
        entities_a, entities_b: Numbers of entities of each side.
        parts: The parts, differences first; those of one state with `only`.
        complete: Whether everything was read that it needs.
        gaps: One sentence for each thing that could not be read.
        link: The same view in the explorer, as a path with its query string.
    """

    start: Arn
    against: Arn
    title_a: str
    title_b: str
    sentence: str
    notes: tuple[str, ...]
    counts: StateCountsItem
    associations: AssociationCountsItem
    entities_a: int
    entities_b: int
    parts: tuple[ComparedPartItem, ...]
    complete: bool
    gaps: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class OwnerItem:
    """Whom to ask about an entity.

    Attributes:
        name: Person or team, as the record spells it.
        source: The record that names it.
        is_role: Whether it is a session of a role, and no person.
        email: The address for mail in the name; null if there is none.
    """

    name: str
    source: str
    is_role: bool
    email: str | None


@dataclass(frozen=True, slots=True)
class ReachedItem:
    """Entity that a change reaches.

    Attributes:
        arn: Its ARN.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        kind: Its type in the explorer's words.
        group: Part of the list: `serving` now, `uncertain`, `former`, `transform` for batch scoring of the
            last 35 days, `approved`, `pending`, `undecided`, `model`, `data`, `job`, `other`, `deleted`.
        state: What is known of its state, in words; may be empty.
        distance: Associations between it and the start; null if they were not read.
        created: When it was created; null if that is not known.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        owner: Whom to ask; null if nothing names anybody.
        unread: Why records that may name an owner could not be read; null if they could.
    """

    arn: Arn
    title: str
    subtitle: str
    kind: str
    group: ImpactGroup
    state: str
    distance: int | None
    created: Moment | None
    source_uri: str | None
    owner: OwnerItem | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class ImpactBody:
    """Whom a change of an entity reaches, the most urgent first.

    Attributes:
        start: ARN of the entity.
        sentence: The list in a sentence.
        items: What depends on the entity.
        counts: Number of entities of each group that has any.
        next: Cursor of the next page; null on the last.
        complete: Whether everything was read that the list needs.
        gaps: One sentence for each thing that could not be read.
        notes: One sentence for each thing that the list leaves out on purpose.
        link: The list in the explorer, as a path with its query string.
    """

    start: Arn
    sentence: str
    items: tuple[ReachedItem, ...]
    counts: dict[str, int]
    next: str | None
    complete: bool
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """Reason why there is no answer.

    Attributes:
        code: A word for programs: `not_found`, `invalid_parameter`, ….
        title: What went wrong, in a few words.
        detail: The same in sentences, with the way out.
    """

    code: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """Answer to a request that failed.

    Attributes:
        error: The reason.
    """

    error: ErrorItem


def encode_json(body: Any) -> bytes:
    """Return a body as JSON, in UTF-8."""
    return msgspec.json.encode(body)


def to_plain(body: Any) -> Any:
    """Return a body as the values that its JSON has."""
    return msgspec.json.decode(encode_json(body))
