"""A piece of a name → the entities that may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lineage.model import LineageType
from lineage.source import Hit

MOST_SUGGESTED = 12
SHORTEST = 2
"""Characters from which on a piece of a name is worth looking for."""

# What people start from stands first.
_ORDER = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT, LineageType.ACTION)
_NEVER = datetime.min.replace(tzinfo=UTC)


def matching(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Return the entities whose name, type or source holds every word of `text`, whatever its case.

    By kind, newest first within a kind, at most `MOST_SUGGESTED`.
    """
    words = text.casefold().split()
    found = [hit for hit in hits if all(word in _told(hit) for word in words)]
    found.sort(key=lambda hit: hit.created or _NEVER, reverse=True)
    found.sort(key=lambda hit: _ORDER.index(hit.lineage_type))
    return tuple(found[:MOST_SUGGESTED])


def _told(hit: Hit) -> str:
    return " ".join(filter(None, (hit.name, hit.type, hit.source_uri, hit.arn.rpartition("/")[2]))).casefold()
