"""Look things up one call each: bounded, a few side by side, and no failure costs more than itself."""

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
"""Calls that one question may send for one kind of thing."""

_REASONS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LookUp(Generic[T]):
    """One kind of look-up.

    Attributes:
        fact: What is looked up, for the sentence about what could not be: `state`.
        noun: What it is looked up of: `endpoint`.
        request: What is sent for a key, as it is shown to a reader.
        ask: Sends it; None when the account has no such thing.

    Raises:
        SourceError: By `ask`, when the account could not answer.
    """

    fact: str
    noun: str
    request: Callable[[str], Request]
    ask: Callable[[str], T | None]


def look_up(keys: Sequence[str], kind: LookUp[T], pool: Executor) -> Findings[T]:
    """Look up each key once, up to a limit; say what was left out and what failed."""
    wanted = tuple(dict.fromkeys(keys))
    asked = wanted[:MOST]
    outcomes = dict(zip(asked, pool.map(lambda key: _attempt(kind, key), asked), strict=True))
    return Findings(
        found=MappingProxyType(
            {
                key: outcome
                for key, outcome in outcomes.items()
                if outcome is not None and not isinstance(outcome, SourceError)
            }
        ),
        requests=tuple(map(kind.request, asked)),
        gaps=tuple(_gaps(kind, len(wanted), outcomes)),
    )


def _attempt(kind: LookUp[T], key: str) -> T | SourceError | None:
    try:
        return kind.ask(key)
    except SourceError as error:
        return error


def _gaps(kind: LookUp[T], wanted: int, outcomes: Mapping[str, object]) -> Iterator[str]:
    if wanted > len(outcomes):
        yield f"Only {len(outcomes):,} of {wanted:,} {kind.noun}s were asked for their {kind.fact}."
    reasons = Counter(str(outcome) for outcome in outcomes.values() if isinstance(outcome, SourceError))
    ranked = reasons.most_common()
    for reason, number in ranked[:_REASONS]:
        yield f"The {kind.fact} of {_counted(number, kind.noun)} could not be read. {reason}"
    rest = sum(number for _, number in ranked[_REASONS:])
    if rest:
        yield f"The {kind.fact} of {_counted(rest, f'more {kind.noun}')} could not be read either."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
