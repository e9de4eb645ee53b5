"""Visible part of a graph: kinds hidden, siblings grouped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from lineage.address import Address
from lineage.flow import Flow
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.views.grouping import Grouped, alone, summarised
from lineage.views.hiding import Remainder, hide
from lineage.views.kinds import Kind, kinds, members


@dataclass(frozen=True, slots=True)
class Picture:
    """Visible part of a graph.

    Attributes:
        answer: Key that is equal for the same graph with the same groups open and the same orientation,
            whatever is hidden.
        hidden: Hidden kinds.
        rest: The graph without the hidden kinds.
        cards: That graph with its siblings grouped.
        flow: Orientation of the drawing.
    """

    answer: str
    hidden: tuple[Kind, ...]
    rest: Remainder
    cards: Grouped
    flow: Flow

    @property
    def start(self) -> Arn:
        """The focus, which is always visible."""
        return self.cards.graph.start

    @property
    def key(self) -> str:
        """Key that is equal for equal visible graphs."""
        closed = sorted(group.id for group in self.cards.closed.values())
        return self.answer + hashed(f"{closed} {sorted(self.cards.graph.vertices)}")


def pictured(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    address: Address,
    *,
    apart: Collection[Arn] = (),
    whole: bool = False,
) -> Picture:
    """Return the visible part of a graph.

    The focus and the two ends of paths are always visible.

    Args:
        graph: The whole graph.
        entities: Descriptions of its vertices, as far as they are known.
        address: Holds the hidden kinds, open groups, paths and orientation.
        apart: Vertices that are not grouped.
        whole: Group nothing.
    """
    hidden = kinds(graph, entities, address.hidden)
    path_query = address.between
    rest = hide(graph, members(hidden), keep=(path_query.one, path_query.other) if path_query else ())
    query_key = f"{address.query} {address.slug} {address.extent} {graph.reading.since}"
    return Picture(
        answer=hashed(f"{query_key} {address.flow} {address.opened}"),
        hidden=hidden,
        rest=rest,
        cards=alone(rest.graph) if whole else summarised(rest.graph, address.opened, apart),
        flow=address.flow,
    )


def hashed(text: str) -> str:
    """Return a short hash of a text."""
    return sha256(text.encode()).hexdigest()[:12]
