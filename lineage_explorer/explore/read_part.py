"""Read one part of several, so that a failure costs no more than itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lineage_explorer.errors import SourceError

T = TypeVar("T")


def read_or_add_gap(read: Callable[[], T], gaps: list[str]) -> T | None:
    """Return what `read` returns; if it fails, add the reason to the gaps and return None."""
    try:
        return read()
    except SourceError as error:
        gaps.append(f"{error.title}: {error}")
        return None
