"""Labels of bridges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.views.hidden_paths import BridgeSpan, EdgeEnds


class BridgeLabel(TypedDict):
    """Label of a bridge: what is hidden between its ends.

    Attributes:
        via: Short text: "via Training job"; for several vertices, with their number.
        over: Name of the hidden vertex; empty if there is more than one.
    """

    via: str
    over: str


def label_bridges(
    spans: Mapping[EdgeEnds, BridgeSpan], entities: Mapping[Arn, Entity]
) -> dict[EdgeEnds, BridgeLabel]:
    """Return the label of each bridge.

    Args:
        spans: The hidden vertices between the ends of each bridge.
        entities: The entities that are described so far, hidden ones included.
    """
    return {ends: _label_bridge(span, entities) for ends, span in spans.items()}


def _label_bridge(span: BridgeSpan, entities: Mapping[Arn, Entity]) -> BridgeLabel:
    entity = entities.get(span.first.arn)
    title = style_of(span.first, entity).title
    if span.count == 1:
        return {"via": f"via {title}", "over": strip_service_suffix(name_of(span.first.arn, entity))}
    noun = f"× {title}" if span.is_uniform else "entities"  # noqa: RUF001 - the sign of multiplication is meant
    return {"via": f"via {span.count:,} {noun}", "over": ""}
