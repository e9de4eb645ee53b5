"""All that is known of one entity as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lineage_explorer.api.answer_body import build_question_items, require_known
from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import EntityBody, FactItem, MetricItem, NeighborItem
from lineage_explorer.api.parameters import ARN
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.page_facts import EntityFacts, load_entity_facts
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.entity_styles import get_status
from lineage_explorer.graph.model import Entity, LineageType, split_arn
from lineage_explorer.query.address import format_link
from lineage_explorer.sources.protocols import Neighbor
from lineage_explorer.views.entity_details import Section


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
