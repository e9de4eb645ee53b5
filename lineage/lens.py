"""The names of the lenses: what colours and lines tell; `views.lenses` and `views.lines` say how."""

from __future__ import annotations

from enum import StrEnum


class Lens(StrEnum):
    """What colours tell; spelled as in the address."""

    TYPE = "type"
    ACCOUNT = "account"
    AGE = "age"
    STATUS = "status"
    APPROVAL = "approval"


class Lines(StrEnum):
    """What lines tell; spelled as in the address."""

    PLAIN = "plain"
    ASSOCIATION = "association"
