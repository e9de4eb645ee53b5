"""Describe entities by ARN, concurrently and each only once.

Failures are remembered for a while as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import Any, TypeAlias

from lineage_explorer.errors import EntityNotFound, SourceError
from lineage_explorer.graph.model import Arn, Entity, LineageType, is_lineage_arn
from lineage_explorer.query.lineage_query import Request
from lineage_explorer.sources.aws import entity_parser
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.errors import build_unreadable
from lineage_explorer.sources.aws.response_check import LEFT_OUT
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import EARLIEST_TIME, Invalidations
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.protocols import EntityList

ENTITY_MEMBERS: Mapping[LineageType, str] = {
    LineageType.ARTIFACT: "ArtifactArn",
    LineageType.ACTION: "ActionName",
    LineageType.CONTEXT: "ContextName",
    LineageType.TRIAL_COMPONENT: "TrialComponentName",
}
"""Member of the `Describe…` request that takes the ARN.

A bare name would be looked up in the caller's own account. For an entity that another account shares, that
would find the wrong entity or none.
"""

_WORKERS = 8

_ALONE_SECONDS = 0.01
"""How long one thread describes before it is seen whether calls take long enough for others to help."""

_QUICK_CALLS = 4
"""Number of calls in that time from which on one thread stays alone.

Answers of the embedded account wait for nothing: eight threads would only take Python's lock from each other,
and 160 descriptions take half as long again.
"""


class Descriptions:
    """Thread-safe cache of entity descriptions, by ARN.

    Args:
        api: The SageMaker API.
        invalidations: Invalidations of cached entities.
        caches: Opens the caches of entities and failures.
    """

    def __init__(self, api: SageMakerApi, invalidations: Invalidations, caches: CacheRegistry) -> None:
        self._api = api
        self._invalidations = invalidations
        self._valid_since: ValueCache[Arn, datetime] = caches.open(CacheName.DESCRIPTION_TIMES)
        self._entities: ValueCache[Arn, Entity] = caches.open(CacheName.DESCRIPTIONS)
        self._failures: ValueCache[Arn, str] = caches.open(CacheName.DESCRIPTION_FAILURES)
        self._pool = ContextPool(_WORKERS, thread_name_prefix="describe")

    def describe(self, arn: Arn) -> Entity:
        """Return the description of one entity.

        A failed description is requested again.

        Raises:
            SourceError: The entity is unknown, not shared with the caller, or could not be read.
        """
        since = self._invalidations.valid_since(arn)
        if since > (self._valid_since.get(arn) or EARLIEST_TIME):
            self._valid_since.put(arn, since)
            self._entities.discard(arn)
        try:
            entity = self._entities.get_or_compute(arn, lambda: self._request_description(arn, since))
        except SourceError as error:
            self._failures.put(arn, str(error))
            raise
        self._failures.discard(arn)
        return entity

    def get_descriptions(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were described before; costs no call."""
        return self._entities.get_many(arns)

    def count_calls(self, arns: Iterable[Arn]) -> int:
        """Count the calls that described these entities, or failed to."""
        arns = tuple(arns)
        return len(self.get_descriptions(arns).keys() | self.find_undescribable(arns).keys())

    def find_undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return the reasons of recent failures to describe these entities, by ARN."""
        return self._failures.get_many(arns)

    def describe_within(self, arns: Sequence[Arn], *, seconds: float) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into a time limit.

        Up to eight requests run concurrently, in the order given. Returns all entities of `arns` that are
        known when the time is up. Requests in flight continue, so that their entities are known next time;
        the other requests are cancelled. An entity whose description failed recently is not requested.
        """
        skipped = self.get_descriptions(arns).keys() | self.find_undescribable(arns).keys()
        waiting = deque(arn for arn in dict.fromkeys(arns) if arn not in skipped)
        futures = [self._pool.submit(self._describe_each, waiting)] if waiting else []
        deadline = monotonic() + seconds
        done: set[Future[None]] = set()
        while len(done) < len(futures) and (left := deadline - monotonic()) > 0:
            count, is_alone = len(waiting), len(futures) == 1
            done, _ = wait(futures, timeout=min(left, _ALONE_SECONDS) if is_alone else left)
            if is_alone and not done and count - len(waiting) < _QUICK_CALLS:
                more = min(_WORKERS - 1, len(waiting))
                futures += [self._pool.submit(self._describe_each, waiting) for _ in range(more)]
        waiting.clear()  # what has not begun is not requested
        for future in done:
            future.result()  # raises what is not a SourceError: a defect in this program
        return self.get_descriptions(arns)

    def _describe_each(self, waiting: deque[Arn]) -> None:
        """Describe entities until none is waiting; several threads may share them."""
        while True:
            try:
                arn = waiting.popleft()
            except IndexError:
                return
            self._try_describe(arn)

    def _try_describe(self, arn: Arn) -> None:
        try:
            self.describe(arn)
        except SourceError:
            return  # remembered by `describe`

    def read_response(self, arn: Arn, since: datetime) -> dict[str, Any]:
        """Return the response that describes an entity, cached or requested.

        Raises:
            SourceError: The entity is unknown, not shared with the caller, or could not be read.
        """
        kind = _get_kind(arn)
        request: dict[str, Any] = {ENTITY_MEMBERS[kind]: arn}
        return self._api.send_cached(f"Describe{kind}", about=arn, since=since, **request).response

    def _request_description(self, arn: Arn, since: datetime) -> Entity:
        response = self.read_response(arn, since)
        kind = _get_kind(arn)
        if left_out := response.get(LEFT_OUT):
            what = f"{', '.join(left_out)} does not match the service model"
            raise build_unreadable(f"Describe{kind}", what)
        return entity_parser.parse_entity(arn, kind, response)


