"""Describe and find single entities: `EntityCatalog` over a boto3 client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from lineage_explorer.errors import NothingFound, SourceError, describe_denials
from lineage_explorer.graph.entity_search import MAX_SUGGESTIONS, find_matches, normalize_text, sort_matches
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType, is_lineage_arn, split_arn
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.sources.account_overview import AccountOverview, EntityFilter, EntityPage
from lineage_explorer.sources.aws import entity_parser, model_packages, start_resolver
from lineage_explorer.sources.aws.account_lists import AccountLists, describe_left_out_items
from lineage_explorer.sources.aws.api_client import Listing, SageMakerApi
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.aws.endpoint_configurations import EndpointConfigurations
from lineage_explorer.sources.aws.entity_descriptions import (
    MIN_TO_LIST,
    MIN_TO_LIST_SPARINGLY,
    Descriptions,
    ListSummaries,
    exclude_known,
)
from lineage_explorer.sources.aws.entity_tags import EntityTags
from lineage_explorer.sources.aws.name_search import FoundNames, NameSearch
from lineage_explorer.sources.aws.newest_entities import NewestEntities, NewestList
from lineage_explorer.sources.aws.record_reader import RecordReader
from lineage_explorer.sources.aws.response_check import LEFT_OUT, METADATA
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import (
    Invalidations,
    MemoryResponseCache,
    ResponseCache,
    now,
)
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.lineage_record import FoundFacts, LineageRecord, Lookup
from lineage_explorer.sources.linked_resources import ModelPackage, is_model_package
from lineage_explorer.sources.protocols import (
    EntityList,
    LaterAssociations,
    Neighbor,
    Neighbors,
    Suggestions,
    TagsRead,
)

MAX_NEIGHBORS_PER_SIDE = 100

MAX_LATER_ASSOCIATIONS = 20_000
"""Associations made after a moment of the past that are listed at most, the newest first."""

_MAX_LATER_AGE = timedelta(minutes=5)
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}

_NOT_ANSWERED = frozenset({METADATA, LEFT_OUT})
"""Members of a response that are not part of the operation's answer."""


