"""Ask each account about its own entities and resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from lineage_explorer.errors import LineageError, NothingFound, SourceError
from lineage_explorer.graph.model import Arn, Entity, Hit
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.sources.accounts.account_directory import (
    AccountDirectory,
    AccountReader,
    find_key,
)
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.linked_resources import (
    Findings,
    LinkedResources,
    ModelPackage,
    ResourceState,
    Trial,
    merge_findings,
)
from lineage_explorer.sources.protocols import EntityCatalog, EntityList, Neighbors, TagsRead

_R = TypeVar("_R")
_T = TypeVar("_T")


class _OwnerRoute:
    """Choice of the account that is asked about a resource."""

    def __init__(self, name: str, directory: AccountDirectory) -> None:
        self.name = name
        self.directory = directory

    def find_reader(self, arn: str) -> AccountReader | None:
        """Return what reads another account's resource; None for one's own."""
        key = find_key(arn)
        if self.directory.is_single or key is None or key == self.directory.get_key(self.name):
            return None
        owner = self.directory.find_owner(key)
        if owner is None or owner == self.name:
            return None
        try:
            return self.directory.get_reader(owner)
        except LineageError:  # the view says why this account cannot be read
            return None

    def split(
        self, arns: Iterable[str], own: _R, select: Callable[[AccountReader], _R]
    ) -> list[tuple[_R, list[Any]]]:
        """Return who is asked about which resources, in order."""
        if self.directory.is_single:
            return [(own, list(arns))]
        groups: dict[int, tuple[_R, list[Any]]] = {}
        readers: dict[Any, AccountReader | None] = {}
        for arn in arns:
            key = find_key(arn)
            if key not in readers:
                readers[key] = self.find_reader(arn)
            reader = readers[key]
            service = select(reader) if reader else own
            groups.setdefault(id(service), (service, []))[1].append(arn)
        return list(groups.values()) or [(own, [])]


def _ask_each(parts: Sequence[tuple[_R, list[Any]]], ask: Callable[[_R, list[Any]], _T]) -> list[_T]:
    """Return the answers of several accounts, asked at the same time."""
    if len(parts) == 1:
        return [ask(*parts[0])]
    with ContextPool(len(parts)) as pool:
        return list(pool.map(lambda part: ask(*part), parts))


def _merge_maps(maps: Iterable[Mapping[Any, _T]], order: Iterable[Any]) -> Mapping[Any, _T]:
    """Merge maps into one, in an order; one alone has it."""
    found, *others = maps
    if not others:
        return found
    found = {key: value for each in (found, *others) for key, value in each.items()}
    return {key: found[key] for key in order if key in found}


class RoutedCatalog:
    """Thread-safe `EntityCatalog` over the accounts of a directory.

    What names no entity, such as a search, is the account's own.

    Args:
        name: The account whose readers use it.
        own: Catalog of this account alone.
        directory: All accounts.
    """

    def __init__(self, name: str, own: EntityCatalog, directory: AccountDirectory) -> None:
        self._own = own
        self._route = _OwnerRoute(name, directory)

    def __getattr__(self, name: str) -> Any:
        """Return what the account does itself."""
        return getattr(self._own, name)

    def _find(self, arn: str) -> EntityCatalog:
        reader = self._route.find_reader(arn)
        return reader.catalog if reader else self._own

    def _split(self, arns: Iterable[str]) -> list[tuple[EntityCatalog, list[Any]]]:
        return self._route.split(arns, self._own, lambda reader: reader.catalog)

    def describe(self, arn: Arn) -> Entity:
        """Return the description of one entity from its own account.

        Raises:
            SourceError: It could not be read.
        """
        try:
            return self._find(arn).describe(arn)
        except SourceError as error:
            if advice := self._route.directory.explain_foreign(self._route.name, arn):
                raise type(error)(f"{error} {advice}", operation=error.operation) from error
            raise

    def read_package(self, arn: Arn) -> ModelPackage | None:
        """Return the model package that an artifact stands for.

        Raises:
            SourceError: It could not be read.
        """
        return self._find(arn).read_package(arn)

    def read_responses(self, arn: Arn) -> Mapping[str, Mapping[str, Any]]:
        """Return what `Describe…` operations answered, by operation.

        Raises:
            SourceError: The entity could not be read.
        """
        return self._find(arn).read_responses(arn)

    def described_entities(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were described or listed before."""
        arns = tuple(arns)
        parts = self._split(arns)
        return _merge_maps((catalog.described_entities(own) for catalog, own in parts), arns)

    def find_in_lists(self, arns: Sequence[Arn], *, seconds: float) -> EntityList:
        """Look up entities in the lists of their accounts."""
        lists = _ask_each(self._split(arns), lambda catalog, own: catalog.find_in_lists(own, seconds=seconds))
        entities = _merge_maps((each.entities for each in lists), arns)
        return EntityList(entities, tuple(request for each in lists for request in each.requests))

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, full: bool = False, save_calls: bool = True
    ) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into a time limit."""
        maps = _ask_each(
            self._split(arns),
            lambda catalog, own: catalog.describe_within(
                own, seconds=seconds, full=full, save_calls=save_calls
            ),
        )
        return _merge_maps(maps, arns)

    def count_calls(self, arns: Iterable[Arn]) -> int:
        """Count the calls that read the known entities."""
        return sum(catalog.count_calls(own) for catalog, own in self._split(arns))

    def find_undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return why entities could not be described, by ARN."""
        arns, route = tuple(arns), self._route
        found = _merge_maps((catalog.find_undescribable(own) for catalog, own in self._split(arns)), arns)
        if route.directory.is_single or not found:
            return found
        advice = {arn: route.directory.explain_foreign(route.name, arn) for arn in found}
        return {arn: f"{reason} {advice[arn]}".strip() for arn, reason in found.items()}

    def read_endpoints(
        self, arns: Sequence[str], *, seconds: float, served: bool = False
    ) -> Mapping[str, EndpointConfiguration]:
        """Return what endpoints run now, by the ARN of the endpoint."""
        maps = _ask_each(
            self._split(arns),
            lambda catalog, own: catalog.read_endpoints(own, seconds=seconds, served=served),
        )
        return _merge_maps(maps, arns)

    def list_neighbors(self, arn: Arn) -> Neighbors:
        """Return the direct neighbors of an entity.

        Raises:
            SourceError: It could not be read.
        """
        return self._find(arn).list_neighbors(arn)

    def list_neighbors_within(self, arn: Arn, *, seconds: float) -> Neighbors | None:
        """Return the direct neighbors; None if it takes longer.

        Raises:
            SourceError: It could not be read.
        """
        return self._find(arn).list_neighbors_within(arn, seconds=seconds)

    def tags(self, arn: Arn) -> Mapping[str, str]:
        """Return an entity's tags.

        Raises:
            SourceError: They could not be read.
        """
        return self._find(arn).tags(arn)

    def get_known_tags(self, arns: Iterable[Arn]) -> Mapping[Arn, Mapping[str, str]]:
        """Return the tags that were read before."""
        arns = tuple(arns)
        return _merge_maps((catalog.get_known_tags(own) for catalog, own in self._split(arns)), arns)

    def read_tags_within(
        self, arns: Sequence[Arn], *, seconds: float, freshness: Freshness = ANY_AGE
    ) -> TagsRead:
        """Read the tags of entities, within a time limit."""
        reads = _ask_each(
            self._split(arns),
            lambda catalog, own: catalog.read_tags_within(own, seconds=seconds, freshness=freshness),
        )
        return TagsRead(
            _merge_maps((each.tags for each in reads), arns),
            _merge_maps((each.failures for each in reads), arns),
        )

    def refresh(self, arn: Arn) -> None:
        """Discard what is cached of one entity."""
        self._find(arn).refresh(arn)

    def resolve(self, text: str) -> tuple[Hit, ...]:
        """Find the entities that pasted text identifies.

        Raises:
            LineageError: There are none; for another account's, it says how that is added.
        """
        return self._explain(text, lambda: self._own.resolve(text))

    def resolve_within(self, text: str, *, seconds: float) -> tuple[Hit, ...] | None:
        """Find the entities that pasted text identifies, within a time limit.

        Raises:
            LineageError: As `resolve`.
        """
        return self._explain(text, lambda: self._own.resolve_within(text, seconds=seconds))

    def _explain(self, text: str, resolve: Callable[[], _T]) -> _T:
        try:
            return resolve()
        except NothingFound as error:
            route = self._route
            advice = (route.directory.explain_foreign(route.name, each) for each in list_readings(text))
            if found := next(filter(None, advice), ""):
                raise NothingFound(f"{error} {found}") from error
            raise