def _get_kind(arn: Arn) -> LineageType:
    """Return the kind of an entity.

    Raises:
        EntityNotFound: It has none.
    """
    kind = entity_parser.get_lineage_type(arn)
    if kind is None:
        raise EntityNotFound(
            f"{arn} ends an association, but is none of the entities that lineage calls describe.",
            operation="Describe",
        )
    return kind


MIN_TO_LIST = 9
"""Number of entities of one kind from which on lists are faster.

It is one more than are described concurrently: descriptions would take two rounds. Lists that hold none of
the entities cost a third more.
"""

MIN_TO_LIST_SPARINGLY = 3
"""Number of entities of one kind from which on lists take fewer calls.

For callers that do not need all that a description holds.
"""

MAX_LIST_PAGES = 5
"""Maximum number of pages of one kind to request per look-up, and of more while they hold enough entities.

Older entities are described one by one.
"""

MAX_EMPTY_PAGES = 1
"""Number of pages without any of the wanted entities after which the others are described one by one.

What the newest page does not hold is seldom on the next ones, and each costs as much as ten descriptions.
"""

MAX_KNOWN_PAGES = 64
"""Maximum number of pages of one kind to go through, most of them cached."""

_PageKey: TypeAlias = tuple[LineageType, str | None]
"""Key of a page: the kind it lists, and the token that requested it; None for the first page."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Page of a list; `next_token` requests the next page, None if last."""

    next_token: str | None


@dataclass(frozen=True, slots=True)
class _ListedEntity:
    """Entity, and the page that listed it."""

    entity: Entity
    page_key: _PageKey


