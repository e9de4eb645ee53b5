"""Read what the page shows beside a view.

Each part is read by itself: a part that cannot be read is named in a sentence, and the others are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.entity_names import EntityName, name_entities, name_entity
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType, Vertex, split_arn
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.linked_resources import DELETED, ModelPackage
from lineage_explorer.sources.protocols import EntityCatalog, KindCount, Neighbor, Neighbors
from lineage_explorer.views.console_links import build_console_url
from lineage_explorer.views.entity_details import (
    Section,
    StartOption,
    Table,
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
    ("Endpoints", "What serves now, and where it came from", LineageType.CONTEXT, "Endpoint"),
    ("Models", "Artifacts and registered versions", LineageType.ARTIFACT, "Model"),
    ("Data sets", "What was learned from, and what it reached", LineageType.ARTIFACT, "DataSet"),
)


@dataclass(frozen=True, slots=True)
class StartSection:
    """Titled list of entities to start from.

    Attributes:
        title, hint: The heading.
        starts: The entities; None while they are not known.
        is_pending: Whether they are still being listed.
    """

    title: str
    hint: str
    starts: tuple[StartOption, ...] | None
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Content of the home screen.

    Attributes:
        sections: Lists of entities to start from.
        kind_counts: Entity counts by kind, as far as they are known.
        gaps: Sentences about what could not be read.
        is_pending: Whether parts are still being read.
        note: How a slow call is going; empty if none is slow.
    """

    sections: tuple[StartSection, ...]
    kind_counts: tuple[KindCount, ...]
    gaps: tuple[str, ...] = ()
    is_pending: bool = False
    note: str = ""


HOME_SECONDS = 0.45
"""Time limit in seconds for the home screen; what takes longer follows."""


def load_home(catalog: EntityCatalog, *, seconds: float = HOME_SECONDS) -> Home:
    """Read what is there in time of the home screen.

    All parts are read side by side. One that cannot be read is named in a sentence; the others are shown.
    """
    gaps: list[str] = []
    lists = [
        partial(catalog.list_recent, kind, type_, limit=STARTS_PER_SECTION) for *_, kind, type_ in _SECTIONS
    ]
    counts = [partial(catalog.count_kind, kind) for kind in LineageType]
    for start in lists:
        read_or_add_gap(partial(start, seconds=0), [])
    for begin in counts:
        read_or_add_gap(partial(begin, seconds=0), [])
    deadline = monotonic() + seconds
    recent = [_read_part(read, deadline, gaps) for read in lists]
    counted = [_read_part(read, deadline, gaps) for read in counts]
    hits_by_section = [hits for hits, _ in recent]
    deleted, is_late = _find_deleted(catalog, hits_by_section[0] or (), deadline)
    sections = tuple(
        StartSection(
            title,
            hint,
            None if hits is None else build_start_options([hit for hit in hits if hit.arn not in deleted]),
            is_pending,
        )
        for (title, hint, *_), (hits, is_pending) in zip(_SECTIONS, recent, strict=True)
    )
    if deleted:
        gone = build_start_options([hit for hit in hits_by_section[0] or () if hit.arn in deleted])
        sections += (StartSection("Deleted endpoints", "Their lineage is kept", gone),)
    kind_counts = tuple(count for count, _ in counted if count is not None)
    gaps += [gap for count in kind_counts for gap in count.gaps]
    is_pending = is_late or any(is_pending for _, is_pending in (*recent, *counted))
    return Home(sections, kind_counts, tuple(dict.fromkeys(gaps)), is_pending)


def _find_deleted(
    catalog: EntityCatalog, endpoints: Sequence[Hit], deadline: float
) -> tuple[frozenset[Arn], bool]:
    """Return the endpoints that no longer exist, and whether some are pending."""
    sources = {
        hit.arn: hit.source_uri for hit in endpoints if hit.source_uri and ":endpoint/" in hit.source_uri
    }
    if not sources:
        return frozenset(), False
    configurations = catalog.read_endpoints(list(sources.values()), seconds=max(0.0, deadline - monotonic()))
    deleted = (
        arn
        for arn, source in sources.items()
        if source in configurations and configurations[source].is_deleted
    )
    return frozenset(deleted), any(source not in configurations for source in sources.values())


def _read_part(read: Callable[..., T | None], deadline: float, gaps: list[str]) -> tuple[T | None, bool]:
    """Return a part of the home screen, and whether it is pending.

    The part is None if it is pending, or could not be read; then a gap is added.
    """
    gap_count = len(gaps)
    part = read_or_add_gap(lambda: read(seconds=max(0.0, deadline - monotonic())), gaps)
    return part, part is None and len(gaps) == gap_count


NEIGHBOR_NAMES_SECONDS = 0.3
"""Maximum time in seconds to wait for names of unnamed neighbors."""


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """Facts about one entity, and what can be asked of it.

    A part that could not be read is None, and `gaps` names it.

    Attributes:
        is_deleted: Whether what it stands for, an endpoint, no longer exists.
        operations: API operations whose responses can be shown.
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


FACTS_SECONDS = 8.0
"""Time limit in seconds for the facts about an entity."""


def load_entity_facts(catalog: EntityCatalog, arn: Arn, *, seconds: float = FACTS_SECONDS) -> EntityFacts:
    """Read the facts about an entity, side by side.

    A part that cannot be read, or not in time, is left out and named in `gaps`.
    """
    gaps: list[str] = []
    pool = ThreadPoolExecutor(4, thread_name_prefix="facts")
    description = pool.submit(catalog.describe, arn)
    package = pool.submit(_read_package, catalog, description)
    tags = pool.submit(catalog.tags, arn)
    neighbors = pool.submit(_list_neighbors, catalog, arn)
    futures: list[Future[Any]] = [description, package, tags, neighbors]
    wait(futures, timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    entity = _take(description, "Its description", gaps)
    known_package = _take(package, "Its model package", gaps) if entity is not None else None
    known_tags = _take(tags, "Its tags", gaps)
    known_neighbors = _take(neighbors, "What is around it", gaps)
    if entity is not None:
        gaps += [f"A moment in its description cannot be read: {moment}." for moment in entity.unreadable]
    if known_neighbors is not None:
        gaps += known_neighbors.gaps
    lineage_type = split_arn(arn).lineage_type
    is_deleted = entity is not None and _is_deleted(catalog, entity)
    return EntityFacts(
        arn=arn,
        name=name_entity(arn, entity),
        style=style_of(Vertex(arn, lineage_type, entity.type if entity else None), entity),
        is_deleted=is_deleted,
        console=build_console_url(entity) if entity and not is_deleted else None,
        sections=build_sections(entity, known_package) if entity else (),
        questions=find_questions(entity or Vertex(arn, lineage_type)),
        operations=tuple(_list_operations(entity, known_package)),
        tags=known_tags,
        neighbors=known_neighbors,
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _is_deleted(catalog: EntityCatalog, entity: Entity) -> bool:
    """Return whether an endpoint is known to be deleted."""
    source = entity.source_uri or ""
    if ":endpoint/" not in source:
        return False
    configuration = catalog.read_endpoints([source], seconds=NEIGHBOR_NAMES_SECONDS).get(source)
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


def _take(future: Future[T], subject: str, gaps: list[str]) -> T | None:
    """Return a finished result; add a gap if there is none."""
    if future.done() and not future.cancelled():
        return read_or_add_gap(future.result, gaps)
    gaps.append(f"{subject} takes long to be read: SageMaker has not answered yet. Come back in a moment.")
    return None


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
