"""Pages of long lists, and the cursors between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lineage_explorer.api.parameters import CURSOR, LIMIT, MAX_PAGE
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list.

    Attributes:
        first: Number of its first item, from 0.
        end: Number of the item after its last one.
        next: Cursor of the page that follows; None if there is none.
    """

    first: int
    end: int
    next: str | None


def select_page(identifiers: Sequence[str], values: Mapping[str, str]) -> Page:
    """Return which part of a list a request asks for.

    A cursor holds the number of an item and a hash of the list. If the list has changed since, its pages do
    not fit together: that is an error, not a gap.

    Args:
        identifiers: What identifies each item, in order.
        values: Values of the request's parameters `limit` and `cursor`.

    Raises:
        InvalidQuery: One of them is invalid, or the list has changed.
    """
    limit = _parse_limit(values.get(LIMIT.name, str(MAX_PAGE)))
    digest = sha256("\n".join(identifiers).encode()).hexdigest()[:8]
    first = _parse_cursor(values[CURSOR.name], digest, len(identifiers)) if CURSOR.name in values else 0
    end = min(first + limit, len(identifiers))
    return Page(first, end, f"{end}-{digest}" if end < len(identifiers) else None)


def _parse_limit(text: str) -> int:
    limit = int(text) if text.isascii() and text.isdigit() and len(text) < len(str(MAX_PAGE)) + 1 else 0
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidQuery(
            f"“limit” is a whole number from 1 to {MAX_PAGE}; “{shorten_middle(text, 60)}” is not.",
            field=LIMIT.name,
        )
    return limit


def _parse_cursor(text: str, digest: str, count: int) -> int:
    number, dash, own_digest = text.partition("-")
    if not (dash and number.isascii() and number.isdigit() and len(number) < 7):  # noqa: PLR2004 - as its pattern
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not a cursor: take it from “next” of the previous page.",
            field=CURSOR.name,
        )
    if own_digest != digest or int(number) >= count:
        raise InvalidQuery(
            "The list has changed since this cursor was made: start again without it.", field=CURSOR.name
        )
    return int(number)
