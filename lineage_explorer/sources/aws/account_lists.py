"""Lists of an account: newest entities, and pages of a list.

Each part of the first screen costs one call, whatever the size of the account. Pages are found by the
service's own tokens: a page costs one call, if those before it were read a while ago, and else theirs too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Arn, Entity, LineageType, is_lineage_arn
from lineage_explorer.sources.account_overview import (
    AccountOverview,
    EntityFilter,
    EntityLink,
    EntityPage,
    GroupOwner,
    Part,
    RegisteredVersion,
    RunningEndpoint,
)
from lineage_explorer.sources.aws import entity_parser
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, Listing, SageMakerApi
from lineage_explorer.sources.aws.response_check import LEFT_OUT
from lineage_explorer.sources.aws.result_pages import describe_left_out
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import now
from lineage_explorer.sources.cache.value_cache import ValueCache

T = TypeVar("T")

PAGE_SIZE = 50
MAX_PAGE = 200
"""Number of the last page that can be asked for; months reach what lies beyond."""

_MAX_PART_AGE = timedelta(seconds=30)
_MAX_PAGE_AGE = timedelta(minutes=5)
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
_OWNER_TAGS = ("team", "owner")


class AccountLists:
    """Lists of an account; thread-safe.

    Args:
        api: The SageMaker API.
        caches: Opens the cache of the lists.
    """

    def __init__(self, api: SageMakerApi, caches: CacheRegistry) -> None:
        self._api = api
        self._overview: ValueCache[Hashable, Any] = caches.open(CacheName.OVERVIEW)

    def read_overview(self, *, seconds: float) -> AccountOverview:
        """Return what was read in time; the rest is pending.

        Reading goes on. A failure is cached as well: the first screen asks again until all its parts have
        come.
        """
        readers = self._list_readers()
        for name, read in readers.items():
            self._overview.get_or_compute_within(name, read, seconds=0)
        deadline = now() + timedelta(seconds=seconds)
        parts = {}
        for name, read in readers.items():
            left = max(0.0, (deadline - now()).total_seconds())
            part = self._overview.get_or_compute_within(name, read, seconds=left)
            parts[name] = Part(is_pending=True) if part is None else part
        return AccountOverview(**parts)

    def list_known_parts(self) -> tuple[Entity, ...]:
        """Return the products, versions and endpoints that were read, without a call."""
        known = self._overview.get_many(("groups", "endpoints", "models", "versions"))
        parts = (part for part in known.values() if isinstance(part, Part))
        return tuple(
            _as_entity(item) if isinstance(item, RegisteredVersion) else item
            for part in parts
            for item in part.items
        )

    def read_page(self, wanted: EntityFilter, *, page: int, seconds: float) -> EntityPage | None:
        """Return a page of a list; None if it takes longer.

        Raises:
            SourceError: It could not be listed.
        """
        key = wanted, page
        outcome = self._overview.get_or_compute_within(
            key, lambda: _attempt(partial(self._read_page, wanted, page)), seconds=seconds
        )
        if isinstance(outcome, SourceError):
            raise outcome
        return outcome

    def refresh(self) -> None:
        """Discard all lists, failures included."""
        self._overview.discard_all()

    def _list_readers(self) -> Mapping[str, Callable[[], Part[Any]]]:
        """Return the function that reads each part, the most wanted first."""
        entities = partial(partial, self._read_entities)
        links = partial(partial, self._read_associations)
        return {
            "groups": entities(LineageType.CONTEXT, "ModelGroup"),
            "endpoints": entities(LineageType.CONTEXT, "Endpoint"),
            "versions": self._read_versions,
            "running": self._read_running,
            "deployments": links(DestinationType="Endpoint"),
            "deployed": links(SourceType="Model", DestinationType="ModelDeployment"),
            "actions": entities(LineageType.ACTION),
            "models": entities(LineageType.ARTIFACT, "Model"),
            "data_sets": entities(LineageType.ARTIFACT, "DataSet"),
            "owners": self._read_owners,
            "replaced": links(SourceType="Model", DestinationType="ModelReplaced"),
            "jobs": entities(LineageType.TRIAL_COMPONENT),
        }

    def _read_entities(self, kind: LineageType, type_: str = "") -> Part[Entity]:
        type_member = {f"{kind}Type": type_} if type_ else {}
        return self._read_part(
            f"List{kind}s",
            f"{kind}Summaries",
            lambda listing: tuple(_parse_entities(kind, listing.items)),
            f"{kind}Arn",
            **type_member,
        )

    def _read_versions(self) -> Part[RegisteredVersion]:
        return self._read_part(
            "ListModelPackages",
            "ModelPackageSummaryList",
            lambda listing: tuple(_parse_versions(listing.items)),
            ModelPackageType="Versioned",
        )

    def _read_running(self) -> Part[RunningEndpoint]:
        return self._read_part(
            "ListEndpoints", "Endpoints", lambda listing: tuple(_parse_running(listing.items))
        )

    def _read_owners(self) -> Part[GroupOwner]:
        return self._read_part(
            "Search",
            "Results",
            lambda listing: tuple(_parse_owners(listing.items)),
            Resource="ModelPackageGroup",
        )

    def _read_associations(self, **ends: str) -> Part[EntityLink]:
        return self._read_part(
            "ListAssociations",
            "AssociationSummaries",
            lambda listing: tuple(_parse_links(listing.items)),
            **ends,
        )

    def _read_part(
        self,
        operation: str,
        member: str,
        parse: Callable[[Listing], tuple[T, ...]],
        arn_member: str = "",
        **request: str,
    ) -> Part[T]:
        """Read the newest hundred of a list with one call."""
        try:
            listing = self._api.list_items(
                operation,
                member,
                limit=MAX_LIST_PAGE_SIZE,
                max_calls=1,
                since=now() - _MAX_PART_AGE,
                **_NEWEST_FIRST,
                **request,
            )
        except SourceError as error:
            return Part(gaps=(f"{error.title}: {error}",), is_failed=True)
        gaps = tuple(describe_left_out_items(operation, [(listing, arn_member)]))
        return Part(parse(listing), listing.has_more, gaps)

    def _read_page(self, wanted: EntityFilter, page: int) -> EntityPage:
        request = _build_page_request(wanted)
        operation, member = request.pop("operation"), request.pop("member")
        number, token, since = 0, None, now() - _MAX_PAGE_AGE
        while number < min(page, MAX_PAGE):
            number += 1
            response = self._api.send_cached(
                operation, since=since, MaxResults=PAGE_SIZE, NextToken=token, **_NEWEST_FIRST, **request
            ).response
            former, token = token, response.get("NextToken")
            if not token or token == former:
                break
        items = response.get(member) or ()
        if wanted.group:
            return EntityPage(tuple(map(_as_entity, _parse_versions(items))), number, bool(token))
        kind = LineageType(wanted.lineage_type)
        listing = Listing(tuple(items), bool(token), tuple(response.get(LEFT_OUT) or ()))
        gaps = tuple(describe_left_out_items(operation, [(listing, f"{kind}Arn")]))
        return EntityPage(tuple(_parse_entities(kind, items)), number, bool(token), gaps)


def _build_page_request(wanted: EntityFilter) -> dict[str, Any]:
    if wanted.group:
        return {
            "operation": "ListModelPackages",
            "member": "ModelPackageSummaryList",
            "ModelPackageGroupName": wanted.group,
            "CreationTimeAfter": wanted.created_after,
            "CreationTimeBefore": wanted.created_before,
        }
    kind = wanted.lineage_type
    return {
        "operation": f"List{kind}s",
        "member": f"{kind}Summaries",
        "CreatedAfter": wanted.created_after,
        "CreatedBefore": wanted.created_before,
        **({f"{kind}Type": wanted.type} if wanted.type else {}),
    }


def describe_left_out_items(operation: str, listings: Iterable[tuple[Listing, str]]) -> Iterator[str]:
    """Yield sentences about what was left out of lists.

    Args:
        operation: The operation that listed them.
        listings: The lists, each with the member of its items that holds a lineage ARN; empty for none.
    """
    listings = tuple(listings)
    arns = [item.get(member) or "" for listing, member in listings if member for item in listing.items]
    foreign_arns = {arn for arn in arns if not is_lineage_arn(arn)}
    unreadable = {path for listing, _ in listings for path in listing.left_out}
    yield from (f"{operation}: {sentence}" for sentence in describe_left_out(foreign_arns, unreadable))


def _attempt(read: Callable[[], T]) -> T | SourceError:
    try:
        return read()
    except SourceError as error:
        return error


def _parse_entities(kind: LineageType, items: Iterable[Mapping[str, Any]]) -> Iterator[Entity]:
    for item in items:
        arn = item.get(f"{kind}Arn")
        if is_lineage_arn(arn):
            # A trial component's summary names its source differently from its description.
            source = item.get("Source") or item.get(f"{kind}Source") or {}
            yield entity_parser.parse_entity(arn, kind, {**item, "Source": source})


def _parse_versions(items: Iterable[Mapping[str, Any]]) -> Iterator[RegisteredVersion]:
    for item in items:
        arn, group, number = (
            item.get(name) for name in ("ModelPackageArn", "ModelPackageGroupName", "ModelPackageVersion")
        )
        if arn and group and number:
            approval = item.get("ModelApprovalStatus") or ""
            created = entity_parser.parse_time(item.get("CreationTime"))
            yield RegisteredVersion(arn, group, int(number), approval, created)


def _as_entity(version: RegisteredVersion) -> Entity:
    """Return the artifact that a version has, by the package's own ARN."""
    return Entity(
        Arn(version.arn),
        LineageType.ARTIFACT,
        type="Model",
        source_uri=version.arn,
        status=version.approval or None,
        created=version.created,
    )


def _parse_running(items: Iterable[Mapping[str, Any]]) -> Iterator[RunningEndpoint]:
    for item in items:
        arn, name = item.get("EndpointArn"), item.get("EndpointName")
        if arn and name:
            yield RunningEndpoint(arn, name, item.get("EndpointStatus") or "")


def _parse_owners(items: Iterable[Mapping[str, Any]]) -> Iterator[GroupOwner]:
    for item in items:
        group = item.get("ModelPackageGroup") or {}
        name = group.get("ModelPackageGroupName")
        if not name:
            continue
        tags = {(tag.get("Key") or "").casefold(): tag.get("Value") or "" for tag in group.get("Tags") or ()}
        tagged = next((tags[key] for key in _OWNER_TAGS if tags.get(key)), "")
        yield GroupOwner(name, tagged or entity_parser.get_user_name(group.get("CreatedBy")) or "")


def _parse_links(items: Iterable[Mapping[str, Any]]) -> Iterator[EntityLink]:
    for item in items:
        source, destination = item.get("SourceArn"), item.get("DestinationArn")
        if is_lineage_arn(source) and is_lineage_arn(destination):
            yield EntityLink(source, item.get("SourceType"), destination, item.get("DestinationType"))
