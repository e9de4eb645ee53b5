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

from lineage_explorer.errors import SourceError
from lineage_explorer.query.api_request import Request
from lineage_explorer.sources.linked_resources import Findings

MAX_CALLS = 100
"""Maximum number of calls per question for one kind of look-up."""

_MAX_REASONS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LookUp(Generic[T]):
    """One kind of look-up.

    Attributes:
        fact: What is looked up, as gaps name it, for example `state`.
        noun: What it is looked up for, as gaps name it, for example `endpoint`.
        build_request: Returns the request for a key, as it is shown to a reader.
        fetch: Sends the request for a key; returns None when the account has no such resource.

    Raises:
        SourceError: By `fetch`, when the request failed.
    """

    fact: str
    noun: str
    build_request: Callable[[str], Request]
    fetch: Callable[[str], T | None]


def look_up(keys: Sequence[str], lookup: LookUp[T], pool: Executor) -> Findings[T]:
    """Look up each key once, up to a limit.

    Gaps in the result describe what was left out and what failed.
    """
    unique_keys = tuple(dict.fromkeys(keys))
    sent_keys = unique_keys[:MAX_CALLS]
    outcomes = dict(zip(sent_keys, pool.map(lambda key: _try_fetch(lookup, key), sent_keys), strict=True))
    return Findings(
        found=MappingProxyType(
            {
                key: outcome
                for key, outcome in outcomes.items()
                if outcome is not None and not isinstance(outcome, SourceError)
            }
        ),
        requests=tuple(map(lookup.build_request, sent_keys)),
        gaps=tuple(_describe_gaps(lookup, len(unique_keys), outcomes)),
    )


def _try_fetch(lookup: LookUp[T], key: str) -> T | SourceError | None:
    try:
        return lookup.fetch(key)
    except SourceError as error:
        return error


def _describe_gaps(lookup: LookUp[T], total: int, outcomes: Mapping[str, object]) -> Iterator[str]:
    if total > len(outcomes):
        yield f"Only {len(outcomes):,} of {total:,} {lookup.noun}s were asked for their {lookup.fact}."
    reasons = Counter(str(outcome) for outcome in outcomes.values() if isinstance(outcome, SourceError))
    ranked = reasons.most_common()
    for reason, count in ranked[:_MAX_REASONS]:
        yield f"The {lookup.fact} of {_format_count(count, lookup.noun)} could not be read. {reason}"
    other_count = sum(count for _, count in ranked[_MAX_REASONS:])
    if other_count:
        others = _format_count(other_count, f"more {lookup.noun}")
        yield f"The {lookup.fact} of {others} could not be read either."


def _format_count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
