"""Read the facts about one entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lineage_explorer.explore.read_part import read_or_add_gap
from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Vertex, split_arn
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.protocols import EntityCatalog, Neighbor, Neighbors
from lineage_explorer.views.entity_details import Section, build_console_url, build_sections

NEIGHBOR_NAMES_SECONDS = 0.3
"""Maximum time in seconds to wait for names of unnamed neighbors."""


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """Facts about one entity, and what can be asked of it.

    A part that could not be read is None, and `gaps` names it.
    """

    arn: Arn
    name: str
    style: EntityStyle
    sections: Sequence[Section] = ()
    tags: Mapping[str, str] | None = None
    neighbors: Neighbors | None = None
    console: str | None = None
    questions: Sequence[Question] = ()
    gaps: tuple[str, ...] = ()


def load_entity_facts(catalog: EntityCatalog, arn: Arn) -> EntityFacts:
    """Read the facts about an entity.

    A part that cannot be read is left out and named in `gaps`.
    """
    gaps: list[str] = []
    entity = read_or_add_gap(lambda: catalog.describe(arn), gaps)
    lineage_type = split_arn(arn).lineage_type
    return EntityFacts(
        arn=arn,
        name=strip_service_suffix(name_of(arn, entity)),
        style=style_of(Vertex(arn, lineage_type, entity.type if entity else None), entity),
        sections=build_sections(entity) if entity else (),
        console=build_console_url(entity) if entity else None,
        questions=find_questions(entity or Vertex(arn, lineage_type)),
        tags=read_or_add_gap(lambda: catalog.tags(arn), gaps),
        neighbors=read_or_add_gap(lambda: _list_neighbors(catalog, arn), gaps),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _list_neighbors(catalog: EntityCatalog, arn: Arn) -> Neighbors:
    """Return the neighbors; unnamed ones get the name of their source."""
    neighbors = catalog.list_neighbors(arn)
    unnamed = [neighbor.arn for neighbor in (*neighbors.incoming, *neighbors.outgoing) if not neighbor.name]
    entities = catalog.describe_within(unnamed, seconds=NEIGHBOR_NAMES_SECONDS)

    def add_names(items: Sequence[Neighbor]) -> tuple[Neighbor, ...]:
        names = (
            strip_service_suffix(neighbor.name or name_of(neighbor.arn, entities.get(neighbor.arn)))
            for neighbor in items
        )
        return tuple(replace(neighbor, name=name) for neighbor, name in zip(items, names, strict=True))

    return Neighbors(
        add_names(neighbors.incoming), add_names(neighbors.outgoing), has_more=neighbors.has_more
    )
