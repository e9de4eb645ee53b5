"""Read what the page shows beside a view.

Each part is read by itself: a part that cannot be read is named in a sentence, and the others are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from lineage_explorer.errors import SourceError, TooSlow, describe_denials
from lineage_explorer.graph.entity_names import EntityName, name_entities, name_entity
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Entity, Hit, Vertex, split_arn
from lineage_explorer.graph.serving import find_version
from lineage_explorer.questions.answer import format_count, join_phrases
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.linked_resources import DELETED, ModelPackage
from lineage_explorer.sources.protocols import EntityCatalog, Neighbor, Neighbors
from lineage_explorer.views.console_links import build_console_url
from lineage_explorer.views.entity_details import (
    Section,
    Table,
    build_sections,
)

T = TypeVar("T")


def read_or_add_gap(read: Callable[[], T], gaps: list[str]) -> T | None:
    """Return what `read` returns; add a gap if it fails."""
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None


NAMES_SECONDS = 0.3
"""Maximum time in seconds to wait for names of neighbors, and for what lists hold of the entity."""

MAX_NAMED_NEIGHBORS = 8
"""Neighbors that are described for their subtitles, in one round of calls.

Others keep what associations tell.
"""


class FactPart(StrEnum):
    """Part of the facts that is read by itself.

    Its value is the subject of a sentence.
    """

    DESCRIPTION = "its description"
    PACKAGE = "its model package"
    TAGS = "its tags"
    NEIGHBORS = "what is around it"


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """Facts about one entity, and what can be asked of it.

    A part that could not be read is None.

    Attributes:
        is_deleted: Whether what it stands for, an endpoint, no longer exists.
        operations: API operations whose responses can be shown.
        gaps: Sentences about what could not be read.
        unread: Why in a few words, by part.
        earlier_version: ARN of the model package before it in its group; empty if it is none, or the first.
        is_endpoint: Whether it is an endpoint.
        is_late: Whether a part has not come in time: who asks again gets it.
    """

    arn: Arn
    name: EntityName
    style: EntityStyle
    is_deleted: bool = False
    sections: Sequence[Section | Table] = ()
    tags: Mapping[str, str] | None = None
    neighbors: Neighbors | None = None
    console: str | None = None
    questions: Sequence[Question] = ()
    operations: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    unread: Mapping[FactPart, str] = field(default_factory=dict)
    earlier_version: str = ""
    is_endpoint: bool = False
    is_late: bool = False


FIRST_COMPARED_VERSION = 2
"""First version of a group that has one before it."""

FACTS_SECONDS = 8.0
"""Time limit in seconds for the facts about an entity."""


def load_entity_facts(catalog: EntityCatalog, arn: Arn, *, seconds: float = FACTS_SECONDS) -> EntityFacts:
    """Read the facts about an entity, side by side.

    A part that cannot be read, or not in time, is left out and named in `gaps`. What lists told of the entity
    stands in for its description.
    """
    failures: dict[FactPart, str] = {}
    pool = ContextPool(len(FactPart), thread_name_prefix="facts")
    description = pool.submit(catalog.describe, arn)
    package = pool.submit(_read_package, catalog, description)
    tags = pool.submit(catalog.tags, arn)
    neighbors = pool.submit(_list_neighbors, catalog, arn)
    futures: list[Future[Any]] = [description, package, tags, neighbors]
    wait(futures, timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    described = _take(description, FactPart.DESCRIPTION, failures)
    if described is None:
        catalog.describe_within([arn], seconds=NAMES_SECONDS)  # lists may tell what descriptions may not
    known_package = _take(package, FactPart.PACKAGE, failures) if described is not None else None
    known_tags = _take(tags, FactPart.TAGS, failures)
    known_neighbors = _take(neighbors, FactPart.NEIGHBORS, failures)
    entity = described or catalog.described_entities([arn]).get(arn)
    unread = {part: describe_denials([reason]) or "it could not be read" for part, reason in failures.items()}
    lineage_type = split_arn(arn).lineage_type
    is_deleted = entity is not None and _is_deleted(catalog, entity)
    gaps = (
        *_format_failures(failures),
        *(
            f"A moment in its description cannot be read: {one}."
            for one in (entity.unreadable if entity else ())
        ),
        *(known_neighbors.gaps if known_neighbors else ()),
    )
    return EntityFacts(
        arn=arn,
        name=name_entity(arn, entity),
        style=style_of(Vertex(arn, lineage_type, entity.type if entity else None), entity),
        is_deleted=is_deleted,
        console=build_console_url(entity) if entity and not is_deleted else None,
        sections=build_sections(entity, known_package, unread=unread.get(FactPart.DESCRIPTION, ""))
        if entity
        else (),
        questions=find_questions(entity or Vertex(arn, lineage_type)),
        operations=tuple(_list_operations(entity, known_package)),
        tags=known_tags,
        neighbors=known_neighbors,
        gaps=tuple(dict.fromkeys(gaps)),
        unread=unread,
        earlier_version=_find_earlier_version(entity),
        is_endpoint=entity is not None and ":endpoint/" in (entity.source_uri or ""),
        is_late=_LATE in failures.values(),
    )


def _find_earlier_version(entity: Entity | None) -> str:
    """Return the ARN of the model package before an entity's."""
    version = find_version(entity).removeprefix("v")
    if entity is None or not version or int(version) < FIRST_COMPARED_VERSION:
        return ""
    return f"{(entity.source_uri or '').rpartition('/')[0]}/{int(version) - 1}"


