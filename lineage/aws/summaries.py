"""What lists tell of many entities at once: a page of a hundred costs as much as a few descriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from lineage.answer import Request
from lineage.aws import entities
from lineage.aws.api import LARGEST_PAGE, Api
from lineage.errors import SourceError
from lineage.model import Arn, Entity, LineageType
from lineage.remembered import Remembered
from lineage.source import Listed

MANY = 9
"""Entities of one kind from which on lists are asked for them, a page for each so many: one more than are
described side by side, so that they would take two rounds. Lists that hold none of them cost a third more."""

MOST_PAGES = 5
"""Pages of one kind that are read for one answer: what is older is described one by one."""

_ENTRIES = 50_000
_PAGES = 64
_PAGE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of a list; `token` asks for the next one, None after the last."""

    entities: Mapping[Arn, Entity]
    token: str | None


class Summaries:
    """What lists told of entities, by ARN; may be shared by threads.

    Args:
        api: Who is asked.
        seconds: How long a summary is remembered.
    """

    def __init__(self, api: Api, *, seconds: float) -> None:
        self._api = api
        self._entities: Remembered[Arn, Entity] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._pages: Remembered[tuple[LineageType, str | None], _Page] = Remembered(
            entries=_PAGES, seconds=_PAGE_SECONDS
        )
        self._pool = ThreadPoolExecutor(len(LineageType), thread_name_prefix="summaries")

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return those of `arns` that a list told of before; costs no call."""
        answers = ((arn, self._entities.get(arn)) for arn in arns)
        return {arn: answer for arn, answer in answers if answer is not None}

    def listed(self, arns: Sequence[Arn], *, seconds: float) -> Listed:
        """Look among the newest entities for those of `arns` that are of a kind of which there are many.

        A list that is denied, or fails, tells nothing; one that is late is remembered when it arrives.
        """
        wanted = {kind: group for kind, group in _by_kind(arns).items() if len(group) >= MANY}
        promises = [self._pool.submit(self._read, kind, group) for kind, group in wanted.items()]
        done, _ = wait(promises, timeout=seconds)
        for promise in done:
            promise.result()  # a failure that is no answer of the account is a fault of ours: show it
        found = self.known(arn for group in wanted.values() for arn in group)
        told = {kind for kind, group in wanted.items() if not found.keys().isdisjoint(group)}
        return Listed(MappingProxyType(found), tuple(_request(kind) for kind in wanted if kind in told))

    def _read(self, kind: LineageType, wanted: Sequence[Arn]) -> None:
        """Read the pages of a list until all that is wanted is known, or the pages are too many."""
        token: str | None = None
        for _ in range(min(MOST_PAGES, len(wanted) // MANY)):
            if len(self.known(wanted)) == len(wanted):
                return
            try:
                page = self._pages.ask((kind, token), partial(self._page, kind, token))
            except SourceError:
                return
            for arn, entity in page.entities.items():
                self._entities.put(arn, entity)
            token = page.token
            if token is None:
                return

    def _page(self, kind: LineageType, token: str | None) -> _Page:
        request = _request(kind)
        answer = self._api.ask(request.operation, NextToken=token, **request.parameters)
        told = dict(_entities(kind, answer.get(f"{kind}Summaries") or ()))
        return _Page(MappingProxyType(told), answer.get("NextToken") or None)


def _request(kind: LineageType) -> Request:
    newest_first = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    return Request(f"List{kind}s", MappingProxyType({**newest_first, "MaxResults": LARGEST_PAGE}))


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
