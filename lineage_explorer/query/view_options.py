"""Color modes and line styles of a graph.

`views.color_by` and `views.decorators` apply them.
"""

from __future__ import annotations

from enum import StrEnum


class ColorMode(StrEnum):
    """Property that node colors encode, spelled as in the address."""

    TYPE = "type"
    ACCOUNT = "account"
    AGE = "age"
    STATUS = "status"
    APPROVAL = "approval"


class LineStyle(StrEnum):
    """Property that line styles encode, spelled as in the address."""

    PLAIN = "plain"
    ASSOCIATION = "association"


class Orientation(StrEnum):
    """Side of later entities in the layout, spelled as in the address."""

    RIGHT = "right"
    DOWN = "down"
