"""Search for entities by part of a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.protocols import Hit

MAX_SUGGESTIONS = 12
MIN_SEARCH_LENGTH = 2
"""Minimum number of characters of a search text."""

# Types that users start from most often come first.
_TYPE_ORDER = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT, LineageType.ACTION)
_UNKNOWN_TIME = datetime.min.replace(tzinfo=UTC)


def find_matches(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Return the entities that match every word of a text.

    Name, type, source URI and ARN tail are searched, ignoring case. Sorted by lineage type, newest first
    within each; at most `MAX_SUGGESTIONS`.
    """
    words = text.casefold().split()
    matches = [hit for hit in hits if all(word in _build_search_text(hit) for word in words)]
    matches.sort(key=lambda hit: hit.created or _UNKNOWN_TIME, reverse=True)
    matches.sort(key=lambda hit: _TYPE_ORDER.index(hit.lineage_type))
    return tuple(matches[:MAX_SUGGESTIONS])


def _build_search_text(hit: Hit) -> str:
    return " ".join(filter(None, (hit.name, hit.type, hit.source_uri, hit.arn.rpartition("/")[2]))).casefold()