class SageMakerCatalog:
    """Thread-safe `EntityCatalog` over a boto3 client.

    Args:
        client: A boto3 SageMaker client.
        responses: The response cache; None for a private cache in memory.
        caches: Opens the other caches.
        calls: Limits the calls, and lists them while they are under way.
    """

    def __init__(
        self,
        client: Any,
        *,
        responses: ResponseCache | None = None,
        caches: CacheRegistry | None = None,
        calls: CallMonitor | None = None,
    ) -> None:
        caches = caches or CacheRegistry()
        responses = responses or MemoryResponseCache(caches.open(CacheName.RESPONSES_IN_MEMORY))
        self._api = SageMakerApi(client, responses, calls=calls or CallMonitor())
        self._invalidations = Invalidations(responses, caches)
        self._descriptions = Descriptions(self._api, self._invalidations, caches)
        self._tags = EntityTags(self._api, self._invalidations, caches)
        self._summaries = ListSummaries(self._api, caches)
        self._late_lists: set[Arn] = set()
        self._newest = NewestEntities(self._api, caches)
        self._lists = AccountLists(self._api, caches)
        self._neighbors: ValueCache[tuple[Arn, datetime], Neighbors] = caches.open(CacheName.NEIGHBORS)
        self._resolved: ValueCache[str, tuple[Hit, ...]] = caches.open(CacheName.RESOLVED_STARTS)
        self._suggested: ValueCache[tuple[str, int], Suggestions] = caches.open(CacheName.SUGGESTIONS)
        self._names = NameSearch(self._api, caches)
        self._endpoints = EndpointConfigurations(self._api, self._invalidations, caches)
        self._records = RecordReader(self._api, self._invalidations)

    def describe(self, arn: Arn) -> Entity:
        """Return the description of one entity.

        A cached description costs no call.

        Raises:
            SourceError: The entity is unknown, not shared with the caller, or could not be read.
        """
        return self._descriptions.describe(arn)

    def read_package(self, arn: Arn) -> ModelPackage | None:
        """Return the model package that an artifact stands for; None if none.

        Raises:
            SourceError: The artifact or its package could not be read.
        """
        package = self._find_package(arn)
        if package is None:
            return None
        return model_packages.read_package(self._api, package, since=self._invalidations.valid_since(arn))

    def read_responses(self, arn: Arn) -> Mapping[str, Mapping[str, Any]]:
        """Return what `Describe…` operations answered, by operation.

        They are those of the entity and of its model package. One of a package that cannot be read is left
        out.

        Raises:
            SourceError: The entity could not be read.
        """
        since = self._invalidations.valid_since(arn)
        lineage_type = split_arn(arn).lineage_type
        responses = {f"Describe{lineage_type}": self._descriptions.read_response(arn, since)}
        if package := self._find_package(arn):
            with suppress(SourceError):
                response = model_packages.read_response(self._api, package, since=since)
                responses[model_packages.DESCRIBE_PACKAGE] = dict(response)
        return {
            operation: {name: value for name, value in response.items() if name not in _NOT_ANSWERED}
            for operation, response in responses.items()
        }

    def _find_package(self, arn: Arn) -> str | None:
        """Return the ARN of the model package that an artifact stands for."""
        entity = self.describe(arn)
        is_package = entity.lineage_type is LineageType.ARTIFACT and is_model_package(entity.source_uri)
        return entity.source_uri if is_package else None

    def described_entities(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were described or listed before; costs no call."""
        arns = tuple(arns)
        described = self._descriptions.get_descriptions(arns)
        others = exclude_known(arns, described)
        if not others:
            return described
        entities_by_arn = {**self._summaries.get_summaries(others), **described}
        return {arn: entities_by_arn[arn] for arn in arns if arn in entities_by_arn}

    def find_in_lists(self, arns: Sequence[Arn], *, seconds: float) -> EntityList:
        """Look up entities in lists, for kinds with many of them."""
        return self._summaries.find_in_lists(arns, seconds=seconds)

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, full: bool = False, save_calls: bool = True
    ) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into a time limit.

        Kinds with many entities are looked up in lists first, unless `full` descriptions are requested. What
        may not be described is looked up in lists afterwards. Returns all entities of `arns` that are known
        when the time is up; with `full`, those that are described.
        """
        started_at = monotonic()
        if full:
            described = self._descriptions.describe_within(arns, seconds=seconds)
            self._list_denied(arns, seconds=seconds - (monotonic() - started_at))
            return described
        known = self.described_entities(arns)
        unknown = exclude_known(arns, known)
        if not unknown:
            return known
        self._summaries.find_in_lists(
            unknown, seconds=seconds, min_per_kind=MIN_TO_LIST_SPARINGLY if save_calls else MIN_TO_LIST
        )
        seconds_left = seconds - (monotonic() - started_at)
        if seconds_left > 0:  # else lists are still being read: describing would repeat them
            self._descriptions.describe_within(
                exclude_known(unknown, self.described_entities(unknown)), seconds=seconds_left
            )
        self._list_denied(unknown, seconds=seconds - (monotonic() - started_at))
        return self.described_entities(arns)

    def _list_denied(self, arns: Sequence[Arn], *, seconds: float) -> None:
        """Look up in lists what may not be described.

        They tell names, types and dates.
        """
        failures = self._descriptions.find_undescribable(arns)
        unknown = exclude_known(failures, self.described_entities(failures))
        denied = [arn for arn in unknown if describe_denials([failures[arn]])]
        deadline = monotonic() + seconds
        if denied and seconds > 0:
            self._summaries.find_in_lists(denied, seconds=seconds, min_per_kind=1)
        if monotonic() < deadline:
            self._late_lists.difference_update(denied)
        else:
            self._late_lists.update(denied)

    def count_calls(self, arns: Iterable[Arn]) -> int:
        """Count the calls that read the known entities; shared calls count once."""
        arns = tuple(arns)
        described = self._descriptions.get_descriptions(arns)
        listed_arns = [arn for arn in arns if arn not in described]
        return self._descriptions.count_calls(arns) + self._summaries.count_pages(listed_arns)

    def find_undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return the reasons of recent failures to describe these entities, by ARN.

        An entity whose lists are still to come is none of them: they may tell its name.
        """
        failures = self._descriptions.find_undescribable(arns)
        late = self._late_lists.intersection(failures)
        late.difference_update(self.described_entities(late))
        return {arn: reason for arn, reason in failures.items() if arn not in late}

    def read_endpoints(
        self, arns: Sequence[str], *, seconds: float, served: bool = False
    ) -> Mapping[str, EndpointConfiguration]:
        """Return what endpoints run now, if read in time."""
        return self._endpoints.read_within(arns, seconds=seconds, served=served)

    def list_neighbors(self, arn: Arn) -> Neighbors:
        """Return the newest hundred neighbors of an entity on each side.

        They are read with `ListAssociations`.

        Raises:
            SourceError: They could not be read.
        """
        since = self._invalidations.valid_since(arn)
        with ContextPool(2) as pool:
            incoming = pool.submit(self._list_associations, since, DestinationArn=arn)
            outgoing = pool.submit(self._list_associations, since, SourceArn=arn)
        parents, children = incoming.result(), outgoing.result()
        return Neighbors(
            incoming=_parse_neighbors(parents, "Source"),
            outgoing=_parse_neighbors(children, "Destination"),
            has_more_incoming=parents.has_more,
            has_more_outgoing=children.has_more,
            gaps=tuple(
                describe_left_out_items(
                    "ListAssociations", [(parents, "SourceArn"), (children, "DestinationArn")]
                )
            ),
        )

    def list_neighbors_within(self, arn: Arn, *, seconds: float) -> Neighbors | None:
        """Return an entity's neighbors; None if it takes longer.

        Raises:
            SourceError: They could not be read.
        """
        key = arn, self._invalidations.valid_since(arn)
        return self._neighbors.get_or_compute_within(key, lambda: self.list_neighbors(arn), seconds=seconds)

    def tags(self, arn: Arn) -> Mapping[str, str]:
        """Return an entity's tags.

        Raises:
            SourceError: They could not be read.
        """
        return self._tags.read(arn)

    def get_known_tags(self, arns: Iterable[Arn]) -> Mapping[Arn, Mapping[str, str]]:
        """Return the tags that were read before; costs no call."""
        return self._tags.get_known(arns)

    def read_tags_within(
        self, arns: Sequence[Arn], *, seconds: float, freshness: Freshness = ANY_AGE
    ) -> TagsRead:
        """Read the tags of entities, within a time limit."""
        return self._tags.read_within(arns, seconds=seconds, freshness=freshness)

    def refresh(self, arn: Arn) -> None:
        """Invalidate what is cached of an entity, and what endpoints run."""
        self._invalidations.invalidate(arn)
        self._endpoints.refresh()
        self._tags.discard(arn)

    def list_account(self) -> LineageRecord:
        """Return all entities and associations of the account, from lists.

        Raises:
            SourceError: No kind of entity could be listed.
        """
        return self._records.list_account()

    def look_up(self, wanted: Sequence[Lookup]) -> FoundFacts:
        """Return what look-ups find, one call each, and why others found nothing.

        Raises:
            SourceError: The credentials are no longer valid.
        """
        return self._records.look_up(wanted)

    def refresh_record(self) -> None:
        """Read lists and look-ups again when they are wanted next."""
        self._records.refresh()

    def read_overview(self, *, seconds: float) -> AccountOverview:
        """Return the newest of each kind, as far as read."""
        return self._lists.read_overview(seconds=seconds)

    def read_page(self, wanted: EntityFilter, *, page: int, seconds: float) -> EntityPage | None:
        """Return a page of a list; None if it takes longer.

        Raises:
            SourceError: It could not be listed.
        """
        return self._lists.read_page(wanted, page=page, seconds=seconds)

    def refresh_overview(self) -> None:
        """Discard the lists of the first screen, failures included."""
        self._lists.refresh()

    def suggest(self, text: str, *, limit: int = MAX_SUGGESTIONS) -> Suggestions:
        """Return the entities that match a text, within `MAX_SEARCH_CALLS` calls.

        Raises:
            SourceError: No kind could be listed.
        """
        newest = self._newest.list_all()
        found = self._names.find(text, newest)
        if not newest.is_complete:
            found = _add_entities(found, self._lists.list_known_parts())
        suggestions = _suggest_from(newest, found, text, limit)
        if not suggestions.is_limited:
            return suggestions
        if not suggestions.hits:
            found = self._names.find_older(text, newest, found)
        if not any(hit.type == "ModelGroup" for hit in suggestions.hits):
            found = self._names.find_products(text, newest, found)
        return _suggest_from(newest, found, text, limit)

    def suggest_within(self, text: str, *, seconds: float, limit: int = MAX_SUGGESTIONS) -> Suggestions:
        """Return the entities that match; pending if it takes longer.

        Raises:
            SourceError: No kind could be listed.
        """
        found = self._suggested.get_or_compute_within(
            (text, limit), lambda: self.suggest(text, limit=limit), seconds=seconds
        )
        return found or Suggestions((), is_pending=True)

    def resolve_within(self, text: str, *, seconds: float) -> tuple[Hit, ...] | None:
        """Find entities as `resolve` does; None if it takes longer.

        Raises:
            InvalidQuery: As `resolve`.
            NothingFound: As `resolve`.
            SourceError: A request failed.
        """
        return self._resolved.get_or_compute_within(text, lambda: self.resolve(text), seconds=seconds)

    def resolve(self, text: str) -> tuple[Hit, ...]:
        """Find the lineage entities that pasted text identifies.

        Raises:
            InvalidQuery: The text is not an ARN or URI that can be looked up; `field` is `start`.
            NothingFound: The account has no lineage entity for it.
            SourceError: A request failed.
        """
        try:
            return start_resolver.resolve(self._api, text)
        except NothingFound:
            if hits := self._find_in_other_case(text):
                return hits
            raise

    def _find_in_other_case(self, text: str) -> tuple[Hit, ...]:
        """Return newest entities whose source is another spelling of a text."""
        readings = {normalize_text(reading) for reading in list_readings(text)}
        try:
            newest = self._newest.list_all()
        except SourceError:
            return ()
        return tuple(hit for hit in newest.hits if normalize_text(hit.source_uri or "") in readings)

    def list_later_associations(self, moment: datetime) -> LaterAssociations:
        """Return the associations that were made after a moment.

        Raises:
            SourceError: They could not be listed.
        """
        listing = self._api.list_items(
            "ListAssociations",
            "AssociationSummaries",
            limit=MAX_LATER_ASSOCIATIONS,
            since=now() - _MAX_LATER_AGE,
            CreatedAfter=moment,
            **_NEWEST_FIRST,
        )
        ends = frozenset(
            (Arn(item["SourceArn"]), Arn(item["DestinationArn"]))
            for item in listing.items
            if item.get("SourceArn") and item.get("DestinationArn") and _is_later(item, moment)
        )
        return LaterAssociations(ends, listing.has_more)

    def _list_associations(self, since: datetime, **end: Any) -> Listing:
        return self._api.list_items(
            "ListAssociations",
            "AssociationSummaries",
            limit=MAX_NEIGHBORS_PER_SIDE,
            since=since,
            **_NEWEST_FIRST,
            **end,
        )


def _add_entities(found: FoundNames, entities: Iterable[Entity]) -> FoundNames:
    """Return what was found, with entities that are known besides."""
    hits = (
        Hit(
            each.arn,
            each.lineage_type,
            name=each.name,
            type=each.type,
            source_uri=each.source_uri,
            created=each.created,
            created_by=each.created_by,
        )
        for each in entities
    )
    return replace(found, hits=(*found.hits, *hits))


def _suggest_from(newest: NewestList, found: FoundNames, text: str, limit: int) -> Suggestions:
    """Return what matches among the newest entities and what was found.

    A resource is left out where its own entity is among them.
    """
    hits = (*newest.hits, *found.hits)
    entities = {hit.arn: hit for hit in hits if is_lineage_arn(hit.arn)}
    recorded = {(hit.lineage_type, hit.source_uri) for hit in entities.values()}
    resources = {hit.arn: hit for hit in hits if (hit.lineage_type, hit.source_uri) not in recorded}
    matches = find_matches((entities | resources).values(), text, limit=limit)
    others = [hit for hit in found.matches if hit not in matches]
    return Suggestions(
        (*matches, *sort_matches(others, text))[:limit],
        gaps=(*newest.gaps, *found.gaps),
        scopes=found.scopes,
        bounds=(*newest.bounds, *found.bounds),
    )


def _is_later(summary: Mapping[str, Any], moment: datetime) -> bool:
    """Return whether an association was made after a moment."""
    created = summary.get("CreationTime")
    return not isinstance(created, datetime) or created > moment


def _parse_neighbors(listing: Listing, end: str) -> tuple[Neighbor, ...]:
    neighbors = (entity_parser.parse_neighbor(summary, end=end) for summary in listing.items)
    return tuple(neighbor for neighbor in neighbors if neighbor)
