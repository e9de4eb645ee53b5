"""Newest entities of each kind, to be searched by what is displayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Hit, LineageType
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, Listing, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.protocols import SearchBound

PLURALS: Mapping[LineageType, str] = {
    LineageType.CONTEXT: "contexts",
    LineageType.ARTIFACT: "artifacts",
    LineageType.TRIAL_COMPONENT: "trial components",
    LineageType.ACTION: "actions",
}
_MORE_PAGES = 3
"""Further pages of artifacts where everything else has been read: then the account is small."""


@dataclass(frozen=True, slots=True)
class NewestList:
    """Newest entities of all kinds that can be listed.

    Attributes:
        hits: The entities.
        calls: Number of calls that listed them.
        bounds: Kinds of which there are more.
        gaps: One sentence for each kind that could not be listed.
    """

    hits: tuple[Hit, ...]
    calls: int
    bounds: tuple[SearchBound, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether these are all entities of the account."""
        return not self.bounds and not self.gaps

    @property
    def account(self) -> str:
        """Beginning of the account's ARNs up to its id; empty if unknown."""
        return next((hit.arn.rpartition(":")[0] for hit in self.hits), "")

    def is_bounded(self, kind: LineageType) -> bool:
        """Return whether there are more entities of a kind."""
        return any(bound.scope == PLURALS[kind] for bound in self.bounds)

    def find_oldest(self, kind: LineageType) -> datetime | None:
        """Return when the oldest of a kind was created."""
        return min(
            (hit.created for hit in self.hits if hit.lineage_type is kind and hit.created), default=None
        )


class NewestEntities:
    """Newest entities of each kind, cached for a minute.

    Args:
        api: The SageMaker API.
        caches: Opens the cache of the entities.
    """

    def __init__(self, api: SageMakerApi, caches: CacheRegistry) -> None:
        self._api = api
        self._lists: ValueCache[str, NewestList] = caches.open(CacheName.NEWEST_ENTITIES)

    def list_all(self) -> NewestList:
        """Return the newest entities of all kinds that can be listed.

        Raises:
            SourceError: No kind could be listed.
        """
        return self._lists.get_or_compute("all", self._list_all_kinds)

    def _list_all_kinds(self) -> NewestList:
        with ContextPool(len(PLURALS)) as pool:
            listings = dict(zip(PLURALS, pool.map(self._list_kind, PLURALS), strict=True))
        errors = [listing for listing in listings.values() if isinstance(listing, SourceError)]
        found = {kind: listing for kind, listing in listings.items() if isinstance(listing, Listing)}
        if not found:
            raise errors[0]
        newest = NewestList(
            tuple(hit for kind, listing in found.items() for hit in _parse_hits(kind, listing)),
            len(PLURALS),
            tuple(
                SearchBound(len(listing.items), PLURALS[kind])
                for kind, listing in found.items()
                if listing.has_more
            ),
            tuple(dict.fromkeys(f"{error.title}: {error}" for error in errors)),
        )
        only_artifacts = newest.is_bounded(LineageType.ARTIFACT) and len(newest.bounds) == 1
        return self._list_more_artifacts(newest) if only_artifacts and not errors else newest

    def _list_more_artifacts(self, newest: NewestList) -> NewestList:
        """Return a list with older artifacts too."""
        oldest = newest.find_oldest(LineageType.ARTIFACT)
        older = self._list_kind(LineageType.ARTIFACT, pages=_MORE_PAGES, CreatedBefore=oldest)
        if isinstance(older, SourceError) or oldest is None:
            return newest
        hits = {hit.arn: hit for hit in (*newest.hits, *_parse_hits(LineageType.ARTIFACT, older))}
        count = sum(hit.lineage_type is LineageType.ARTIFACT for hit in hits.values())
        return replace(
            newest,
            hits=tuple(hits.values()),
            calls=newest.calls + _MORE_PAGES,
            bounds=(SearchBound(count, PLURALS[LineageType.ARTIFACT]),) if older.has_more else (),
        )

    def _list_kind(self, kind: LineageType, *, pages: int = 1, **request: Any) -> Listing | SourceError:
        try:
            return self._api.list_items(
                f"List{kind}s",
                f"{kind}Summaries",
                limit=pages * MAX_LIST_PAGE_SIZE,
                max_calls=pages,
                SortBy="CreationTime",
                SortOrder="Descending",
                **request,
            )
        except SourceError as error:
            return error


def _parse_hits(kind: LineageType, listing: Listing) -> tuple[Hit, ...]:
    hits = (parse_hit(kind, summary) for summary in listing.items)
    return tuple(hit for hit in hits if hit)
