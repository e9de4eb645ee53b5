"""Dates and times as readers see them, always in UTC."""

from __future__ import annotations

from datetime import date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_day(moment: date, *, this_year: int | None = None) -> str:
    """Format a day for a sentence.

    For example `4 Nov 2026`, or `4 Nov` in this year.
    """
    day = f"{moment.day} {MONTHS[moment.month - 1]}"
    return day if moment.year == this_year else f"{day} {moment.year}"


def format_month(moment: date) -> str:
    """Format a month: `Nov 2026`."""
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def format_time(moment: datetime) -> str:
    """Format a moment for a sentence: `4 Nov 2026, 14:20 UTC`."""
    return f"{format_day(moment)}, {moment:%H:%M} UTC"


def format_minute(moment: datetime | None) -> str:
    """Format a moment for a table, so that it sorts: `2026-11-04 14:20`.

    Empty if there is none.
    """
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
