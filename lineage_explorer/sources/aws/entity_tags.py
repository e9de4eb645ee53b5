"""Read the tags of entities, one `ListTags` call each, concurrently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import wait
from datetime import datetime
from types import MappingProxyType

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.errors import build_unreadable
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations, now
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness, Reuse
from lineage_explorer.sources.protocols import TagsRead

_MAX_TAGS = 100
_WORKERS = 8


class EntityTags:
    """Thread-safe cache of the tags of entities, by ARN.

    Args:
        api: The SageMaker API.
        invalidations: Invalidations of cached entities.
        caches: Opens the caches of tags and failures.
    """

    def __init__(self, api: SageMakerApi, invalidations: Invalidations, caches: CacheRegistry) -> None:
        self._api = api
        self._invalidations = invalidations
        self._tags: ValueCache[Arn, Mapping[str, str]] = caches.open(CacheName.TAGS)
        self._failures: ValueCache[Arn, str] = caches.open(CacheName.TAG_FAILURES)
        self._pool = ContextPool(_WORKERS, thread_name_prefix="tags")

    def read(self, arn: Arn, *, since: datetime | None = None) -> Mapping[str, str]:
        """Return the tags of one entity.

        Args:
            arn: The entity.
            since: When the response must have come at the earliest; None for the last refresh of the entity.

        Raises:
            SourceError: They could not be read.
        """
        since = since or self._invalidations.valid_since(arn)
        try:
            listing = self._api.list_items("ListTags", "Tags", limit=_MAX_TAGS, since=since, ResourceArn=arn)
            if listing.left_out:
                raise build_unreadable(
                    "ListTags", f"{', '.join(listing.left_out)} does not match the service model"
                )
        except SourceError as error:
            self._failures.put(arn, str(error))
            raise
        tags = MappingProxyType({tag["Key"]: tag.get("Value") or "" for tag in listing.items if "Key" in tag})
        self._tags.put(arn, tags)
        self._failures.discard(arn)
        return tags

    def get_known(self, arns: Iterable[Arn]) -> Mapping[Arn, Mapping[str, str]]:
        """Return the tags that were read before; costs no call."""
        return self._tags.get_many(arns)

    def read_within(self, arns: Sequence[Arn], *, seconds: float, freshness: Freshness = ANY_AGE) -> TagsRead:
        """Read the tags of entities, within a time limit.

        Those in flight when the time is up are known next time. Tags that recently could not be read are
        read again only for a retry or a refresh.
        """
        if freshness.reuse is Reuse.NOTHING:
            for arn in arns:
                self._tags.discard(arn)
        if freshness.reuse is not Reuse.EVERYTHING:
            for arn in arns:
                self._failures.discard(arn)
        since = now() if freshness.reuse is Reuse.NOTHING else None
        skipped = self._tags.get_many(arns).keys() | self._failures.get_many(arns).keys()
        futures = [self._pool.submit(self._try_read, arn, since) for arn in arns if arn not in skipped]
        done, late = wait(futures, timeout=seconds)
        for future in late:
            future.cancel()
        for future in done:
            future.result()  # raises what is not a SourceError: a defect in this program
        return TagsRead(self._tags.get_many(arns), self._failures.get_many(arns))

    def discard(self, arn: Arn) -> None:
        """Discard the tags of one entity."""
        self._tags.discard(arn)
        self._failures.discard(arn)

    def _try_read(self, arn: Arn, since: datetime | None) -> None:
        try:
            self.read(arn, since=since)
        except SourceError:
            return  # remembered by `read`
