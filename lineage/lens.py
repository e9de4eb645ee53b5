"""The names of the lenses: what the colours of a picture tell. `views.lenses` says what each shows."""

from __future__ import annotations

from enum import StrEnum


class Lens(StrEnum):
    """What colours tell; spelled as in the address."""

    TYPE = "type"
    ACCOUNT = "account"
    AGE = "age"
    STATUS = "status"
    APPROVAL = "approval"
