"""All that is known of one entity as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lineage_explorer.api.answer_body import QuestionItem, build_question_items, require_known
from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.api.parameters import ARN
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.page_facts import EntityFacts, load_entity_facts
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.entity_styles import get_status
from lineage_explorer.graph.model import Arn, Entity, LineageType, split_arn
from lineage_explorer.query.address import format_link
from lineage_explorer.sources.protocols import Neighbor
from lineage_explorer.views.entity_details import Section


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


def build_entity_body(services: ExplorerServices, request: ApiRequest) -> EntityBody:
    """Read all facts about the start of a request.

    Raises:
        InvalidQuery: No entity is named.
        EntityNotFound: Nothing is known of it.
    """
    if ARN.name not in request.values:
        raise InvalidQuery("“arn” is missing: give an ARN, a URI or a name, as arn=…", field=ARN.name)
    arn = request.start
    if request.is_refresh:
        services.catalog.refresh(arn)
    facts = load_entity_facts(services.catalog, arn, seconds=request.seconds)
    neighbors = facts.neighbors
    if not (neighbors and (neighbors.incoming or neighbors.outgoing)):
        require_known(services.catalog, arn)
    entity = services.catalog.described_entities([arn]).get(arn) or Entity(
        arn, split_arn(arn).lineage_type or LineageType.CONTEXT
    )
    return EntityBody(
        arn=arn,
        name=entity.name,
        display_name=entity.display_name,
        title=facts.name.title,
        subtitle=facts.name.subtitle,
        kind=facts.style.title,
        lineage_type=split_arn(arn).lineage_type,
        type=entity.type,
        description=entity.description,
        source_uri=entity.source_uri,
        source_ids=dict(entity.source_ids),
        status=get_status(entity) or None,
        status_message=entity.status_message,
        created=entity.created,
        modified=entity.modified,
        started=entity.started,
        ended=entity.ended,
        created_by=entity.created_by,
        modified_by=entity.modified_by,
        properties=dict(entity.properties),
        parameters=dict(entity.parameters),
        inputs=dict(entity.inputs),
        outputs=dict(entity.outputs),
        metadata=dict(entity.metadata),
        metrics=tuple(
            MetricItem(each.name, each.last, each.minimum, each.maximum, each.count)
            for each in entity.metrics
        ),
        tags=None if facts.tags is None else dict(facts.tags),
        is_deleted=facts.is_deleted,
        facts=tuple(_list_facts(facts)),
        parents=_build_neighbors(neighbors.incoming) if neighbors else None,
        children=_build_neighbors(neighbors.outgoing) if neighbors else None,
        has_more_parents=bool(neighbors and neighbors.has_more_incoming),
        has_more_children=bool(neighbors and neighbors.has_more_outgoing),
        questions=build_question_items(request.address, facts.questions),
        console_url=None if services.is_redacted else facts.console,
        complete=not facts.gaps,
        gaps=facts.gaps,
        link=format_link(request.address),
    )


def _list_facts(facts: EntityFacts) -> Iterator[FactItem]:
    """Yield the facts of all sections, and the cells of tables."""
    for section in facts.sections:
        if isinstance(section, Section):
            yield from (FactItem(section.title, fact.title, fact.value) for fact in section.facts)
            continue
        for name, *cells in section.rows:
            for column, cell in zip(section.columns[1:], cells, strict=True):
                title = name if len(cells) == 1 else f"{name} ({column.lower()})"
                yield FactItem(section.title, title, cell)


def _build_neighbors(neighbors: Sequence[Neighbor]) -> tuple[NeighborItem, ...]:
    return tuple(
        NeighborItem(each.arn, each.name or "", each.subtitle, each.type, each.association)
        for each in neighbors
    )
