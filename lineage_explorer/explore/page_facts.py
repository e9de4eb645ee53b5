"""Read what the page shows beside a view.

Each part is read by itself: a part that cannot be read is named in a sentence, and the others are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.entity_names import EntityName, name_entities, name_entity
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Hit, LineageType, Vertex, split_arn
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.protocols import EntityCatalog, KindCount, Neighbor, Neighbors
from lineage_explorer.views.console_links import build_console_url
from lineage_explorer.views.entity_details import (
    Section,
    StartOption,
    build_sections,
    build_start_options,
)

T = TypeVar("T")


def read_or_add_gap(read: Callable[[], T], gaps: list[str]) -> T | None:
    """Return what `read` returns; add a gap if it fails."""
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None


STARTS_PER_SECTION = 6

_SECTIONS = (
    ("Endpoints", "What is serving, and where it came from", LineageType.CONTEXT, "Endpoint"),
    ("Models", "Artifacts and registered versions", LineageType.ARTIFACT, "Model"),
    ("Data sets", "What was learned from, and what it reached", LineageType.ARTIFACT, "DataSet"),
)


@dataclass(frozen=True, slots=True)
class StartSection:
    """Titled list of entities to start from."""

    title: str
    hint: str
    starts: tuple[StartOption, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Content of the home screen.

    Attributes:
        sections: Lists of entities to start from.
        kind_counts: Entity counts by kind; empty if they could not be read.
        gaps: Sentences about what could not be read.
    """

    sections: tuple[StartSection, ...]
    kind_counts: tuple[KindCount, ...]
    gaps: tuple[str, ...] = ()


def load_home(catalog: EntityCatalog) -> Home:
    """Read the content of the home screen.

    A part that cannot be read is named in a sentence; the others are shown.
    """
    gaps: list[str] = []
    sections = []
    for title, hint, kind, type_ in _SECTIONS:
        read = partial(catalog.list_recent, kind, type_, limit=STARTS_PER_SECTION)
        hits = read_or_add_gap(read, gaps) or ()
        sections.append(StartSection(title, hint, build_start_options(hits)))
    kind_counts = read_or_add_gap(catalog.count_kinds, gaps) or ()
    return Home(tuple(sections), tuple(kind_counts), tuple(dict.fromkeys(gaps)))


NEIGHBOR_NAMES_SECONDS = 0.3
"""Maximum time in seconds to wait for names of unnamed neighbors."""


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """Facts about one entity, and what can be asked of it.

    A part that could not be read is None, and `gaps` names it.
    """

    arn: Arn
    name: EntityName
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
        name=name_entity(arn, entity),
        style=style_of(Vertex(arn, lineage_type, entity.type if entity else None), entity),
        sections=build_sections(entity) if entity else (),
        console=build_console_url(entity) if entity else None,
        questions=find_questions(entity or Vertex(arn, lineage_type)),
        tags=read_or_add_gap(lambda: catalog.tags(arn), gaps),
        neighbors=read_or_add_gap(lambda: _list_neighbors(catalog, arn), gaps),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _list_neighbors(catalog: EntityCatalog, arn: Arn) -> Neighbors:
    """Return the neighbors with the names that they have everywhere."""
    neighbors = catalog.list_neighbors(arn)
    both = {neighbor.arn: neighbor for neighbor in (*neighbors.incoming, *neighbors.outgoing)}
    unnamed = [neighbor.arn for neighbor in both.values() if not neighbor.name]
    catalog.describe_within(unnamed, seconds=NEIGHBOR_NAMES_SECONDS)
    entities = catalog.described_entities(both)
    names = name_entities({arn: entities.get(arn) or _as_hit(item) for arn, item in both.items()})

    def add_names(items: Sequence[Neighbor]) -> tuple[Neighbor, ...]:
        return tuple(
            replace(item, name=names[item.arn].title, subtitle=names[item.arn].subtitle) for item in items
        )

    return replace(neighbors, incoming=add_names(neighbors.incoming), outgoing=add_names(neighbors.outgoing))


def _as_hit(neighbor: Neighbor) -> Hit | None:
    """Return what an association tells of a neighbor; None for an experiment."""
    lineage_type = split_arn(neighbor.arn).lineage_type
    return Hit(neighbor.arn, lineage_type, neighbor.name, neighbor.type) if lineage_type else None
