"""Labels of bridges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from lineage.model import Arn, Entity
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain
from lineage.views.ways import Ends, Span


class Via(TypedDict):
    """Label of a bridge: what is hidden between its ends.

    Attributes:
        via: Short text: "via Training job"; for several vertices, with their number.
        over: Name of the hidden vertex; empty if there is more than one.
    """

    via: str
    over: str


def vias(spans: Mapping[Ends, Span], entities: Mapping[Arn, Entity]) -> dict[Ends, Via]:
    """Return the label of each bridge.

    Args:
        spans: The hidden vertices between the ends of each bridge.
        entities: The entities that are described so far, hidden ones included.
    """
    return {ends: _via(span, entities) for ends, span in spans.items()}


def _via(span: Span, entities: Mapping[Arn, Entity]) -> Via:
    entity = entities.get(span.first.arn)
    title = look_of(span.first, entity).title
    if span.count == 1:
        return {"via": f"via {title}", "over": plain(name_of(span.first.arn, entity))}
    noun = f"× {title}" if span.alike else "entities"  # noqa: RUF001 - the sign of multiplication is meant
    return {"via": f"via {span.count:,} {noun}", "over": ""}
