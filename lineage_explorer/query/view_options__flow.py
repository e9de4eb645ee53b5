"""Direction in which time runs in a layout."""

from __future__ import annotations

from enum import StrEnum


class Orientation(StrEnum):
    """Side of later entities in the layout, spelled as in the address."""

    RIGHT = "right"
    DOWN = "down"
