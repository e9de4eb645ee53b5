"""What bridges lead over, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from lineage.model import Arn, Entity
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain
from lineage.views.ways import Ends, Span


class Via(TypedDict):
    """What is hidden between the ends of a bridge.

    Attributes:
        via: In short: "via Training job"; of several, with their number.
        over: What it is called; empty where it is more than one.
    """

    via: str
    over: str


def vias(spans: Mapping[Ends, Span], entities: Mapping[Arn, Entity]) -> dict[Ends, Via]:
    """Return what to say of each bridge.

    Args:
        spans: What lies between.
        entities: Those vertices that were described so far, hidden ones included.
    """
    return {ends: _via(span, entities) for ends, span in spans.items()}


def _via(span: Span, entities: Mapping[Arn, Entity]) -> Via:
    entity = entities.get(span.first.arn)
    title = look_of(span.first, entity).title
    if span.count == 1:
        return {"via": f"via {title}", "over": plain(name_of(span.first.arn, entity))}
    what = f"× {title}" if span.alike else "entities"  # noqa: RUF001 - the sign of multiplication is meant
    return {"via": f"via {span.count:,} {what}", "over": ""}
