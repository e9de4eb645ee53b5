"""Run bounded, concurrent look-ups of one call each.

A failed look-up does not affect the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from lineage.answer import Request
from lineage.errors import SourceError
from lineage.resources import Findings

MOST = 100
"""Maximum number of calls per question for one kind of look-up."""

_REASONS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LookUp(Generic[T]):
    """One kind of look-up.

    Attributes:
        fact: What is looked up, as gaps name it, for example `state`.
        noun: What it is looked up for, as gaps name it, for example `endpoint`.
        request: Returns the request for a key, as it is shown to a reader.
        ask: Sends the request for a key; returns None when the account has no such resource.

    Raises:
        SourceError: By `ask`, when the request failed.
    """

    fact: str
    noun: str
    request: Callable[[str], Request]
    ask: Callable[[str], T | None]


def look_up(keys: Sequence[str], kind: LookUp[T], pool: Executor) -> Findings[T]:
    """Look up each key once, up to a limit.

    Gaps in the result describe what was left out and what failed.
    """
    unique_keys = tuple(dict.fromkeys(keys))
    sent_keys = unique_keys[:MOST]
    outcomes = dict(zip(sent_keys, pool.map(lambda key: _attempt(kind, key), sent_keys), strict=True))
    return Findings(
        found=MappingProxyType(
            {
                key: outcome
                for key, outcome in outcomes.items()
                if outcome is not None and not isinstance(outcome, SourceError)
            }
        ),
        requests=tuple(map(kind.request, sent_keys)),
        gaps=tuple(_gaps(kind, len(unique_keys), outcomes)),
    )


def _attempt(lookup: LookUp[T], key: str) -> T | SourceError | None:
    try:
        return lookup.ask(key)
    except SourceError as error:
        return error


def _gaps(lookup: LookUp[T], total: int, outcomes: Mapping[str, object]) -> Iterator[str]:
    if total > len(outcomes):
        yield f"Only {len(outcomes):,} of {total:,} {lookup.noun}s were asked for their {lookup.fact}."
    reasons = Counter(str(outcome) for outcome in outcomes.values() if isinstance(outcome, SourceError))
    ranked = reasons.most_common()
    for reason, count in ranked[:_REASONS]:
        yield f"The {lookup.fact} of {_counted(count, lookup.noun)} could not be read. {reason}"
    other_count = sum(count for _, count in ranked[_REASONS:])
    if other_count:
        yield f"The {lookup.fact} of {_counted(other_count, f'more {lookup.noun}')} could not be read either."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