def _is_deleted(catalog: EntityCatalog, entity: Entity) -> bool:
    """Return whether an endpoint is known to be deleted."""
    source = entity.source_uri or ""
    if ":endpoint/" not in source:
        return False
    configuration = catalog.read_endpoints([source], seconds=NAMES_SECONDS).get(source)
    return configuration is not None and configuration.is_deleted


def _read_package(catalog: EntityCatalog, description: Future[Entity]) -> ModelPackage | None:
    """Return the model package of an entity, once that is described."""
    if description.exception() is not None:
        return None
    return catalog.read_package(description.result().arn)


def _list_operations(entity: Entity | None, package: ModelPackage | None) -> Iterator[str]:
    """Yield the operations that described an entity and its model package."""
    if entity is not None:
        yield f"Describe{entity.lineage_type}"
    if package is not None and package.status != DELETED:
        yield "DescribeModelPackage"


_LATE = f"{TooSlow.title}."


def _take(future: Future[T], part: FactPart, failures: dict[FactPart, str]) -> T | None:
    """Return a finished result; note why if there is none."""
    if not future.done() or future.cancelled():
        failures[part] = _LATE
        return None
    try:
        return future.result()
    except SourceError as error:
        failures[part] = str(error)
        return None


def _format_failures(failures: Mapping[FactPart, str]) -> Iterator[str]:
    """Yield one sentence for each cause, with all parts that it concerns."""
    parts: dict[str, list[str]] = defaultdict(list)
    for part, reason in failures.items():
        parts[reason].append(part)
    for reason, names in parts.items():
        subject = join_phrases(names)
        yield f"{subject[0].upper()}{subject[1:]} could not be read. {reason}"


def _list_neighbors(catalog: EntityCatalog, arn: Arn) -> Neighbors:
    """Return the neighbors with the names that they have everywhere."""
    neighbors = catalog.list_neighbors(arn)
    both = {neighbor.arn: neighbor for neighbor in (*neighbors.incoming, *neighbors.outgoing)}
    unnamed = [neighbor.arn for neighbor in both.values() if not neighbor.name]
    first = list(both)[:MAX_NAMED_NEIGHBORS]
    catalog.describe_within(list(dict.fromkeys((*unnamed, *first))), seconds=NAMES_SECONDS)
    entities = catalog.described_entities(both)
    names = name_entities({arn: entities.get(arn) or _as_hit(item) for arn, item in both.items()})

    def add_names(items: Sequence[Neighbor]) -> tuple[Neighbor, ...]:
        return tuple(
            replace(item, name=names[item.arn].title, subtitle=names[item.arn].subtitle) for item in items
        )

    return replace(
        neighbors,
        incoming=add_names(neighbors.incoming),
        outgoing=add_names(neighbors.outgoing),
        gaps=(*neighbors.gaps, *_explain_undescribed(catalog.find_undescribable(both))),
    )


def _explain_undescribed(failures: Mapping[Arn, str]) -> Iterator[str]:
    """Yield a sentence on neighbors that are named without their descriptions."""
    if failures:
        why = describe_denials(failures.values()) or "they could not be read"
        yield f"The facts of {format_count(len(failures), 'neighbor')} are missing: {why}."


def _as_hit(neighbor: Neighbor) -> Hit | None:
    """Return what an association says of a neighbor; None for an experiment."""
    lineage_type = split_arn(neighbor.arn).lineage_type
    return Hit(neighbor.arn, lineage_type, neighbor.name, neighbor.type) if lineage_type else None
