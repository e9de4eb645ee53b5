"""Sentences about a search: what was searched, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.sources.protocols import SearchBound, Suggestions

_MAX_TEXT_LENGTH = 80


def explain_no_match(text: str, found: Suggestions) -> str:
    """Return a sentence that says what was searched in vain.

    >>> explain_no_match("churn", Suggestions(()))
    'No match for “churn” in the whole account. Check the spelling, or paste an ARN or S3 URI.'
    >>> explain_no_match("x", Suggestions((), scopes=("jobs",), bounds=(SearchBound(9, "actions"),)))
    'No match for “x” among all jobs and the newest 9 actions. Paste an ARN or S3 URI to search everything.'
    """
    quoted = f"No match for “{shorten_middle(text.strip(), _MAX_TEXT_LENGTH)}”"
    if not found.is_limited:
        return f"{quoted} in the whole account. Check the spelling, or paste an ARN or S3 URI."
    searched = [f"all {_join(found.scopes)}"] if found.scopes else []
    searched += [f"the newest {_join(_format_bounds(found.bounds))}"] if found.bounds else []
    among = f" among {' and '.join(searched)}" if searched else ""
    return f"{quoted}{among}. Paste an ARN or S3 URI to search everything."


def describe_matches(found: Suggestions) -> str:
    """Return the heading of matches."""
    return "Newest matches (not all were searched)" if found.is_limited else "Matches"


def describe_bounds(found: Suggestions) -> tuple[str, ...]:
    """Return a sentence on what was searched in part, if anything.

    >>> describe_bounds(Suggestions((), bounds=(SearchBound(9, "actions"),)))
    ('Only the newest 9 actions were searched.',)
    """
    return (f"Only the newest {_join(_format_bounds(found.bounds))} were searched.",) if found.bounds else ()


def _join(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last


def _format_bounds(bounds: Sequence[SearchBound]) -> list[str]:
    counts: Counter[str] = Counter()
    for bound in bounds:
        counts[bound.scope] += bound.count
    return [f"{count:,} {scope}" for scope, count in counts.items()]
