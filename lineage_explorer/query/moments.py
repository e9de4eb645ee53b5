"""Dates and times as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import product

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle

_LOST_PLUS = re.compile(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::[\d.]+)?) (\d\d:?\d\d)$")
"""Moment whose offset lost its plus: in an address written by hand, a plus is a space."""

_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_TIMES = ("", " %H:%M", " %H:%M:%S")
_FORMATS = tuple(f"{day}{time}" for day, time in product(_DAYS, _TIMES))
"""Formats beside ISO 8601; months are English. None has a month as a number before or after its day alone."""


def parse_moment(field: str, text: str) -> datetime:
    """Parse a date or time, in ISO 8601 or with words.

    For example `2026-03-03`, `2026-03-03 14:00` or `3 Mar 2026`. Without a zone it is taken as UTC, without a
    time as midnight.

    Raises:
        InvalidQuery: The text is not a date; `field` is the filter bound it was entered for.
    """
    spelled = _LOST_PLUS.sub(r"\1+\2", text.strip())
    try:
        return as_utc(datetime.fromisoformat(spelled))
    except (ValueError, OverflowError):
        pass
    words = " ".join(re.sub(r"[,.]|\bUTC\b", " ", spelled).split())
    for form in _FORMATS:
        try:
            return datetime.strptime(words, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise InvalidQuery(
        f"“{shorten_middle(text, 60)}” is not a date: write it as 2026-01-31, 2026-01-31 12:00 (UTC) or "
        "31 Jan 2026.",
        field=field,
    )


def format_moment(moment: datetime) -> str:
    """Format a moment as in the address: `2026-01-31T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def format_short_moment(moment: datetime) -> str:
    """Format a moment for readers: `2026-01-31`, or `2026-01-31 12:00`.

    `parse_moment` parses it back to the same moment.
    """
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    return text.removesuffix(":00").removesuffix(" 00:00")


def as_utc(moment: datetime) -> datetime:
    """Convert a datetime to UTC, assuming UTC if it has no zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
