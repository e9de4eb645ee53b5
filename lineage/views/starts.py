"""Entities to start from, as a reader recognises them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lineage.model import Arn, Vertex, shortened
from lineage.source import Hit
from lineage.views.looks import Look, look_of
from lineage.views.names import name_of, plain

NAME_LENGTH = 44


@dataclass(frozen=True, slots=True)
class Start:
    """An entity on offer.

    Attributes:
        name: With its middle cut out where it is long.
        hint: Where it lies, to tell it from its namesakes: its source, else its ARN.
    """

    arn: Arn
    name: str
    look: Look
    hint: str
    created: datetime | None


def start(hit: Hit) -> Start:
    """Return how a found entity is offered."""
    return Start(
        arn=hit.arn,
        name=shortened(plain(name_of(hit.arn, hit)), NAME_LENGTH),
        look=look_of(Vertex(hit.arn, hit.lineage_type, hit.type), hit),
        hint=hit.source_uri or hit.arn,
        created=hit.created,
    )
