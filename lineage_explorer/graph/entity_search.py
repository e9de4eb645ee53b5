"""Search of entities by what is displayed or identifies them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import get_type_title
from lineage_explorer.graph.model import Hit, LineageType

MAX_SUGGESTIONS = 12
MIN_SEARCH_LENGTH = 2
"""Minimum number of characters of a search text."""

# Types that users start from most often come first.
_TYPE_ORDER = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT, LineageType.ACTION)
_UNKNOWN_TIME = datetime.min.replace(tzinfo=UTC)


def find_matches(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Return the entities that match every word of a text.

    Title, subtitle, name, type, source URI and ARN tail are searched, ignoring case. Sorted by lineage type,
    newest first within each; at most `MAX_SUGGESTIONS`.
    """
    words = dict.fromkeys(split_search_text(text))
    matches = [hit for hit in hits if _contains_all(_build_search_text(hit), words)]
    matches.sort(key=lambda hit: hit.created or _UNKNOWN_TIME, reverse=True)
    matches.sort(key=lambda hit: _TYPE_ORDER.index(hit.lineage_type))
    return tuple(matches[:MAX_SUGGESTIONS])


def split_search_text(text: str) -> list[str]:
    """Split a text into the words to search for."""
    return [word for word in text.casefold().replace("·", " ").split() if word != "…"]


def _contains_all(searched: str, words: Iterable[str]) -> bool:
    return all(word in searched for word in words)


def _build_search_text(hit: Hit) -> str:
    name = name_entity(hit.arn, hit)
    parts = (
        name.title,
        name.subtitle,
        hit.name,
        hit.type,
        get_type_title(hit.type or ""),
        hit.source_uri,
        hit.arn.rpartition("/")[2],
    )
    return " ".join(filter(None, parts)).casefold()
