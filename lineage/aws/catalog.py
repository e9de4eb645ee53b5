"""Describe and find single entities: `EntityCatalog` over a boto3 client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import monotonic
from types import MappingProxyType
from typing import Any

from lineage.aws import entities, resolver
from lineage.aws.api import LARGEST_PAGE, Api, Listing
from lineage.aws.descriptions import Descriptions
from lineage.aws.newest import Newest
from lineage.aws.summaries import FEW, MANY, Summaries
from lineage.cache import Cache, InProcess, now
from lineage.cache.marks import Marks
from lineage.errors import SourceError
from lineage.model import Arn, Entity, LineageType
from lineage.remembered import Remembered
from lineage.search import matching
from lineage.source import Hit, Listed, Neighbour, Neighbours, Size, Suggestions

COUNTED_PAGES = 10
"""Pages per kind after which counting stops: the first screen needs only the order of magnitude."""

NEIGHBOURS_A_SIDE = 100

_KEPT, _KEPT_SECONDS = 2_000, 300.0
"""Size and time to live, in seconds, of the default cache: going back costs no calls."""

_TAGS = 100
_YOUNG = timedelta(seconds=30)
"""Maximum age of the account overview on the first screen."""
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}

_SEARCHED = 500
"""Trial components scanned for those of one type: `ListTrialComponents` has no filter by type."""


class SageMakerCatalog:
    """Thread-safe `EntityCatalog` over a boto3 client.

    Args:
        client: A boto3 SageMaker client.
        cache: The response cache; None for a private cache in memory.
        seconds: Time to live of entity descriptions, in seconds.
    """

    def __init__(self, client: Any, *, cache: Cache | None = None, seconds: float = 600.0) -> None:
        cache = cache or InProcess(entries=_KEPT, seconds=_KEPT_SECONDS)
        self._api = Api(client, cache)
        self._marks = Marks(cache)
        self._descriptions = Descriptions(self._api, self._marks, seconds=seconds)
        self._summaries = Summaries(self._api, seconds=seconds)
        self._newest = Newest(self._api)
        self._sizes: Remembered[str, tuple[Size, ...]] = Remembered(entries=1, seconds=_YOUNG.total_seconds())

    def describe(self, arn: Arn) -> Entity:
        """Return the description of one entity.

        A cached description costs no call.

        Raises:
            SourceError: The entity is unknown, not shared with the caller, or could not be read.
        """
        return self._descriptions.describe(arn)

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were described or listed before; costs no call."""
        arns = tuple(arns)
        entities_by_arn = {**self._summaries.known(arns), **self._descriptions.known(arns)}
        return {arn: entities_by_arn[arn] for arn in arns if arn in entities_by_arn}

    def listed(self, arns: Sequence[Arn], *, seconds: float) -> Listed:
        """Look up entities in lists, for kinds with many of them."""
        return self._summaries.listed(arns, seconds=seconds)

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, whole: bool = False, sparing: bool = True
    ) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into a time limit.

        Kinds with many entities are looked up in lists first, unless `whole` descriptions are requested.
        Returns all entities of `arns` that are known when the time is up.
        """
        if whole:
            return self._descriptions.describe_within(arns, seconds=seconds)
        started_at = monotonic()
        unknown = _without(arns, self.known(arns))
        self._summaries.listed(unknown, seconds=seconds, many=FEW if sparing else MANY)
        seconds_left = seconds - (monotonic() - started_at)
        if seconds_left > 0:  # else lists are still being read: describing would repeat them
            self._descriptions.describe_within(_without(unknown, self.known(unknown)), seconds=seconds_left)
        return self.known(arns)

    def calls(self, arns: Iterable[Arn]) -> int:
        """Count the calls that read the known entities; shared calls count once."""
        arns = tuple(arns)
        described = self._descriptions.known(arns)
        listed_arns = [arn for arn in arns if arn not in described]
        return self._descriptions.calls(arns) + self._summaries.pages(listed_arns)

    def undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return the reasons of recent failures to describe these entities, by ARN."""
        return self._descriptions.undescribable(arns)

    def neighbours(self, arn: Arn) -> Neighbours:
        """Return the newest hundred neighbors of an entity on each side.

        They are read with `ListAssociations`.

        Raises:
            SourceError: They could not be read.
        """
        since = self._marks.at(arn)
        with ThreadPoolExecutor(2) as pool:
            incoming = pool.submit(self._associations, since, DestinationArn=arn)
            outgoing = pool.submit(self._associations, since, SourceArn=arn)
        return Neighbours(
            incoming=_ends(incoming.result(), "Source"),
            outgoing=_ends(outgoing.result(), "Destination"),
            more=incoming.result().more or outgoing.result().more,
        )

    def tags(self, arn: Arn) -> Mapping[str, str]:
        """Return an entity's tags.

        Raises:
            SourceError: They could not be read.
        """
        since = self._marks.at(arn)
        listing = self._api.listed("ListTags", "Tags", limit=_TAGS, since=since, ResourceArn=arn)
        return MappingProxyType({tag["Key"]: tag.get("Value") or "" for tag in listing.items if "Key" in tag})

    def refresh(self, arn: Arn) -> None:
        """Invalidate the cached description, tags and neighbors of an entity."""
        self._marks.put(arn)

    def sizes(self) -> tuple[Size, ...]:
        """Count the account's entities by kind, up to a thousand each.

        A kind whose list is denied is left out.

        Raises:
            SourceError: No kind could be listed.
        """
        return self._sizes.ask("sizes", self._counted)

    def recent(self, lineage_type: LineageType, type_: str, *, limit: int) -> tuple[Hit, ...]:
        """Return the newest entities of one type.

        Args:
            lineage_type: The kind of entity to list.
            type_: The type as `QueryLineage` spells it.
            limit: Maximum number of entities to return.

        Raises:
            SourceError: They could not be listed.
        """
        has_type_filter = lineage_type is not LineageType.TRIAL_COMPONENT
        listing = self._entities(
            lineage_type,
            limit=limit if has_type_filter else _SEARCHED,
            **_NEWEST_FIRST,
            **({f"{lineage_type}Type": type_} if has_type_filter else {}),
        )
        hits = (entities.hit(lineage_type, summary) for summary in listing.items)
        return tuple(hit for hit in hits if hit and hit.type == type_)[:limit]

    def suggest(self, text: str) -> Suggestions:
        """Return the newest entities of each kind whose name matches.

        Raises:
            SourceError: No kind could be listed.
        """
        newest = self._newest.all()
        return Suggestions(matching(newest.hits, text), capped=newest.capped)

    def resolve(self, text: str) -> tuple[Hit, ...]:
        """Find the lineage entities that pasted text identifies.

        Raises:
            InvalidQuery: The text is not an ARN or URI that can be looked up; `field` is `start`.
            NothingFound: The account has no lineage entity for it.
            SourceError: A request failed.
        """
        return resolver.resolve(self._api, text)

    def _entities(self, lineage_type: LineageType, *, limit: int, **request: Any) -> Listing:
        since = now() - _YOUNG
        return self._api.listed(
            f"List{lineage_type}s", f"{lineage_type}Summaries", limit=limit, since=since, **request
        )

    def _associations(self, since: datetime, **end: Any) -> Listing:
        return self._api.listed(
            "ListAssociations",
            "AssociationSummaries",
            limit=NEIGHBOURS_A_SIDE,
            since=since,
            **_NEWEST_FIRST,
            **end,
        )

    def _counted(self) -> tuple[Size, ...]:
        with ThreadPoolExecutor(len(LineageType)) as pool:
            counts = tuple(pool.map(self._count, LineageType))
        sizes = tuple(count for count in counts if isinstance(count, Size))
        if not sizes:
            raise next(count for count in counts if isinstance(count, SourceError))
        return sizes

    def _count(self, lineage_type: LineageType) -> Size | SourceError:
        try:
            listing = self._entities(lineage_type, limit=COUNTED_PAGES * LARGEST_PAGE)
        except SourceError as error:
            return error
        return Size(lineage_type, len(listing.items), at_least=listing.more)


def _without(arns: Iterable[Arn], known: Mapping[Arn, Entity]) -> list[Arn]:
    return [arn for arn in arns if arn not in known]


def _ends(listing: Listing, end: str) -> tuple[Neighbour, ...]:
    neighbors = (entities.neighbour(summary, end=end) for summary in listing.items)
    return tuple(neighbor for neighbor in neighbors if neighbor)
