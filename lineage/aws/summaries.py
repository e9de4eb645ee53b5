"""Look up many entities at once in lists.

A list page of a hundred entities costs as much as a few descriptions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

from lineage.answer import Request
from lineage.aws import entities
from lineage.aws.api import LARGEST_PAGE, Api
from lineage.errors import SourceError
from lineage.model import Arn, Entity, LineageType
from lineage.remembered import Remembered
from lineage.source import Listed

MANY = 9
"""Number of entities of one kind from which on lists are faster.

It is one more than are described concurrently: descriptions would take two rounds. Lists that hold none of
the entities cost a third more.
"""

FEW = 3
"""Number of entities of one kind from which on lists take fewer calls.

For callers that do not need all that a description holds.
"""

MOST_PAGES = 5
"""Maximum number of pages of one kind to request per look-up: older entities are described one by one."""

_ENTRIES = 50_000
_PAGES = 64
_PAGE_SECONDS = 300.0


_Where: TypeAlias = tuple[LineageType, str | None]
"""Key of a page: the kind it lists, and the token that requested it; None for the first page."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Page of a list; `token` requests the next page, None if last."""

    token: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """Entity, and the page that listed it."""

    entity: Entity
    where: _Where


class Summaries:
    """Thread-safe cache of list summaries, by ARN.

    Args:
        api: The SageMaker API.
        seconds: Time to live of a summary, in seconds.
    """

    def __init__(self, api: Api, *, seconds: float) -> None:
        self._api = api
        self._told: Remembered[Arn, _Told] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._pages: Remembered[_Where, _Page] = Remembered(entries=_PAGES, seconds=_PAGE_SECONDS)
        self._pool = ThreadPoolExecutor(len(LineageType), thread_name_prefix="summaries")
        self._accounts: frozenset[str] = frozenset()

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were listed before; costs no call."""
        return {arn: listed_entity.entity for arn, listed_entity in self._told.among(arns).items()}

    def pages(self, arns: Iterable[Arn]) -> int:
        """Count the pages that listed the known entities of `arns`."""
        return len({listed_entity.where for listed_entity in self._told.among(arns).values()})

    def listed(self, arns: Sequence[Arn], *, seconds: float, many: int = MANY) -> Listed:
        """Look up entities in the lists of the newest entities.

        Only kinds with at least `many` of `arns` are looked up, with at most one page for every `many`
        entities. A list that is denied or fails yields nothing. A list that arrives after the time limit is
        cached for later.

        Args:
            arns: The entities to look up.
            seconds: Time limit.
            many: Minimum number of entities of one kind.
        """
        groups = _by_kind(arn for arn in arns if self._lists_of(arn))
        wanted = {kind: group for kind, group in groups.items() if len(group) >= many}
        futures = [self._pool.submit(self._read, kind, group, many) for kind, group in wanted.items()]
        done, _ = wait(futures, timeout=seconds)
        for future in done:
            future.result()  # raises what is not a SourceError: a defect in this program
        found = self.known(arn for group in wanted.values() for arn in group)
        found_kinds = {kind for kind, group in wanted.items() if not found.keys().isdisjoint(group)}
        return Listed(
            MappingProxyType(found), tuple(_request(kind) for kind in wanted if kind in found_kinds)
        )

    def _lists_of(self, arn: Arn) -> bool:
        """Return whether lists may hold an entity.

        They never hold one of another account. Until the account of the lists is known, any may be held.
        """
        return not self._accounts or _account(arn) in self._accounts

    def _read(self, kind: LineageType, wanted: Sequence[Arn], entities_per_page: int) -> None:
        """Read a list until all wanted entities are known.

        Stops when the page limit is reached.
        """
        token: str | None = None
        pages_left = min(MOST_PAGES, len(wanted) // entities_per_page)
        for _ in range(_PAGES):
            if len(self.known(wanted)) == len(wanted):
                return
            page = self._pages.get((kind, token))
            if page is None:
                if not pages_left:
                    return
                pages_left -= 1
                try:
                    page = self._pages.ask((kind, token), partial(self._page, kind, token))
                except SourceError:
                    return
            token = page.token
            if token is None:
                return

    def _page(self, kind: LineageType, token: str | None) -> _Page:
        request = _request(kind)
        response = self._api.kept(request.operation, NextToken=token, **request.parameters).answer
        for arn, entity in _entities(kind, response.get(f"{kind}Summaries") or ()):
            self._told.put(arn, _Told(entity, (kind, token)))
            self._accounts |= {_account(arn)}
        return _Page(response.get("NextToken") or None)


def _request(kind: LineageType) -> Request:
    newest_first = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    return Request(f"List{kind}s", MappingProxyType({**newest_first, "MaxResults": LARGEST_PAGE}))


def _account(arn: Arn) -> str:
    """Return the account in any ARN; empty where there is none."""
    return next(iter(arn.split(":")[4:5]), "")


def _by_kind(arns: Iterable[Arn]) -> Mapping[LineageType, list[Arn]]:
    groups: dict[LineageType, list[Arn]] = defaultdict(list)
    for arn in dict.fromkeys(arns):
        kind = entities.kind(arn)
        if kind is not None:
            groups[kind].append(arn)
    return groups


def _entities(kind: LineageType, summaries: Iterable[dict[str, Any]]) -> Iterator[tuple[Arn, Entity]]:
    for summary in summaries:
        if arn := summary.get(f"{kind}Arn"):
            # A trial component's summary names its source differently from its description.
            source = summary.get("Source") or summary.get(f"{kind}Source") or {}
            yield Arn(arn), entities.entity(Arn(arn), kind, {**summary, "Source": source})
