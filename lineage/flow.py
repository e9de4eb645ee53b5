"""Which way time flows in a picture."""

from __future__ import annotations

from enum import StrEnum


class Flow(StrEnum):
    """Where what comes later stands; spelled as in the address."""

    RIGHT = "right"
    DOWN = "down"