class ListSummaries:
    """Thread-safe cache of list summaries, by ARN.

    Args:
        api: The SageMaker API.
        caches: Opens the caches of summaries and pages.
    """

    def __init__(self, api: SageMakerApi, caches: CacheRegistry) -> None:
        self._api = api
        self._summaries: ValueCache[Arn, _ListedEntity] = caches.open(CacheName.SUMMARIES)
        self._pages: ValueCache[_PageKey, _Page] = caches.open(CacheName.LIST_PAGES)
        self._pool = ContextPool(len(LineageType), thread_name_prefix="summaries")
        self._accounts: frozenset[str] = frozenset()

    def get_summaries(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were listed before; costs no call."""
        return {arn: listed_entity.entity for arn, listed_entity in self._summaries.get_many(arns).items()}

    def count_pages(self, arns: Iterable[Arn]) -> int:
        """Count the pages that listed the known entities of `arns`."""
        return len({listed_entity.page_key for listed_entity in self._summaries.get_many(arns).values()})

    def find_in_lists(
        self, arns: Sequence[Arn], *, seconds: float, min_per_kind: int = MIN_TO_LIST
    ) -> EntityList:
        """Look up entities in the lists of the newest entities.

        Only kinds with at least `min_per_kind` of `arns` are looked up, with at most one page for every
        `min_per_kind` entities, and more while pages hold as many. A list that is denied or fails yields
        nothing. A list that arrives after the time limit is cached for later.

        Args:
            arns: The entities to look up.
            seconds: Time limit.
            min_per_kind: Minimum number of entities of one kind.
        """
        groups = _group_by_kind(arn for arn in arns if self._is_listable(arn))
        wanted = {kind: group for kind, group in groups.items() if len(group) >= min_per_kind}
        deadline = monotonic() + seconds
        futures = [
            self._pool.submit(self._read_list, kind, group, min_per_kind, deadline)
            for kind, group in wanted.items()
        ]
        done, _ = wait(futures, timeout=seconds)
        for future in done:
            future.result()  # raises what is not a SourceError: a defect in this program
        found = self.get_summaries(arn for group in wanted.values() for arn in group)
        found_kinds = {kind for kind, group in wanted.items() if not found.keys().isdisjoint(group)}
        return EntityList(
            MappingProxyType(found),
            tuple(_build_list_request(kind) for kind in wanted if kind in found_kinds),
        )

    def _is_listable(self, arn: Arn) -> bool:
        """Return whether lists may hold an entity.

        They never hold one of another account. Until the account of the lists is known, any may be held.
        """
        return not self._accounts or _get_account(arn) in self._accounts

    def _read_list(
        self, kind: LineageType, wanted: Sequence[Arn], entities_per_page: int, deadline: float
    ) -> None:
        """Read a list, newest first, until all wanted entities are known.

        Stops at the page limit, unless the page before held many and there is time; and after pages without
        any, unless each entity is worth a page.
        """
        token: str | None = None
        pages_left = min(MAX_LIST_PAGES, len(wanted) // entities_per_page)
        empty_pages_left = MAX_EMPTY_PAGES if entities_per_page > 1 else MAX_KNOWN_PAGES
        known = self._summaries.get_many(wanted)
        counts = Counter(listed_entity.page_key for listed_entity in known.values())
        missing, count = exclude_known(wanted, known), 0
        for _ in range(MAX_KNOWN_PAGES):
            if not missing or not empty_pages_left:
                return
            page = self._pages.get((kind, token))
            if page is None:
                if not pages_left and (count < entities_per_page or monotonic() > deadline):
                    return
                pages_left = max(0, pages_left - 1)
                try:
                    page = self._pages.get_or_compute((kind, token), partial(self._read_page, kind, token))
                except SourceError:
                    return
            found = self._summaries.get_many(missing)
            missing = exclude_known(missing, found)
            count = counts[kind, token] + len(found)
            empty_pages_left -= not count
            token = page.next_token
            if token is None:
                return

    def _read_page(self, kind: LineageType, token: str | None) -> _Page:
        request = _build_list_request(kind)
        response = self._api.send_cached(request.operation, NextToken=token, **request.parameters).response
        for arn, entity in _parse_entities(kind, response.get(f"{kind}Summaries") or ()):
            self._summaries.put(arn, _ListedEntity(entity, (kind, token)))
            self._accounts |= {_get_account(arn)}
        return _Page(response.get("NextToken") or None)


def exclude_known(arns: Iterable[Arn], known: Collection[Arn]) -> list[Arn]:
    """Return the entities that are not known, in their order."""
    return [arn for arn in arns if arn not in known]


def _build_list_request(kind: LineageType) -> Request:
    newest_first = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    return Request(f"List{kind}s", MappingProxyType({**newest_first, "MaxResults": MAX_LIST_PAGE_SIZE}))


def _get_account(arn: Arn) -> str:
    """Return the account in any ARN; empty where there is none."""
    return next(iter(arn.split(":")[4:5]), "")


def _group_by_kind(arns: Iterable[Arn]) -> Mapping[LineageType, list[Arn]]:
    groups: dict[LineageType, list[Arn]] = defaultdict(list)
    for arn in dict.fromkeys(arns):
        kind = entity_parser.get_lineage_type(arn)
        if kind is not None:
            groups[kind].append(arn)
    return groups


def _parse_entities(kind: LineageType, summaries: Iterable[dict[str, Any]]) -> Iterator[tuple[Arn, Entity]]:
    for summary in summaries:
        arn = summary.get(f"{kind}Arn")
        # The summary of an entity that an opened file only names tells nothing.
        tells_facts = summary.get("CreationTime") or summary.get(f"{kind}Name") or summary.get("Source")
        if is_lineage_arn(arn) and tells_facts:
            yield Arn(arn), entity_parser.parse_summary(Arn(arn), kind, summary)
