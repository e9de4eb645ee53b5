"""Fake sources and catalogs with given answers and recorded requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lineage_explorer.errors import EntityNotFound, InvalidArn, SourceError, Throttled
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import AnswerCache, ExplorerServices
from lineage_explorer.graph.entity_search import MAX_SUGGESTIONS, find_matches
from lineage_explorer.graph.lineage_graph import LineageGraph, build_adjacency
from lineage_explorer.graph.model import Arn, Association, Entity, Hit
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.query.lineage_query import Direction, LineageQuery, compute_query_distances
from lineage_explorer.questions.question import QueryServices
from lineage_explorer.sources.account_overview import AccountOverview, EntityFilter, EntityPage, Part
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN, RETRY_FAILED, Freshness
from lineage_explorer.sources.linked_resources import (
    Findings,
    LinkedResources,
    ModelPackage,
    ResourceState,
    Trial,
)
from lineage_explorer.sources.protocols import (
    EntityList,
    Neighbors,
    PartialRead,
    Suggestions,
    TagsRead,
)
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from lineage_explorer.sources.redaction.redactor import Redactor


@dataclass
class FakeSource:
    """Returns one graph for every query, or fails."""

    graph: LineageGraph
    error: SourceError | None = None
    asked: list[LineageQuery] = field(default_factory=list)
    forgotten: list[LineageQuery] = field(default_factory=list)
    refreshed: list[LineageQuery] = field(default_factory=list)

    def read(self, query: LineageQuery, *, freshness: Freshness = ANY_AGE) -> LineageGraph:
        self.asked.append(query)
        if freshness == RETRY_FAILED:
            self.forgotten.append(query)
        if freshness == READ_AGAIN:
            self.refreshed.append(query)
        if self.error:
            raise self.error
        return self.graph

    def read_available(
        self, query: LineageQuery, *, pages_shown: int = 0, freshness: Freshness = ANY_AGE
    ) -> PartialRead:
        graph = self.read(query, freshness=freshness)
        return PartialRead(graph, graph.read_status.pages, len(graph.vertices))

    def find_complete(self, query: LineageQuery) -> LineageGraph | None:
        return self.graph if query in self.asked else None

    def peek(self, query: LineageQuery) -> PartialRead:
        return self.read_available(query)


@dataclass
class WalkingSource:
    """Returns the associations of one graph that a query's depth reaches.

    Attributes:
        refused: Starts from which nothing can be read.
    """

    graph: LineageGraph
    refused: frozenset[Arn] = frozenset()
    asked: list[LineageQuery] = field(default_factory=list)

    def read_available(
        self, query: LineageQuery, *, pages_shown: int = 0, freshness: Freshness = ANY_AGE
    ) -> PartialRead:
        graph = self.read(query, freshness=freshness)
        return PartialRead(graph, graph.read_status.pages, len(graph.vertices))

    def find_complete(self, query: LineageQuery) -> LineageGraph | None:
        return self.read(query) if query in self.asked else None

    def peek(self, query: LineageQuery) -> PartialRead:
        return self.read_available(query)

    def read(self, query: LineageQuery, *, freshness: Freshness = ANY_AGE) -> LineageGraph:
        self.asked.append(query)
        if query.start in self.refused:
            raise Throttled("Rate exceeded.", operation="QueryLineage")
        up_and_down = query.direction is Direction.UP_AND_DOWN
        ways = (Direction.ASCENDANTS, Direction.DESCENDANTS) if up_and_down else (query.direction,)
        walked = [edge for way in ways for edge in self._traverse(query.start, way, query.get_depth(way))]
        adjacency = build_adjacency(self.graph.vertices, (edge.ends for edge in walked))
        near = compute_query_distances([query.start], adjacency, query.direction)
        return replace(
            self.graph,
            start=query.start,
            vertices={arn: self.graph.vertices[arn] for arn in near},
            associations=tuple(dict.fromkeys(walked)),
            matches=frozenset(near),
            distances=near,
        )

    def _traverse(self, start: Arn, way: Direction, depth: int) -> list[Association]:
        far = compute_query_distances([start], self.graph.adjacency, way)
        inner = {arn for arn, steps in far.items() if steps < depth}
        up, down = way is not Direction.DESCENDANTS, way is not Direction.ASCENDANTS
        return [
            edge
            for edge in self.graph.associations
            if (up and edge.destination in inner) or (down and edge.source in inner)
        ]


@dataclass
class FakeCatalog:
    """Holds given entities; `refused` operations fail, `nameless` texts resolve to nothing."""

    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    refused: frozenset[str] = frozenset()
    nameless: bool = False
    asked: list[str] = field(default_factory=list)

    def _ask(self, operation: str) -> None:
        self.asked.append(operation)
        if operation in self.refused:
            raise SourceError(f"{operation} is refused.", operation=operation)

    def describe(self, arn: Arn) -> Entity:
        self._ask("describe")
        if arn not in self.entities:
            raise EntityNotFound(f"No {arn}.", operation="DescribeArtifact")
        return self.entities[arn]

    def read_package(self, arn: Arn) -> ModelPackage | None:
        return None

    def read_responses(self, arn: Arn) -> Mapping[str, Mapping[str, Any]]:
        return {"DescribeArtifact": {"ArtifactArn": self.describe(arn).arn}}

    def described_entities(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        return {arn: self.entities[arn] for arn in arns if arn in self.entities}

    def find_in_lists(self, arns: Sequence[Arn], *, seconds: float) -> EntityList:
        return EntityList({})

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, full: bool = False, save_calls: bool = True
    ) -> Mapping[Arn, Entity]:
        self.asked.append(f"describe {len(arns)} within {seconds} s")
        return self.described_entities(arns)

    def count_calls(self, arns: Iterable[Arn]) -> int:
        return len(self.described_entities(arns))

    def find_undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        return {}

    def read_endpoints(
        self, arns: Sequence[str], *, seconds: float, served: bool = False
    ) -> Mapping[str, EndpointConfiguration]:
        return {arn: EndpointConfiguration() for arn in arns}

    def list_neighbors(self, arn: Arn) -> Neighbors:
        self._ask("neighbors")
        return Neighbors((), ())

    def tags(self, arn: Arn) -> Mapping[str, str]:
        self._ask("tags")
        return {"team": "growth"}

    def get_known_tags(self, arns: Iterable[Arn]) -> Mapping[Arn, Mapping[str, str]]:
        return {}

    def read_tags_within(
        self, arns: Sequence[Arn], *, seconds: float, freshness: Freshness = ANY_AGE
    ) -> TagsRead:
        return TagsRead({arn: self.tags(arn) for arn in arns}, {})

    def refresh(self, arn: Arn) -> None:
        self._ask("refresh")

    def read_overview(self, *, seconds: float) -> AccountOverview:
        self.asked.append("overview")
        if "overview" in self.refused:
            return AccountOverview(data_sets=Part(gaps=("overview is refused.",), is_failed=True))
        hits = tuple(
            Entity(hit.arn, hit.lineage_type, type=hit.type, source_uri=hit.source_uri) for hit in self.hits
        )
        return AccountOverview(data_sets=Part(hits))

    def read_page(self, wanted: EntityFilter, *, page: int, seconds: float) -> EntityPage | None:
        self._ask("page")
        hits = (hit for hit in self.hits if hit.lineage_type == wanted.lineage_type)
        return EntityPage(tuple(Entity(hit.arn, hit.lineage_type, type=hit.type) for hit in hits), page)

    def refresh_overview(self) -> None:
        self._ask("refresh overview")

    def list_neighbors_within(self, arn: Arn, *, seconds: float) -> Neighbors | None:
        return self.list_neighbors(arn)

    def suggest_within(self, text: str, *, seconds: float, limit: int = MAX_SUGGESTIONS) -> Suggestions:
        return self.suggest(text, limit=limit)

    def resolve_within(self, text: str, *, seconds: float) -> tuple[Hit, ...] | None:
        return self.resolve(text)

    def suggest(self, text: str, *, limit: int = MAX_SUGGESTIONS) -> Suggestions:
        self._ask("suggest")
        return Suggestions(find_matches(self.hits, text, limit=limit))

    def resolve(self, text: str) -> tuple[Hit, ...]:
        self._ask("resolve")
        if self.nameless:
            raise InvalidArn(f"{text} is not an ARN.")
        return self.hits


class NoResources:
    """Knows no linked resources."""

    def tags(self, arns: Sequence[str]) -> Findings[Mapping[str, str]]:
        return Findings({})

    def trials(self, components: Sequence[Arn]) -> Findings[tuple[Trial, ...]]:
        return Findings({})

    def states(self, arns: Sequence[str]) -> Findings[ResourceState]:
        return Findings({})

    def artifacts(self, uris: Sequence[str]) -> Findings[tuple[Hit, ...]]:
        return Findings({})


def build_scope(source: FakeSource, catalog: FakeCatalog) -> RequestScope[ExplorerServices]:
    """Return a request scope over a source and a catalog, without redaction."""
    plain = build_services(source, catalog)
    return RequestScope(plain, plain, Redactor(PseudonymStore(Path("/nowhere/pseudonyms.sqlite"))))


def build_services(
    source: FakeSource, catalog: FakeCatalog, resources: LinkedResources | None = None
) -> ExplorerServices:
    """Return explorer services over a source and a catalog."""
    desk = QueryServices(source, catalog, resources or NoResources())
    caches = CacheRegistry()
    answers = AnswerCache(desk, caches, Invalidations(None))
    placements, pictures = LayoutStore(caches), caches.open(CacheName.EXPANDED_GRAPHS)
    comparisons = caches.open(CacheName.COMPARISONS)
    return ExplorerServices(source, catalog, answers, placements, pictures, "Test account", comparisons)
