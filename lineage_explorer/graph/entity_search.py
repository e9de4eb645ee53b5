"""Search of entities by what is displayed or identifies them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import get_type_title
from lineage_explorer.graph.model import Hit, LineageType

MAX_SUGGESTIONS = 12
MIN_SEARCH_LENGTH = 2
"""Minimum number of characters of a search text."""

# Types that users start from most often come first.
_TYPE_ORDER = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT, LineageType.ACTION)
# Of what begins with the text: the product, its newest endpoints, its newest versions.
_PRODUCT_PARTS = {"ModelGroup": 12, "Endpoint": 4, "Model": 4}
"""How many of each type come before all else; together they leave room for jobs and data."""
_UNKNOWN_TIME = datetime.min.replace(tzinfo=UTC)
_DIVIDERS = re.compile(r"[·…\s]+")
_QUOTES = "()[]“”\u2018\u2019\"',;"


def find_matches(hits: Iterable[Hit], text: str, *, limit: int = MAX_SUGGESTIONS) -> tuple[Hit, ...]:
    """Return the entities that match every word of a text.

    Title, subtitle, name, type, author, day, source URI and the end of the ARN are searched, ignoring case.
    Sorted by how likely each is meant; at most `limit`.
    """
    words = dict.fromkeys(map(normalize_text, split_search_text(text)))
    matches = [hit for hit in hits if _contains_all(_build_search_text(hit), words)]
    return sort_matches(matches, text)[:limit]


def sort_matches(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Sort entities that match a text, the most likely first.

    What is called so comes first, its product before all; then the product that the text begins, with its
    newest endpoints and versions; then the rest by lineage type, newest first within each.
    """
    newest = sorted(hits, key=lambda hit: hit.created or _UNKNOWN_TIME, reverse=True)
    likely = sorted(newest, key=lambda hit: _TYPE_ORDER.index(hit.lineage_type))
    places = {hit.arn: place for place, hit in enumerate(_list_product_parts(likely, text))}
    return tuple(sorted(likely, key=lambda hit: (not is_called(hit, text), places.get(hit.arn, len(places)))))


def _list_product_parts(hits: Sequence[Hit], text: str) -> Iterator[Hit]:
    """Yield the products whose names a text begins, then endpoints, then versions."""
    wanted = normalize_text(text.strip())
    for type_, count in _PRODUCT_PARTS.items():
        typed = (hit for hit in hits if hit.type == type_ and not _is_model_file(hit))
        named = (hit for hit in typed if normalize_text(name_entity(hit.arn, hit).title).startswith(wanted))
        yield from islice(named, count)


def _is_model_file(hit: Hit) -> bool:
    """Return whether a hit is a model that is no registered version."""
    return hit.type == "Model" and ":model-package/" not in (hit.source_uri or "")


def is_called(hit: Hit, text: str) -> bool:
    """Return whether a text is an entity's displayed or own name."""
    name = name_entity(hit.arn, hit)
    wanted = split_search_text(normalize_text(text))
    type_title = get_type_title(hit.type or "")
    names = (
        name.title,
        name.line,
        f"{name.title} {type_title} {name.subtitle}",
        f"{type_title} {name.title}",
        hit.name or "",
        hit.display_name or "",
        hit.source_uri or "",
        (hit.source_uri or "").rpartition("/")[2],
        hit.arn.rpartition("/")[2],
    )
    return any(split_search_text(normalize_text(own)) == wanted for own in names)


def split_search_text(text: str) -> list[str]:
    """Split a text into the words to search for.

    What divides a displayed name, cuts it or stands around it is not part of them.
    """
    words = (word.strip(_QUOTES) for word in _DIVIDERS.split(text.casefold()))
    return [word for word in words if word]


def _contains_all(searched: str, words: Iterable[str]) -> bool:
    return all(word in searched for word in words)


def _build_search_text(hit: Hit) -> str:
    name = name_entity(hit.arn, hit)
    parts = (
        name.title,
        name.subtitle,
        hit.name,
        hit.display_name,
        hit.type,
        get_type_title(hit.type or ""),
        hit.created_by,
        f"{format_day(hit.created)} {hit.created:%H:%M}" if hit.created else None,
        hit.source_uri,
        hit.arn.rpartition("/")[2],
    )
    return normalize_text(" ".join(filter(None, parts)))


def normalize_text(text: str) -> str:
    """Return a text in the case and spelling of comparisons.

    Files of a Mac spell `é` with two characters, and Japanese keyboards type wide letters.
    """
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text.casefold())
