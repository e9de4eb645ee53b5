"""Entities to start from, described so that readers recognize them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Vertex, shorten_middle
from lineage_explorer.sources.protocols import Hit

MAX_START_NAME_LENGTH = 44


@dataclass(frozen=True, slots=True)
class StartOption:
    """Entity that is offered as a start.

    Attributes:
        name: Its name, with the middle cut out if it is long.
        hint: Its source, else its ARN; distinguishes entities of the same name.
    """

    arn: Arn
    name: str
    style: EntityStyle
    hint: str
    created: datetime | None


def build_start_option(hit: Hit) -> StartOption:
    """Return a found entity as an offered start."""
    return StartOption(
        arn=hit.arn,
        name=shorten_middle(strip_service_suffix(name_of(hit.arn, hit)), MAX_START_NAME_LENGTH),
        style=style_of(Vertex(hit.arn, hit.lineage_type, hit.type), hit),
        hint=hit.source_uri or hit.arn,
        created=hit.created,
    )
