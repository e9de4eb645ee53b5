"""Search for entities by part of a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lineage.model import LineageType
from lineage.source import Hit

MOST_SUGGESTED = 12
SHORTEST = 2
"""Minimum number of characters of a search text."""

# Types that users start from most often come first.
_ORDER = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT, LineageType.ACTION)
_NEVER = datetime.min.replace(tzinfo=UTC)


def matching(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Return the entities that match every word of a text.

    Name, type, source URI and ARN tail are searched, ignoring case. Sorted by lineage type, newest first
    within each; at most `MOST_SUGGESTED`.
    """
    words = text.casefold().split()
    matches = [hit for hit in hits if all(word in _told(hit) for word in words)]
    matches.sort(key=lambda hit: hit.created or _NEVER, reverse=True)
    matches.sort(key=lambda hit: _ORDER.index(hit.lineage_type))
    return tuple(matches[:MOST_SUGGESTED])


def _told(hit: Hit) -> str:
    return " ".join(filter(None, (hit.name, hit.type, hit.source_uri, hit.arn.rpartition("/")[2]))).casefold()
