"""What lists tell of many entities at once: a page of a hundred costs as much as a few descriptions."""

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
"""Entities of one kind from which on lists are quicker: one more than are described side by side, so that
they would take two rounds. Lists that hold none of them cost a third more."""

FEW = 3
"""Entities of one kind from which on lists are fewer calls, where it does not matter that they tell less."""

MOST_PAGES = 5
"""Pages of one kind that are asked for for one answer: what is older is described one by one."""

_ENTRIES = 50_000
_PAGES = 64
_PAGE_SECONDS = 300.0


_Where: TypeAlias = tuple[LineageType, str | None]
"""A page: its kind, and the token that asked for it; None for the first one."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of a list that was read; `token` asks for the next one, None after the last."""

    token: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """An entity, and the page that told of it."""

    entity: Entity
    where: _Where


class Summaries:
    """What lists told of entities, by ARN; may be shared by threads.

    Args:
        api: Who is asked.
        seconds: How long a summary is remembered.
    """

    def __init__(self, api: Api, *, seconds: float) -> None:
        self._api = api
        self._told: Remembered[Arn, _Told] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._pages: Remembered[_Where, _Page] = Remembered(entries=_PAGES, seconds=_PAGE_SECONDS)
        self._pool = ThreadPoolExecutor(len(LineageType), thread_name_prefix="summaries")
        self._accounts: frozenset[str] = frozenset()

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return those of `arns` that a list told of before; costs no call."""
        return {arn: told.entity for arn, told in self._told.among(arns).items()}

    def pages(self, arns: Iterable[Arn]) -> int:
        """Return how many pages told what is known of `arns`."""
        return len({told.where for told in self._told.among(arns).values()})

    def listed(self, arns: Sequence[Arn], *, seconds: float, many: int = MANY) -> Listed:
        """Look among the newest entities for those of `arns` that are of a kind of which there are `many`.

        At most one page is asked for for each so many. A list that is denied, or fails, tells nothing; one
        that is late is remembered when it arrives.
        """
        groups = _by_kind(arn for arn in arns if self._lists_of(arn))
        wanted = {kind: group for kind, group in groups.items() if len(group) >= many}
        promises = [self._pool.submit(self._read, kind, group, many) for kind, group in wanted.items()]
        done, _ = wait(promises, timeout=seconds)
        for promise in done:
            promise.result()  # a failure that is no answer of the account is a fault of ours: show it
        found = self.known(arn for group in wanted.values() for arn in group)
        told = {kind for kind, group in wanted.items() if not found.keys().isdisjoint(group)}
        return Listed(MappingProxyType(found), tuple(_request(kind) for kind in wanted if kind in told))

    def _lists_of(self, arn: Arn) -> bool:
        """Tell whether lists may tell of an entity: not of one of another account, once theirs is known."""
        return not self._accounts or _account(arn) in self._accounts

    def _read(self, kind: LineageType, wanted: Sequence[Arn], many: int) -> None:
        """Read a list until all that is wanted is known, or too many pages had to be asked for."""
        token: str | None = None
        left = min(MOST_PAGES, len(wanted) // many)
        for _ in range(_PAGES):
            if len(self.known(wanted)) == len(wanted):
                return
            page = self._pages.get((kind, token))
            if page is None:
                if not left:
                    return
                left -= 1
                try:
                    page = self._pages.ask((kind, token), partial(self._page, kind, token))
                except SourceError:
                    return
            token = page.token
            if token is None:
                return

    def _page(self, kind: LineageType, token: str | None) -> _Page:
        request = _request(kind)
        answer = self._api.kept(request.operation, NextToken=token, **request.parameters).answer
        for arn, entity in _entities(kind, answer.get(f"{kind}Summaries") or ()):
            self._told.put(arn, _Told(entity, (kind, token)))
            self._accounts |= {_account(arn)}
        return _Page(answer.get("NextToken") or None)


def _request(kind: LineageType) -> Request:
    newest_first = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    return Request(f"List{kind}s", MappingProxyType({**newest_first, "MaxResults": LARGEST_PAGE}))


def _account(arn: Arn) -> str:
    """Return the account in an ARN, whatever else it may be; empty where there is none."""
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
            # A trial component's summary has a name of its own for what its description calls Source.
            source = summary.get("Source") or summary.get(f"{kind}Source") or {}
            yield Arn(arn), entities.entity(Arn(arn), kind, {**summary, "Source": source})