class RoutedResources:
    """Thread-safe `LinkedResources` over the accounts of a directory.

    Args:
        name: The account whose readers use it.
        own: Resources of this account alone.
        directory: All accounts.
    """

    def __init__(self, name: str, own: LinkedResources, directory: AccountDirectory) -> None:
        self._own = own
        self._route = _OwnerRoute(name, directory)

    def _ask(
        self, arns: Iterable[str], ask: Callable[[LinkedResources, list[Any]], Findings[_T]]
    ) -> Findings[_T]:
        parts = self._route.split(arns, self._own, lambda reader: reader.resources)
        return merge_findings(_ask_each(parts, ask)) if len(parts) > 1 else ask(*parts[0])

    def tags(self, arns: Sequence[str]) -> Findings[Mapping[str, str]]:
        """Return the tags of any resources, by ARN."""
        return self._ask(arns, lambda resources, own: resources.tags(own))

    def trials(self, components: Sequence[Arn]) -> Findings[tuple[Trial, ...]]:
        """Return the trials of trial components, by ARN."""
        return self._ask(components, lambda resources, own: resources.trials(own))

    def states(self, arns: Sequence[str]) -> Findings[ResourceState]:
        """Return the states of resources, by ARN."""
        return self._ask(arns, lambda resources, own: resources.states(own))

    def artifacts(self, uris: Sequence[str]) -> Findings[tuple[Hit, ...]]:
        """Return the artifacts recorded for source URIs, by URI."""
        return self._own.artifacts(uris)


def route_catalog(name: str, own: EntityCatalog, directory: AccountDirectory) -> EntityCatalog:
    """Return a catalog that asks each account about its own entities."""
    return cast("EntityCatalog", RoutedCatalog(name, own, directory))
