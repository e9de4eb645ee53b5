"""Table of all caches, with size and time to live.

Only `functools.lru_cache` on pure functions of a text stands beside it: it needs no lock and no expiry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol

from lineage_explorer.sources.cache.value_cache import CacheCounters, ValueCache


class CacheName(StrEnum):
    """Name of a cache, as operators see it."""

    RESPONSES_IN_MEMORY = "responses_in_memory"
    """API responses of an account, for this process only."""
    RESPONSES_ON_DISK = "responses_on_disk"
    """API responses of an account, for all workers of one machine."""
    RESPONSES_IN_REDIS = "responses_in_redis"
    """API responses of an account, for workers anywhere."""
    INVALIDATIONS = "invalidations"
    """Times of the latest refreshes, by what was refreshed."""
    READS = "reads"
    """Paged reads of queries, finished and in progress."""
    ANSWERS = "answers"
    """Answers to questions."""
    EXPANDED_GRAPHS = "expanded_graphs"
    """Graphs with their expansions."""
    COMPARISONS = "comparisons"
    """Comparisons of two lineages."""
    GRAPH_MEMO = "graph_memo"
    """Results of pure functions of a graph."""
    SCREENS = "screens"
    """Rendered screens, compressed."""
    LAYOUTS = "layouts"
    """Layouts by id."""
    LAYOUT_IDS = "layout_ids"
    """Ids of layouts by visible graph and position of its start."""
    STAGES = "stages"
    """Visible graphs in their stages, with the order in which they cross little."""
    DESCRIPTIONS = "descriptions"
    """Described entities by ARN."""
    DESCRIPTION_FAILURES = "description_failures"
    """Reasons why entities could not be described, by ARN."""
    DESCRIPTION_TIMES = "description_times"
    """Times since when descriptions are valid, by ARN."""
    TAGS = "tags"
    """Tags of entities, by ARN."""
    TAG_FAILURES = "tag_failures"
    """Reasons why tags could not be read, by ARN."""
    SUMMARIES = "summaries"
    """Listed entities by ARN."""
    LIST_PAGES = "list_pages"
    """Pages of lists of entities, without their entities."""
    NEWEST_ENTITIES = "newest_entities"
    """Newest entities of all kinds, for suggestions."""
    FOUND_NAMES = "found_names"
    """Entities and resources that a search found, by search and text."""
    SUGGESTIONS = "suggestions"
    """Entities that match a typed text."""
    OVERVIEW = "overview"
    """Numbers of entities by kind, and the newest ones, for the first screen."""
    NEIGHBORS = "neighbors"
    """Direct neighbors of entities, by ARN."""
    RESOLVED_STARTS = "resolved_starts"
    """Entities that a text in an address stands for."""
    CHECKS = "checks"
    """Reports of checks, by focus."""
    OWN_ACCOUNT = "own_account"
    """Account of the caller."""
    SHARED_ACCOUNTS = "shared_accounts"
    """Accounts that share their lineage."""
    ENDPOINT_CONFIGURATIONS = "endpoint_configurations"
    """What endpoints run, by ARN."""
    OPENED_FILES = "opened_files"
    """Files that readers opened, by the hash of their content, wherever answers are kept."""
    OPENED_ACCOUNTS = "opened_accounts"
    """Accounts made of opened files."""
    REDACTED_VALUES = "redacted_values"
    """Values with pseudonyms."""
    RESTORED_VALUES = "restored_values"
    """Values with restored names."""


@dataclass(frozen=True, slots=True)
class CacheSpec:
    """Size and time to live of a cache.

    Attributes:
        entries: Maximum number of values; None if another program limits it.
        seconds: Time to live of a value, in seconds.
    """

    entries: int | None
    seconds: float

    def require_entries(self) -> int:
        """Return the maximum number of values.

        Raises:
            ValueError: Another program limits it.
        """
        if self.entries is None:
            raise ValueError("Another program limits the size of this cache.")
        return self.entries


_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 24 * 3600.0

CACHE_TABLE: Mapping[CacheName, CacheSpec] = MappingProxyType(
    {
        # A page of fifty vertices takes 50 kilobytes in memory, and two packed, as it is kept.
        CacheName.RESPONSES_IN_MEMORY: CacheSpec(3_000, 5 * _MINUTE),
        CacheName.RESPONSES_ON_DISK: CacheSpec(20_000, 5 * _MINUTE),
        CacheName.RESPONSES_IN_REDIS: CacheSpec(None, 5 * _MINUTE),  # `maxmemory` of the server
        # Longer than anything lives that a refresh concerns.
        CacheName.INVALIDATIONS: CacheSpec(1_000, _HOUR),
        CacheName.READS: CacheSpec(256, 5 * _MINUTE),
        CacheName.ANSWERS: CacheSpec(256, 5 * _MINUTE),
        CacheName.EXPANDED_GRAPHS: CacheSpec(256, 5 * _MINUTE),
        CacheName.COMPARISONS: CacheSpec(64, 5 * _MINUTE),
        # About as many and as long as the graphs that they are made of: there are two for each.
        CacheName.GRAPH_MEMO: CacheSpec(1_500, 5 * _MINUTE),
        # A screen of some hundred entities takes 20 kilobytes; it also keeps its graph alive.
        CacheName.SCREENS: CacheSpec(512, 5 * _MINUTE),
        # Fifty readers need about as many if each takes ten steps, and may look at one graph for long.
        CacheName.LAYOUTS: CacheSpec(512, _DAY),
        CacheName.LAYOUT_IDS: CacheSpec(512, _DAY),
        CacheName.STAGES: CacheSpec(256, 5 * _MINUTE),
        CacheName.DESCRIPTIONS: CacheSpec(50_000, 10 * _MINUTE),
        CacheName.DESCRIPTION_FAILURES: CacheSpec(50_000, _MINUTE),
        CacheName.DESCRIPTION_TIMES: CacheSpec(50_000, 10 * _MINUTE),
        CacheName.TAGS: CacheSpec(50_000, 10 * _MINUTE),
        CacheName.TAG_FAILURES: CacheSpec(50_000, _MINUTE),
        CacheName.SUMMARIES: CacheSpec(50_000, 10 * _MINUTE),
        CacheName.LIST_PAGES: CacheSpec(64, 5 * _MINUTE),
        CacheName.NEWEST_ENTITIES: CacheSpec(1, _MINUTE),
        CacheName.FOUND_NAMES: CacheSpec(1_000, _MINUTE),
        CacheName.SUGGESTIONS: CacheSpec(256, _MINUTE / 2),
        CacheName.OVERVIEW: CacheSpec(32, _MINUTE / 2),
        # Long enough for the page to ask again.
        CacheName.NEIGHBORS: CacheSpec(256, _MINUTE / 6),
        CacheName.RESOLVED_STARTS: CacheSpec(256, _MINUTE / 6),
        # A report of ten thousand entities takes some megabytes.
        CacheName.CHECKS: CacheSpec(32, 5 * _MINUTE),
        CacheName.OWN_ACCOUNT: CacheSpec(1, _HOUR),
        CacheName.SHARED_ACCOUNTS: CacheSpec(1, _MINUTE),
        CacheName.ENDPOINT_CONFIGURATIONS: CacheSpec(2_000, 5 * _MINUTE),
        # At most 20 MB each; JSON of lineage shrinks to a tenth.
        CacheName.OPENED_FILES: CacheSpec(50, _HOUR),
        CacheName.OPENED_ACCOUNTS: CacheSpec(8, _HOUR),
        CacheName.REDACTED_VALUES: CacheSpec(50_000, 10 * _MINUTE),
        CacheName.RESTORED_VALUES: CacheSpec(50_000, 10 * _MINUTE),
    }
)


class CountedCache(Protocol):
    """Cache whose look-ups are counted."""

    @property
    def counters(self) -> CacheCounters:
        """Number of values, and of look-ups until now."""
        ...


@dataclass(frozen=True, slots=True)
class CacheUsage:
    """Use of all caches of one name.

    Attributes:
        name: Their name.
        max_entries: Maximum number of their values; None if another program limits it.
        seconds: Time to live of a value, in seconds.
        counters: Their counters, added up.
    """

    name: CacheName
    max_entries: int | None
    seconds: float
    counters: CacheCounters


class CacheRegistry:
    """All caches of one explorer, opened by name; thread-safe.

    Args:
        table: Size and time to live of each cache.
        parent: Registry that counts these caches, too; None for none.
    """

    def __init__(
        self, table: Mapping[CacheName, CacheSpec] = CACHE_TABLE, *, parent: CacheRegistry | None = None
    ) -> None:
        self._table = table
        self._parent = parent
        self._opened: list[tuple[CacheName, CountedCache]] = []

    def open(self, name: CacheName) -> ValueCache[Any, Any]:
        """Open a new cache of computed values.

        Caches of one name share no values: in redaction mode some names have a second cache.

        Raises:
            ValueError: Another program limits the size of this cache.
        """
        spec = self._table[name]
        cache = ValueCache[Any, Any](entries=spec.require_entries(), seconds=spec.seconds)
        self.register(name, cache)
        return cache

    def get_spec(self, name: CacheName) -> CacheSpec:
        """Return size and time to live of a cache."""
        return self._table[name]

    def register(self, name: CacheName, cache: CountedCache) -> None:
        """Register a cache that was opened elsewhere."""
        self._opened.append((name, cache))
        if self._parent:
            self._parent.register(name, cache)

    def read_usage(self) -> tuple[CacheUsage, ...]:
        """Return the use of all open caches, sorted by name."""
        opened = sorted(self._opened, key=lambda named: named[0])
        return tuple(
            self._add_up(name, [cache.counters for _, cache in caches])
            for name, caches in groupby(opened, key=lambda named: named[0])
        )

    def _add_up(self, name: CacheName, counters: Sequence[CacheCounters]) -> CacheUsage:
        spec = self._table[name]
        sizes = [each.entries for each in counters if each.entries is not None]
        return CacheUsage(
            name,
            spec.entries * len(counters) if spec.entries is not None else None,
            spec.seconds,
            CacheCounters(
                sum(sizes) if len(sizes) == len(counters) else None,
                sum(each.hits for each in counters),
                sum(each.misses for each in counters),
                sum(each.evictions for each in counters),
            ),
        )


@dataclass(frozen=True, slots=True)
class CacheMetric:
    """Metric of a cache; `read` returns None where it does not apply."""

    name: str
    help: str
    read: Callable[[CacheUsage], float | None]
    is_counter: bool = False


METRICS = (
    CacheMetric("entries", "Number of stored values.", lambda usage: usage.counters.entries),
    CacheMetric("max_entries", "Maximum number of values.", lambda usage: usage.max_entries),
    CacheMetric("ttl_seconds", "Time to live of a value.", lambda usage: usage.seconds),
    CacheMetric(
        "hits",
        "Look-ups that found a value, or a computation that was under way.",
        lambda usage: usage.counters.hits,
        is_counter=True,
    ),
    CacheMetric(
        "misses", "Look-ups that found nothing.", lambda usage: usage.counters.misses, is_counter=True
    ),
    CacheMetric(
        "evictions",
        "Valid values that were removed to make room for others.",
        lambda usage: usage.counters.evictions,
        is_counter=True,
    ),
)
