"""Entities to start from, described so that readers recognize them."""

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
    """Entity that is offered as a start.

    Attributes:
        name: Its name, with the middle cut out if it is long.
        hint: Its source, else its ARN; distinguishes entities of the same name.
    """

    arn: Arn
    name: str
    look: Look
    hint: str
    created: datetime | None


def start(hit: Hit) -> Start:
    """Return a found entity as an offered start."""
    return Start(
        arn=hit.arn,
        name=shortened(plain(name_of(hit.arn, hit)), NAME_LENGTH),
        look=look_of(Vertex(hit.arn, hit.lineage_type, hit.type), hit),
        hint=hit.source_uri or hit.arn,
        created=hit.created,
    )
