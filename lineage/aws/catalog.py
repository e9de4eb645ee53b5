"""Tell about single entities, and find them: `EntityCatalog` over a boto3 client."""

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
"""Pages of a kind after which counting stops: a first screen needs the order of magnitude."""

NEIGHBOURS_A_SIDE = 100

_KEPT, _KEPT_SECONDS = 2_000, 300.0
"""Answers that are kept, and how long: whoever goes back finds what was told there."""

_TAGS = 100
_YOUNG = timedelta(seconds=30)
"""How old what a first screen says of the account may be."""
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}

_SEARCHED = 500
"""Trial components looked through for those of one type: their list has no filter by type."""


class SageMakerCatalog:
    """An `EntityCatalog` over a boto3 client; may be shared by threads.

    Args:
        client: A boto3 SageMaker client.
        cache: Where answers are kept; None for a cache of its own.
        seconds: How long what was told of an entity is remembered.
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
        """Return all that the account knows of one entity; a remembered description costs no call.

        Raises:
            SourceError: It is unknown, not shared with the caller, or could not be read.
        """
        return self._descriptions.describe(arn)

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return those of `arns` that were described or listed before; costs no call."""
        arns = tuple(arns)
        known = {**self._summaries.known(arns), **self._descriptions.known(arns)}
        return {arn: known[arn] for arn in arns if arn in known}

    def listed(self, arns: Sequence[Arn], *, seconds: float) -> Listed:
        """Look for `arns` in lists, where they are many."""
        return self._summaries.listed(arns, seconds=seconds)

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, whole: bool = False, sparing: bool = True
    ) -> Mapping[Arn, Entity]:
        """Describe as many of `arns` as fit into `seconds`; return all of them that are known by then.

        Many are looked for in lists first, unless `whole` descriptions are asked for.
        """
        if whole:
            return self._descriptions.describe_within(arns, seconds=seconds)
        began = monotonic()
        unknown = _without(arns, self.known(arns))
        self._summaries.listed(unknown, seconds=seconds, many=FEW if sparing else MANY)
        left = seconds - (monotonic() - began)
        if left > 0:  # else lists are still under way: what they tell need not be asked for again
            self._descriptions.describe_within(_without(unknown, self.known(unknown)), seconds=left)
        return self.known(arns)

    def calls(self, arns: Iterable[Arn]) -> int:
        """Return how many calls it took to learn what is known of `arns`; what is shared counts once."""
        arns = tuple(arns)
        described = self._descriptions.known(arns)
        listed = [arn for arn in arns if arn not in described]
        return self._descriptions.calls(arns) + self._summaries.pages(listed)

    def undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return why those of `arns` whose description failed lately could not be described."""
        return self._descriptions.undescribable(arns)

    def neighbours(self, arn: Arn) -> Neighbours:
        """Return what `ListAssociations` tells around one entity: the newest hundred a side.

        Raises:
            SourceError: It could not be read.
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
        """Tell anew of one entity, its tags and its neighbours."""
        self._marks.put(arn)

    def sizes(self) -> tuple[Size, ...]:
        """Count the account's entities by kind, up to a thousand each; a kind that is denied is left out.

        Raises:
            SourceError: No kind could be listed.
        """
        return self._sizes.ask("sizes", self._counted)

    def recent(self, lineage_type: LineageType, type_: str, *, limit: int) -> tuple[Hit, ...]:
        """Return the newest entities of one type, spelled as `QueryLineage` spells it.

        Raises:
            SourceError: They could not be listed.
        """
        listed_by_type = lineage_type is not LineageType.TRIAL_COMPONENT
        listing = self._entities(
            lineage_type,
            limit=limit if listed_by_type else _SEARCHED,
            **_NEWEST_FIRST,
            **({f"{lineage_type}Type": type_} if listed_by_type else {}),
        )
        hits = (entities.hit(lineage_type, summary) for summary in listing.items)
        return tuple(hit for hit in hits if hit and hit.type == type_)[:limit]

    def suggest(self, text: str) -> Suggestions:
        """Return what a piece of a name may mean among the newest entities of each kind.

        Raises:
            SourceError: No kind could be listed.
        """
        newest = self._newest.all()
        return Suggestions(matching(newest.hits, text), capped=newest.capped)

    def resolve(self, text: str) -> tuple[Hit, ...]:
        """Find the lineage entities that pasted text stands for.

        Raises:
            InvalidQuery: The text is nothing that can be looked up; `field` is `start`.
            NothingFound: It could be looked up, and the account has no lineage entity for it.
            SourceError: The account could not be asked.
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
    neighbours = (entities.neighbour(summary, end=end) for summary in listing.items)
    return tuple(neighbour for neighbour in neighbours if neighbour)
